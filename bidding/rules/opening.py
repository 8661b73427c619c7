"""May the lot be closed, opened, declared failed, its record signed?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import E_TENDERING, PLATFORM, TBL, TBL_REGULATION

NINE = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)
_LATER = NINE + timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Opening:
    """A lot around its deadline. `grace` is one request time-out after which nothing is in flight."""

    now: datetime
    deadline: datetime = NINE
    grace: timedelta = timedelta(0)
    bids: int = 3
    window_until: datetime = _LATER
    own_locks_waiting: int = 0
    keys: int = 2
    keys_needed: int = 2
    undecided: int = 0
    decrypted: int = 3
    open_objections: int = 0
    auto_open: bool = True
    by_clock: bool = False


@rule(
    "CLOSE-AT-DEADLINE",
    law=TBL[28],
    says="投标截止时间到达后，方可截止投标",
    holds=[Opening(NINE), Opening(NINE + timedelta(seconds=20), grace=timedelta(seconds=20))],
    breaks=[Opening(NINE - timedelta(microseconds=1)), Opening(NINE, grace=timedelta(seconds=20))],
)
def deadline_has_passed(facts: Opening) -> bool:
    return facts.now >= facts.deadline + facts.grace


@rule(
    "OPEN-THREE-BIDS",
    law=TBL_REGULATION[44],
    says="投标人少于 3 个的，不得开标；招标人应当重新招标",
    holds=[Opening(NINE, bids=3)],
    breaks=[Opening(NINE, bids=2), Opening(NINE, bids=0)],
)
def at_least_three_bids(facts: Opening) -> bool:
    return facts.bids >= 3


@rule(
    "FAIL-UNDER-THREE",
    law=TBL_REGULATION[44],
    says="投标人达到 3 个的，应当开标",
    holds=[Opening(NINE, bids=2), Opening(NINE, bids=0)],
    breaks=[Opening(NINE, bids=3)],
)
def fewer_than_three_bids(facts: Opening) -> bool:
    return facts.bids < 3


@rule(
    "AUTO-OPEN",
    law=TBL[34],
    says="招标文件未约定自动开标的，由招标人或者代理机构主持开标",
    holds=[Opening(NINE, by_clock=True), Opening(NINE, auto_open=False)],
    breaks=[Opening(NINE, by_clock=True, auto_open=False)],
)
def clock_opens_only_when_agreed(facts: Opening) -> bool:
    return facts.auto_open or not facts.by_clock


@rule(
    "RELEASE-OVER",
    law=E_TENDERING[30],
    says="解密时限未到，且仍有投标人未解密",
    holds=[Opening(_LATER, own_locks_waiting=1), Opening(NINE)],
    breaks=[Opening(NINE, own_locks_waiting=1)],
)
def release_window_is_over(facts: Opening) -> bool:
    return facts.own_locks_waiting == 0 or facts.now >= facts.window_until


@rule(
    "RELEASE-IN-WINDOW",
    law=E_TENDERING[31],
    says="解密时限已过，因投标人原因未解密的，视为撤销投标文件",
    holds=[Opening(NINE)],
    breaks=[Opening(_LATER)],
)
def release_window_is_open(facts: Opening) -> bool:
    return facts.now < facts.window_until


@rule(
    "KEYS-PRESENT",
    law=PLATFORM["LEVELS"],
    says="保管方的开标密钥尚未到齐，开标顺延，到齐后自动继续",
    holds=[Opening(NINE)],
    breaks=[Opening(NINE, keys=1)],
)
def enough_keys_are_present(facts: Opening) -> bool:
    return facts.keys >= facts.keys_needed


@rule(
    "THREE-DECRYPTED",
    law=TBL_REGULATION[44],
    says="解密后的投标文件少于 3 份的，按投标人少于 3 个处理",
    holds=[Opening(NINE)],
    breaks=[Opening(NINE, decrypted=2)],
)
def at_least_three_decrypted(facts: Opening) -> bool:
    return facts.decrypted >= 3


@rule(
    "FAIL-UNDER-THREE-DECRYPTED",
    law=TBL_REGULATION[44],
    says="解密后的投标文件达到 3 份的，应当继续开标",
    holds=[Opening(NINE, decrypted=2)],
    breaks=[Opening(NINE)],
)
def fewer_than_three_decrypted(facts: Opening) -> bool:
    return facts.decrypted < 3


@rule(
    "OPENING-OBJECTIONS-ANSWERED",
    law=TBL_REGULATION[44],
    says="对开标的异议应当当场答复，答复后方可签署开标记录",
    holds=[Opening(NINE)],
    breaks=[Opening(NINE, open_objections=1)],
)
def opening_objections_are_answered(facts: Opening) -> bool:
    return facts.open_objections == 0
