"""What one step of a computation looks like to a reader, and how numbers are rounded on the way."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal

from marketplace.law.errors import MarketplaceError

EXACT = Context(prec=50, rounding=ROUND_HALF_UP)
PLACES = 2


class NotScorable(MarketplaceError, ValueError):
    """The sheets, prices or parameters do not allow a result; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the computation: whose it is (empty: everybody's), the formula in words, inputs, value."""

    of: str
    says: str
    inputs: tuple[tuple[str, str], ...]
    value: str


def rounded(number: Decimal, places: int = PLACES) -> Decimal:
    """Half up, 四舍五入, to a fixed number of places."""
    return EXACT.quantize(number, Decimal(1).scaleb(-places))


def shown(number: Decimal) -> str:
    """A number for people: thousands separated, no trailing zeros beyond those it has."""
    return f"{number:,f}"


def percent(rate: Decimal) -> str:
    """0.01 → 1%"""
    return f"{(rate * 100).normalize():f}%"
