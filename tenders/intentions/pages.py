"""What the pages of intentions show: drafts with what stands in their way, and what was handed over."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from marketplace.law.money import Money
from tenders.intentions import rules
from tenders.intentions.models import Intention, IntentionBatch, in_words
from tenders.intentions.workflow import fields

Context = dict[str, Any]
HOME = ("采购意向", "/my/intentions/")


def crumbs(*more: tuple[str, str]) -> list[Context]:
    return [{"label": label, "url": url} for label, url in ((HOME[0], HOME[1] if more else ""), *more)]


def drafts(rows: Iterable[Intention], chosen: Collection[str], now: datetime) -> list[Context]:
    """Each with whether it may be published today; those that may are chosen at first."""
    earliest = rules.first_day(now)
    return [
        _draft(row, rules.the_month_lies_thirty_days_ahead(rules.Planned(row.month, earliest)), chosen)
        for row in rows
    ]


def _draft(row: Intention, in_time: bool, chosen: Collection[str]) -> Context:
    return {
        "row": row, "budget": Money(row.budget_fen), "in_time": in_time, "url": row.url,
        "on": row.number in chosen if chosen else in_time,
    }  # fmt: skip


def earliest(now: datetime) -> str:
    """2027年1月: the first month that an intention published today may name."""
    return in_words(rules.first_month(now))


def notices(batch: IntentionBatch, rows: Sequence[Intention]) -> list[Context]:
    """Each notice as it will be printed, or where it stands."""
    return [
        {
            "title": row.title, "url": row.notice_url,
            "facts": [{"label": label, "value": value} for label, value in fields(row).items() if value and label != "采购项目名称"],
        }
        for row in rows
    ]  # fmt: skip
