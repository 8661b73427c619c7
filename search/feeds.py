"""A query as a feed and as a calendar: the address of the search page, read by other programs."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.utils.feedgenerator import Atom1Feed

from search import finding
from search.alerts import in_words, saved
from search.choosing import ask
from search.engine import Wanted
from search.models import Entry
from tenders.ics import Entry as Moment
from tenders.ics import calendar

NEWEST = 50
MOST_MOMENTS = 200


def _entries(wanted: Wanted, limit: int) -> list[Entry]:
    hits, _ = ask(lambda engine: engine.search(wanted, offset=0, limit=limit))
    rows = Entry.objects.live().in_bulk(hits.ids)
    return [rows[pk] for pk in hits.ids if pk in rows]


def atom(asked: finding.Asked, now: datetime) -> str:
    """The newest fifty of the query (RFC 4287)."""
    rows = _entries(finding.as_read(finding.ordered(asked, "newest"), now).wanted, NEWEST)
    here = f"{settings.SITE_URL}/search/"
    feed = Atom1Feed(
        title=f"{settings.SITE['name']} · {in_words(asked)}", link=f"{here}?{saved(asked)}", language="zh-Hans",
        description=in_words(asked), feed_url=f"{here}atom.xml?{saved(asked)}",
    )  # fmt: skip
    for row in rows:
        feed.add_item(
            title=row.title, link=f"{settings.SITE_URL}{row.url}", description=" · ".join(filter(None, (row.type, row.buyer))),
            unique_id=f"{settings.SITE_URL}{row.url}", pubdate=row.published_at, updateddate=row.published_at,
        )  # fmt: skip
    return feed.writeString("utf-8")


def ics(asked: finding.Asked, now: datetime) -> str:
    """The deadlines ahead of the query's rows (RFC 5545)."""
    wanted = finding.as_read(finding.ordered(asked, "deadline", due="open"), now).wanted
    rows = [row for row in _entries(wanted, MOST_MOMENTS) if row.deadline_at]
    moments = [
        Moment(
            f"{row.scope}-{row.key}@jingle",
            row.deadline_at,
            f"截止：{row.title}",
            f"{settings.SITE_URL}{row.url}",
        )
        for row in rows
        if row.deadline_at
    ]
    stamp = max((row.published_at for row in rows), default=now)
    return calendar(in_words(asked), moments, stamp=stamp, url=f"{settings.SITE_URL}/search/?{saved(asked)}")
