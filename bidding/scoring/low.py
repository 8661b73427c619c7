"""Which prices are so low that the bidder must explain them; being listed here is not a rejection.

财库〔2026〕2号 for 政府采购; for 工程 the document sets the rates (12号令第二十一条). The comparison
is strict, on the original quotes of the bids that passed the review of conformity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from bidding.scoring.steps import NotScorable, Step, percent, rounded, shown
from marketplace.law.money import Money

HIGHEST_RATE = Decimal("0.65")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Rates of the mean, of the next-lowest price and of the cap; None leaves a test out."""

    of_mean: Decimal | None = Decimal("0.50")
    of_next: Decimal | None = Decimal("0.50")
    of_cap: Decimal | None = Decimal("0.45")

    def __post_init__(self) -> None:
        for rate in (self.of_mean, self.of_next, self.of_cap):
            if rate is not None and not 0 < rate <= HIGHEST_RATE:
                raise NotScorable("异常低价的比例应大于 0，最高为 65%")


@dataclass(frozen=True, slots=True)
class Hit:
    """A price below a threshold: which bid, which test (1 mean, 2 next-lowest, 3 cap), and the computation."""

    bid: str
    test: int
    step: Step


def abnormally_low(
    quotes: Mapping[str, Money], cap: Money | None = None, thresholds: Thresholds | None = None
) -> tuple[Hit, ...]:
    """Every price strictly below a threshold, in the order of the bids given."""
    tests = _tests(quotes, cap, thresholds or Thresholds())
    return tuple(
        Hit(bid, number, Step(bid, says, (("报价", quote.yuan()),), shown(rounded(bound))))
        for bid, quote in quotes.items()
        for number, says, bound in tests
        if quote.decimal < bound
    )


def _tests(
    quotes: Mapping[str, Money], cap: Money | None, thresholds: Thresholds
) -> list[tuple[int, str, Decimal]]:
    tests = []
    ordered = sorted(quotes.values())
    if thresholds.of_mean is not None and ordered:
        mean = Money.total(ordered).decimal / len(ordered)
        tests.append((1, f"低于全部报价平均值的 {percent(thresholds.of_mean)}", mean * thresholds.of_mean))
    if thresholds.of_next is not None and len(ordered) > 1:
        bound = ordered[1].decimal * thresholds.of_next
        tests.append((2, f"低于次低报价的 {percent(thresholds.of_next)}", bound))
    if thresholds.of_cap is not None and cap is not None:
        tests.append((3, f"低于最高限价的 {percent(thresholds.of_cap)}", cap.decimal * thresholds.of_cap))
    return tests
