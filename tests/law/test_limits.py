"""Limits: each row's example, the moments on both sides, and released rows that never change."""

import hashlib
import json
from dataclasses import fields
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from marketplace.law.errors import CalendarNotPublished, Misdeclared
from marketplace.law.limits import TABLE, Limit, Sense, Unit, limit
from marketplace.law.statutes import PLATFORM, TBL
from marketplace.law.workdays import SHANGHAI

RELEASED = Path(__file__).parent / "released_limits.json"
INSTANT = timedelta(microseconds=1)


def nine(day: date) -> datetime:
    return datetime.combine(day, time(9), SHANGHAI)


def midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.code)
def test_each_row_gives_the_boundary_of_its_example(row: Limit) -> None:
    start, boundary = row.example
    boundary_of = {Sense.AT_LEAST: row.earliest, Sense.WITHIN: row.last_day, Sense.BEFORE: row.latest}
    assert boundary_of[row.sense](nine(start)) == boundary


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row.code)
def test_each_row_turns_at_midnight_after_its_boundary_day(row: Limit) -> None:
    start, boundary = row.example
    moment_of = {Sense.AT_LEAST: row.ends_at, Sense.WITHIN: row.due_at, Sense.BEFORE: row.closes_at}
    turns_at = moment_of[row.sense](nine(start))
    assert turns_at == midnight_after(boundary)
    assert (turns_at - INSTANT).astimezone(SHANGHAI).date() == boundary


def printed(row: Limit) -> str:
    return json.dumps(
        {field.name: str(getattr(row, field.name)) for field in fields(row)}, ensure_ascii=False
    )


def test_released_rows_are_never_edited() -> None:
    """A change of law is a new row with `since`; an edited row would change tenders already issued."""
    hashes = {
        f"{row.code}@{row.since}": hashlib.sha256(printed(row).encode()).hexdigest()[:16] for row in TABLE
    }
    assert hashes == json.loads(RELEASED.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("code", "start", "boundary"),
    [
        ("E-T03", date(2026, 3, 2), date(2026, 3, 22)),
        ("E-T13", date(2026, 11, 19), date(2026, 11, 23)),
        ("E-T16", date(2026, 9, 3), date(2026, 10, 8)),
        ("E-T04", date(2026, 11, 20), date(2026, 11, 5)),
        ("E-T08", date(2026, 9, 24), date(2026, 9, 28)),
    ],
)
def test_vectors_of_the_rule_book(code: str, start: date, boundary: date) -> None:
    row = limit(code, on=start)
    boundary_of = {Sense.AT_LEAST: row.earliest, Sense.WITHIN: row.last_day, Sense.BEFORE: row.latest}
    assert boundary_of[row.sense](nine(start)) == boundary


def test_a_notice_leaves_the_deadline_lawful_from_a_day_on() -> None:
    clarification = limit("E-T04", on=date(2026, 11, 5))
    assert clarification.first_deadline(nine(date(2026, 11, 5))) == date(2026, 11, 20)
    assert clarification.first_deadline(nine(date(2026, 11, 6))) == date(2026, 11, 21)


def test_the_start_is_a_day_of_shanghai() -> None:
    late_evening_in_london = datetime(2026, 9, 7, 16, 0, tzinfo=UTC)
    assert limit("E-T03", on=date(2026, 9, 8)).earliest(late_evening_in_london) == date(2026, 9, 28)


def test_a_pause_moves_only_what_may_pause() -> None:
    complaint = limit("E-T18", on=date(2026, 11, 2))
    assert complaint.last_day(nine(date(2026, 11, 2)), paused=3) == date(2026, 11, 16)
    with pytest.raises(Misdeclared, match="cannot be paused"):
        limit("E-T16", on=date(2026, 11, 2)).due_at(nine(date(2026, 11, 2)), paused=1)


def test_the_row_in_force_is_chosen_by_the_day_of_issue() -> None:
    assert limit("E-T03", on=date(2000, 1, 1)).law == TBL[24]
    with pytest.raises(Misdeclared, match="0 rows E-T03"):
        limit("E-T03", on=date(1999, 12, 31))
    with pytest.raises(Misdeclared, match="0 rows E-T99"):
        limit("E-T99", on=date(2026, 1, 1))


@pytest.mark.parametrize("ask", ["earliest", "ends_at", "latest", "closes_at"])
def test_asking_a_maximum_for_the_end_of_a_minimum_is_our_mistake(ask: str) -> None:
    with pytest.raises(Misdeclared, match="E-T16 is within"):
        getattr(limit("E-T16", on=date(2026, 1, 5)), ask)(nine(date(2026, 1, 5)))


def test_a_minimum_that_ends_in_an_unannounced_year_is_refused() -> None:
    preparation = limit("E-T03", on=date(2026, 12, 11))
    preparation.require_calendar(nine(date(2026, 12, 11)))
    assert not preparation.is_provisional(nine(date(2026, 12, 11)))
    with pytest.raises(CalendarNotPublished):
        preparation.require_calendar(nine(date(2026, 12, 12)))
    assert preparation.is_provisional(nine(date(2026, 12, 12)))


def row_of(sense: Sense, unit: Unit, amount: int) -> Limit:
    day = date(2026, 1, 5)
    return Limit("X", "样例", sense, unit, amount, PLATFORM["ARCHIVE"], "起", "止", "", example=(day, day))


def test_hours_run_from_the_moment_itself() -> None:
    two_hours = row_of(Sense.WITHIN, Unit.HOURS, 2)
    assert two_hours.due_at(nine(date(2026, 10, 3))) == nine(date(2026, 10, 3)) + timedelta(hours=2)


def test_working_days_skip_the_days_off() -> None:
    assert row_of(Sense.AT_LEAST, Unit.WORKDAYS, 7).earliest(nine(date(2026, 9, 24))) == date(2026, 10, 12)
    assert row_of(Sense.WITHIN, Unit.WORKDAYS, 3).last_day(nine(date(2026, 4, 30))) == date(2026, 5, 8)
    with pytest.raises(Misdeclared, match="in days only"):
        row_of(Sense.BEFORE, Unit.WORKDAYS, 3).latest(nine(date(2026, 4, 30)))


def test_a_row_reads_as_a_sentence() -> None:
    on = date(2026, 11, 2)
    assert limit("E-T03", on=on).says == "自招标文件开始发出起，至提交投标文件截止，不少于 20 日"
    assert limit("E-T08", on=on).says == "自收到异议起，至作出答复，不超过 3 日"
    assert limit("E-T07", on=on).says == "对招标文件的异议，应当在投标截止 10 日前"
