"""Which earlier projects a new one may begin from, and what of the copied words differs from where they came."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.templatetags.ui import day
from tenders.agency.copying import READ
from tenders.agency.differing import fields
from tenders.agency.models import CopiedText, Engagement
from tenders.models import Tender

Context = dict[str, Any]
CLAUSE = "draft"
MOST = 40


def clients(agency: Organization, now: datetime) -> list[Engagement]:
    """The agreements under which a project may be begun now, one a client, the newest first."""
    rows = Engagement.objects.of_agency(agency.pk).in_force(now).in_full().granting(CLAUSE)
    return list({row.buyer_id: row for row in reversed(rows)}.values())[::-1]


def chosen(found: list[Engagement], uscc: str) -> Engagement | None:
    """The client the address asks for, else the first."""
    return next((row for row in found if row.buyer.uscc == uscc), found[0] if found else None)


def sources(agency: Organization, client: Engagement) -> list[Tender]:
    """What the agency has published before: the same client's first, then the newest."""
    found = list(Tender.objects.published_by_agency(agency.pk)[:MOST])
    return sorted(found, key=lambda row: row.project.buyer_id != client.buyer_id)


def choices(found: list[Tender]) -> list[tuple[str, str]]:
    """Title and, smaller, whose it was, when and its number."""
    return [
        (row.number, f"{row.title}｜{row.buyer.name} · {day(row.published_at)}发布 · {row.number}")
        for row in found
        if row.published_at
    ]


def note(tender: Tender, task: str) -> Context | None:
    """「来自 JLX-… 的文字，尚未核对」: what was taken out, and every place where the draft says something else."""
    row = CopiedText.objects.of_task(tender.pk, task)
    if row is None:
        return None
    before = [{"label": label, "value": text} for label, text in row.original]
    now = [{"label": label, "value": text} for label, text in READ[task](tender)]
    return {
        "source": row.source, "removed": row.removed,
        "changed": [one for one in fields(before, now) if one.changed],
    }  # fmt: skip
