"""When a planned purchase may still be announced, and how many at once."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, datetime

from marketplace.law.limits import limit
from marketplace.law.rules import rule
from marketplace.law.statutes import INTENTIONS, PLATFORM
from marketplace.law.workdays import day_of

MOST = 200  # one act publishes them; more would keep everybody waiting


@dataclass(frozen=True, slots=True)
class Planned:
    """A purchase expected in a month, announced now: `earliest` is the first day on which it may begin."""

    month: date
    earliest: date


@dataclass(frozen=True, slots=True)
class Gathered:
    """How many intentions are published together."""

    count: int


def first_day(now: datetime) -> date:
    """The earliest day on which a purchase announced now may begin (G-T01)."""
    return limit("G-T01", on=day_of(now)).earliest(now)


def first_month(now: datetime) -> date:
    """The earliest month that an intention announced now may name."""
    return first_day(now).replace(day=1)


@rule(
    "INTENTION-THIRTY-DAYS",
    law=INTENTIONS,
    says="采购意向应当在采购活动开始前 30 日公开",
    holds=[
        Planned(date(2027, 1, 1), date(2026, 12, 25)),
        Planned(date(2026, 12, 1), date(2026, 12, 31)),
    ],
    breaks=[Planned(date(2026, 12, 1), date(2027, 1, 1)), Planned(date(2026, 11, 1), date(2026, 12, 25))],
)
def the_month_lies_thirty_days_ahead(facts: Planned) -> bool:
    """A month is late enough when its last day is: the notice names no day."""
    last = calendar.monthrange(facts.month.year, facts.month.month)[1]
    return facts.month.replace(day=last) >= facts.earliest


@rule(
    "INTENTIONS-CHOSEN",
    law=PLATFORM["INTENTIONS"],
    says="一次公开 1 至 200 项采购意向",
    holds=[Gathered(1), Gathered(MOST)],
    breaks=[Gathered(0), Gathered(MOST + 1)],
)
def some_are_chosen_and_not_too_many(facts: Gathered) -> bool:
    return 1 <= facts.count <= MOST
