"""What a whole evaluation yields: 综合评估法, 经评审的最低投标价法, and the owner's trial run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bidding.scoring import criteria as table
from bidding.scoring.adjustments import Adjustment, Policy, adjusted, raised
from bidding.scoring.criteria import Criterion, Kind
from bidding.scoring.marks import Averages, ScoreSheet, average
from bidding.scoring.prices import Benchmark, Draw, Drawn, PriceMethod, PriceScores, price_scores
from bidding.scoring.ranking import Entry, Order, Ranking, rank
from bidding.scoring.steps import PLACES, NotScorable, Step, shown
from marketplace.law.money import Money

STANDARD_TIES = (Order.LOWER_PRICE, Order.HIGHER_TECHNICAL, Order.BUYER)
_ONE_PERCENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Offer:
    """One valid bid: its (corrected) price, what is added to it for comparison, and a bonus if it has one."""

    bid: str
    price: Money
    adjustments: tuple[Adjustment, ...] = ()
    bonus: Policy | None = None


@dataclass(frozen=True, slots=True)
class Comprehensive:
    """综合评估法 (12号令第三十四至三十七条): points for everything, the most points first."""

    criteria: tuple[Criterion, ...]
    price: PriceMethod
    ties: tuple[Order, ...] = STANDARD_TIES
    drop_extremes: bool = False
    bonus_may_exceed_full: bool = False
    places: int = PLACES

    def problems(self) -> tuple[str, ...]:
        """What keeps the method from being published."""
        return table.problems(self.criteria)

    @property
    def full_price(self) -> Decimal:
        """The full marks of the price."""
        return sum((row.weight for row in self.criteria if row.kind is Kind.PRICE), Decimal(0))


@dataclass(frozen=True, slots=True)
class LowestEvaluated:
    """经评审的最低投标价法 (12号令第三十至三十三条): the lowest evaluation price first."""

    ties: tuple[Order, ...] = (Order.LOWER_PRICE, Order.BUYER)


Method = Comprehensive | LowestEvaluated


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The ranking and everything it rests on; scores are empty where the method has none."""

    ranking: Ranking
    totals: Mapping[str, Decimal]
    price: PriceScores | None
    averages: Averages | None
    steps: tuple[Step, ...]


def evaluate(
    method: Method,
    offers: Sequence[Offer],
    sheets: Sequence[ScoreSheet] = (),
    *,
    cap: Money | None = None,
    drawn: Drawn | None = None,
    decided: Sequence[Sequence[str]] = (),
) -> Evaluation:
    """Evaluate the valid bids; `decided` is the buyer's order of ties that nothing else broke."""
    if len({offer.bid for offer in offers}) < len(offers):
        raise NotScorable("同一投标人出现两次")
    if isinstance(method, LowestEvaluated):
        return _by_lowest(method, offers, decided)
    averages = average(
        method.criteria, [offer.bid for offer in offers], sheets,
        drop_extremes=method.drop_extremes, places=method.places,
    )  # fmt: skip
    technical = {offer.bid: averages.total(offer.bid) for offer in offers}
    scored = _comprehensive(method, offers, technical, cap=cap, drawn=drawn, decided=decided)
    return replace(scored, averages=averages, steps=averages.steps + scored.steps)


def _by_lowest(
    method: LowestEvaluated, offers: Sequence[Offer], decided: Sequence[Sequence[str]]
) -> Evaluation:
    evaluated = {offer.bid: adjusted(offer.bid, offer.price, offer.adjustments) for offer in offers}
    entries = [Entry(offer.bid, offer.price, evaluated[offer.bid].price) for offer in offers]
    ranking = rank(entries, (Order.LOWER_EVALUATION_PRICE, *method.ties), decided=decided)
    steps = tuple(step for one in evaluated.values() for step in one.steps)
    return Evaluation(ranking, {}, None, None, steps + ranking.steps)


