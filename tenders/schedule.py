"""Which deadline may be chosen for a tender issued now, why not the others, and what follows from it.

A pure computation over `marketplace.law.limits`: the calendar strip of the tender form, the table
of dates in a notice and the new deadline after a late clarification all come from here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from marketplace.law.errors import CalendarNotPublished
from marketplace.law.limits import limit
from marketplace.law.statutes import PLATFORM, TBL, Law
from marketplace.law.workdays import (
    ONE_DAY,
    SHANGHAI,
    day_of,
    end_of,
    is_provisional,
    is_workday,
    next_workday,
    why_not_worked,
)

NINE = time(9)
STRIP_DAYS = 45


@dataclass(frozen=True, slots=True)
class Plan:
    """What an owner has chosen so far. Without `sale_*` the documents are given out from issue, for the minimum."""

    issued_at: datetime
    sale_from: datetime | None = None
    sale_until: date | None = None

    @property
    def handed_out_at(self) -> datetime:
        """When the documents begin to be given out: both E-T01 and E-T03 run from here."""
        return self.sale_from or self.issued_at

    @property
    def sale_ends_on(self) -> date:
        """The last day on which documents are given out: the chosen one, else the first lawful working day."""
        minimum = limit("E-T01", on=day_of(self.issued_at)).earliest(self.handed_out_at)
        return self.sale_until or next_workday(minimum)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why a deadline is not lawful: the limit or rule, the sentence, the article."""

    code: str
    says: str
    law: Law


@dataclass(frozen=True, slots=True)
class Day:
    """One candidate day of the strip; `obstacle` is the first reason, None on a lawful day."""

    on: date
    obstacle: Obstacle | None
    provisional: bool

    @property
    def is_lawful(self) -> bool:
        return self.obstacle is None


@dataclass(frozen=True, slots=True)
class Strip:
    """The candidate days in order and the earliest lawful deadline among them, if there is one."""

    days: tuple[Day, ...]
    earliest: datetime | None


@dataclass(frozen=True, slots=True)
class Milestone:
    """A date that follows from the deadline; provisional while its year's holidays are not announced."""

    code: str
    name: str
    at: datetime
    provisional: bool
    law: Law
    says: str


@dataclass(frozen=True, slots=True)
class Moved:
    """The deadline after a clarification: the old one when it is far enough, else the new one."""

    deadline: datetime
    is_new: bool
    provisional: bool
    law: Law
    says: str


def strip(plan: Plan, *, hour: time = NINE, days: int = STRIP_DAYS) -> Strip:
    """Judge each day after issue as a deadline at this hour."""
    first = day_of(plan.issued_at) + ONE_DAY
    judged = tuple(_day(plan, at(first + ONE_DAY * n, hour)) for n in range(days))
    earliest = next((at(day.on, hour) for day in judged if day.is_lawful), None)
    return Strip(judged, earliest)


def at(day: date, hour: time) -> datetime:
    """The moment in Shanghai."""
    return datetime.combine(day, hour, SHANGHAI)


def _day(plan: Plan, deadline: datetime) -> Day:
    found = obstacles(plan, deadline)
    on = day_of(deadline)
    return Day(on, found[0] if found else None, is_provisional(on))


def obstacles(plan: Plan, deadline: datetime, *, opening: datetime | None = None) -> tuple[Obstacle, ...]:
    """Every reason why this deadline (and opening) is not lawful, in the order a person would ask."""
    reasons = (
        _documents_on_sale(plan, deadline),
        _preparation(plan, deadline),
        _opening(deadline, opening or deadline),
        _working_day(deadline),
    )
    return tuple(reason for reason in reasons if reason)


def _documents_on_sale(plan: Plan, deadline: datetime) -> Obstacle | None:
    row = limit("E-T01", on=day_of(plan.issued_at))
    earliest = row.earliest(plan.handed_out_at)
    if plan.handed_out_at < plan.issued_at:
        return Obstacle("E-T01", "招标文件不能在公告发布之前开始发售", TBL[16])
    if plan.sale_ends_on < earliest:
        return Obstacle(
            "E-T01", f"发售期不少于 {row.amount} 日，最早可在 {_written(earliest)}停止发售", row.law
        )
    if day_of(deadline) < plan.sale_ends_on:
        return Obstacle(
            "E-T01", f"招标文件发售到 {_written(plan.sale_ends_on)}，投标截止不能在此之前", row.law
        )
    return None


