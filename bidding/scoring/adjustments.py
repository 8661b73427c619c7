"""What a price or a price score becomes for the evaluation: policy deductions, bonuses, quantified deviations.

The evaluation price only compares; the contract is signed at the (corrected) price of the bid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from bidding.scoring.steps import EXACT, PLACES, Step, percent, rounded, shown
from marketplace.law.money import Money
from marketplace.law.statutes import SME_SUPPORT


@dataclass(frozen=True, slots=True)
class Policy:
    """A support the document grants: its name, its rate, and where it comes from, as people cite it."""

    name: str
    rate: Decimal
    basis: str


def small_firm(rate: Decimal) -> Policy:
    """小微企业: 10–20 % of goods and services, 3–5 % of works; the document fixes the rate."""
    return Policy("小微企业", rate, str(SME_SUPPORT[9]))


def with_small_firm(rate: Decimal) -> Policy:
    """A consortium or subcontract that gives a small firm at least 30 %."""
    return Policy("与小微企业组成联合体或者向其分包", rate, str(SME_SUPPORT[9]))


def domestic(rate: Decimal = Decimal("0.20")) -> Policy:
    """本国产品 against goods from abroad: a fifth of the price."""
    return Policy("本国产品", rate, "国办发〔2025〕34号")


@dataclass(frozen=True, slots=True)
class Adjustment:
    """One amount added to (or, negative, taken from) a price, with its reason and basis."""

    reason: str
    amount: Money
    basis: str


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The evaluation price, what led from the original price to it, and the steps."""

    price: Money
    adjustments: tuple[Adjustment, ...]
    steps: tuple[Step, ...]


def deducted(bid: str, price: Money, policies: Sequence[Policy]) -> Evaluated:
    """Each deduction is a share of the original price; they add up, they do not compound."""
    taken = [Adjustment(policy.name, -price.times(policy.rate), policy.basis) for policy in policies]
    return adjusted(bid, price, taken)


def adjusted(bid: str, price: Money, adjustments: Sequence[Adjustment]) -> Evaluated:
    """Price + Σ adjustments: 经评审的最低投标价法 (12号令第三十二条) and the deductions above."""
    evaluated = price + Money.total(one.amount for one in adjustments)
    inputs = (("投标价", price.yuan()), *((one.reason, one.amount.yuan()) for one in adjustments))
    step = Step(bid, "评标价 = 投标价 + 各项调整额之和", inputs, evaluated.yuan())
    return Evaluated(evaluated, tuple(adjustments), (step,) if adjustments else ())


def raised(
    bid: str, points: Decimal, policy: Policy, *, full: Decimal | None = None, places: int = PLACES
) -> tuple[Decimal, Step]:
    """A price score raised by the policy's rate (46号文第九条); `full` caps it where the document says so."""
    with localcontext(EXACT):
        result = rounded(points * (1 + policy.rate), places)
    if full is not None:
        result = min(result, full)
    inputs = (("报价得分", shown(points)), (policy.name, percent(policy.rate)))
    return result, Step(bid, "报价得分 ×（1 + 加分比例）", inputs, shown(result))
