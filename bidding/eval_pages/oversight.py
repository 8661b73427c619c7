"""What the supervising authority sees: duties overdue first, objections, projects, and one whole project."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from django.core.paginator import Paginator

from bidding.eval_pages import record
from bidding.eval_pages.standing import Page, crumbs, stages
from bidding.models import CHIPS, Process
from marketplace.accounts.models import Organization
from marketplace.flow import duties
from marketplace.flow.access import LABELS, Role
from marketplace.flow.models import Duty
from marketplace.notices.models import Notice
from tenders.models import Objection, Tender

PER_PAGE = 100
COMMITTEE = (Role.EVALUATOR, Role.LEADER)


def lots_of(tenders: Iterable[Tender]) -> list[Process]:
    rows = Process.objects.with_tender().filter(tender__in=list(tenders)).prefetch_related("awards")
    return list(rows.order_by("number"))


def with_lots(tenders: list[Tender]) -> Iterator[tuple[Tender, list[Process]]]:
    """Each tender with its lots; nothing is asked until the first is taken."""
    found: dict[int, list[Process]] = {}
    for lot in lots_of(tenders):
        found.setdefault(lot.tender_id, []).append(lot)
    yield from ((row, found.get(row.pk, [])) for row in tenders)


def today_page(tenders: list[Tender], now: datetime) -> Page:
    """/oversight/: who owes what, overdue first; what is objected to; where each project stands."""
    lots = lots_of(tenders)
    objections = list(
        Objection.objects.filter(tender__in=tenders).select_related("tender", "lot", "organization")
    )
    owed = _owed(duties.open_of(*tenders, *lots, *objections), now)
    return {
        "late": [row for row in owed if row["late"]],
        "running": [row for row in owed if not row["late"]],
        "objections": [_objection(row, now) for row in objections if row.answered_at is None],
        "projects": [
            {
                "title": tender.title,
                "number": tender.number,
                "url": f"/oversight/tenders/{tender.number}/",
                "buyer": tender.project.buyer.name,
                "lots": [
                    {"name": lot.lot.name, "state": CHIPS[lot.state], "says": lot.state_says()}
                    for lot in lots
                    if lot.tender_id == tender.pk
                ],
                "deadline_at": tender.deadline_at,
            }
            for tender in tenders
        ],
        "crumbs": crumbs(("监督", "")),
        "now": now,
    }


def _owed(rows: Iterable[Duty], now: datetime) -> list[Page]:
    """People's duties, and those of the clock that got stuck; members of committees stay unnamed."""
    shown = [row for row in rows if row.owner != "clock" or row.stuck]
    keys = [int(row.owner.removeprefix("org:")) for row in shown if row.owner.startswith("org:")]
    names = dict(Organization.objects.filter(pk__in=keys).values_list("pk", "name"))
    people = Counter((row.thing, row.code, _owner(row, names)) for row in shown)
    first = {(row.thing, row.code, _owner(row, names)): row for row in reversed(shown)}
    return [
        {
            "title": row.says,
            "thing": row.thing,
            "owner": key[2] + (f" {people[key]} 人" if people[key] > 1 else ""),
            "due": row.due_at,
            "late": bool(row.due_at and row.due_at <= now and row.paused_at is None),
            "paused": row.paused_at is not None,
            "law": row.law,
            "code": row.code,
            "stuck": row.stuck,
        }
        for key, row in sorted(first.items(), key=lambda item: shown.index(item[1]))
    ]


def _owner(row: Duty, names: dict[int, str]) -> str:
    if row.owner.startswith("org:"):
        return names.get(int(row.owner.removeprefix("org:")), "")
    return LABELS[Role(row.role)]


def _objection(row: Objection, now: datetime) -> Page:
    """Before the deadline an objection to the documents shows neither its author nor its words."""
    deadline = row.tender.deadline_at
    early = row.kind == Objection.Kind.DOCUMENT and (deadline is None or now < deadline)
    return {
        "number": row.number,
        "kind": row.get_kind_display(),
        "tender": row.tender.title,
        "lot": row.lot.name if row.lot else "",
        "state": row.get_state_display(),
        "filed_at": row.filed_at,
        "answered_at": row.answered_at,
        "founded": row.founded,
        "by": "" if early else row.organization.name,
        "facts": "投标截止前不显示内容" if early else row.facts,
        "answer": "" if early else row.answer,
    }


def tender_page(tender: Tender, now: datetime, *, only: str, page: str) -> Page:
    """/oversight/tenders/<no>/: the whole record of the project, read-only."""
    lots = lots_of([tender])
    objections = list(tender.objections.select_related("tender", "lot", "organization"))
    rows = record.lines(tender, lots, now)
    numbered = [{"no": no, "line": line} for no, line in enumerate(rows, 1)]
    refused = [row for row in numbered if row["line"].outcome == "已拒绝"]  # type: ignore[attr-defined]
    return {
        "tender": {
            "title": tender.title,
            "number": tender.number,
            "buyer": tender.project.buyer.name,
            "agency": tender.project.procuring_entity.name if tender.project.procuring_entity else "",
            "published_at": tender.published_at,
            "deadline_at": tender.deadline_at,
            "url": tender.get_absolute_url(),
        },
        "lots": [
            {
                "name": lot.lot.name,
                "number": lot.number,
                "state": CHIPS[lot.state],
                "says": lot.state_says(),
                "stages": stages(lot),
                "report_url": f"/eval/{lot.number}/report/" if lot.report_at else "",
                "draw_url": f"/draws/{lot.number}/" if lot.evaluation_from else "",
                "archive_url": f"/desk/archive/{lot.number}/" if lot.archived_at else "",
            }
            for lot in lots
        ],
        "owed": _owed(duties.open_of(tender, *lots, *objections), now),
        "objections": [_objection(row, now) for row in objections],
        "notices": [
            {"label": f"{row.type_name}", "url": row.get_absolute_url(), "at": row.published_at}
            for row in Notice.objects.of_tender(tender.number).order_by("published_at")
        ],
        "count": len(rows),
        "refused_count": len(refused),
        "only": only,
        "page": Paginator(refused if only == "refused" else numbered, PER_PAGE).get_page(page),
        "query": "only=refused" if only == "refused" else "",
        "base": f"/oversight/tenders/{tender.number}/",
        "crumbs": crumbs(("监督", "/oversight/"), (tender.number, "")),
        "now": now,
    }
