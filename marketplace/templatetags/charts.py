"""Where the bars of a server-made chart stand (no script, no library; the numbers stand in a table below)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from django import template

register = template.Library()

WIDTH, HEIGHT = 760, 200
LEFT, BASE, TOP = 44, 170, 20


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar in user units of the viewBox, with the text above and below it."""

    x: int
    y: int
    width: int
    height: int
    label: str
    value: str

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True, slots=True)
class Grid:
    """One horizontal line with its number."""

    y: int
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """Everything components/chart.html draws."""

    bars: list[Bar]
    grid: list[Grid]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def round_top(highest: Decimal) -> Decimal:
    """The end of the axis: 1, 2, 2.5, 5 or 10 times a power of ten, not below the highest value."""
    if highest <= 0:
        return Decimal(1)
    power = Decimal(1).scaleb(highest.adjusted())
    return next(
        step * power for step in map(Decimal, ("1", "2", "2.5", "5", "10")) if step * power >= highest
    )


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


@register.filter
def plot(rows: Sequence[tuple[str, Decimal | int]]) -> Plot:
    """Geometry of (label, value) rows; the axis begins at zero, always."""
    values = [Decimal(value) for _, value in rows]
    top = round_top(max(values, default=Decimal(0)))
    edges = [LEFT + (WIDTH - LEFT) * index // max(1, len(rows)) for index in range(len(rows) + 1)]
    bars = []
    for (label, _), value, (left, right) in zip(rows, values, pairwise(edges), strict=True):
        width, height = (right - left) * 6 // 10, int((BASE - TOP) * value / top)
        bars.append(Bar((left + right - width) // 2, BASE - height, width, height, label, _number(value)))
    grid = [
        Grid(int(BASE - (BASE - TOP) * part), _number(top * part))
        for part in (Decimal(0), Decimal("0.5"), Decimal(1))
    ]
    return Plot(bars, grid)
