"""How the committee is drawn: `ZJCS-DRAW-1` per specialty, custodians' numbers, reserves in order."""

from __future__ import annotations

import secrets
from datetime import datetime

from bidding.models import Expert, ExpertDraw, Member, Process
from bidding.rules.evaluation import Committee, committee_is_lawful
from marketplace.accounts.models import Membership
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused, require
from marketplace.law.statutes import TBL, TBL_REGULATION
from marketplace.trust import custody, draw
from marketplace.trust.canonical import moment

ROUND = 1


def scope(process: Process, suffix: str) -> str:
    return f"{process.number}{suffix}"


def excluded(process: Process, specialty: str) -> dict[str, str]:
    """Expert number → why this person may not judge here (招标投标法 37; 12-12)."""
    units = {process.tender.project.buyer.name: "招标人单位人员"}
    if agency := process.tender.project.procuring_entity:
        units[agency.name] = "代理机构人员"
    units |= {bid.organization.name: "投标人单位人员" for bid in process.bids.select_related("organization")}
    people = Membership.objects.filter(organization__in=[b.organization_id for b in process.bids.all()])
    members = set(people.values_list("user_id", flat=True))
    return {
        expert.number: units.get(expert.unit, "与投标人存在人事关系")
        for expert in Expert.objects.filter(specialty=specialty)
        if expert.unit in units or expert.user_id in members
    }


def pool(process: Process, specialty: str) -> list[Expert]:
    """Available experts of a specialty after recusal."""
    out = excluded(process, specialty)
    rows = Expert.objects.filter(specialty=specialty, is_available=True).order_by("number")
    return [expert for expert in rows if expert.number not in out]


def specialties(process: Process) -> list[tuple[str, int]]:
    """Specialties of the pool and how many experts of each may be drawn for this lot."""
    names = Expert.objects.order_by("specialty").values_list("specialty", flat=True).distinct()
    return [(name, len(pool(process, name))) for name in names]


def order(process: Process, act: Act, seats: dict[str, int], representative: int | None) -> None:
    """Fix seats per specialty, commit to the platform's numbers, ask custodians for theirs."""
    experts = sum(seats.values())
    require(committee_is_lawful, Committee(size=experts + (representative is not None), experts=experts))
    if representative is not None:
        _seat_representative(process, representative)
    for index, (specialty, count) in enumerate(sorted(seats.items()), 1):
        if len(pool(process, specialty)) < count:
            raise Refused("DRAW-POOL", f"“{specialty}”专业可抽取的专家不足 {count} 人", TBL[37])
        _begin(process, act, f"#EXP{index}", specialty, count)


def _seat_representative(process: Process, user_id: int) -> None:
    """The tenderer's representative sits without being drawn; at most a third of the seats."""
    own = Membership.objects.filter(
        user=user_id, organization=process.tender.project.buyer_id, is_active=True
    )
    if not own.exists():
        raise Refused("REPRESENTATIVE", "招标人代表应当是招标人单位的在册人员", TBL[37])
    Member.objects.create(process=process, user_id=user_id)


def _begin(process: Process, act: Act, suffix: str, specialty: str, count: int) -> None:
    seed = secrets.token_hex(32)
    row = ExpertDraw.objects.create(
        process=process, suffix=suffix, specialty=specialty, seats=count, seed=seed,
        commit=draw.commit(process.number, seed), committed_at=act.now,
    )  # fmt: skip
    for custodian in custody.in_service(act.now):
        body = {"project_no": process.number, "suffix": suffix, "round": ROUND}
        custody.ask(custodian, "draw-commit", scope(process, suffix), body, act.now)
    act.notes.setdefault("draws", []).append({"suffix": suffix, "seats": count, "commit": row.commit})


