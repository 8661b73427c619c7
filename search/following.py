"""How Elasticsearch follows: entries in the order they were written, from where it stopped."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import Max

from search import indexing
from search.choosing import Broken
from search.elastic import Elastic
from search.indexing import BATCH, batches
from search.models import Cursor, Entry

SOURCE = "elastic"


def carry(now: datetime) -> list[str]:
    """The clock's errand: an outage is noted and costs nothing, since the place in the order is kept."""
    ordered = Cursor.objects.filter(pk="rebuild", position=1).exists()
    try:
        if ordered:
            _rebuild_all(now)
        elif settings.SEARCH_URL:
            catch_up(now)
    except Broken as broken:
        Cursor.objects.update_or_create(pk=SOURCE, defaults={"failure": type(broken).__name__})
    return []


def _rebuild_all(now: datetime) -> None:
    """As ordered by staff: the rows are read anew, and the server gets a new index."""
    indexing.rebuild(now)
    if settings.SEARCH_URL:
        rebuild(now)
    Cursor.objects.filter(pk="rebuild").update(position=0, moved_at=now)


def catch_up(now: datetime) -> int:
    """Hand over what was written since; returns how many rows."""
    newest = Entry.objects.aggregate(at=Max("seq"))["at"] or 0
    cursor, _ = Cursor.objects.get_or_create(pk=SOURCE)
    engine, written = Elastic(), 0
    if cursor.position and not engine.exists():
        return rebuild(now)
    while cursor.position < newest:
        rows = list(Entry.objects.after(cursor.position)[:BATCH])
        if not rows:
            break
        engine.put(rows)
        cursor.position, written = rows[-1].seq, written + len(rows)
        Cursor.objects.filter(pk=SOURCE).update(position=cursor.position, moved_at=now, failure="")
    return written


def rebuild(now: datetime) -> int:
    """A new index from every entry; what is written meanwhile is caught up afterwards."""
    start = Entry.objects.aggregate(at=Max("seq"))["at"] or 0
    count = Elastic().rebuild(batches())
    Cursor.objects.update_or_create(pk=SOURCE, defaults={"position": start, "moved_at": now, "failure": ""})
    return count


def lag() -> int:
    """How many rows the index has still to read."""
    position = Cursor.objects.filter(pk=SOURCE).values_list("position", flat=True).first() or 0
    return Entry.objects.after(position).count()
