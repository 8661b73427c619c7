"""How near to the deadline may documents still change, and where must the deadline go?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.limits import limit
from marketplace.law.rules import rule
from marketplace.law.statutes import TBL_REGULATION
from marketplace.law.workdays import day_of, is_provisional, is_workday

_NOON = datetime(2026, 11, 5, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Change:
    """A clarification or extension about to be announced at `now`."""

    now: datetime
    old_deadline: datetime
    new_deadline: datetime
    affects_bids: bool = True
    reason: str = "补充图纸"


def _change(days: int, **more: object) -> Change:
    """Announced at noon of 2026-11-05 with the new deadline so many days later."""
    deadline = _NOON + timedelta(days=days)
    return Change(_NOON, _NOON + timedelta(days=10), deadline, **more)  # type: ignore[arg-type]


@rule(
    "CLARIFY-15-DAYS",
    law=TBL_REGULATION[21],
    says="澄清或者修改可能影响投标文件编制的，应当在投标截止时间至少 15 日前发布；不足 15 日的，应当顺延截止时间",
    holds=[_change(15), _change(10, affects_bids=False)],
    breaks=[_change(14)],
)
def fifteen_days_after_a_change(facts: Change) -> bool:
    if not facts.affects_bids:
        return True
    return day_of(facts.now) <= limit("E-T04", on=day_of(facts.now)).latest(facts.new_deadline)


@rule(
    "DEADLINE-NOT-EARLIER",
    law=TBL_REGULATION[21],
    says="投标截止时间只能顺延，不能提前",
    holds=[_change(15), _change(10)],
    breaks=[_change(9)],
)
def deadline_moves_only_later(facts: Change) -> bool:
    return facts.new_deadline >= facts.old_deadline


@rule(
    "CHANGE-BEFORE-DEADLINE",
    law=TBL_REGULATION[21],
    says="投标截止后不得再澄清、修改或者延期",
    holds=[_change(15)],
    breaks=[Change(_NOON, _NOON, _NOON + timedelta(days=20))],
)
def deadline_has_not_passed(facts: Change) -> bool:
    return facts.now < facts.old_deadline


@rule(
    "EXTENSION-LATER",
    law=TBL_REGULATION[21],
    says="延期后的截止时间应当晚于原截止时间，为工作日，且该年的节假日安排已经公布",
    holds=[_change(15)],
    breaks=[_change(10), _change(16), _change(70_000)],
)
def extension_is_later_and_worked(facts: Change) -> bool:
    day = day_of(facts.new_deadline)
    return facts.new_deadline > facts.old_deadline and not is_provisional(day) and is_workday(day)


@rule(
    "CHANGE-HAS-REASON",
    law=TBL_REGULATION[21],
    says="应当写明内容和理由",
    holds=[_change(15)],
    breaks=[_change(15, reason="  ")],
)
def change_says_why(facts: Change) -> bool:
    return bool(facts.reason.strip())
