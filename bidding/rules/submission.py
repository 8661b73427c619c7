"""Is this package received in time, whole and once?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import E_TENDERING, PLATFORM, TBL, TBL_REGULATION

NINE = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # 09:00 in Shanghai
_BEFORE = NINE - timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Arrival:
    """A package whose last byte is in at `arrived`; `arrived` is read once (design D11)."""

    arrived: datetime
    deadline: datetime = NINE
    receiving: bool = True
    seq: int = 1
    expected_seq: int = 1
    own_bid_live: bool = True
    stepped_up: bool = True
    conflict: str = ""


@rule(
    "BID-IN-TIME",
    law=TBL[28],
    says="投标文件应当在投标截止时间前送达，截止时间后送达的应当拒收",
    holds=[Arrival(_BEFORE)],
    breaks=[Arrival(NINE), Arrival(NINE + timedelta(microseconds=1))],
)
def bid_arrives_before_the_deadline(facts: Arrival) -> bool:
    return facts.arrived < facts.deadline


@rule(
    "BID-RECEIVING",
    law=E_TENDERING[27],
    says="本标段现在不接收投标文件",
    holds=[Arrival(_BEFORE)],
    breaks=[Arrival(_BEFORE, receiving=False)],
)
def lot_is_receiving(facts: Arrival) -> bool:
    return facts.receiving


@rule(
    "BID-ONCE",
    law=TBL_REGULATION[51].at(4),
    says="同一投标人对同一标段只能有一份有效的投标文件；补充、修改请在原投标页面办理",
    holds=[Arrival(_BEFORE, seq=2, expected_seq=2)],
    breaks=[Arrival(_BEFORE, seq=1, expected_seq=2)],
)
def bid_continues_the_chain(facts: Arrival) -> bool:
    return facts.seq == facts.expected_seq


@rule(
    "BID-TO-WITHDRAW",
    law=TBL[29],
    says="没有可以撤回的投标文件",
    holds=[Arrival(_BEFORE)],
    breaks=[Arrival(_BEFORE, own_bid_live=False)],
)
def there_is_a_bid_to_withdraw(facts: Arrival) -> bool:
    return facts.own_bid_live


@rule(
    "STEP-UP-30-MIN",
    law=PLATFORM["STEP-UP"],
    says="有法律效力的事项须在 30 分钟内再次验证身份；请验证后重新提交，您填写的内容不会丢失",
    holds=[Arrival(_BEFORE)],
    breaks=[Arrival(_BEFORE, stepped_up=False)],
)
def person_proved_again_who_they_are(facts: Arrival) -> bool:
    return facts.stepped_up


@rule(
    "BIDDER-INDEPENDENT",
    law=TBL_REGULATION[34],
    says="与招标人存在利害关系可能影响招标公正性的单位，不得参加投标",
    holds=[Arrival(_BEFORE)],
    breaks=[Arrival(_BEFORE, conflict="招标人本单位")],
)
def bidder_is_independent(facts: Arrival) -> bool:
    return not facts.conflict
