"""How much security may be asked at most, what its late return costs, and by which article."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from marketplace.law.money import Money
from marketplace.law.statutes import (
    GOODS,
    PROCUREMENT,
    PROCUREMENT_REGULATION,
    SURVEY,
    TBL_REGULATION,
    WORKS,
    Law,
)

_TWO_PERCENT = Decimal("0.02")
_TEN_PERCENT = Decimal("0.10")
_LATE_FACTOR = Decimal("1.2")
_DAYS_OF_A_BANK_YEAR = 360


class Subject(StrEnum):
    """What is bought: the ministries' orders cap each kind differently."""

    WORKS = "施工"
    GOODS = "货物"
    SURVEY = "勘察设计"
    SUPERVISION = "监理"
    PROCUREMENT = "政府采购"


@dataclass(frozen=True, slots=True)
class Cap:
    """The most that may be asked, the articles it follows from, and the computation in words."""

    amount: Money
    law: tuple[Law, ...]
    says: str


_CEILINGS: dict[Subject, tuple[Money, Law]] = {
    Subject.WORKS: (Money.of(800_000), WORKS[37]),
    Subject.GOODS: (Money.of(800_000), GOODS[27]),
    Subject.SURVEY: (Money.of(100_000), SURVEY[24]),
}


def bond_cap(subject: Subject, estimate: Money) -> Cap:
    """The most a 投标保证金 may be: 2 % of the estimate, and no more than the order's ceiling.

    The 80 万 and 10 万 ceilings stand in the ministries' orders only, not in the 条例; 监理 has none.
    """
    share = estimate.times(_TWO_PERCENT)
    if subject is Subject.PROCUREMENT:
        law: Law = PROCUREMENT_REGULATION[33]
        return Cap(share, (law,), f"不超过采购项目预算金额的 2%，即 {share}")
    says = f"不超过招标项目估算价的 2%，即 {share}"
    ceiling = _CEILINGS.get(subject)
    if ceiling is None or share <= ceiling[0]:
        return Cap(share, (TBL_REGULATION[26],), says)
    return Cap(ceiling[0], (TBL_REGULATION[26], ceiling[1]), f"{says}；且最高不超过 {ceiling[0]}")


def performance_cap(subject: Subject, contract: Money) -> Cap:
    """The most a 履约保证金 may be: 10 % of the contract."""
    share = contract.times(_TEN_PERCENT)
    law = PROCUREMENT_REGULATION[48] if subject is Subject.PROCUREMENT else TBL_REGULATION[58]
    return Cap(share, (law,), f"不超过中标合同金额的 10%，即 {share}")


def supplement_cap(contract: Money) -> Cap:
    """The most all supplements of a 政府采购 contract may come to: 10 % of the original."""
    share = contract.times(_TEN_PERCENT)
    return Cap(share, (PROCUREMENT[49],), f"所有补充合同不超过原合同采购金额的 10%，即 {share}")


def late_refund(bond: Money, benchmark: Decimal, days: int) -> Cap:
    """What 政府采购 owes for a security returned late: the benchmark rate raised by 20 %, year of 360 days."""
    owed = bond.times(benchmark * _LATE_FACTOR * days / _DAYS_OF_A_BANK_YEAR)
    says = f"{bond} × {benchmark * 100:f}% × 120% × {days} 日 ÷ 360 = {owed}"
    return Cap(owed, (PROCUREMENT_REGULATION[33],), says)
