"""What a person asked and what is answered: exact look-ups, filters with counts, what was relaxed."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from marketplace.notices.models import Notice
from search import query
from search.choosing import ask
from search.engine import BANDS, DUE, MARK, SORTS, Counted, Engine, Hits
from search.models import Entry
from search.regions import region_name
from search.text import excerpt, looks_exact, marked
from tenders.listing import PAGE
from tenders.models import Tender
from tenders.pages import PERIODS, since

Context = dict[str, Any]
LEGENDS = {
    "scope": "范围", "type": "类型", "state": "状态", "region": "地区", "band": "金额", "due": "截止",
    "buyer": "采购单位", "industry": "行业", "business": "业务", "method": "方式",
}  # fmt: skip
CONTROLS = ("q", "page", "sort", "period", "samples", "file")
SHOWN = 12  # values of a facet
DEEPEST = 10_000  # rows that can be paged through; beyond, filters help


@dataclass(frozen=True, slots=True)
class Asked:
    """An address read: words, filters, order; what it does not know is named, not obeyed."""

    words: str
    filters: Mapping[str, str]
    period: str = ""
    sort: str = ""
    samples: bool = False
    page: int = 1
    unknown: tuple[str, ...] = ()

    def pairs(self, *, without: str = "", **changed: str) -> list[tuple[str, str]]:
        """The parameters again, in one fixed order: for links, and as the name of a saved search."""
        given = {
            "q": self.words, **{name: self.filters.get(name, "") for name in LEGENDS}, "period": self.period,
            "sort": self.sort, "samples": "1" if self.samples else "",
        }  # fmt: skip
        return [(name, value) for name, value in (given | changed).items() if value and name != without]

    def url(self, *, without: str = "", **changed: str) -> str:
        pairs = self.pairs(without=without, **changed)
        return f"/search/?{urlencode(pairs)}" if pairs else "/search/"


def printable(text: str) -> str:
    """Without control characters and halves of characters, which no database, feed or page can hold."""
    return "".join(" " if unicodedata.category(one) in ("Cc", "Cs") else one for one in text)


def read(given: QueryDict) -> Asked:
    """The address as words and filters."""
    known = {*LEGENDS, *CONTROLS}
    filters = {name: given.get(name, "")[:120] for name in LEGENDS if given.get(name)}
    unknown = [name for name in given if name not in known]
    unknown += [f"{name}={value}" for name, value in filters.items() if not query.known_filter(name, value)]
    sort, period, page = given.get("sort", ""), given.get("period", ""), given.get("page", "1")
    unknown += [f"sort={sort}"] if sort not in SORTS else []
    unknown += [f"period={period}"] if period and period not in PERIODS else []
    return Asked(
        printable(given.get("q", "")).strip()[:200],
        {name: printable(value) for name, value in filters.items() if query.known_filter(name, value)},
        period if period in PERIODS else "", sort if sort in SORTS else "", given.get("samples") == "1",
        max(1, int(page[:6])) if page.isascii() and page.isdecimal() else 1, tuple(unknown),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """The page of rows, the facets, and how the search went."""

    total: int
    rows: list[Context]
    counted: Counted
    says: str
    relaxed: str
    notice: str


def jump(text: str) -> str:
    """The address of the object whose number was typed; empty when it is no number of ours."""
    exact = looks_exact(text)
    if not exact:
        return ""
    tender = Tender.objects.published().numbered(exact) or Tender.objects.published().numbered(exact[:17])
    notice = Notice.objects.own().numbered(exact)
    row = notice or tender
    return row.get_absolute_url() if row else ""


def ordered(asked: Asked, sort: str, **filters: str) -> Asked:
    """The same question in another order, with further filters."""
    return replace(asked, sort=sort, filters={**asked.filters, **filters})


def as_read(asked: Asked, now: datetime) -> query.Read:
    """The address as engines understand it."""
    return query.read(
        asked.words, now, filters=asked.filters, since=since(asked.period, now), sort=asked.sort,
        samples=asked.samples,
    )  # fmt: skip


def find(asked: Asked, now: datetime) -> Found:
    """All words; when nothing matches, the first relaxation that does, and it says so."""
    first = as_read(asked, now)
    if query.is_empty(asked.words, first):
        return Found(0, [], Counted(0, {}), f"“{asked.words}”里没有可以查找的字词", "", "")

    def answer(engine: Engine) -> tuple[query.Read, Counted, Hits]:
        wanted = query.relaxed(first, asked.words, lambda one: engine.count(one, parties=0).total)
        counted = engine.count(wanted.wanted, parties=SHOWN)
        offset = min((asked.page - 1) * PAGE, DEEPEST - PAGE, max(0, (counted.total - 1) // PAGE * PAGE))
        return wanted, counted, engine.search(wanted.wanted, offset=offset, limit=PAGE)

    (used, counted, hits), notice = ask(answer)
    return Found(
        counted.total, rows_of(hits, used, now), counted, _says(asked.words, counted.total, used),
        used.relaxed, notice,
    )  # fmt: skip


def _says(text: str, total: int, used: query.Read) -> str:
    if used.relaxed:
        return f"{used.says}：{total} 条"
    return f"“{text}”：共 {total} 条" if text else f"共 {total} 条"


def rows_of(hits: Hits, used: query.Read, now: datetime) -> list[Context]:
    """What the list shows of each hit, in order."""
    by_id = Entry.objects.in_bulk(hits.ids)
    return [_row(by_id[pk], used, hits, now) for pk in hits.ids if pk in by_id and not by_id[pk].gone]


def _row(entry: Entry, used: query.Read, hits: Hits, now: datetime) -> Context:
    open_until = entry.deadline_at if entry.deadline_at and now < entry.deadline_at else None
    title, piece = _marks(entry, used, hits)
    said = (region_name(entry.region), entry.business, entry.method, entry.buyer)
    return {
        "kind": entry.state or entry.type or entry.get_scope_display(), "scope": entry.get_scope_display(),
        "url": entry.url, "title": title, "excerpt": piece, "meta": " · ".join(word for word in said if word),
        "number": "" if entry.scope == Entry.Scope.ARTICLES else entry.key, "published_at": entry.published_at,
        "amount_fen": entry.amount_fen, "until": open_until, "sample": entry.source if entry.sample else "",
    }  # fmt: skip


def _marks(entry: Entry, used: query.Read, hits: Hits) -> tuple[SafeString | str, SafeString | str]:
    """The engine's own marks where it has some, else the words found in the text."""
    if not used.words:
        return escape(entry.title), ""
    title = hits.marks.get(entry.pk, "")
    return (
        _engine_marked(title) if title else marked(entry.title, used.words),
        marked(excerpt(entry.text, used.words), used.words),
    )


