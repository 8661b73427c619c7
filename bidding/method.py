"""Which scoring method a tender's document describes: the stored JSON as values `scoring` computes with.

`evaluation` = {"method": "comprehensive" | "lowest", "criteria": [{"code","name","kind","weight","levels"}],
"price": {"formula": "lowest"} | {"formula": "benchmark", "down","above","below"}, "drop_extremes": bool}.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bidding.scoring.criteria import Criterion, Kind, Level
from bidding.scoring.methods import Comprehensive, LowestEvaluated, Method
from bidding.scoring.prices import STANDARD_TRIM, Benchmark, Lowered, LowestPrice, PriceMethod


def criterion_of(row: Mapping[str, Any]) -> Criterion:
    """One row of the table."""
    levels = tuple(Level(level["says"], Decimal(str(level["points"]))) for level in row.get("levels", []))
    return Criterion(row["code"], row["name"], Kind(row["kind"]), Decimal(str(row["weight"])), levels)


def price_method(price: Mapping[str, Any]) -> PriceMethod:
    """低价优先法, or a benchmark lowered by a fixed coefficient with the standard trimming."""
    if price.get("formula", "lowest") == "lowest":
        return LowestPrice()
    down, above, below = (Decimal(str(price[name])) for name in ("down", "above", "below"))
    return Benchmark(formula=Lowered(down), above=above, below=below, trim=STANDARD_TRIM)


def method_of(evaluation: Mapping[str, Any]) -> Method:
    """The method of a stored description."""
    if evaluation.get("method") == "lowest":
        return LowestEvaluated()
    return Comprehensive(
        criteria=tuple(criterion_of(row) for row in evaluation["criteria"]),
        price=price_method(evaluation.get("price", {})),
        drop_extremes=bool(evaluation.get("drop_extremes")),
    )
