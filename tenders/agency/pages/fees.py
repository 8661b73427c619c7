"""代理费: which awards have no notice yet, how a fee was computed, and the notice on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from marketplace.accounts.models import Organization
from marketplace.flow.access import Actor, Role, roles_of
from marketplace.flow.workflow import Offer
from marketplace.law.money import Money
from marketplace.law.statutes import TBL_REGULATION
from marketplace.law.workdays import day_of
from marketplace.templatetags.ui import day, when
from tenders.agency import fees
from tenders.agency.models import AgencyFee, Engagement, FeeState
from tenders.lots_port import Awarded, lots
from tenders.models import Tender

Context = dict[str, Any]
TONES = {FeeState.ISSUED: "busy", FeeState.PAID: "open", FeeState.WITHDRAWN: ""}
USUAL = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Claim:
    """An award for which a fee may be asked, and the agreement that says how much."""

    tender: Tender
    award: Awarded
    engagement: Engagement | None

    @property
    def computed(self) -> fees.Computed | None:
        return (
            fees.compute(fees.read(self.engagement.formula), self.award.amount) if self.engagement else None
        )

    @property
    def payer(self) -> str:
        by_winner = self.engagement is not None and self.engagement.payer == "supplier"
        return self.award.supplier if by_winner else self.tender.project.buyer.name


def state(row: AgencyFee) -> tuple[str, str]:
    return str(row.get_state_display()), TONES[FeeState(row.state)]


def listed(actor: Actor) -> list[AgencyFee]:
    return list(AgencyFee.objects.visible_to(actor).in_full()[:100])


def claims(agency: Organization, actor: Actor, done: list[AgencyFee]) -> list[Claim]:
    """Awarded lots of the agency's projects without a notice in force."""
    noticed = {row.lot for row in done if row.state != FeeState.WITHDRAWN}
    awarded = [
        row
        for row in Tender.objects.for_the_desk(actor)
        if any(lot.awarded_at for lot in row.processes.all())
    ]
    return [
        Claim(tender, award, _agreement(agency, tender, award))
        for tender in awarded
        for award in lots().awarded(tender)
        if award.lot not in noticed
    ]


def _agreement(agency: Organization, tender: Tender, award: Awarded) -> Engagement | None:
    """The agreement under which the work was done: in force at the award, else the last one that was signed."""
    rows = [
        row for row in Engagement.objects.between(tender.project.buyer_id, agency.pk) if row.agency_signed_at
    ]
    signed = [row for row in rows if row.buyer_signed_at]
    return next((row for row in signed if row.since <= award.at < row.until), signed[0] if signed else None)


def usual_day(now: datetime) -> date:
    return day_of(now + USUAL)


def lines(computed: fees.Computed, formula: fees.Formula) -> list[Context]:
    """The computation as it is added up, for page and paper."""
    found = [
        {"label": f"{line.part} × {fees.plain(line.rate)}%", "value": f"{line.exact.scaleb(-2):,.4f} 元"}
        for line in computed.lines
    ]
    if formula.bands and formula.factor != fees.PERCENT:
        found.append({"label": "按合计的", "value": f"{fees.plain(formula.factor)}%"})
    return [*found, {"label": "代理费", "value": f"{computed.total}（{computed.total.capitals()}）"}]


def facts(row: AgencyFee) -> list[Context]:
    """Who pays whom how much for what, until when."""
    return [
        {"label": "项目", "value": f"{row.tender.title}（{row.lot}）"},
        {"label": "付款单位", "value": row.payer.name},
        {"label": "收款单位", "value": row.engagement.agency.name},
        {"label": "依据", "value": f"委托代理协议 {row.engagement.number}"},
        {"label": "计费基数", "value": f"中标金额 {Money(row.base_fen)}"},
        {"label": "支付期限", "value": day(row.due_on)},
        {"label": "发出", "value": f"{row.issued_by}，{when(row.issued_at)}"},
        *_settled(row),
    ]


def _settled(row: AgencyFee) -> list[Context]:
    if row.settled_at is None:
        return []
    verb = "撤回" if row.state == FeeState.WITHDRAWN else "登记到账"
    return [
        {
            "label": verb,
            "value": f"{row.settled_by}，{when(row.settled_at)}{f'：{row.reason}' if row.reason else ''}",
        }
    ]


def computation(row: AgencyFee) -> list[Context]:
    """The same sum again from what the notice keeps: formula and base."""
    formula = fees.read(row.formula)
    return lines(fees.compute(formula, Money(row.base_fen)), formula)


def offers(row: AgencyFee, found: list[Offer], actor: Actor) -> list[Offer]:
    """The agency's steps; a payer reads."""
    return found if Role.PROCURING_ENTITY in roles_of(actor, row) else []


def paper(row: AgencyFee, now: datetime) -> Context:
    """The notice on A4 (letter.typ)."""
    lead = [f"{row.payer.name}：", "按照委托代理协议约定的计算方式，请在支付期限前支付招标代理费。"]
    return {
        "site": settings.SITE["name"], "title": "招标代理费支付通知", "number": f"{row.number}（{row.get_state_display()}）",
        "lead": lead, "url": f"{settings.SITE_URL}{row.get_absolute_url()}", "printed_at": when(now),
        "law": f"依据 {TBL_REGULATION[14]}", "sections": [
            _section("通知内容", facts(row)), _section("计算过程", computation(row)),
            {"title": "协议约定的计算方式", "rows": [], "lines": fees.in_words(fees.read(row.formula)), "table": []},
        ],
    }  # fmt: skip


def _section(title: str, rows: list[Context]) -> Context:
    return {"title": title, "rows": [(one["label"], one["value"]) for one in rows], "lines": [], "table": []}
