"""What people do for and with an agency beside taking steps: propose, copy, hand over, enter, notify, hand in."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any

import rfc8785
from django.core.files.base import ContentFile

from marketplace.accounts.models import Membership, Organization
from marketplace.flow import duties
from marketplace.flow.acts import Act, act, constraint
from marketplace.flow.errors import Refused, require
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import E_TENDERING, NOTICES, PLATFORM, TBL_REGULATION
from marketplace.law.workdays import day_of
from marketplace.notices import rules as notice_rules
from marketplace.notices.models import Medium, Notice
from tenders.actions import Upload
from tenders.agency import fees
from tenders.agency.models import Engagement, Handover, MediaProof, OpeningPlan
from tenders.agency.workflow import AgencyFeeWorkflow, EngagementWorkflow, HandoverWorkflow
from tenders.lots_port import lots
from tenders.models import Tender
from tenders.rules import agency as rules

BOTH = {Organization.Kind.BUYER, Organization.Kind.AGENCY}


def acting_unit(act: Act) -> int:
    """For which unit the person acts here."""
    if act.principal.org_id is None:
        raise Refused("NO-UNIT", "这一事项以单位名义办理，您没有所在单位", PLATFORM["IDENTITY"])
    return act.principal.org_id


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def _agreed(formula: dict[str, Any]) -> dict[str, Any]:
    """The formula in its one written form, or what is wrong with it."""
    try:
        return fees.read(formula).as_json()
    except fees.NotAFormula as wrong:
        raise Refused("FEE-FORMULA", str(wrong), TBL_REGULATION[14], field="fixed_fen") from wrong


constraint("one_handover_a_lot", rules.not_handed_over_yet)
constraint("tenders_handover.lot", rules.not_handed_over_yet)  # as SQLite names it


@act("engagement.propose", law=TBL_REGULATION[14], says="起草委托代理协议", lock="none")
def propose(
    unit: Organization, act: Act, /, *, other: Organization, scope: list[str], since: datetime, until: datetime,
    formula: dict[str, Any], payer: str, paper: Upload | None = None,
) -> str:  # fmt: skip
    """Either side writes the terms; nothing holds before both have signed them. Returns the number."""
    sides = {unit.kind: unit, other.kind: other}
    if set(sides) != BOTH:
        raise Refused(
            "MANDATE-SIDES",
            "委托协议由招标人与代理机构签订，请选择对方单位",
            TBL_REGULATION[14],
            field="other",
        )
    facts = rules.Terms(act.now, since, until, clauses=len(scope))
    require(rules.the_scope_is_named, facts, field="scope")
    require(rules.the_mandate_lasts, facts, field="until")
    buyer, agency = sides[Organization.Kind.BUYER], sides[Organization.Kind.AGENCY]
    agreed = _agreed(formula)
    terms = {
        "buyer": buyer.uscc, "agency": agency.uscc, "scope": sorted(scope), "since": since.isoformat(),
        "until": until.isoformat(), "formula": agreed, "payer": payer, "paper": paper.sha256 if paper else "",
    }  # fmt: skip
    row = EngagementWorkflow(
        number=f"WT-{receipt_number()}", buyer=buyer, agency=agency, scope=sorted(scope), since=since, until=until,
        formula=agreed, payer=payer, digest=_digest(terms), proposed_by_id=act.person_id, proposed_at=act.now,
    )  # fmt: skip
    if paper:
        row.paper_name, row.paper_sha256 = paper.name, paper.sha256
        row.paper.save(f"{row.number}.bin", ContentFile(paper.content), save=False)
    row.save()
    act.notes |= {"engagement": row.number, "digest": row.digest}
    duties.sync(row, act.now)
    return row.number


@act("opening.arrange", law=PLATFORM["OPENING-SLOT"], says="安排开标场地和主持人", lock="none")
def arrange_opening(tender: Tender, act: Act, /, *, room: str, host: str) -> None:
    """Where and by whom; a clash is shown, not refused: two openings may well share a room in turn."""
    people = Membership.objects.filter(organization=act.principal.org_id, is_active=True, user__username=host)
    member = people.select_related("user").first() if host else None
    if host and member is None:
        raise Refused("HOST-UNKNOWN", "主持人须是本单位的在册人员", PLATFORM["OPENING-SLOT"], field="host")
    OpeningPlan.objects.update_or_create(
        tender=tender,
        defaults={"room": room.strip(), "host": member.user if member else None, "planned_at": act.now},
    )
    act.notes |= {"room": room.strip(), "host": str(member.user) if member else ""}


@act("media.enter", law=NOTICES[8], says="登记其他媒介的发布", lock="none")
def enter_medium(
    tender: Tender, act: Act, /, *, notice: str, name: str, at: datetime, url: str, designated: bool,
    text: str = "", picture: Upload | None = None,
) -> None:  # fmt: skip
    """When and where a notice stood elsewhere, with its picture and its words; periods run from the first (D25)."""
    row = Notice.objects.of_tender(tender.number).filter(number=notice).first()
    if row is None:
        raise Refused("NOTICE-UNKNOWN", "本项目没有这一公告", NOTICES[8], field="notice")
    require(
        notice_rules.the_medium_has_published,
        notice_rules.Entry(act.now, at, url),
        field="at" if at > act.now else "url",
    )
    if not row.media.filter(name=name).exists():
        Medium.objects.create(notice=row, name=name, at=at, url=url, designated=designated)
    proof = MediaProof(
        notice=row,
        medium=name,
        at=at,
        url=url,
        text=text.strip(),
        entered_by_id=act.person_id,
        entered_at=act.now,
    )
    if picture:
        proof.picture_name, proof.picture_sha256 = picture.name, picture.sha256
        proof.picture.save(f"{receipt_number()}.bin", ContentFile(picture.content), save=False)
    proof.save()
    act.notes |= {"notice": notice, "medium": name}


@act("fee.issue", law=TBL_REGULATION[14], says="发出代理费通知", lock="none")
def issue_fee(engagement: Engagement, act: Act, /, *, tender: Tender, lot: str, due_on: date) -> str:
    """By the formula both signed, on what was awarded; returns the notice's number."""
    award = next((one for one in lots().awarded(tender) if one.lot == lot), None)
    if award is None:
        raise Refused(
            "FEE-NO-AWARD", "这一标段还没有确定中标人，不能计算代理费", TBL_REGULATION[14], field="lot"
        )
    if (tender.project.buyer_id, tender.project.procuring_entity_id) != (
        engagement.buyer_id,
        engagement.agency_id,
    ):
        raise Refused("FEE-FOREIGN", "这一项目不属于本协议的委托人", TBL_REGULATION[14], field="lot")
    if due_on <= day_of(act.now):
        raise Refused("FEE-DUE", "支付期限应当晚于今天", TBL_REGULATION[14], field="due_on")
    if engagement.fees.filter(lot=lot).exclude(state="withdrawn").exists():
        raise Refused(
            "FEE-THERE", "这一标段已经发过代理费通知；算错的，先撤回", TBL_REGULATION[14], field="lot"
        )
    computed = fees.compute(fees.read(engagement.formula), award.amount)
    row = AgencyFeeWorkflow(
        number=f"DF-{receipt_number()}", engagement=engagement, tender=tender, lot=lot, base_fen=award.amount.fen,
        payer_id=award.supplier_id if engagement.payer == "supplier" else engagement.buyer_id, due_on=due_on,
        formula=engagement.formula, amount_fen=computed.total.fen, issued_by_id=act.person_id, issued_at=act.now,
    )  # fmt: skip
    row.save()
    act.notes |= {"fee": row.number, "amount_fen": row.amount_fen, "engagement": engagement.number}
    duties.sync(row, act.now)
    return row.number


@act("handover.hand", law=E_TENDERING[40], says="移交档案", lock="none")
def hand_over_papers(
    tender: Tender, act: Act, /, *, lot: str, to_centre: bool, items: list[dict[str, Any]], contents: list[dict[str, Any]]
) -> str:  # fmt: skip
    """The list as it was handed over, with every file's hash; returns its number."""
    missing = [one["name"] for one in items if one["required"] and not one["files"]]
    facts = rules.Papers(len(items), len(missing))
    require(rules.every_required_paper_is_there, facts, says=f"还缺：{'、'.join(missing)}，齐全后才能移交")
    standing = Handover.objects.standing(lot, to_centre=to_centre).count()
    require(rules.not_handed_over_yet, rules.Handovers(standing))
    row = HandoverWorkflow(
        number=f"YJ-{receipt_number()}", tender=tender, lot=lot, agency_id=acting_unit(act), to_centre=to_centre,
        items=items, contents=contents, digest=_digest({"lot": lot, "contents": contents}),
        handed_by_id=act.person_id, handed_at=act.now,
    )  # fmt: skip
    row.save()
    act.notes |= {"handover": row.number, "digest": row.digest}
    duties.sync(row, act.now)
    return row.number
