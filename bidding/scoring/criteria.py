"""What is scored, with how many points, and whether the table of a tender document adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from bidding.scoring.steps import shown

FULL = Decimal(100)


class Kind(StrEnum):
    """Who or what decides the points: a fact, a person, or the price formula."""

    OBJECTIVE = "objective"
    SUBJECTIVE = "subjective"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Level:
    """One step of a criterion: 两项类似业绩 → 4 points."""

    says: str
    points: Decimal


@dataclass(frozen=True, slots=True)
class Criterion:
    """One row of the table; `weight` is its full marks. Levels of an objective row are the only marks allowed."""

    code: str
    name: str
    kind: Kind
    weight: Decimal
    levels: tuple[Level, ...] = ()


def problems(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Everything that keeps the table from being published, as sentences."""
    total = sum((criterion.weight for criterion in criteria), Decimal(0))
    found = [] if total == FULL else [f"各项满分之和应为 100 分，现在是 {shown(total)} 分"]
    prices = sum(criterion.kind is Kind.PRICE for criterion in criteria)
    if prices != 1:
        found.append(f"应当有且只有一项投标报价，现在有 {prices} 项")
    codes = Counter(criterion.code for criterion in criteria)
    found += [f"评审因素编号 {code} 重复" for code, times in codes.items() if times > 1]
    for criterion in criteria:
        found += _problems_of(criterion)
    return tuple(found)


def _problems_of(criterion: Criterion) -> list[str]:
    if criterion.weight <= 0:
        return [f"“{criterion.name}”的满分应大于 0"]
    points = [level.points for level in criterion.levels]
    if not points:
        return []
    if max(points) != criterion.weight:
        return [f"“{criterion.name}”的最高一档应等于满分 {shown(criterion.weight)} 分"]
    if min(points) < 0 or len(set(points)) < len(points):
        return [f"“{criterion.name}”各档分值应各不相同且不小于 0"]
    return []
