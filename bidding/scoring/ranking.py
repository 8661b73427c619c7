"""In which order the bids stand, how ties are broken, and who the candidates are.

The order is a list of criteria from the tender document. A tie that none of them breaks is for the
buyer; until the buyer has decided, the ranking reports it and names no order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bidding.scoring.steps import NotScorable, Step, shown
from marketplace.law.money import Money

MOST_CANDIDATES = 3  # 《条例》第五十三条


class Order(StrEnum):
    """What decides between two bids; the document lists these in sequence."""

    HIGHER_SCORE = "higher_score"
    LOWER_EVALUATION_PRICE = "lower_evaluation_price"
    LOWER_PRICE = "lower_price"
    HIGHER_TECHNICAL = "higher_technical"
    BUYER = "buyer"


@dataclass(frozen=True, slots=True)
class Entry:
    """One valid bid as it is compared."""

    bid: str
    price: Money
    evaluation_price: Money
    score: Decimal = Decimal(0)
    technical: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Place:
    """A bid and its rank; bids of an undecided tie share the rank."""

    rank: int
    entry: Entry


@dataclass(frozen=True, slots=True)
class Ranking:
    """The places in order, the ties the buyer still has to decide, and the steps that broke the others."""

    places: tuple[Place, ...]
    undecided: tuple[tuple[str, ...], ...]
    steps: tuple[Step, ...]

    @property
    def bids(self) -> tuple[str, ...]:
        """The bids from first to last; within an undecided tie the order means nothing."""
        return tuple(place.entry.bid for place in self.places)

    def candidates(self, most: int = MOST_CANDIDATES) -> tuple[Place, ...]:
        """The first three at most; refused while a tie among them is undecided."""
        chosen = [place for place in self.places if place.rank <= most]
        shared = {bid for tie in self.undecided for bid in tie}
        tied = [place.entry.bid for place in chosen if place.entry.bid in shared]
        if tied:
            raise NotScorable(f"{'、'.join(tied)} 并列，须由招标人按招标文件决定先后")
        return tuple(chosen)


_KEYS: dict[Order, tuple[str, Callable[[Entry], Decimal], Callable[[Entry], str]]] = {
    Order.HIGHER_SCORE: ("综合得分高的优先", lambda e: -e.score, lambda e: shown(e.score)),
    Order.LOWER_EVALUATION_PRICE: (
        "评标价低的优先", lambda e: e.evaluation_price.decimal, lambda e: e.evaluation_price.yuan(),
    ),
    Order.LOWER_PRICE: ("投标报价低的优先", lambda e: e.price.decimal, lambda e: e.price.yuan()),
    Order.HIGHER_TECHNICAL: ("技术得分高的优先", lambda e: -e.technical, lambda e: shown(e.technical)),
}  # fmt: skip


def rank(
    entries: Sequence[Entry], orders: Sequence[Order], *, decided: Sequence[Sequence[str]] = ()
) -> Ranking:
    """Sort by the orders one after the other; `decided` holds the buyer's order of each tied group."""
    groups: list[list[Entry]] = [sorted(entries, key=lambda entry: entry.bid)] if entries else []
    steps: list[Step] = []
    for number, order in enumerate(orders):
        split: list[list[Entry]] = []
        for group in groups:
            parts = _split(group, order, decided)
            if number and len(parts) > 1:
                steps.append(_step(order, parts))
            split += parts
        groups = split
    places, above = [], 0
    for group in groups:
        places += [Place(above + 1, entry) for entry in group]
        above += len(group)
    ties = tuple(tuple(entry.bid for entry in group) for group in groups if len(group) > 1)
    return Ranking(tuple(places), ties, tuple(steps))


def _split(group: list[Entry], order: Order, decided: Sequence[Sequence[str]]) -> list[list[Entry]]:
    """The group in parts that this order tells apart, best first."""
    if len(group) == 1:
        return [group]
    if order is Order.BUYER:
        return _as_decided(group, decided)
    key = _KEYS[order][1]
    values = sorted({key(entry) for entry in group})
    return [[entry for entry in group if key(entry) == value] for value in values]


def _as_decided(group: list[Entry], decided: Sequence[Sequence[str]]) -> list[list[Entry]]:
    by_bid = {entry.bid: entry for entry in group}
    for order in decided:
        if len(order) == len(by_bid) and set(order) == set(by_bid):
            return [[by_bid[bid]] for bid in order]
    return [group]


def _step(order: Order, parts: list[list[Entry]]) -> Step:
    value = " → ".join("、".join(entry.bid for entry in part) for part in parts)
    entries = [entry for part in parts for entry in part]
    if order is Order.BUYER:
        return Step("", "并列的，由招标人决定先后", tuple((entry.bid, "并列") for entry in entries), value)
    says, _, show = _KEYS[order]
    return Step("", f"并列的，{says}", tuple((entry.bid, show(entry)) for entry in entries), value)
