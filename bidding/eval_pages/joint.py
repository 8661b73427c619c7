"""The joint round and the report: all scores once all are in, each step of the computation, signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations

from bidding import evaluating, facts
from bidding.eval_pages.committee import columns
from bidding.eval_pages.lots import bid_rows
from bidding.eval_pages.sheet import Own, own_scores
from bidding.eval_pages.standing import Page, crumbs, evaluation_stages, head
from bidding.models import Bid, Member, Process, State
from bidding.rejections import cited
from bidding.scoring.methods import Evaluation
from marketplace.flow.access import Actor
from marketplace.flow.errors import Refused, WrongState
from marketplace.law.statutes import TBL_REGULATION
from tenders.announcements import METHODS

# A number this far from the mean is worth a second look; the machine only says so (ux f4).
FAR = Decimal("0.2")
LARGEST_TIE = 4


@dataclass(frozen=True, slots=True)
class Computed:
    """The ranking so far: provisional while the leader has not concluded, or the reason why there is none."""

    steps: list[Page]
    places: list[Page]
    ties: tuple[tuple[str, ...], ...] = ()
    problem: str = ""


def require_all_submitted(process: Process) -> None:
    """Nobody sees others' numbers before all sheets are in."""
    if process.state not in (State.SCORING, State.SIGNING, State.EVALUATED):
        raise WrongState("NOT-SCORING", "现在不是汇总阶段", TBL_REGULATION[49])
    waiting = [m for m in evaluating.serving(process) if m.submitted_at is None]
    if waiting:
        raise WrongState(
            "SCORES-COMPLETE",
            f"还有 {len(waiting)} 位成员没有提交评分；全部提交后才能看到各人的打分",
            TBL_REGULATION[49],
        )


def _shown(result: Evaluation) -> Computed:
    steps = [
        {"of": step.of, "says": step.says, "inputs": list(step.inputs), "value": step.value}
        for step in result.steps
    ]
    places = [
        {"rank": place.rank, "name": place.entry.bid, "total": result.totals.get(place.entry.bid), "price": place.entry.price}
        for place in result.ranking.places
    ]  # fmt: skip
    return Computed(steps, places, result.ranking.undecided)


def computed(process: Process) -> Computed:
    """Computed anew by the document's method, or as it was stored when the leader concluded."""
    if process.state != State.SCORING:
        return stored(process)
    try:
        return _shown(evaluating.compute(process, []))
    except Refused as refused:
        return Computed([], [], problem=refused.says)


def stored(process: Process) -> Computed:
    """The computation that the report rests on."""
    result = process.result
    prices = {bid.organization.name: bid.price for bid in process.bids.select_related("organization")}
    totals = result.get("totals", {})
    places = [
        {"rank": place["rank"], "name": place["bid"], "total": totals.get(place["bid"]), "price": prices.get(place["bid"])}
        for place in result.get("ranking", [])
    ]  # fmt: skip
    return Computed(result.get("steps", []), places)


def tie_choices(process: Process) -> list[tuple[str, str]]:
    """Every order of the first undecided tie, as (bid keys, words); empty when nothing is tied."""
    ties = computed(process).ties if process.state == State.SCORING else ()
    if not ties or len(ties[0]) > LARGEST_TIE:
        return []
    keys = {bid.organization.name: bid.pk for bid in columns(process)}
    return [
        (",".join(str(keys[name]) for name in order), " → ".join(order)) for order in permutations(ties[0])
    ]


def joint_page(process: Process, offer: Page | None) -> Page:
    """/eval/<no>/joint/: members by bids, means, price points, order; what differs is listed."""
    bids, members = columns(process), evaluating.serving(process)
    found = computed(process)
    return {
        "lot": head(process),
        "stages": evaluation_stages(process, checked_in=True, joint=True),
        "bids": [bid.organization.name for bid in bids],
        "criteria": _criteria(process, bids, members),
        "computed": found,
        "ties": ["、".join(tie) for tie in found.ties],
        "offer": offer,
        "base": f"/eval/{process.number}/",
        "crumbs": crumbs(("评标", "/eval/"), (process.number, f"/eval/{process.number}/"), ("汇总复核", "")),
    }


def _criteria(process: Process, bids: list[Bid], members: list[Member]) -> list[Page]:
    sheets = {member.pk: own_scores(member) for member in members}
    rows = []
    for row in facts.scored_criteria(process):
        marks = [[_mark(sheets[m.pk], bid, row["code"]) for bid in bids] for m in members]
        rows.append(
            {
                "title": row["name"],
                "points": row["weight"],
                "rows": [{"name": m.user.name, "marks": marks[no]} for no, m in enumerate(members)],
                "notes": _notes(row, bids, members, marks),
            }
        )
    return rows


def _mark(own: Own, bid: Bid, code: str) -> Decimal | None:
    score = own.get((bid.pk, code))
    return score.value if score else None


def _notes(
    row: Page, bids: list[Bid], members: list[Member], marks: Sequence[Sequence[Decimal | None]]
) -> list[str]:
    """Objective marks that differ, and subjective ones far from the mean: for the committee to look at."""
    found = []
    for at, bid in enumerate(bids):
        given = [value for sheet in marks if (value := sheet[at]) is not None]
        if not given:
            continue
        if row["kind"] == "objective" and len(set(given)) > 1:
            found.append(
                f"{bid.organization.name}：客观分不一致（{'、'.join(f'{value:f}' for value in given)}）"
            )
        mean = sum(given, Decimal(0)) / len(given)
        far = [m.user.name for m, sheet in zip(members, marks, strict=True) if _is_far(sheet[at], mean, row)]
        if row["kind"] == "subjective" and far:
            found.append(f"{bid.organization.name}：{'、'.join(far)} 与平均分相差超过满分的 20%，请核对理由")
    return found


def _is_far(value: Decimal | None, mean: Decimal, row: Page) -> bool:
    return value is not None and abs(value - mean) > Decimal(str(row["weight"])) * FAR


# ── the report ──────────────────────────────────────────────────────────────


def report_page(process: Process, actor: Actor) -> Page:
    """The evaluation report (12-42): committee, bids, rejections, method, computation, order, dissent."""
    report = evaluating.report(process)
    members = evaluating.serving(process)
    own = next((m for m in members if m.user_id == actor.user_id), None)
    rejected = [
        {"name": row["bidder"], "case": cited(row["code"]), "reason": row["reason"]}
        for row in report["rejected"]
    ]
    return {
        "lot": head(process),
        "stages": evaluation_stages(process, checked_in=True),
        "committee": [
            {"name": m.user.name, "unit": m.expert.unit if m.expert else "招标人代表", "signed_at": m.signed_at,
             "dissent": m.dissent}
            for m in process.members.select_related("user", "expert")
            if m.is_serving
        ],
        "recused": [
            {"name": m.user.name, "at": m.recused_at, "reason": m.recusal}
            for m in process.members.select_related("user")
            if not m.is_serving
        ],
        "bids": bid_rows(process),
        "rejected": rejected,
        "method": METHODS[process.tender.evaluation.get("method", "comprehensive")],
        "competition": process.result.get("competition", ""),
        "tie_reason": process.result.get("tie_reason", ""),
        "computed": stored(process),
        "digest": evaluating.report_hash(process),
        "delivered_at": process.report_at,
        "signing": process.state == State.SIGNING and own is not None and own.signed_at is None,
        "member": own,
        "law": str(TBL_REGULATION[53]),
        "crumbs": crumbs(("项目", process.tender.get_absolute_url()), ("评标报告", "")),
    }  # fmt: skip
