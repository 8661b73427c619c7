"""How much an agency's fee is by its agreement: a fixed sum, or percentages by bands; exact to the 分.

The state's tariff (计价格〔2002〕1980号) no longer binds: since 发改价格〔2015〕299号 the market decides, so the formula is a
parameter of each agreement and none is proposed here. 条例 14 wants it in the written agreement.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from marketplace.law.errors import MarketplaceError
from marketplace.law.money import Money

PERCENT = Decimal(100)
HIGHEST_RATE = Decimal(10)


class NotAFormula(MarketplaceError, ValueError):
    """What was agreed is no formula; the message says why, for people."""


@dataclass(frozen=True, slots=True)
class Band:
    """The part of the base up to a sum (None: whatever is left) and its rate in percent."""

    up_to: Money | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """What was agreed: a fixed sum, or bands from the smallest up with a factor over their total."""

    fixed: Money | None = None
    bands: tuple[Band, ...] = ()
    factor: Decimal = PERCENT  # percent of what the bands give: 80 is 八折

    def as_json(self) -> dict[str, Any]:
        """For the agreement's row and its digest."""
        if self.fixed is not None:
            return {"kind": "fixed", "fen": self.fixed.fen}
        rows = [[band.up_to.fen if band.up_to else None, str(band.rate)] for band in self.bands]
        return {"kind": "bands", "bands": rows, "factor": str(self.factor)}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the computation: the part of the base in one band, its rate, and what it gives in exact 分."""

    part: Money
    rate: Decimal
    exact: Decimal


@dataclass(frozen=True, slots=True)
class Computed:
    """The fee and how it came about; only the total is rounded, once, half up."""

    total: Money
    lines: tuple[Line, ...]


def read(stored: dict[str, Any]) -> Formula:
    """The formula as the agreement's row keeps it."""
    if stored["kind"] == "fixed":
        return checked(Formula(fixed=Money(stored["fen"])))
    bands = tuple(
        Band(None if up_to is None else Money(up_to), Decimal(rate)) for up_to, rate in stored["bands"]
    )
    return checked(Formula(bands=bands, factor=Decimal(stored["factor"])))


def checked(formula: Formula) -> Formula:
    """The formula, or why it is none: bands rise, the last one is open, every rate is believable."""
    if formula.fixed is not None:
        if formula.fixed.fen <= 0:
            raise NotAFormula("固定金额应当大于 0")
        return formula
    if not formula.bands:
        raise NotAFormula("请填写固定金额，或者至少一档费率")
    if not 0 < formula.factor <= PERCENT:
        raise NotAFormula("折扣应当在 0 至 100% 之间")
    _rising(formula.bands)
    return formula


def _rising(bands: tuple[Band, ...]) -> None:
    last = Money(0)
    for number, band in enumerate(bands, 1):
        if not 0 < band.rate <= HIGHEST_RATE:
            raise NotAFormula(f"第 {number} 档的费率应当在 0 至 10% 之间")
        open_end = number == len(bands)
        if open_end != (band.up_to is None):
            raise NotAFormula("最后一档不写上限，其余各档都要写上限")
        if band.up_to is not None:
            if band.up_to <= last:
                raise NotAFormula(f"第 {number} 档的上限应当高于前一档")
            last = band.up_to


def compute(formula: Formula, base: Money) -> Computed:
    """The fee on a base, the award's amount: each band bears on its own part only (差额定率累进)."""
    if formula.fixed is not None:
        return Computed(formula.fixed, ())
    lines: list[Line] = []
    floor = Money(0)
    for band in formula.bands:
        top = base if band.up_to is None else min(base, band.up_to)
        if top <= floor:
            break
        part = top - floor
        lines.append(Line(part, band.rate, Decimal(part.fen) * band.rate / PERCENT))
        floor = top
    exact = sum((line.exact for line in lines), Decimal(0))
    return Computed(Money(1).times(exact * formula.factor / PERCENT), tuple(lines))


def in_words(formula: Formula) -> list[str]:
    """The formula as the agreement prints it, one sentence a line."""
    if formula.fixed is not None:
        return [f"固定金额 {formula.fixed}（{formula.fixed.capitals()}）"]
    said, floor = [], Money(0)
    for band in formula.bands:
        where = f"超过 {floor}至 {band.up_to}的部分" if band.up_to else f"超过 {floor}的部分"
        if not floor.fen and band.up_to:
            where = f"{band.up_to}以内的部分"
        if not floor.fen and band.up_to is None:
            where = "中标金额"
        said.append(f"{where}，{plain(band.rate)}%")
        floor = band.up_to or floor
    if formula.factor != PERCENT:
        said.append(f"按上列合计的 {plain(formula.factor)}% 收取")
    return said


def plain(number: Decimal) -> str:
    """1.50 → 1.5, 80 → 80: no empty decimals, no exponent."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
