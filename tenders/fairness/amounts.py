"""Which sums, shares, days and dates does a stretch of normalised text state?"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

_UNIT = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1_000), "": Decimal(1)}
_YUAN = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(万|亿|千)?元")
_THRESHOLD = re.compile(r"(\d{1,12}(?:\.\d{1,6})?)(万|亿)?元?")
_SHARE = re.compile(r"(\d{1,3}(?:\.\d{1,4})?)%")
_DATE = re.compile(r"(?:(20\d{2})年)?(\d{1,2})月(\d{1,2})日|(20\d{2})[-/.](\d{1,2})[-/.](\d{1,2})")
_PERIOD = re.compile(r"(\d{1,4})(个工作日|工作日|日历天|日|天|个月|月|年|周)")
_DAYS = {
    "个工作日": Decimal("1.4"),
    "工作日": Decimal("1.4"),
    "日历天": Decimal(1),
    "日": Decimal(1),
    "天": Decimal(1),
}
_LONG = {"个月": Decimal(30), "月": Decimal(30), "年": Decimal(365), "周": Decimal(7)}


def amounts(text: str) -> list[Decimal]:
    """Sums of money in yuan, in order: 5万元 → 50000."""
    return [Decimal(number) * _UNIT[unit or ""] for number, unit in _YUAN.findall(text)]


def threshold(text: str) -> Decimal | None:
    """The largest number in a threshold phrase, in yuan; a bare number below 100 counts as a count, not money."""
    values = [Decimal(number) * _UNIT[unit or ""] for number, unit in _THRESHOLD.findall(text)]
    return max((value for value in values if value >= 100), default=None)


def shares(text: str) -> list[Decimal]:
    """Percentages in order, as percent."""
    return [Decimal(found) for found in _SHARE.findall(text)]


def days(text: str) -> list[Decimal]:
    """Periods in calendar days; a working day counts 1.4, a month 30."""
    rate = {**_DAYS, **_LONG}
    return [Decimal(number) * rate[unit] for number, unit in _PERIOD.findall(text)]


def dates(text: str, year: int) -> list[tuple[date, int]]:
    """Days named in the text with their places; a date without a year is read in `year` or the last year named."""
    found: list[tuple[date, int]] = []
    for match in _DATE.finditer(text):
        named, month, day, named2, month2, day2 = match.groups()
        year = int(named or named2 or year)
        try:
            found.append((date(year, int(month or month2), int(day or day2)), match.start()))
        except ValueError:
            continue
    return found
