"""How published things get into the index: it tails the record, the notices and Wagtail's page log.

Three sources, each with a cursor: notices (never changed), events of the record (which tender, lot or
notice moved) and the page log. What a row of a source names is written anew from what is public now, so
reading it twice does no harm; a row committed late, with a lower key than one already read, is still
found, since the cursor stays a minute behind and remembers what it saw since.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from wagtail.models import PageLogEntry

from bidding.models import CHIPS, Contract, Process
from cms.models import ArticlePage
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from search import documents, veiling
from search.embedded import Embedded
from search.files import text_of
from search.models import Cursor, Entry
from search.vocabulary import learn
from tenders.models import Document, Tender

SETTLED = timedelta(minutes=1)
BATCH = 500
Scope = Entry.Scope
_WRITTEN = [
    field.name for field in Entry._meta.concrete_fields if field.name not in ("id", "scope", "key", "born")
]


def index_new(now: datetime) -> int:
    """Index what was published since the last call; returns how many entries were written.

    It is asked every second and mostly there is nothing: then it only reads, and takes no lock.
    """
    return sum(follow(now) for follow in (_follow_notices, _follow_record, _follow_pages, _follow_files))


# ── the sources ─────────────────────────────────────────────────────────────
def _fresh(source: str, newest: int | None) -> bool:
    """Whether the source has a row that was not seen; asked without a lock."""
    cursor = Cursor.objects.filter(pk=source).first()
    if newest is None:
        return False
    return cursor is None or newest > max([cursor.position, *cursor.seen])


def _held(source: str) -> Cursor:
    """The cursor, locked: of two clocks only one indexes at a time."""
    Cursor.objects.get_or_create(source=source)
    return Cursor.objects.select_for_update().get(pk=source)


def _move(cursor: Cursor, rows: Sequence[tuple[int, datetime]], now: datetime) -> None:
    """Past what is old enough that nothing can still arrive before it; the rest is remembered."""
    seen = sorted({*cursor.seen, *(pk for pk, _ in rows)})
    settled = [pk for pk, at in rows if at < now - SETTLED]
    position = max([cursor.position, *settled])
    Cursor.objects.filter(pk=cursor.pk).update(
        position=position, seen=[pk for pk in seen if pk > position], moved_at=now
    )


@transaction.atomic
def _notices(now: datetime) -> int:
    """Those that last: an exposure ends on its day, and nothing that ends is given to an index."""
    cursor = _held("notices")
    rows = list(Notice.objects.lasting().after(cursor.position).exclude(pk__in=cursor.seen)[:BATCH])
    written = put([documents.of_notice(row) for row in rows])
    written += _tenders({row.tender for row in rows if not row.source_system})
    _move(cursor, [(row.pk, row.synced_at or row.published_at) for row in rows], now)
    return written


def _follow_notices(now: datetime) -> int:
    return _notices(now) if _fresh("notices", Notice.objects.lasting().aggregate(at=Max("pk"))["at"]) else 0


@transaction.atomic
def _record(now: datetime) -> int:
    cursor = _held("record")
    rows = list(
        Event.objects.filter(pk__gt=cursor.position).exclude(pk__in=cursor.seen)
        .order_by("pk").values_list("pk", "at", "thing", "tender", "outcome")[:BATCH]
    )  # fmt: skip
    done = [row for row in rows if row[4] == Event.Outcome.DONE]
    written = _tenders({tender for _, _, _, tender, _ in done if tender})
    written += _known_notices({thing for _, _, thing, _, _ in done if thing})
    written += _redacted({thing for _, _, thing, _, _ in done if thing.startswith("JZ-")})
    _move(cursor, [(pk, at) for pk, at, *_ in rows], now)
    return written


def _follow_record(now: datetime) -> int:
    return _record(now) if _fresh("record", Event.objects.aggregate(at=Max("pk"))["at"]) else 0


@transaction.atomic
def _pages(now: datetime) -> int:
    cursor = _held("pages")
    rows = list(
        PageLogEntry.objects.filter(pk__gt=cursor.position).exclude(pk__in=cursor.seen)
        .order_by("pk").values_list("pk", "timestamp", "page")[:BATCH]
    )  # fmt: skip
    written = _articles({page for _, _, page in rows})
    _move(cursor, [(pk, at) for pk, at, _ in rows], now)
    return written


def _follow_pages(now: datetime) -> int:
    return _pages(now) if _fresh("pages", PageLogEntry.objects.aggregate(at=Max("pk"))["at"]) else 0


# ── what a row of a source names, as it is public now ───────────────────────
def _tenders(numbers: Iterable[str]) -> int:
    """The projects of these numbers with their lots, contracts and files."""
    wanted = sorted({number for number in numbers if number})
    rows = list(Tender.objects.published().with_parties().prefetch_related("lots").filter(number__in=wanted))
    if not rows:
        return 0
    lots = list(Process.objects.published().with_tender().filter(tender__in=rows).order_by("number"))
    latest = {notice.tender: notice for notice in Notice.objects.own().filter(tender__in=wanted).in_order()}
    entries = [
        documents.of_tender(
            row, latest.get(row.number), _chip([lot for lot in lots if lot.tender_id == row.pk])
        )
        for row in rows
    ]
    entries += [documents.of_lot(lot) for lot in lots]
    entries += [documents.of_contract(row) for row in _contracts(lots)]
    _queue_files(rows)
    return put(entries)


def _chip(lots: Sequence[Process]) -> str:
    """The state of the lot that is least far."""
    order = list(CHIPS)
    return CHIPS[min((lot.state for lot in lots), key=order.index)] if lots else ""


def _contracts(lots: Sequence[Process]) -> Iterable[Contract]:
    rows = Contract.objects.filter(
        process__in=lots, process__contracted_at__isnull=False, award__cancelled_at=None
    )
    return rows.select_related("process__tender__project__buyer", "process__lot", "award__bid__organization")


def _queue_files(tenders: Sequence[Tender]) -> None:
    """Public files that are not in the index yet: they are read later, outside any transaction."""
    rows = Document.objects.filter(tender__in=tenders, published_at__isnull=False).select_related("tender")
    keys = {documents.file_key(row): row.pk for row in rows}
    known = set(Entry.objects.live().keyed(Scope.FILES, list(keys)).values_list("key", flat=True))
    if fresh := [pk for key, pk in keys.items() if key not in known]:
        queue = _held("files")
        Cursor.objects.filter(pk=queue.pk).update(seen=sorted({*queue.seen, *fresh}))


def _follow_files(now: datetime) -> int:
    """Read the files that wait; their text never changes."""
    waiting = Cursor.objects.filter(pk="files").values_list("seen", flat=True).first() or []
    if not waiting:
        return 0
    rows = Document.objects.filter(pk__in=waiting[:BATCH], published_at__isnull=False)
    read = [(row, text_of(row)) for row in rows.select_related("tender__project__buyer")]
    with transaction.atomic():
        queue = _held("files")
        left = [pk for pk in queue.seen if pk not in waiting[:BATCH]]
        Cursor.objects.filter(pk=queue.pk).update(seen=left, moved_at=now)
        return put([documents.of_file(row, text) for row, text in read])


def _known_notices(numbers: Iterable[str]) -> int:
    """Notices to which something was done (a correction, a redaction)."""
    return put([documents.of_notice(row) for row in Notice.objects.filter(number__in=list(numbers))])


def _redacted(numbers: Iterable[str]) -> int:
    """What was hidden or restored: every notice and file of the project, or the page, is written anew."""
    rows = veiling.redacted(numbers)
    tenders = {row.tender for row in rows if row.tender}
    files = list(
        Document.objects.filter(tender__number__in=tenders, published_at__isnull=False).values_list(
            "pk", flat=True
        )
    )
    if files:
        queue = _held("files")
        Cursor.objects.filter(pk=queue.pk).update(seen=sorted({*queue.seen, *files}))
    written = put(
        [documents.of_notice(row) for row in Notice.objects.own().lasting().filter(tender__in=tenders)]
    )
    return written + _articles({int(row.key) for row in rows if row.kind == "page"})


def _articles(keys: Iterable[int]) -> int:
    """Live pages as they are; pages that are live no longer are taken out."""
    wanted = list(keys)
    live = list(ArticlePage.objects.live().public().filter(pk__in=wanted).specific())
    gone = {str(pk) for pk in wanted} - {str(page.pk) for page in live}
    return put([documents.of_article(page) for page in live]) + remove(Scope.ARTICLES, sorted(gone))


# ── writing ─────────────────────────────────────────────────────────────────
def _next(count: int) -> int:
    """The first of `count` places in the order of writing."""
    cursor = _held("sequence")
    Cursor.objects.filter(pk="sequence").update(position=cursor.position + count)
    return cursor.position + 1


@transaction.atomic
def put(entries: Sequence[Entry]) -> int:
    """Save rows, or replace those of the same thing; the embedded engine has them at once."""
    if not entries:
        return 0
    first = _next(len(entries))
    unique = list({(row.scope, row.key): row for row in veiling.veiled(entries)}.values())
    for place, row in enumerate(unique):
        row.seq = row.born = first + place
    Entry.objects.bulk_create(
        unique, update_conflicts=True, unique_fields=["scope", "key"], update_fields=_WRITTEN
    )
    saved = list(Entry.objects.filter(seq__gte=first, seq__lt=first + len(unique)))
    Embedded().put(saved)
    learn(saved)
    return len(saved)


def remove(scope: str, keys: Sequence[str]) -> int:
    """Take things out: the row stays as a mark for the engines that follow, without its content."""
    rows = list(Entry.objects.live().keyed(scope, list(keys)))
    for row in rows:
        row.gone, row.text, row.title, row.codes, row.names = True, "", "", [], []
    return put(rows)


def carry(now: datetime) -> list[str]:
    """The clock's errand; nothing that a tender's journey must hear of."""
    index_new(now)
    return []


def batches(size: int = BATCH) -> Iterator[list[Entry]]:
    """Every live entry, in order of keys: what a new index is filled from."""
    last = 0
    while rows := list(Entry.objects.live().filter(pk__gt=last).order_by("pk")[:size]):
        yield rows
        last = rows[-1].pk


def rebuild(now: datetime) -> int:
    """The index is only a view of what is published: it is read again from the start, over the old rows.

    A row that stays keeps its place of birth, so that nobody is told of it twice; what is not public
    any more is taken out at the end.
    """
    start = Entry.objects.aggregate(at=Max("seq"))["at"] or 0
    Cursor.objects.filter(pk__in=("notices", "record", "pages", "files")).delete()
    while index_new(now):
        continue
    stale = Entry.objects.live().filter(seq__lte=start).exclude(scope=Scope.FILES)
    for scope in Scope.values:
        remove(scope, list(stale.filter(scope=scope).values_list("key", flat=True)))
    return Entry.objects.live().count()