def _engine_marked(text: str) -> SafeString:
    safe = escape(text).replace(MARK[0], "<mark>").replace(MARK[1], "</mark>")
    return mark_safe(safe)  # noqa: S308 - escaped before the marks are put in


def sample_switch(asked: Asked) -> Context:
    """External samples are off until asked for (design D28)."""
    other = replace(asked, samples=not asked.samples)
    return {
        "on": asked.samples,
        "url": other.url(),
        "label": "不看外部公告样例" if asked.samples else "也查外部公告样例",
    }


def label_of(name: str, value: str) -> str:
    """A filter's value as people read it."""
    if name == "scope":
        return str(dict(Entry.Scope.choices).get(value, value))
    if name == "band":
        return BANDS[value][0] if value in BANDS else value
    if name == "due":
        return DUE.get(value, value)
    return region_name(value) if name == "region" else value


def filters(asked: Asked, found: Found) -> Context:
    """The context of components/filters.html: every facet with counts, the chosen ones first to remove."""
    groups = [group for name in LEGENDS if (group := _group(name, asked, found.counted))]
    groups.append(
        _choice("发布时间", "period", {code: row[0] for code, row in PERIODS.items()}, asked.period)
    )
    chosen = [(f"{LEGENDS[name]}：{label_of(name, value)}", name) for name, value in asked.filters.items()]
    chosen += [(f"发布时间：{PERIODS[asked.period][0]}", "period")] if asked.period else []
    return {
        "groups": groups, "action": "/search/", "target": "results", "words": asked.words,
        "applied": [{"label": label, "url": asked.url(without=name)} for label, name in chosen],
        "hidden": [{"name": "q", "value": asked.words}] if asked.words else [],
        "kept": [{"name": name, "value": value} for name, value in asked.pairs() if name not in ("q", "sort")],
        "query": urlencode(asked.pairs()), "unknown": "、".join(asked.unknown[:5]),
        "sort": {"name": "sort", "options": [
            {"value": code, "label": label, "on": code == asked.sort} for code, label in SORTS.items()
        ]},
    }  # fmt: skip


def _group(name: str, asked: Asked, counted: Counted) -> Context | None:
    chosen, counts = asked.filters.get(name, ""), dict(counted.facets.get(name, {}))
    if not counts and not chosen:
        return None
    order = {"band": list(BANDS), "due": list(DUE)}.get(name)
    values = [value for value in order if value in counts] if order else list(counts)[:SHOWN]
    if chosen and chosen not in values:
        values.insert(0, chosen)
    labels = {value: f"{label_of(name, value)}（{counts.get(value, 0)}）" for value in values}
    return _choice(LEGENDS[name], name, labels, chosen)


def _choice(legend: str, name: str, labels: Mapping[str, str], chosen: str) -> Context:
    options = [{"value": value, "label": label, "on": value == chosen} for value, label in labels.items()]
    everything = {"value": "", "label": "全部", "on": not chosen}
    return {"legend": legend, "name": name, "kind": "select", "options": [everything, *options]}
