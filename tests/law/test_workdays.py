"""Working days: the vectors of the rule book, the official days, and what is not known yet."""

import csv
import os
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from marketplace.law.errors import CalendarNotPublished, Misdeclared
from marketplace.law.workdays import (
    YEARS,
    add_workdays,
    day_of,
    end_of,
    is_provisional,
    is_statutory_holiday,
    is_workday,
    next_workday,
    read_year,
    require_published,
    why_not_worked,
)

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[2].parent / "shared"))


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 2, 12), 7, date(2026, 2, 28)),
        (date(2026, 4, 28), 5, date(2026, 5, 8)),
        (date(2026, 9, 24), 7, date(2026, 10, 12)),
        (date(2026, 9, 10), 30, date(2026, 10, 28)),
        (date(2026, 11, 3), 7, date(2026, 11, 12)),
        (date(2026, 11, 12), 7, date(2026, 11, 23)),
        (date(2026, 11, 23), 15, date(2026, 12, 14)),
    ],
)
def test_working_days_are_counted_from_the_next_day(start: date, count: int, end: date) -> None:
    assert add_workdays(start, count) == end


def test_counting_backwards_or_not_at_all_is_refused() -> None:
    with pytest.raises(ValueError, match="from one"):
        add_workdays(date(2026, 3, 2), 0)


def test_a_day_off_rolls_to_the_next_working_day() -> None:
    assert next_workday(date(2026, 9, 26)) == date(2026, 9, 28)
    assert next_workday(date(2026, 10, 3)) == date(2026, 10, 8)
    assert next_workday(date(2026, 11, 22)) == date(2026, 11, 23)
    assert next_workday(date(2026, 11, 23)) == date(2026, 11, 23)


def test_a_weekend_worked_in_exchange_is_a_working_day_and_no_holiday() -> None:
    assert is_workday(date(2026, 2, 28))
    assert not is_statutory_holiday(date(2026, 2, 28))
    assert not is_workday(date(2026, 3, 1))
    assert not is_statutory_holiday(date(2026, 3, 1))
    assert is_statutory_holiday(date(2026, 10, 7))


def test_a_free_day_says_why() -> None:
    assert why_not_worked(date(2026, 2, 17)) == "春节"
    assert why_not_worked(date(2026, 11, 22)) == "星期日"
    assert why_not_worked(date(2026, 11, 23)) == ""
    assert why_not_worked(date(2031, 3, 1)) == "星期六"


@pytest.mark.parametrize("year", [2023, 2024, 2025, 2026])
def test_every_day_agrees_with_the_official_calendar(year: int) -> None:
    official = SHARED / "data" / "holidays" / f"{year}.csv"
    if not official.exists():
        pytest.skip("the reference calendar is not on this machine")
    with official.open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row["date"])
            assert is_workday(day) is (row["kind"] in {"workday", "makeup_workday"}), day
            assert is_statutory_holiday(day) is (row["kind"] == "holiday"), day


def test_each_published_year_cites_its_notice() -> None:
    assert {year: YEARS[year].notice for year in (2023, 2024, 2025, 2026)} == {
        2023: "国办发明电〔2022〕16号",
        2024: "国办发明电〔2023〕7号",
        2025: "国办发明电〔2024〕12号",
        2026: "国办发明电〔2025〕7号",
    }


def test_a_year_without_a_notice_is_provisional_with_its_thirteen_statutory_days() -> None:
    assert len(YEARS[2027].days_off) == 13
    assert is_provisional(date(2027, 3, 1))
    assert is_provisional(date(2028, 3, 1))
    assert not is_provisional(date(2026, 12, 31))
    assert not is_workday(date(2027, 2, 5))


def test_a_day_of_an_unpublished_year_is_refused() -> None:
    require_published(date(2026, 12, 31))
    with pytest.raises(CalendarNotPublished, match="2027 年的法定节假日安排尚未公布"):
        require_published(date(2027, 1, 1))


def row(name: str, first: str, last: str, makeup: str = "", notice: str = "N") -> dict[str, str]:
    return {"name": name, "first": first, "last": last, "makeup": makeup, "notice": notice}


@pytest.mark.parametrize(
    "rows",
    [
        [row("元旦", "2026-01-01", "2026-01-03"), row("春节", "2026-02-15", "2026-02-23", notice="M")],
        [row("元旦", "2025-12-31", "2026-01-03")],
        [row("元旦", "2026-01-01", "2026-01-03", "2026-01-05")],
        [row("元旦", "2026-01-01", "2026-01-03", "2026-01-03")],
        [],
    ],
    ids=["two notices", "another year", "a weekday worked", "off and worked", "empty"],
)
def test_a_contradictory_calendar_does_not_load(rows: list[dict[str, str]]) -> None:
    with pytest.raises(Misdeclared):
        read_year(2026, rows)


def test_days_are_those_of_shanghai() -> None:
    assert day_of(datetime(2026, 3, 1, 16, 0, tzinfo=UTC)) == date(2026, 3, 2)
    assert day_of(datetime(2026, 3, 1, 15, 59, tzinfo=UTC)) == date(2026, 3, 1)
    assert end_of(date(2026, 3, 1)) == datetime(2026, 3, 1, 16, 0, tzinfo=UTC)
    with pytest.raises(ValueError, match="zone"):
        day_of(datetime(2026, 3, 1))
