"""What an owner's method does to three sample prices, before anybody bids."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bidding.method import method_of
from bidding.scoring import methods
from bidding.scoring.methods import Comprehensive, Sample
from marketplace.law.money import Money
from tenders.lots_port import Tried


def problems(evaluation: Mapping[str, Any]) -> tuple[str, ...]:
    """Sentences; none when the method may be published."""
    method = method_of(evaluation)
    return method.problems() if isinstance(method, Comprehensive) else ()


def run(evaluation: Mapping[str, Any], prices: Sequence[Money], ceiling: Money) -> tuple[Tried, ...]:
    """All samples get the same points for the rest, so that only the price speaks."""
    method = method_of(evaluation)
    samples = [Sample(str(number), price) for number, price in enumerate(prices, 1)]
    tried = methods.trial(method, samples, cap=ceiling)
    ranks = {place.entry.bid: place.rank for place in tried.evaluation.ranking.places}
    moved = {(effect.bid, effect.percent): (effect.change, effect.rank) for effect in tried.effects}
    return tuple(
        Tried(
            sample.price, ranks[sample.bid], tried.evaluation.totals.get(sample.bid),
            moved[sample.bid, -1], moved[sample.bid, 1],
        )
        for sample in samples
    )  # fmt: skip
