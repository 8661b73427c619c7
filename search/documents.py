"""Which public fields of which things become findable: the allow-list of the search."""

from __future__ import annotations

from datetime import datetime, time

from django.utils.html import strip_tags

from cms.models import ArticlePage
from marketplace.law.workdays import SHANGHAI
from marketplace.notices.models import Notice
from search.models import Entry
from tenders.announcements import METHOD_NAMES
from tenders.models import Tender, TenderState

BUSINESS = "工程建设"


def of_notice(row: Notice) -> Entry:
    """A notice is public in every field, as it was frozen. Its deadline may have moved since: the tender has it."""
    return Entry(
        scope=Entry.Scope.NOTICES, key=row.number, url=row.get_absolute_url(), title=row.title,
        text="\n".join(f"{item['label']}：{item['value']}" for item in row.rows()), type=row.type_name,
        buyer=row.buyer, method=row.method, business=row.business, region=row.region,
        amount_fen=row.amount_fen, published_at=row.published_at,
    )  # fmt: skip


def of_tender(row: Tender, latest: Notice) -> Entry:
    """A tender as its latest notice describes it; nothing of who takes part."""
    project = row.project
    agency = project.procuring_entity.name if project.procuring_entity else ""
    facts = (
        row.number,
        project.name,
        project.approval_number,
        project.place,
        project.funds,
        project.buyer.name,
    )
    more = (
        project.buyer.uscc,
        agency,
        row.review_body.name,
        row.particular("scope"),
        row.particular("scale"),
    )
    return Entry(
        scope=Entry.Scope.TENDERS, key=row.number, url=row.get_absolute_url(), title=row.title,
        text="\n".join(value for value in (*facts, *more) if value), type=BUSINESS, buyer=project.buyer.name,
        method=METHOD_NAMES[row.procedure], business=BUSINESS, region=latest.region,
        amount_fen=sum(lot.ceiling_fen for lot in row.lots.all()), deadline_at=row.deadline_at if row.state == TenderState.PUBLISHED else None,
        published_at=row.published_at or latest.published_at,
    )  # fmt: skip


def of_article(row: ArticlePage) -> Entry:
    """A live article."""
    return Entry(
        scope=Entry.Scope.ARTICLES, key=str(row.pk), url=row.url or "/", title=row.title,
        text="\n".join((row.summary, row.issuer, row.document_number, strip_tags(row.body))),
        type=row.get_section_display(), published_at=datetime.combine(row.issued_on, time(), SHANGHAI),
    )  # fmt: skip
