"""What the search has found, as a table: the same rows as the page, in the same order, further down."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings

from marketplace.lists import declare, yuan
from search import query
from search.choosing import ask
from search.engine import Engine
from search.finding import DEEPEST, Asked, as_read
from search.models import Entry
from search.regions import region_name

STRIDE = 500
RESULTS = declare(
    "results", "搜索结果",
    ("范围", "get_scope_display", 12), ("编号", "key", 28), ("标题", "title", 48), ("类型", "type", 18), ("状态", "state", 12),
    ("业务", "business", 12), ("方式", "method", 16), ("单位", "buyer", 30), ("地区", lambda row: region_name(row.region), 16),
    ("金额（元）", yuan("amount_fen"), 18), ("发布时间", "published_at", 18), ("截止时间", "deadline_at", 18),
    ("来源", lambda row: row.source if row.sample else settings.SITE["name"], 24), ("网址", lambda row: f"{settings.SITE_URL}{row.url}", 52),
    is_public=True,
)  # fmt: skip


def entries(asked: Asked, now: datetime) -> Iterator[Entry]:
    """Every row found, five hundred at a time; nothing when the words say nothing."""
    first = as_read(asked, now)
    if query.is_empty(asked.words, first):
        return
    for offset in range(0, DEEPEST, STRIDE):
        ids = _ids(asked, first, offset)
        found = Entry.objects.in_bulk(ids)
        yield from (found[pk] for pk in ids if pk in found and not found[pk].gone)
        if len(ids) < STRIDE:
            return


def _ids(asked: Asked, first: query.Read, offset: int) -> tuple[int, ...]:
    """One stride of hits, relaxed as the page relaxes."""

    def answer(engine: Engine) -> tuple[int, ...]:
        used = query.relaxed(first, asked.words, lambda one: engine.count(one, parties=0).total)
        return engine.search(used.wanted, offset=offset, limit=STRIDE).ids

    ids, _ = ask(answer)
    return ids
