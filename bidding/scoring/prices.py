"""How many points a price earns: by the lowest price, or by its distance from a dynamic benchmark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from bidding.scoring.steps import EXACT, PLACES, NotScorable, Step, percent, rounded, shown
from marketplace.law.money import Money

Drawn = Mapping[str, Decimal]  # what came out of the public draw at the opening, by code


@dataclass(frozen=True, slots=True)
class Draw:
    """A coefficient the document leaves to a public draw at the opening: its code and the lots in the urn."""

    code: str
    choices: tuple[Decimal, ...]


Coefficient = Decimal | Draw


def settled(coefficient: Coefficient, drawn: Drawn) -> Decimal:
    """The number itself, or what was drawn; a number that was not in the urn is refused."""
    if isinstance(coefficient, Decimal):
        return coefficient
    if coefficient.code not in drawn:
        raise NotScorable(f"随机系数 {coefficient.code} 尚未抽取")
    if drawn[coefficient.code] not in coefficient.choices:
        raise NotScorable(f"随机系数 {coefficient.code} 抽得 {drawn[coefficient.code]}，不在备选值之内")
    return drawn[coefficient.code]


@dataclass(frozen=True, slots=True)
class Trim:
    """From this many prices on, so many of the highest and lowest are left out of the mean."""

    bids: int
    highest: int
    lowest: int


DEVIATION = "偏差率 =（评标价 − 评标基准价）÷ 评标基准价 × 100%"
POINTS = "报价得分 = 满分 − |偏差率| × 每偏差 1% 的扣分，不低于最低分"
STANDARD_TRIM = (Trim(0, 0, 0), Trim(6, 1, 1), Trim(10, 2, 2))


@dataclass(frozen=True, slots=True)
class LowestPrice:
    """低价优先法: base ÷ price × full marks, base = the lowest evaluation price (87号令第五十五条)."""


@dataclass(frozen=True, slots=True)
class Lowered:
    """B1 = mean × (1 − k)."""

    down: Coefficient


@dataclass(frozen=True, slots=True)
class Blended:
    """B2 = mean × K + cap × (1 − r) × (1 − K)."""

    share: Coefficient
    cap_down: Coefficient


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Points fall by `above` per percent over the benchmark and by `below` per percent under it.

    The benchmark is computed once, from the responsive bids after the preliminary review; the mean
    and the benchmark are rounded to 分, the deviation only if the document names its places.
    """

    formula: Lowered | Blended
    above: Coefficient
    below: Coefficient
    least: Decimal = Decimal(0)
    trim: tuple[Trim, ...] = STANDARD_TRIM
    lowest_in_mean: Money | None = None
    deviation_places: int | None = None

    @property
    def coefficients(self) -> tuple[Coefficient, ...]:
        """Every number of the formula that a document may leave to the draw."""
        formula = self.formula
        base = (formula.down,) if isinstance(formula, Lowered) else (formula.share, formula.cap_down)
        return (*base, self.above, self.below)


PriceMethod = LowestPrice | Benchmark


@dataclass(frozen=True, slots=True)
class PriceScores:
    """Points by bid, the base they are measured from, and the steps."""

    points: Mapping[str, Decimal]
    base: Decimal
    steps: tuple[Step, ...]


def price_scores(
    method: PriceMethod,
    prices: Mapping[str, Money],
    full: Decimal,
    *,
    cap: Money | None = None,
    drawn: Drawn | None = None,
    places: int = PLACES,
) -> PriceScores:
    """Score the evaluation prices of the valid bids. A price above the cap must have been rejected before."""
    if not prices:
        raise NotScorable("没有有效报价")
    for bid, price in prices.items():
        if price <= Money(0):
            raise NotScorable(f"{bid} 的报价应大于 0")
        if cap is not None and price > cap:
            raise NotScorable(f"{bid} 的报价超过最高投标限价，应先否决再评分")
    with localcontext(EXACT):
        if isinstance(method, LowestPrice):
            return _by_lowest(prices, full, places)
        return _by_benchmark(method, prices, full, cap=cap, drawn=drawn or {}, places=places)


