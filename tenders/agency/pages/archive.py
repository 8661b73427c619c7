"""归档: which papers of a lot must be kept, what is missing, the list that is handed over and its receipt."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from marketplace.flow.access import Actor
from marketplace.law.statutes import E_TENDERING, TBL_REGULATION
from marketplace.templatetags.ui import octets, size, when
from tenders.agency.models import Engagement, Handover, HandoverState
from tenders.lots_port import Paper, lots
from tenders.models import Tender

Context = dict[str, Any]
TONES = {HandoverState.HANDED: "busy", HandoverState.RECEIVED: "open", HandoverState.RETURNED: "pub"}


def state(row: Handover) -> tuple[str, str]:
    return str(row.get_state_display()), TONES[HandoverState(row.state)]


def contracted(actor: Actor) -> list[tuple[Tender, Any]]:
    """Lots of the agency's projects whose contract stands."""
    rows = Tender.objects.for_the_desk(actor)
    return [(tender, lot) for tender in rows for lot in tender.processes.all() if lot.contracted_at]


def listed(actor: Actor) -> list[Context]:
    """One line a lot, with where its papers are."""
    found = contracted(actor)
    handed: dict[str, list[Handover]] = {}
    for row in Handover.objects.of_lots([lot.number for _, lot in found]).in_full():
        handed.setdefault(row.lot, []).append(row)
    return [
        {
            "tender": tender, "lot": lot.number, "at": lot.contracted_at, "url": f"/my/agency/archive/{lot.number}/",
            "handed": [(row, state(row)) for row in handed.get(lot.number, [])],
        }
        for tender, lot in found
    ]  # fmt: skip


def papers(tender: Tender, lot: str) -> list[Paper]:
    """The set by rule, with the agreement under which the agency worked."""
    signed = [row.number for row in _agreements(tender)]
    agreement = Paper("委托代理协议", TBL_REGULATION[14], tuple(signed), required=True)
    return [*lots().papers(tender, lot), agreement]


def _agreements(tender: Tender) -> list[Engagement]:
    rows = Engagement.objects.between(tender.project.buyer_id, tender.project.procuring_entity_id or 0)
    return [row for row in rows if row.buyer_signed_at and row.agency_signed_at]


def checks(found: list[Paper]) -> list[Context]:
    """Rows for components/checks.html: there, missing, or not asked for."""
    return [
        {
            "level": "must" if one.is_missing else "pass", "title": one.name,
            "text": "、".join(one.files) if one.files else "缺" if one.required else "本标段没有，不需要",
            "where": [f"依据 {one.law}"],
        }
        for one in found
    ]  # fmt: skip


def items(found: list[Paper]) -> list[Context]:
    """The same as the list keeps it."""
    return [
        {"name": one.name, "law": str(one.law), "files": list(one.files), "required": one.required}
        for one in found
    ]


def contents(tender: Tender, lot: str) -> list[Context]:
    """Every file with its hash; the agreements too."""
    signed = [
        {"name": f"agreements/{row.number}.json", "size": 0, "sha256": row.digest}
        for row in _agreements(tender)
    ]
    return [*lots().contents(tender, lot), *signed]


def facts(row: Handover) -> list[Context]:
    """Who gave what to whom."""
    total = sum(one["size"] for one in row.contents)
    found = [
        {"label": "项目", "value": f"{row.tender.title}（{row.lot}）"},
        {"label": "移交单位", "value": row.agency.name},
        {"label": "接收单位", "value": row.received_for or row.receiver},
        {"label": "移交", "value": f"{row.handed_by}，{when(row.handed_at)}"},
        {"label": "文件", "value": f"{len(row.contents)} 份，共 {size(total)}"},
        {"label": "清单校验值", "value": octets(row.digest)},
    ]
    if row.received_at:
        verb = "退回" if row.state == HandoverState.RETURNED else "接收"
        tail = f"：{row.reason}" if row.reason else ""
        found.append({"label": verb, "value": f"{row.received_by}，{when(row.received_at)}{tail}"})
    return found


def title(row: Handover) -> str:
    """A list until it is received, then the receipt."""
    return "档案移交回执" if row.state == HandoverState.RECEIVED else "档案移交清单"


def paper(row: Handover, now: datetime) -> Context:
    """List and receipt on A4 (letter.typ)."""
    table = [["材料", "份数", "内容"]]
    table += [[one["name"], str(len(one["files"])), "、".join(one["files"]) or "—"] for one in row.items]
    return {
        "site": settings.SITE["name"], "title": title(row), "number": f"{row.number}（{row.get_state_display()}）",
        "lead": [], "url": f"{settings.SITE_URL}{row.get_absolute_url()}", "printed_at": when(now),
        "law": f"依据 {E_TENDERING[40]}、{E_TENDERING[49]}", "sections": [
            {"title": "移交与接收", "rows": [(one["label"], one["value"]) for one in facts(row)], "lines": [], "table": []},
            {"title": "清单", "rows": [], "lines": [], "table": table},
        ],
    }  # fmt: skip
