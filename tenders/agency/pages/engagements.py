"""An agreement as its two sides read it: terms, signatures, what was refused under it, and on paper."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from marketplace.flow.access import Actor, Role, roles_of
from marketplace.flow.workflow import Offer
from marketplace.law.statutes import CIVIL_CODE, TBL, TBL_REGULATION
from marketplace.record.models import Event
from marketplace.templatetags.ui import octets, when
from tenders.agency import fees
from tenders.agency.clauses import CLAUSES
from tenders.agency.models import Engagement, EngagementState
from tenders.models import Tender

Context = dict[str, Any]
TONES = {
    EngagementState.IN_FORCE: "open",
    EngagementState.EXPIRED: "",
    EngagementState.REVOKED: "",
    EngagementState.DECLINED: "",
}


def state(row: Engagement, now: datetime) -> tuple[str, str]:
    """The chip: word and tone. A period that has not begun or is over is said before the clock says so."""
    if row.state == EngagementState.IN_FORCE and not row.is_in_force(now):
        return ("未到期限", "busy") if now < row.since else ("已到期", "")
    return str(row.get_state_display()), TONES.get(EngagementState(row.state), "busy")


def rows(found: list[Engagement], actor: Actor, now: datetime) -> list[Context]:
    """One line an agreement: the other side, the period, how much is entrusted."""
    return [
        {
            "number": row.number, "url": row.get_absolute_url(), "period": row.period, "chip": state(row, now),
            "other": (row.agency if actor.org_id == row.buyer_id else row.buyer).name,
            "scope": f"{len(row.scope)} 项，共 {len(CLAUSES)} 项" if len(row.scope) < len(CLAUSES) else "全部事项",
        }
        for row in found
    ]  # fmt: skip


def terms(row: Engagement) -> list[Context]:
    """What was agreed on."""
    found: list[Context] = [
        {"label": "委托人", "value": f"{row.buyer.name}（{row.buyer.uscc}）"},
        {"label": "代理机构", "value": f"{row.agency.name}（{row.agency.uscc}）"},
        {"label": "期限", "value": row.period},
        {"label": "代理费", "value": "\n".join(fees.in_words(fees.read(row.formula)))},
        {"label": "由谁支付", "value": row.get_payer_display()},
        {"label": "协议校验值", "value": octets(row.digest)},
    ]
    if row.paper_sha256:
        found.append(
            {
                "label": "纸质协议", "value": row.paper_name, "note": f"校验值 {octets(row.paper_sha256)}",
                "links": [{"label": "下载", "url": f"{row.get_absolute_url()}paper/"}],
            }
        )  # fmt: skip
    return found


def scope(row: Engagement) -> list[Context]:
    """Every clause there is, given or not."""
    return [{"name": one.name, "given": one.code in row.scope} for one in CLAUSES]


def signatures(row: Engagement) -> list[Context]:
    """Who signed for which side, when."""
    buyer = [row.buyer_asked_by, row.buyer_signed_by]
    agency = [row.agency_signed_by]
    return [
        _signature("委托人", [str(one) for one in buyer if one], row.buyer_signed_at),
        _signature("代理机构", [str(one) for one in agency if one], row.agency_signed_at),
    ]


def _signature(label: str, names: list[str], at: datetime | None) -> Context:
    return {"label": label, "value": f"{'、'.join(names)}，{when(at)}签署" if at else "还没有签署"}


def ended(row: Engagement) -> str:
    """The sentence under the title of an agreement that is over."""
    if row.state in (EngagementState.REVOKED, EngagementState.DECLINED) and row.ended_at:
        verb = "解除" if row.state == EngagementState.REVOKED else "决定不签署"
        return f"{row.ended_by} {when(row.ended_at)}{verb}：{row.reason}"
    return ""


def signing(offers: list[Offer], row: Engagement, actor: Actor) -> Offer | None:
    """The signature that this person's side owes."""
    mine = _sides(actor, row)
    return next((one for one in offers if one.step.action in mine), None)


def named(offers: list[Offer], row: Engagement, actor: Actor, name: str) -> Offer | None:
    """A step that either side may take, for those who are a side."""
    return next((one for one in offers if one.step.name == name), None) if _sides(actor, row) else None


def _sides(actor: Actor, row: Engagement) -> set[str]:
    signs = {Role.BUYER: "engagement.sign_buyer", Role.PROCURING_ENTITY: "engagement.sign_agency"}
    return {signs[role] for role in roles_of(actor, row) if role in signs}


def projects(row: Engagement) -> list[Tender]:
    """The projects it is about."""
    return list(Tender.objects.entrusted(row.buyer_id, row.agency_id)[:20])


def refused(row: Engagement) -> list[Context]:
    """What the agency tried outside its mandate: kept, with the sentence it was told."""
    numbers = [one.number for one in projects(row)]
    found = Event.objects.filter(
        outcome=Event.Outcome.REFUSED, code__startswith="MANDATE-", tender__in=numbers, organisation=row.agency.name
    ).order_by("-at", "-pk")[:10]  # fmt: skip
    return [{"at": one.at, "who": one.by_name, "thing": one.thing, "says": one.says} for one in found]


def paper(row: Engagement, now: datetime) -> Context:
    """The agreement on A4 (letter.typ)."""
    lead = ["依据《中华人民共和国招标投标法》第十二条、第十五条，双方签订本委托代理协议。", ended(row)]
    pairs = [(one["label"], one["value"]) for one in terms(row)]
    signed = [(one["label"], one["value"]) for one in signatures(row)]
    laws = f"依据 {TBL[15]}、{TBL_REGULATION[14]}；可以随时解除：{CIVIL_CODE[933]}"
    return {
        "site": settings.SITE["name"], "title": "招标委托代理协议", "number": f"{row.number}（{state(row, now)[0]}）",
        "lead": [line for line in lead if line], "url": f"{settings.SITE_URL}{row.get_absolute_url()}",
        "printed_at": when(now), "law": laws, "sections": [
            _section("双方与条件", pairs),
            _section("委托范围", lines=[one["name"] for one in scope(row) if one["given"]]),
            _section("签署", signed),
        ],
    }  # fmt: skip


def _section(
    title: str, rows: list[tuple[str, str]] | None = None, lines: list[str] | None = None
) -> Context:
    return {"title": title, "rows": rows or [], "lines": lines or [], "table": []}
