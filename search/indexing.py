"""How published things get into the index: it follows the notices, which never change, by their key.

The clock calls `index_new`. A notice that was committed late, with a lower key than one already read,
is still found: the cursor stays a minute behind, and what is known already is left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from cms.models import ArticlePage
from marketplace.notices.models import Notice
from search import documents
from search.engine import engine
from search.models import Cursor, Entry
from tenders.models import Tender

SETTLED = timedelta(minutes=1)
BATCH = 200


def index_new(now: datetime) -> int:
    """Index what was published since the last call; returns how many entries were written.

    It is asked every second and mostly there is nothing: then it only reads, and takes no lock.
    """
    written = _follow_notices(now) if Notice.objects.own().after(_position("notices")).exists() else 0
    return written + (_follow_articles() if _articles_moved() else 0)


def _position(source: str) -> int:
    return Cursor.objects.filter(pk=source).values_list("position", flat=True).first() or 0


def _held(source: str) -> Cursor:
    """The cursor, locked: of two clocks only one indexes at a time."""
    Cursor.objects.get_or_create(source=source)
    return Cursor.objects.select_for_update().get(pk=source)


@transaction.atomic
def _follow_notices(now: datetime) -> int:
    cursor = _held("notices")
    rows = list(Notice.objects.own().after(cursor.position)[:BATCH])
    known = _known(Entry.Scope.NOTICES, [row.number for row in rows])
    fresh = [row for row in rows if row.number not in known]
    written = put([documents.of_notice(row) for row in fresh]) + put(_tenders(fresh))
    settled = [row.pk for row in rows if row.published_at < now - SETTLED]
    if settled:
        Cursor.objects.filter(pk=cursor.pk).update(position=settled[-1])
    return written


def _known(scope: str, keys: Sequence[str]) -> set[str]:
    return set(Entry.objects.filter(scope=scope, key__in=keys).values_list("key", flat=True))


def _tenders(notices: Iterable[Notice]) -> list[Entry]:
    """The projects of the new notices, as they stand now."""
    latest = {row.tender: row for row in notices}
    rows = Tender.objects.published().with_parties().prefetch_related("lots").filter(number__in=list(latest))
    return [documents.of_tender(row, latest[row.number]) for row in rows]


def _newest() -> int:
    """When an editor last published something, in microseconds."""
    at = ArticlePage.objects.live().aggregate(at=Max("last_published_at"))["at"]
    return int(at.timestamp() * 1_000_000) if at else 0


def _articles_moved() -> bool:
    known = Entry.objects.filter(scope=Entry.Scope.ARTICLES).count()
    return _newest() != _position("articles") or ArticlePage.objects.live().count() != known


@transaction.atomic
def _follow_articles() -> int:
    """Articles are few and change: when one did, all are written anew."""
    cursor = _held("articles")
    gone = Entry.objects.filter(scope=Entry.Scope.ARTICLES)
    engine().forget(list(gone.values_list("pk", flat=True)))
    gone.delete()
    Cursor.objects.filter(pk=cursor.pk).update(position=_newest())
    return put([documents.of_article(row) for row in ArticlePage.objects.live()])


def put(entries: Sequence[Entry]) -> int:
    """Save rows, or replace those of the same thing, and hand them to the engine."""
    for row in entries:
        row.pk = Entry.objects.filter(scope=row.scope, key=row.key).values_list("pk", flat=True).first()
        row.save()
    engine().put(entries)
    return len(entries)


def carry(now: datetime) -> list[str]:
    """The clock's errand; nothing that a tender's journey must hear of."""
    index_new(now)
    return []


@transaction.atomic
def rebuild(now: datetime) -> int:
    """From nothing: the index is only a view of what is published."""
    ids = list(Entry.objects.values_list("pk", flat=True))
    engine().forget(ids)
    Entry.objects.all().delete()
    Cursor.objects.all().delete()
    total = 0
    while written := index_new(now):
        total += written
    return total
