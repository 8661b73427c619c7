"""How the public list of notices is asked for: line of business, type, time, place, buyer, words, order.

Samples of other places are another list: they are never mixed with notices of this platform (D28).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page
from django.http import QueryDict

from marketplace.notices.kinds import Business
from marketplace.notices.models import SORTS, Notice, NoticeQuerySet
from marketplace.notices.pages import notice_row
from marketplace.notices.regions import name_of
from marketplace.notices.types import TYPES
from tenders.listing import Asked, Option, Question, filters, page_of, read
from tenders.pages import PERIODS, since

Context = dict[str, Any]
LIST = "/notices/"
BUSINESS = Question("business", "业务", tuple(Option(row, row) for row in Business))
TYPE = Question("type", "类型", tuple(Option(row.code, row.name) for row in TYPES.values()))
MONTH = Question("month", "月份", tuple(Option(str(n), f"{n}月") for n in range(1, 13)))
PERIOD = Question("period", "发布时间", tuple(Option(code, row[0]) for code, row in PERIODS.items()))
BUYER = Question("buyer", "招标人、采购人", free=True, hint="单位名称中的几个字")
SAMPLES = Question("samples", "来源", (Option("1", "外部公告样例"),))
ORDERS = {"": "发布由新到旧", "oldest": "发布由旧到新", "amount": "金额由高到低", "deadline": "截止由晚到早"}
SORT = Question("sort", "排序", tuple(Option(code, ORDERS[code]) for code in SORTS if code))
CHIPS = ("business", "type", "samples")  # chosen above the list, not in the form beside it


@dataclass(frozen=True, slots=True)
class Board:
    """What was asked, the rows that answer it, and how many there are in each class."""

    asked: Asked
    rows: NoticeQuerySet
    counts: list[tuple[str, str, int]]
    questions: tuple[Question, ...]
    now: datetime

    @property
    def samples(self) -> bool:
        return "samples" in self.asked.answers

    @property
    def count(self) -> int:
        """How many rows answer, from the counts that the filter needs anyway."""
        wanted = [self.asked.answers.get(name, "") for name in ("business", "type")]
        return sum(
            n for business, code, n in self.counts if wanted[0] in ("", business) and wanted[1] in ("", code)
        )


def ask(given: QueryDict, now: datetime) -> Board:
    """The address read, the rows named; nothing is fetched but what the filters offer."""
    base = Notice.objects.samples() if given.get("samples") == "1" else Notice.objects.own().shown(now)
    questions = (BUSINESS, TYPE, _years(base), MONTH, PERIOD, _regions(base), BUYER, SORT, SAMPLES)
    asked = read(given, questions)
    answers = dict(asked.answers)
    rows = base.mentioning(asked.words)
    if year := answers.get("year"):
        rows = rows.in_month(int(year), int(answers.get("month", 0)))
    if start := since(answers.get("period", ""), now):
        rows = rows.since(start)
    if region := answers.get("region"):
        rows = rows.of_region(region)
    if buyer := answers.get("buyer"):
        rows = rows.of_buyer(buyer)
    counts = rows.counted()
    if business := answers.get("business"):
        rows = rows.of_business(business)
    if code := answers.get("type"):
        rows = rows.of_type(code)
    return Board(_month_needs_year(asked), rows.sorted_by(answers.get("sort", "")), counts, questions, now)


def _month_needs_year(asked: Asked) -> Asked:
    """A month of no year is no condition, and it is said so."""
    if "month" not in asked.answers or "year" in asked.answers:
        return asked
    rest = {name: value for name, value in asked.answers.items() if name != "month"}
    return Asked(asked.words, rest, asked.page, (*asked.unknown, "month（请同时选择年份）"))


def _years(rows: NoticeQuerySet) -> Question:
    return Question("year", "年份", tuple(Option(str(year), f"{year}年") for year in rows.years()))


def _regions(rows: NoticeQuerySet) -> Question:
    codes = rows.regions()
    above = {code[:2] + "0000" for code in codes} if len(codes) > 1 else set()
    options = (Option(code, name_of(code)) for code in sorted(above | set(codes)))
    return Question("region", "地区", tuple(options))


def page(board: Board) -> Context:
    """The context of tenders/notice_list.html."""
    found: Page[Notice] = page_of(board.rows.as_rows(), board.asked.page, count=board.count)
    context = filters(board.asked, board.questions, action=LIST, target="results")
    context["hidden"] += [
        {"name": name, "value": board.asked.answers[name]} for name in CHIPS if name in board.asked.answers
    ]
    context["groups"] = [row for row in context["groups"] if _offered(row)]
    context["sort"] = {"name": "sort", "options": _orders(board.asked)}
    context["applied"] = [row for row in context["applied"] if not row["label"].startswith(("排序", "来源"))]
    return context | {
        "page": found, "rows": [notice_row(row) for row in found], "now": board.now, "samples": board.samples,
        "found": f"共 {board.count} 份{'样例' if board.samples else '公告'}", "levels": levels(board), "atom": address(board.asked, "/notices/atom.xml"),
        "sheets": [
            {"label": label, "url": address(board.asked, f"/notices/list.{kind}")} for kind, label in (("csv", "CSV"), ("xlsx", "XLSX"))
        ],
    }  # fmt: skip


def _offered(group: Context) -> bool:
    """Chips and order stand elsewhere; a select with one choice is no choice."""
    if group["name"] in (*CHIPS, "sort"):
        return False
    return group["kind"] != "select" or len(group["options"]) > (2 if group["name"] == "region" else 1)


def _orders(asked: Asked) -> list[Context]:
    chosen = asked.answers.get("sort", "")
    return [{"value": code, "label": label, "on": code == chosen} for code, label in ORDERS.items()]


def address(asked: Asked, path: str = LIST, **change: str) -> str:
    """The same question with some answers changed; page one again."""
    pairs = {name: value for name, value in asked.pairs() if name not in change}
    query = urlencode({name: value for name, value in (pairs | change).items() if value})
    return f"{path}?{query}" if query else path


def levels(board: Board) -> list[Context]:
    """Lines of business, then the types of the chosen one: only what has rows is a link."""
    chosen, code = board.asked.answers.get("business", ""), board.asked.answers.get("type", "")
    if code and not chosen:
        chosen = TYPES[code].business
    totals: dict[str, int] = {}
    types: dict[str, int] = {}
    for business, kind, n in board.counts:
        totals[business] = totals.get(business, 0) + n
        if business == chosen:
            types[kind] = types.get(kind, 0) + n
    first = [_chip(board.asked, "全部", sum(totals.values()), not chosen and not code, business="", type="")]
    first += [
        _chip(board.asked, row, totals.get(row, 0), row == chosen, business=row, type="") for row in Business
    ]
    found = [{"label": "业务", "chips": first}]
    if chosen and types:
        second = [_chip(board.asked, "全部类型", totals[chosen], not code, business=chosen, type="")]
        second += [
            _chip(board.asked, row.name, types[row.code], row.code == code, business=chosen, type=row.code)
            for row in TYPES.values() if row.code in types
        ]  # fmt: skip
        found.append({"label": "类型", "chips": second})
    return found


def _chip(asked: Asked, label: str, count: int, on: bool, **change: str) -> Context:
    return {"label": label, "count": count, "on": on, "url": address(asked, **change) if count else ""}
