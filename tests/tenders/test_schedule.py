"""The calendar strip: which deadline is lawful, why not, what follows, and how a late clarification moves it."""

from datetime import date, datetime, time, timedelta

import pytest

from marketplace.law.statutes import PLATFORM, TBL, TBL_REGULATION, Law
from marketplace.law.workdays import SHANGHAI
from tenders.schedule import Day, Plan, milestones, moved_deadline, obstacles, strip


def nine(*day: int) -> datetime:
    return datetime(*day, 9, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]


def midnight(*day: int) -> datetime:
    return datetime(*day, tzinfo=SHANGHAI)  # type: ignore[misc, arg-type]


AUTUMN = Plan(nine(2026, 9, 8))


def judged(plan: Plan, on: date) -> Day:
    return next(day for day in strip(plan, days=120).days if day.on == on)


@pytest.mark.parametrize(
    ("on", "code", "says", "law"),
    [
        (date(2026, 9, 11), "E-T01", "招标文件发售到 2026年9月14日，投标截止不能在此之前", TBL_REGULATION[16]),
        (date(2026, 9, 27), "E-T03", "自 2026年9月8日发出招标文件起不少于 20 日，最早可定在 2026年9月28日", TBL[24]),
        (date(2026, 10, 3), "WORKDAY-DEADLINE", "2026年10月3日是国庆节，不是工作日；下一个工作日是 2026年10月8日", PLATFORM["WORKDAY-DEADLINE"]),
        (date(2026, 10, 11), "WORKDAY-DEADLINE", "2026年10月11日是星期日，不是工作日；下一个工作日是 2026年10月12日", PLATFORM["WORKDAY-DEADLINE"]),
    ],
)  # fmt: skip
def test_an_unlawful_day_says_why(on: date, code: str, says: str, law: Law) -> None:
    obstacle = judged(AUTUMN, on).obstacle
    assert obstacle is not None
    assert (obstacle.code, obstacle.says, obstacle.law) == (code, says, law)


@pytest.mark.parametrize("on", [date(2026, 9, 28), date(2026, 10, 10), date(2026, 12, 31)])
def test_a_working_day_from_the_twentieth_on_is_lawful(on: date) -> None:
    assert judged(AUTUMN, on).is_lawful
    assert not judged(AUTUMN, on).provisional


def test_the_earliest_lawful_deadline_is_offered() -> None:
    assert strip(AUTUMN).earliest == nine(2026, 9, 28)
    assert strip(AUTUMN, hour=time(10, 30)).earliest == datetime(2026, 9, 28, 10, 30, tzinfo=SHANGHAI)
    assert strip(Plan(nine(2026, 9, 11))).earliest == nine(2026, 10, 8)
    assert strip(AUTUMN, days=19).earliest is None


def test_a_deadline_in_an_unannounced_year_fails_closed() -> None:
    day = judged(Plan(nine(2026, 11, 25)), date(2027, 1, 4))
    assert day.provisional
    assert day.obstacle is not None
    assert day.obstacle.says.startswith("2027 年的法定节假日安排尚未公布")
    assert strip(Plan(nine(2026, 12, 12))).earliest is None
    assert strip(Plan(nine(2026, 12, 11))).earliest == nine(2026, 12, 31)


def test_a_later_handing_out_starts_both_periods() -> None:
    later = Plan(nine(2026, 9, 8), sale_from=nine(2026, 9, 10))
    assert later.sale_ends_on == date(2026, 9, 15)
    assert strip(later).earliest == nine(2026, 9, 30)


def test_the_sale_lasts_five_days_and_starts_with_the_notice() -> None:
    short = Plan(nine(2026, 9, 8), sale_until=date(2026, 9, 12))
    assert [o.says for o in obstacles(short, nine(2026, 9, 28))] == [
        "发售期不少于 5 日，最早可在 2026年9月13日停止发售"
    ]
    assert obstacles(Plan(nine(2026, 9, 8), sale_until=date(2026, 9, 13)), nine(2026, 9, 28)) == ()
    early = Plan(nine(2026, 9, 8), sale_from=nine(2026, 9, 7))
    assert [o.code for o in obstacles(early, nine(2026, 9, 28))] == ["E-T01"]


def test_opening_is_at_the_deadline() -> None:
    deadline = nine(2026, 9, 28)
    assert obstacles(AUTUMN, deadline, opening=deadline) == ()
    late = obstacles(AUTUMN, deadline, opening=deadline + timedelta(minutes=1))
    assert [(o.code, o.law) for o in late] == [("E-T11", TBL[34])]


def test_all_obstacles_are_listed_in_order() -> None:
    found = obstacles(
        Plan(nine(2026, 9, 8), sale_until=date(2026, 9, 9)), nine(2026, 9, 12), opening=nine(2026, 9, 13)
    )
    assert [o.code for o in found] == ["E-T01", "E-T03", "E-T11", "WORKDAY-DEADLINE"]


def test_the_derived_dates_follow_from_the_deadline() -> None:
    dates = {m.code: m.at for m in milestones(Plan(nine(2026, 10, 26)), nine(2026, 11, 20))}
    assert dates == {
        "ISSUED": nine(2026, 10, 26),
        "E-T01": midnight(2026, 11, 3),
        "QUESTIONS": midnight(2026, 11, 3),
        "E-T04": midnight(2026, 11, 6),
        "E-T07": midnight(2026, 11, 11),
        "E-T03": nine(2026, 11, 20),
        "E-T11": nine(2026, 11, 20),
        "EVALUATE": nine(2026, 11, 20),
        "E-T12": midnight(2026, 11, 24),
        "E-T13": midnight(2026, 11, 27),
        "E-T16": midnight(2026, 12, 29),
    }
    assert list(dates.values()) == sorted(dates.values())


def test_dates_after_the_turn_of_the_year_are_provisional() -> None:
    flags = {m.code: m.provisional for m in milestones(Plan(nine(2026, 12, 1)), nine(2026, 12, 25))}
    assert not flags["E-T13"]
    assert flags["E-T16"]
    at_the_edge = {m.code: m for m in milestones(Plan(nine(2026, 12, 1)), nine(2026, 12, 28))}
    assert at_the_edge["E-T12"].at == midnight(2027, 1, 1)
    assert not at_the_edge["E-T12"].provisional


DEADLINE = nine(2026, 11, 20)


def test_a_clarification_fifteen_days_before_leaves_the_deadline() -> None:
    kept = moved_deadline(DEADLINE, datetime(2026, 11, 5, 23, 59, 59, tzinfo=SHANGHAI))
    assert kept.deadline == DEADLINE
    assert not kept.is_new


def test_a_later_clarification_moves_the_deadline_to_a_working_day() -> None:
    moved = moved_deadline(DEADLINE, midnight(2026, 11, 6))
    assert moved.deadline == nine(2026, 11, 23)
    assert moved.is_new
    assert moved.law == TBL_REGULATION[21]
    assert moved.says == "距原投标截止不足 15 日，投标截止顺延至 2026年11月23日09:00"
    assert moved_deadline(DEADLINE, nine(2026, 11, 10)).deadline == nine(2026, 11, 25)


def test_a_move_into_an_unannounced_year_is_provisional() -> None:
    assert moved_deadline(nine(2026, 12, 25), nine(2026, 12, 18)).provisional


def test_a_clarification_after_the_deadline_is_our_mistake() -> None:
    with pytest.raises(ValueError, match="before the deadline"):
        moved_deadline(DEADLINE, DEADLINE)