def freeze(process: Process, act: Act) -> None:
    """Roster and platform number become public together, before any custodian shows a number."""
    for row in process.draws.all():
        given = custody.answers("draw-commit", scope(process, row.suffix))
        row.custodians = [
            {"id": m, "commit": given[m]["commit"], "copies": given[m].get("copies", [])}
            for m in sorted(given)
        ]
        row.excluded = excluded(process, row.specialty)
        row.blinds = {expert.number: secrets.token_hex(32) for expert in pool(process, row.specialty)}
        tickets = draw.in_order(_tickets(process, row))
        row.roster = [{"id": ticket.id, "tickets": ticket.tickets} for ticket in tickets]
        row.roster_hash, row.contrib_hash = draw.roster_hash(tickets), draw.contrib_hash([])
        row.frozen_at = act.now
        row.save()
        _ask_to_reveal(process, row, act.now)
        act.notes.setdefault("frozen", []).append(
            {"suffix": row.suffix, "roster_hash": row.roster_hash, "S_p": row.seed}
        )


def _tickets(process: Process, row: ExpertDraw) -> list[draw.Ticket]:
    return [
        draw.Ticket(draw.expert_id(process.number, blind, number), 1) for number, blind in row.blinds.items()
    ]


def _ask_to_reveal(process: Process, row: ExpertDraw, now: datetime) -> None:
    name = {"project_no": process.number, "suffix": row.suffix, "round": ROUND}
    where = scope(process, row.suffix)
    committed = custody.evidence(
        "draw.committed", at=row.committed_at, scope=where, **name,
        commit=row.commit, closes_at=moment(row.committed_at), custodians=row.custodians,
    )  # fmt: skip
    frozen = custody.evidence(
        "draw.frozen", at=now, scope=where, **name,
        roster_hash=row.roster_hash, contrib_hash=row.contrib_hash, S_p=row.seed,
    )  # fmt: skip
    for custodian in custody.in_service(now):
        custody.ask(custodian, "draw-reveal", where, {**name, "evidence": [committed, frozen]}, now)


def drawn(process: Process, row: ExpertDraw) -> draw.Draw:
    """The draw with everything that decides it, from what was frozen and revealed."""
    given = custody.answers("draw-reveal", scope(process, row.suffix))
    names = [entry["id"] for entry in row.custodians]
    return draw.Draw(
        project_no=process.number,
        seed=row.seed,
        roster=tuple(draw.Ticket(entry["id"], entry["tickets"]) for entry in row.roster),
        beacon=draw.custodian_beacon([(m, given[m]["nonce"]) for m in names]),
        suffix=row.suffix,
        round=ROUND,
        custodians=tuple((entry["id"], entry["commit"]) for entry in row.custodians),
    )


def seat(process: Process, act: Act) -> None:
    """Seat the first ranks of each draw; names stay secret until the result is determined (法 37)."""
    for row in process.draws.all():
        row.record = drawn(process, row).record()
        draw.verify_record(row.record)
        row.save()
        for rank in range(1, row.seats + 1):
            _take(process, row, rank)
        act.notes.setdefault("records", []).append({"suffix": row.suffix, "K_sha256": row.record["K_sha256"]})


def expert_at(process: Process, row: ExpertDraw, rank: int) -> Expert | None:
    """The expert whom the ranking puts at this rank (1 is first)."""
    ranking = (row.record or {}).get("ranking", [])
    if rank > len(ranking):
        return None
    ids = {draw.expert_id(process.number, blind, number): number for number, blind in row.blinds.items()}
    return Expert.objects.get(number=ids[ranking[rank - 1]])


def _take(process: Process, row: ExpertDraw, rank: int) -> Member:
    expert = expert_at(process, row, rank)
    if expert is None:
        raise Refused(
            "RESERVES-EXHAUSTED", f"“{row.specialty}”专业的备选专家已用完，请补充抽取", TBL_REGULATION[48]
        )
    return Member.objects.create(process=process, user_id=expert.user_id, expert=expert, draw=row, rank=rank)


def replace_member(member: Member) -> Member | None:
    """The next reserve of the same draw takes the seat; a representative is not replaced by draw."""
    if member.draw is None:
        return None
    last = max(m.rank for m in Member.objects.filter(draw=member.draw))
    return _take(member.process, member.draw, last + 1)