def _preparation(plan: Plan, deadline: datetime) -> Obstacle | None:
    row = limit("E-T03", on=day_of(plan.issued_at))
    earliest = row.earliest(plan.handed_out_at)
    if day_of(deadline) >= earliest:
        return None
    start = _written(day_of(plan.handed_out_at))
    says = f"自 {start}发出招标文件起不少于 {row.amount} 日，最早可定在 {_written(earliest)}"
    return Obstacle("E-T03", says, row.law)


def _opening(deadline: datetime, opening: datetime) -> Obstacle | None:
    if opening == deadline:
        return None
    return Obstacle("E-T11", "开标应当在投标截止的同一时间公开进行", TBL[34])


def _working_day(deadline: datetime) -> Obstacle | None:
    """Working days only, by the platform's own rule; fails closed while the year is not announced."""
    on = day_of(deadline)
    if is_provisional(on):
        return Obstacle("CALENDAR", str(CalendarNotPublished(on.year)), PLATFORM["WORKDAY-DEADLINE"])
    if is_workday(on):
        return None
    says = f"{_written(on)}是{why_not_worked(on)}，不是工作日；下一个工作日是 {_written(next_workday(on))}"
    return Obstacle("WORKDAY-DEADLINE", says, PLATFORM["WORKDAY-DEADLINE"])


def milestones(plan: Plan, deadline: datetime) -> tuple[Milestone, ...]:
    """The dates that follow from issue and deadline, in order of time.

    After the opening they are the latest lawful ones, if the report arrives on the day of the
    opening, candidates are posted on the last day allowed, and the award follows on the first
    working day after the posting.
    """
    on = day_of(plan.issued_at)
    sale, asked, changed, objected = (limit(code, on=on) for code in ("E-T01", "QUESTIONS", "E-T04", "E-T07"))
    posting, posted, signing = (limit(code, on=on) for code in ("E-T12", "E-T13", "E-T16"))
    last_posting_day = posting.last_day(deadline)
    posted_until = posted.earliest(at(last_posting_day, NINE))
    awarded_on = next_workday(posted_until + ONE_DAY)
    return (
        _milestone("ISSUED", "发布招标公告", plan.issued_at, TBL[16], "招标公告在指定媒介发布"),
        _milestone("E-T01", "招标文件获取止", end_of(plan.sale_ends_on), sale.law, sale.says),
        _milestone("QUESTIONS", "集中提问止", asked.closes_at(deadline), asked.law, asked.says),
        _milestone("E-T04", "澄清、修改最晚", changed.closes_at(deadline), changed.law, changed.says),
        _milestone("E-T07", "对招标文件异议最晚", objected.closes_at(deadline), objected.law, objected.says),
        _milestone("E-T03", "投标截止", deadline, TBL[24], limit("E-T03", on=on).says),
        _milestone("E-T11", "开标", deadline, TBL[34], "开标与投标截止为同一时间"),
        _milestone("EVALUATE", "评标", deadline, PLATFORM["SAME-DAY-EVALUATION"], "开标当日组织评标"),
        _milestone("E-T12", "公示中标候选人最晚", end_of(last_posting_day), posting.law, posting.says),
        _milestone("E-T13", "公示期满", end_of(posted_until), posted.law, posted.says),
        _milestone("E-T16", "签订合同最晚", signing.due_at(at(awarded_on, NINE)), signing.law, signing.says),
    )


def _milestone(code: str, name: str, moment: datetime, law: Law, says: str) -> Milestone:
    """A moment written 24:00 belongs to the day it ends, also when it ends a year."""
    day = day_of(moment - timedelta(microseconds=1))
    return Milestone(code, name, moment, is_provisional(day), law, says)


def moved_deadline(old_deadline: datetime, notice_at: datetime, *, issued_on: date | None = None) -> Moved:
    """The deadline after a clarification that may affect the bids (《条例》第二十一条).

    Far enough: unchanged. Too near: notice day + 15, at the same hour, on a working day. The law
    of the day of issue applies where it is given.
    """
    if notice_at >= old_deadline:
        raise ValueError("a clarification comes before the deadline")
    row = limit("E-T04", on=issued_on or day_of(notice_at))
    first = row.first_deadline(notice_at)
    if day_of(old_deadline) >= first:
        says = f"距投标截止不少于 {row.amount} 日，投标截止时间不变"
        return Moved(old_deadline, is_new=False, provisional=False, law=row.law, says=says)
    day = next_workday(first)
    deadline = at(day, old_deadline.astimezone(SHANGHAI).time())
    says = f"距原投标截止不足 {row.amount} 日，投标截止顺延至 {_written(day)}{deadline:%H:%M}"
    return Moved(deadline, is_new=True, provisional=is_provisional(day), law=row.law, says=says)


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