def _comprehensive(
    method: Comprehensive,
    offers: Sequence[Offer],
    technical: Mapping[str, Decimal],
    *,
    cap: Money | None,
    drawn: Drawn | None,
    decided: Sequence[Sequence[str]],
) -> Evaluation:
    """Price points, bonus, total, order; `technical` is every point that people gave."""
    evaluated = {offer.bid: adjusted(offer.bid, offer.price, offer.adjustments) for offer in offers}
    steps = [step for one in evaluated.values() for step in one.steps]
    full = method.full_price
    prices = {bid: one.price for bid, one in evaluated.items()}
    scores = price_scores(method.price, prices, full, cap=cap, drawn=drawn, places=method.places)
    steps += scores.steps
    ceiling = None if method.bonus_may_exceed_full else full
    totals: dict[str, Decimal] = {}
    for offer in offers:
        points = scores.points[offer.bid]
        if offer.bonus is not None:
            points, step = raised(offer.bid, points, offer.bonus, full=ceiling, places=method.places)
            steps.append(step)
        totals[offer.bid] = points + technical[offer.bid]
        inputs = (("报价得分", shown(points)), ("其他各项得分", shown(technical[offer.bid])))
        steps.append(Step(offer.bid, "综合得分 = 各项得分之和", inputs, shown(totals[offer.bid])))
    entries = [
        Entry(offer.bid, offer.price, prices[offer.bid], totals[offer.bid], technical[offer.bid])
        for offer in offers
    ]
    ranking = rank(entries, (Order.HIGHER_SCORE, *method.ties), decided=decided)
    return Evaluation(ranking, totals, scores, None, (*steps, *ranking.steps))


@dataclass(frozen=True, slots=True)
class Sample:
    """An invented bid of the owner's trial: a price and the points people might give for the rest."""

    bid: str
    price: Money
    other: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Effect:
    """One sample with its price moved and the others kept; None where the moved price breaks the cap."""

    bid: str
    percent: int
    change: Decimal | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Trial:
    """The ranking of the samples and how 1 % of a price moves it."""

    evaluation: Evaluation
    effects: tuple[Effect, ...]
    drawn: Drawn


def trial(
    method: Method, samples: Sequence[Sample], *, cap: Money | None = None, drawn: Drawn | None = None
) -> Trial:
    """Run the method on sample prices. A coefficient not drawn yet takes the middle of its choices."""
    known = {**_middles(method), **(drawn or {})}
    result = _run(method, samples, cap, known)
    effects = []
    for number, sample in enumerate(samples):
        for percent in (-1, 1):
            moved = replace(sample, price=sample.price.times(1 + _ONE_PERCENT * percent))
            if cap is not None and moved.price > cap:
                effects.append(Effect(sample.bid, percent, None, None))
                continue
            after = _run(method, [*samples[:number], moved, *samples[number + 1 :]], cap, known)
            effects.append(_effect(sample.bid, percent, result, after))
    return Trial(result, tuple(effects), known)


def _run(method: Method, samples: Sequence[Sample], cap: Money | None, drawn: Drawn) -> Evaluation:
    offers = [Offer(sample.bid, sample.price) for sample in samples]
    if isinstance(method, LowestEvaluated):
        return _by_lowest(method, offers, ())
    technical = {sample.bid: sample.other for sample in samples}
    return _comprehensive(method, offers, technical, cap=cap, drawn=drawn, decided=())


def _effect(bid: str, percent: int, before: Evaluation, after: Evaluation) -> Effect:
    change = after.totals[bid] - before.totals[bid] if before.totals else None
    place = next(place for place in after.ranking.places if place.entry.bid == bid)
    return Effect(bid, percent, change, place.rank)


def _middles(method: Method) -> dict[str, Decimal]:
    """The middle choice of every coefficient that is left to a draw."""
    if isinstance(method, LowestEvaluated) or not isinstance(method.price, Benchmark):
        return {}
    draws = (part for part in method.price.coefficients if isinstance(part, Draw))
    return {draw.code: sorted(draw.choices)[len(draw.choices) // 2] for draw in draws}
