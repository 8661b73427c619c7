"""What a person asked and what is answered: exact look-ups, filters, the widening to any word."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from marketplace.notices.models import Notice
from search.engine import SORTS, Wanted, engine
from search.models import Entry
from search.text import excerpt, looks_exact, marked, phrases, words
from tenders.listing import PAGE, Asked, Option, Question
from tenders.models import Tender
from tenders.pages import PERIODS, since

Context = dict[str, Any]
QUESTIONS = (
    Question("scope", "范围", tuple(Option(value, label) for value, label in Entry.Scope.choices)),
    Question("period", "发布时间", tuple(Option(code, row[0]) for code, row in PERIODS.items())),
    Question("due", "截止", (Option("open", "还没有截止"), Option("7", "7 日内截止"))),
    Question("sort", "排序", tuple(Option(code, label) for code, label in SORTS.items() if code)),
)
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Found:
    """The page of rows, and how the search went."""

    total: int
    rows: list[Context]
    types: dict[str, int]
    type: str
    says: str
    widened: bool


def jump(query: str) -> str:
    """The address of the object whose number was typed; empty when it is no number of ours."""
    exact = looks_exact(query)
    if not exact:
        return ""
    tender = Tender.objects.published().numbered(exact) or Tender.objects.published().numbered(exact[:17])
    notice = Notice.objects.own().numbered(exact)
    row = notice or tender
    return row.get_absolute_url() if row else ""


def find(asked: Asked, kind: str, now: datetime) -> Found:
    """All words; when nothing matches, any word, and it says so."""
    wanted = Wanted(
        phrases=tuple(tuple(phrase) for phrase in phrases(asked.words)), scope=asked.answers.get("scope", ""),
        type=kind, since=since(asked.answers.get("period", ""), now),
        open_at=now if asked.answers.get("due") else None,
        until=now + WEEK if asked.answers.get("due") == "7" else None, sort=asked.answers.get("sort", ""),
    )  # fmt: skip
    if asked.words and not wanted.phrases:
        return Found(0, [], {}, kind, f"“{asked.words}”里没有可以查找的字词", False)
    offset = (max(1, asked.page) - 1) * PAGE
    hits = engine().search(wanted, offset=offset, limit=PAGE)
    widened = hits.total == 0 and len(wanted.phrases) > 1
    if widened:
        wanted = replace(wanted, any_word=True)
        hits = engine().search(wanted, offset=offset, limit=PAGE)
    types = engine().types(replace(wanted, type=""))
    says = _says(asked.words, hits.total, widened)
    return Found(hits.total, _rows(hits.ids, words(asked.words), now), types, kind, says, widened)


def _says(query: str, total: int, widened: bool) -> str:
    if widened:
        return f"没有同时含有全部字词的内容。已放宽为任一字词：{total} 条"
    return f"“{query}”：共 {total} 条" if query else f"共 {total} 条"


def _rows(ids: tuple[int, ...], found: list[str], now: datetime) -> list[Context]:
    by_id = Entry.objects.in_bulk(ids)
    return [_row(by_id[pk], found, now) for pk in ids if pk in by_id]


def _row(entry: Entry, found: list[str], now: datetime) -> Context:
    open_until = entry.deadline_at if entry.deadline_at and now < entry.deadline_at else None
    return {
        "kind": entry.type or entry.get_scope_display(), "scope": entry.get_scope_display(), "url": entry.url,
        "title": marked(entry.title, found), "excerpt": marked(excerpt(entry.text, found), found) if found else "",
        "meta": " · ".join(word for word in (entry.business, entry.method, entry.buyer) if word),
        "number": "" if entry.scope == Entry.Scope.ARTICLES else entry.key, "published_at": entry.published_at,
        "amount_fen": entry.amount_fen, "until": open_until,
    }  # fmt: skip


def with_types(context: Context, result: Found, asked: Asked) -> Context:
    """The facet of types with counts as one more group; the order of rows as the control above them."""
    sort = next(group for group in context["groups"] if group["name"] == "sort")
    context["groups"].remove(sort)
    context["applied"] = [row for row in context["applied"] if not row["label"].startswith("排序")]
    context["sort"] = {
        "name": "sort",
        "options": [sort["options"][0] | {"label": SORTS[""]}, *sort["options"][1:]],
    }
    if not result.types and not result.type:
        return context
    options = [
        {"value": name, "label": f"{name}（{count}）", "on": name == result.type}
        for name, count in result.types.items()
    ]
    everything = {"value": "", "label": "全部", "on": not result.type}
    group = {"legend": "类型", "name": "type", "kind": "select", "options": [everything, *options]}
    context["groups"].insert(1, group)
    if result.type:
        rest = asked.query()
        context["applied"].append(
            {"label": f"类型：{result.type}", "url": f"/search/?{rest}" if rest else "/search/"}
        )
        context["kept"].append({"name": "type", "value": result.type})
        context["query"] = urlencode([*asked.pairs(), ("type", result.type)])
    return context
