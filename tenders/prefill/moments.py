"""Which days and times a sentence names: 2025年9月23日9时30分, 2026-04-07 09:00, and 从…至…."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.law.workdays import SHANGHAI

_DAY = r"(?:(?P<year>20\d\d)\n?[年\-/.])?(?P<month>\d{1,2})[月\-/.](?P<day>\d{1,2})日?"
_WEEKDAY = r"(?:\((?:星期|周)[一二三四五六日天]\)|(?:星期|周)[一二三四五六日天])?"
_TIME = (
    r"(?:(?P<half>上午|下午|晚上|中午)?(?P<hour>\d{1,2})(?:时|点|:)(?:(?P<minute>\d{1,2})分?)?(?::\d\d)?时?)?"
)
_MOMENT = re.compile(rf"(?<!\d){_DAY}{_WEEKDAY}(?:\([^()\n]{{0,20}}\)的)?[ ,，T]?\n?{_TIME}")
_NOON = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A day as written, with its time where one stands behind it, and where in the text."""

    day: date
    hour: time | None
    is_midnight_after: bool  # 24时
    start: int
    end: int

    @property
    def opens_at(self) -> datetime:
        """The moment itself; a bare day begins at 0:00."""
        day = self.day + timedelta(days=1) if self.is_midnight_after else self.day
        return datetime.combine(day, self.hour or time(), SHANGHAI)

    @property
    def closes_at(self) -> datetime:
        """The moment itself; a bare day ends at 24:00."""
        if self.hour is None and not self.is_midnight_after:
            return datetime.combine(self.day + timedelta(days=1), time(), SHANGHAI)
        return self.opens_at


def moments(plain: str, start: int, end: int) -> Iterator[Moment]:
    """The moments in plain[start:end]; a day without a year takes the year of the one before it."""
    year = 0
    for match in _MOMENT.finditer(plain, start, end):
        year = int(match["year"] or year)
        written = "月" in match[0] or match["year"]
        moment = _moment(match, year) if year and written else None
        if moment:
            yield moment


def _moment(match: re.Match[str], year: int) -> Moment | None:
    """None for a day or an hour that does not exist."""
    hour = int(match["hour"]) if match["hour"] else None
    if hour is not None and match["half"] in {"下午", "晚上"} and hour < _NOON:
        hour += _NOON
    try:
        day = date(year, int(match["month"]), int(match["day"]))
        at = None if hour is None or hour == 24 else time(hour, int(match["minute"] or 0))
    except ValueError:
        return None
    return Moment(day, at, hour == 24, match.start(), match.end())
