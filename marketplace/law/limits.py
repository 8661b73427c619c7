"""Which period runs from when to when, how long it is, and by which article.

A change of law is a new row with `since`; a released row is never edited (its hash is pinned by a
test). The start day is not counted (《民法典》第二百零一条). Periods are half-open: in time means
`moment < due_at`, over means `moment >= ends_at`; a day ends at 24:00 in Shanghai.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from marketplace.law.errors import Misdeclared
from marketplace.law.statutes import (
    CIVIL_CODE,
    INTENTIONS,
    LAND,
    PLATFORM,
    STATE_ASSETS,
    TBL,
    TBL_REGULATION,
    Law,
)
from marketplace.law.workdays import (
    ONE_DAY,
    add_workdays,
    day_of,
    end_of,
    is_provisional,
    next_workday,
    require_published,
)


class Sense(StrEnum):
    """Which way a limit binds: no shorter, no later, or no nearer to what comes after."""

    AT_LEAST = "at_least"
    WITHIN = "within"
    BEFORE = "before"


class Unit(StrEnum):
    """What is counted; hours run from the moment itself, days from the next day."""

    DAYS = "days"
    WORKDAYS = "workdays"
    HOURS = "hours"


_WORDS = {Unit.DAYS: "日", Unit.WORKDAYS: "个工作日", Unit.HOURS: "小时"}


@dataclass(frozen=True, slots=True)
class Limit:
    """One period of the law. `example` is (start or deadline, boundary day), walked by a test.

    A maximum that would end on a day off ends on the next working day (《民法典》第二百零三条).
    A minimum does not move unless `ends_on_workday` says that its last day must be worked.
    """

    code: str
    name: str
    sense: Sense
    unit: Unit
    amount: int
    law: Law
    starts: str
    ends: str
    consequence: str
    example: tuple[date, date]
    also: tuple[Law, ...] = ()
    since: date | None = None
    until: date | None = None
    pausable: bool = False
    ends_on_workday: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the row binds a tender issued on this day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    @property
    def says(self) -> str:
        """The row as one sentence: 自招标文件开始发出起，至投标截止，不少于 20 日."""
        period = f"{self.amount} {_WORDS[self.unit]}"
        if self.sense is Sense.BEFORE:
            return f"{self.starts}，应当在{self.ends} {period}前"
        bound = "不少于" if self.sense is Sense.AT_LEAST else "不超过"
        return f"自{self.starts}起，至{self.ends}，{bound} {period}"

    def earliest(self, start: datetime) -> date:
        """The earliest lawful last day of a minimum: start + N, the start day excluded."""
        self._must_be(Sense.AT_LEAST)
        day = self._counted(start)
        return next_workday(day) if self.ends_on_workday else day

    def ends_at(self, start: datetime) -> datetime:
        """The first moment at which a minimum is over: 24:00 of its last day."""
        return end_of(self.earliest(start))

    def last_day(self, start: datetime, *, paused: int = 0) -> date:
        """The last day of a maximum; `paused` days do not count where the row allows a pause."""
        self._must_be(Sense.WITHIN)
        if paused and not self.pausable:
            raise Misdeclared(f"limit {self.code} cannot be paused")
        return next_workday(self._counted(start, paused))

    def due_at(self, start: datetime, *, paused: int = 0) -> datetime:
        """The first moment that is too late for a maximum."""
        if self.unit is Unit.HOURS:
            self._must_be(Sense.WITHIN)
            return start + timedelta(hours=self.amount)
        return end_of(self.last_day(start, paused=paused))

    def latest(self, deadline: datetime) -> date:
        """The last day that is early enough before a deadline, whose own day is not counted."""
        self._must_be(Sense.BEFORE)
        if self.unit is not Unit.DAYS:
            raise Misdeclared(f"limit {self.code} counts backwards in days only")
        return day_of(deadline) - ONE_DAY * self.amount

    def closes_at(self, deadline: datetime) -> datetime:
        """The first moment that is too near to the deadline."""
        return end_of(self.latest(deadline))

    def first_deadline(self, notice: datetime) -> date:
        """The earliest deadline day for which a notice given now is early enough."""
        self._must_be(Sense.BEFORE)
        return self._counted(notice)

    def is_provisional(self, start: datetime) -> bool:
        """Whether the period ends in a year whose holidays are not announced yet."""
        return is_provisional(self._counted(start))

    def require_calendar(self, start: datetime) -> None:
        """Refuse to begin a minimum that ends in a year without an announced calendar (fails closed)."""
        require_published(self.earliest(start))

    def _counted(self, start: datetime, paused: int = 0) -> date:
        if self.unit is Unit.HOURS:
            return day_of(start + timedelta(hours=self.amount))
        if self.unit is Unit.WORKDAYS:
            return add_workdays(day_of(start), self.amount + paused)
        return day_of(start) + ONE_DAY * (self.amount + paused)

    def _must_be(self, sense: Sense) -> None:
        if self.sense is not sense:
            raise Misdeclared(f"limit {self.code} is {self.sense}, not {sense}")


_LAW_2000 = date(2000, 1, 1)  # 招标投标法 in force
_REGULATION_2012 = date(2012, 2, 1)  # 招标投标法实施条例 in force

TABLE: tuple[Limit, ...] = (
    Limit(
        "E-T01", "招标文件发售期", Sense.AT_LEAST, Unit.DAYS, 5, TBL_REGULATION[16],
        "招标文件开始发售", "停止发售",
        "发售期不足的不得发布；依《中华人民共和国招标投标法实施条例》第六十四条可处 10 万元以下罚款",
        example=(date(2026, 3, 2), date(2026, 3, 7)), since=_REGULATION_2012,
    ),
    Limit(
        "E-T03", "投标文件编制期", Sense.AT_LEAST, Unit.DAYS, 20, TBL[24],
        "招标文件开始发出", "提交投标文件截止", "编制期不足的不得发布",
        example=(date(2026, 9, 8), date(2026, 9, 28)), since=_LAW_2000,
    ),
    Limit(
        "E-T04", "招标文件澄清、修改", Sense.BEFORE, Unit.DAYS, 15, TBL_REGULATION[21],
        "可能影响投标文件编制的澄清、修改", "投标截止", "不足 15 日的，顺延投标截止时间",
        example=(date(2026, 11, 20), date(2026, 11, 5)), also=(TBL[23],), since=_REGULATION_2012,
    ),
    Limit(
        "E-T07", "对招标文件的异议", Sense.BEFORE, Unit.DAYS, 10, TBL_REGULATION[22],
        "对招标文件的异议", "投标截止", "逾期提出的，说明理由后不予受理",
        example=(date(2026, 11, 20), date(2026, 11, 10)), since=_REGULATION_2012,
    ),
    Limit(
        "E-T08", "异议答复", Sense.WITHIN, Unit.DAYS, 3, TBL_REGULATION[22],
        "收到异议", "作出答复", "作出答复前暂停招标投标活动",
        example=(date(2026, 11, 9), date(2026, 11, 12)), also=(TBL_REGULATION[54],), since=_REGULATION_2012,
    ),
    Limit(
        "E-T10", "撤回投标后退还保证金", Sense.WITHIN, Unit.DAYS, 5, TBL_REGULATION[35],
        "收到书面撤回通知", "退还投标保证金",
        "逾期不退的，依《中华人民共和国招标投标法实施条例》第六十六条可处 5 万元以下罚款",
        example=(date(2026, 11, 9), date(2026, 11, 16)), since=_REGULATION_2012,
    ),
    Limit(
        "E-T12", "中标候选人公示开始", Sense.WITHIN, Unit.DAYS, 3, TBL_REGULATION[54],
        "招标人收到评标报告", "公示中标候选人", "逾期未公示的，报警并告知行政监督部门",
        example=(date(2026, 11, 20), date(2026, 11, 23)), since=_REGULATION_2012,
    ),
    Limit(
        "E-T13", "中标候选人公示期", Sense.AT_LEAST, Unit.DAYS, 3, TBL_REGULATION[54],
        "公示中标候选人", "公示期满", "公示期满前不得定标",
        example=(date(2026, 9, 23), date(2026, 9, 28)), also=(CIVIL_CODE[203],), since=_REGULATION_2012,
        ends_on_workday=True,
    ),
    Limit(
        "E-T15", "招标投标情况书面报告", Sense.WITHIN, Unit.DAYS, 15, TBL[47],
        "确定中标人", "向行政监督部门提交书面报告", "逾期未报告的，报警并告知行政监督部门",
        example=(date(2026, 9, 14), date(2026, 9, 29)), since=_LAW_2000,
    ),
    Limit(
        "E-T16", "签订合同", Sense.WITHIN, Unit.DAYS, 30, TBL[46],
        "中标通知书发出", "订立书面合同",
        "无正当理由不订立的，依《中华人民共和国招标投标法实施条例》第七十三条、第七十四条承担责任",
        example=(date(2026, 9, 3), date(2026, 10, 8)), also=(TBL_REGULATION[57],), since=_LAW_2000,
    ),
    Limit(
        "E-T17", "签约后退还保证金", Sense.WITHIN, Unit.DAYS, 5, TBL_REGULATION[57],
        "书面合同签订", "退还投标保证金及银行同期存款利息",
        "逾期不退的，依《中华人民共和国招标投标法实施条例》第六十六条可处 5 万元以下罚款",
        example=(date(2026, 9, 21), date(2026, 9, 28)), since=_REGULATION_2012,
    ),
    Limit(
        "E-T18", "投诉提起", Sense.WITHIN, Unit.DAYS, 10, TBL_REGULATION[60],
        "知道或者应当知道", "提起投诉", "逾期提起的，不予受理；异议答复期间不计算在内",
        example=(date(2026, 11, 2), date(2026, 11, 12)), since=_REGULATION_2012, pausable=True,
    ),
    Limit(
        "G-T01", "采购意向公开", Sense.AT_LEAST, Unit.DAYS, 30, INTENTIONS,
        "公开采购意向", "采购活动开始", "不足 30 日的不得公开；因不可预见的原因急需开展的采购可以不公开意向",
        example=(date(2026, 11, 25), date(2026, 12, 25)), since=date(2022, 1, 1),
    ),
    Limit(
        "QUESTIONS", "集中提问", Sense.BEFORE, Unit.DAYS, 18, PLATFORM["QUESTIONS"],
        "投标人的疑问", "投标截止", "逾期提出的疑问仍可提交，能否在截止前答复不作保证",
        example=(date(2026, 11, 20), date(2026, 11, 2)),
    ),
    Limit(
        "ARCHIVE", "归档", Sense.WITHIN, Unit.DAYS, 30, PLATFORM["ARCHIVE"],
        "项目办结", "归档", "逾期未归档的，列入待办并报警",
        example=(date(2026, 10, 12), date(2026, 11, 11)),
    ),
    Limit(
        "L-T01", "土地使用权出让公告期", Sense.BEFORE, Unit.DAYS, 20, LAND[8],
        "出让公告", "招标、拍卖、挂牌开始", "不足 20 日的不得发布",
        example=(date(2026, 11, 20), date(2026, 10, 31)), since=date(2007, 11, 1),
    ),
    Limit(
        "Q-T01", "产权转让信息正式披露", Sense.AT_LEAST, Unit.WORKDAYS, 20, STATE_ASSETS[13],
        "正式披露转让信息", "披露截止", "不足 20 个工作日的不得发布",
        example=(date(2026, 3, 2), date(2026, 3, 30)), since=date(2016, 6, 24),
    ),
    Limit(
        "ORG-VERIFY", "主体登记核验", Sense.WITHIN, Unit.WORKDAYS, 1, PLATFORM["REGISTRATION"],
        "提交主体登记", "办结核验", "逾期未核验的，在受理台标黄",
        example=(date(2026, 11, 20), date(2026, 11, 23)),
    ),
    Limit(
        "SAMPLE", "抽查", Sense.WITHIN, Unit.WORKDAYS, 1, PLATFORM["SAMPLED"],
        "一人办结", "另一人抽查", "逾期未抽查的，列入待办并标红",
        example=(date(2026, 11, 20), date(2026, 11, 23)),
    ),
    Limit(
        "REDACTION", "遮蔽的第二人确认", Sense.WITHIN, Unit.WORKDAYS, 1, PLATFORM["REDACTION"],
        "一人遮蔽", "另一人确认或者恢复", "逾期未确认的，标红并告知单位负责人和交易中心",
        example=(date(2026, 11, 20), date(2026, 11, 23)),
    ),
    Limit(
        "LICENCE-60", "第一次提醒更新营业执照", Sense.BEFORE, Unit.DAYS, 60, PLATFORM["LICENCE"],
        "提醒更新营业执照", "营业期限届满", "没有更新的，届满前 30 日再提醒",
        example=(date(2026, 12, 31), date(2026, 11, 1)),
    ),
    Limit(
        "LICENCE-30", "第二次提醒更新营业执照", Sense.BEFORE, Unit.DAYS, 30, PLATFORM["LICENCE"],
        "提醒更新营业执照", "营业期限届满", "没有更新的，届满前 7 日再提醒",
        example=(date(2026, 12, 31), date(2026, 12, 1)),
    ),
    Limit(
        "LICENCE-7", "第三次提醒更新营业执照", Sense.BEFORE, Unit.DAYS, 7, PLATFORM["LICENCE"],
        "提醒更新营业执照", "营业期限届满", "届满后先更新营业执照，再开始新的投标",
        example=(date(2026, 12, 31), date(2026, 12, 24)),
    ),
)  # fmt: skip


def limit(code: str, *, on: date) -> Limit:
    """The row in force for a tender issued on this day; none or two is an error of our table."""
    rows = [row for row in TABLE if row.code == code and row.in_force(on)]
    if len(rows) != 1:
        raise Misdeclared(f"{len(rows)} rows {code} are in force on {on}")
    return rows[0]
