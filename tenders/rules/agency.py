"""What the law and the platform ask of an agency's work: its agreement, its publications, its files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import E_TENDERING, PLATFORM, TBL, TBL_REGULATION
from marketplace.law.workdays import SHANGHAI

_NINE = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Terms:
    """What two units want to agree on, at a moment."""

    now: datetime
    since: datetime
    until: datetime
    clauses: int = 1


@rule(
    "MANDATE-NAMES-ITS-SCOPE",
    law=TBL[15],
    says="委托协议应当写明委托的范围",
    holds=[Terms(_NINE, _NINE, _NINE + _YEAR, clauses=1)],
    breaks=[Terms(_NINE, _NINE, _NINE + _YEAR, clauses=0)],
)
def the_scope_is_named(facts: Terms) -> bool:
    return facts.clauses > 0


@rule(
    "MANDATE-LASTS",
    law=TBL_REGULATION[14],
    says="委托期限的截止日不得早于起始日，也不得已经过去",
    holds=[Terms(_NINE, _NINE, _NINE + timedelta(days=1)), Terms(_NINE, _NINE - _YEAR, _NINE + _YEAR)],
    breaks=[Terms(_NINE, _NINE, _NINE), Terms(_NINE, _NINE - _YEAR, _NINE)],
)
def the_mandate_lasts(facts: Terms) -> bool:
    return facts.since < facts.until and facts.now < facts.until


@dataclass(frozen=True, slots=True)
class Approval:
    """Who says yes to a publication, against who wrote it."""

    wrote: bool
    proved: bool = True


@rule(
    "PUBLISH-NOT-BY-ITS-AUTHOR",
    law=PLATFORM["TWO-PERSONS"],
    says="编制或者改过这份资料的人不能确认它的发布，请由本单位另一人确认",
    holds=[Approval(wrote=False)],
    breaks=[Approval(wrote=True)],
)
def the_approver_is_not_the_author(facts: Approval) -> bool:
    return not facts.wrote


@rule(
    "APPROVE-STEP-UP",
    law=PLATFORM["STEP-UP"],
    says="同意公开前 30 分钟内须登录或者再次验证身份",
    holds=[Approval(wrote=False, proved=True)],
    breaks=[Approval(wrote=False, proved=False)],
)
def the_approver_has_proved_who_they_are(facts: Approval) -> bool:
    return facts.proved


@dataclass(frozen=True, slots=True)
class Papers:
    """How many of the papers that must be kept are there."""

    required: int
    missing: int


@dataclass(frozen=True, slots=True)
class Handovers:
    """How many lists of the lot wait at the receiver or were received."""

    standing: int


@rule(
    "HANDOVER-ONCE",
    law=E_TENDERING[40],
    says="这个标段的档案已经移交，退回以后才能再次移交",
    holds=[Handovers(0)],
    breaks=[Handovers(1)],
)
def not_handed_over_yet(facts: Handovers) -> bool:
    return facts.standing == 0


@rule(
    "HANDOVER-COMPLETE",
    law=E_TENDERING[40],
    says="应当归档的材料齐全后才能移交",
    holds=[Papers(9, 0)],
    breaks=[Papers(9, 1)],
)
def every_required_paper_is_there(facts: Papers) -> bool:
    return facts.missing == 0
