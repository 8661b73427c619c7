"""Which day is a working day, and which year the State Council has not announced yet.

One file a year in `data/holidays`, in the words of the notice itself: name, first and last day
off, the weekend days worked in exchange, number of the notice. A year without a number is
provisional: only its statutory days are known, the days of exchange are not. A calendar package
may check this table in a test; it may not be it, since a late release would move a deadline.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from marketplace.law.errors import CalendarNotPublished, Misdeclared

SHANGHAI = ZoneInfo("Asia/Shanghai")
ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_FOLDER = Path(__file__).parent / "data" / "holidays"


@dataclass(frozen=True, slots=True)
class Year:
    """The arrangement of one year; `notice` is empty while the State Council has not announced it."""

    number: int
    notice: str
    days_off: Mapping[date, str]
    worked_weekends: frozenset[date]


def read_year(number: int, rows: Iterable[Mapping[str, str]]) -> Year:
    """One year from the rows of its file; a contradiction in the file is an error of ours."""
    days_off: dict[date, str] = {}
    worked: set[date] = set()
    notices: set[str] = set()
    for row in rows:
        first, last = date.fromisoformat(row["first"]), date.fromisoformat(row["last"])
        days_off |= {first + ONE_DAY * n: row["name"] for n in range((last - first).days + 1)}
        worked |= {date.fromisoformat(day) for day in row["makeup"].split()}
        notices.add(row["notice"])
    if len(notices) != 1:
        raise Misdeclared(f"the calendar of {number} cites {len(notices)} notices instead of one")
    if any(day.year != number for day in days_off.keys() | worked):
        raise Misdeclared(f"the calendar of {number} names a day of another year")
    if any(day in days_off or day.weekday() < _SATURDAY for day in worked):
        raise Misdeclared(f"the calendar of {number} works a day that is not a free weekend day")
    return Year(number, notices.pop(), days_off, frozenset(worked))


def _load() -> dict[int, Year]:
    years: dict[int, Year] = {}
    for file in sorted(_FOLDER.glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as lines:
            years[int(file.stem)] = read_year(int(file.stem), csv.DictReader(lines))
    return years


YEARS = _load()


def is_provisional(day: date) -> bool:
    """Whether the year's arrangement is unknown, so that what is said of this day may still change."""
    year = YEARS.get(day.year)
    return year is None or not year.notice


def require_published(day: date) -> None:
    """Refuse a minimum period that ends on a day whose nature nobody can know yet."""
    if is_provisional(day):
        raise CalendarNotPublished(day.year)


def is_statutory_holiday(day: date) -> bool:
    """Whether the day is off by the arrangement of public holidays; an ordinary weekend is not."""
    year = YEARS.get(day.year)
    return year is not None and day in year.days_off


def is_workday(day: date) -> bool:
    """Whether offices work that day, weekends worked in exchange included."""
    year = YEARS.get(day.year)
    if year is not None and day in year.worked_weekends:
        return True
    return day.weekday() < _SATURDAY and not is_statutory_holiday(day)


def why_not_worked(day: date) -> str:
    """春节, 星期六 …, or nothing for a working day: the word a page shows beside the day."""
    if is_workday(day):
        return ""
    year = YEARS.get(day.year)
    return (year.days_off.get(day) if year else None) or "星期" + "一二三四五六日"[day.weekday()]


def next_workday(day: date) -> date:
    """The day itself when it is worked, else the first working day after it (《民法典》第二百零三条)."""
    while not is_workday(day):
        day += ONE_DAY
    return day


def add_workdays(start: date, count: int) -> date:
    """The count-th working day after `start`; the start day is not counted (《民法典》第二百零一条)."""
    if count < 1:
        raise ValueError("working days are counted forward from one")
    day = start
    for _ in range(count):
        day = next_workday(day + ONE_DAY)
    return day


def day_of(moment: datetime) -> date:
    """The calendar day in Shanghai; a moment that does not know its zone is a bug."""
    if moment.tzinfo is None:
        raise ValueError("a moment must know its zone")
    return moment.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    """24:00 of the day in Shanghai, written as the first moment of the next."""
    return datetime.combine(day + ONE_DAY, time(), SHANGHAI)