def _by_lowest(prices: Mapping[str, Money], full: Decimal, places: int) -> PriceScores:
    base = min(prices.values()).decimal
    steps = [Step("", "评标基准价 = 有效评标价中的最低价", _inputs(prices), shown(base))]
    points = {}
    for bid, price in prices.items():
        points[bid] = rounded(base / price.decimal * full, places)
        inputs = (("评标基准价", shown(base)), ("评标价", price.yuan()), ("满分", shown(full)))
        steps.append(Step(bid, "报价得分 = 评标基准价 ÷ 评标价 × 满分", inputs, shown(points[bid])))
    return PriceScores(points, base, tuple(steps))


def _by_benchmark(
    method: Benchmark,
    prices: Mapping[str, Money],
    full: Decimal,
    *,
    cap: Money | None,
    drawn: Drawn,
    places: int,
) -> PriceScores:
    mean, steps = _mean(method, prices)
    base, how = _base(method.formula, mean, cap, drawn)
    steps.append(how)
    above, below = settled(method.above, drawn), settled(method.below, drawn)
    points = {}
    for bid, price in prices.items():
        deviation = (price.decimal - base) / base * 100
        if method.deviation_places is not None:
            deviation = rounded(deviation, method.deviation_places)
        per_percent = above if deviation > 0 else below
        scored = full - abs(deviation) * per_percent
        points[bid] = rounded(min(max(scored, method.least), full), places)
        shown_deviation = f"{shown(rounded(deviation, 4))}%"
        compared = (("评标价", price.yuan()), ("评标基准价", shown(base)))
        inputs = (("满分", shown(full)), ("偏差率", shown_deviation), ("每偏差 1% 扣分", shown(per_percent)))
        steps.append(Step(bid, DEVIATION, compared, shown_deviation))
        steps.append(Step(bid, POINTS, inputs, shown(points[bid])))
    return PriceScores(points, base, tuple(steps))


def _mean(method: Benchmark, prices: Mapping[str, Money]) -> tuple[Decimal, list[Step]]:
    """The mean of the prices that remain in the base after the floor and the trimming."""
    lowest = method.lowest_in_mean
    base = {bid: price for bid, price in prices.items() if lowest is None or price >= lowest}
    rule = max(
        (row for row in method.trim if row.bids <= len(base)), key=lambda row: row.bids, default=Trim(0, 0, 0)
    )
    ordered = sorted(base.items(), key=lambda item: (item[1], item[0]))
    kept = dict(ordered[rule.lowest : len(ordered) - rule.highest])
    if not kept:
        raise NotScorable("没有可用于计算评标基准价的报价")
    mean = rounded(Money.total(kept.values()).decimal / len(kept))
    says = f"平均价 = 去掉 {rule.highest} 个最高价和 {rule.lowest} 个最低价后的算术平均值"
    return mean, [Step("", says, _inputs(kept), shown(mean))]


def _base(formula: Lowered | Blended, mean: Decimal, cap: Money | None, drawn: Drawn) -> tuple[Decimal, Step]:
    if isinstance(formula, Lowered):
        down = settled(formula.down, drawn)
        base = rounded(mean * (1 - down))
        lowered = (("平均价", shown(mean)), ("下浮系数", percent(down)))
        return base, Step("", "评标基准价 = 平均价 ×（1 − 下浮系数）", lowered, shown(base))
    if cap is None:
        raise NotScorable("复合基准价需要最高投标限价")
    share, cap_down = settled(formula.share, drawn), settled(formula.cap_down, drawn)
    lowered_cap = rounded(cap.decimal * (1 - cap_down))
    base = rounded(mean * share + lowered_cap * (1 - share))
    inputs = (
        ("平均价", shown(mean)),
        ("权重系数", shown(share)),
        ("最高投标限价", cap.yuan()),
        ("限价下浮率", percent(cap_down)),
    )
    says = "评标基准价 = 平均价 × 权重系数 + 最高投标限价 ×（1 − 限价下浮率）×（1 − 权重系数）"
    return base, Step("", says, inputs, shown(base))


def _inputs(prices: Mapping[str, Money]) -> tuple[tuple[str, str], ...]:
    return tuple((bid, price.yuan()) for bid, price in prices.items())


def weighted_total(parts: Sequence[tuple[Decimal, Decimal]], places: int = PLACES) -> Decimal:
    """Σ F × A for marks out of 100 and weights that sum to 1 (87号令第五十五条)."""
    with localcontext(EXACT):
        if sum((weight for _, weight in parts), Decimal(0)) != 1:
            raise NotScorable("各项权重之和应为 1")
        return rounded(sum((mark * weight for mark, weight in parts), Decimal(0)), places)
