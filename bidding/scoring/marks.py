"""What the evaluators marked, whether a sheet is complete, and the average of all sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from bidding.scoring.criteria import Criterion, Kind
from bidding.scoring.steps import EXACT, PLACES, NotScorable, Step, rounded, shown

FEWEST_FOR_DROPPING = 5


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """One evaluator's marks by (bid, criterion)."""

    evaluator: str
    marks: Mapping[tuple[str, str], Decimal]

    def total(self, bid: str, criteria: Sequence[Criterion]) -> Decimal:
        """All points this evaluator gave the bid."""
        return sum((self.marks[bid, criterion.code] for criterion in criteria), Decimal(0))


@dataclass(frozen=True, slots=True)
class Averages:
    """Per bid the averaged points of each criterion; the total is their sum as printed."""

    points: Mapping[str, Mapping[str, Decimal]]
    steps: tuple[Step, ...]

    def total(self, bid: str) -> Decimal:
        """The points of a bid before the price is counted."""
        return sum(self.points[bid].values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Difference:
    """An objective criterion that evaluators marked differently: one of them is wrong."""

    bid: str
    criterion: str
    marks: tuple[tuple[str, Decimal], ...]


def marked(criteria: Sequence[Criterion]) -> tuple[Criterion, ...]:
    """The criteria that people mark; the price is computed."""
    return tuple(criterion for criterion in criteria if criterion.kind is not Kind.PRICE)


def problems(criteria: Sequence[Criterion], bids: Sequence[str], sheet: ScoreSheet) -> tuple[str, ...]:
    """Why a sheet cannot be signed yet: blanks, marks out of range, marks between the levels."""
    found = (
        _problem(criterion, bid, sheet.marks.get((bid, criterion.code)))
        for bid in bids
        for criterion in marked(criteria)
    )
    return tuple(says for says in found if says)


def _problem(criterion: Criterion, bid: str, mark: Decimal | None) -> str:
    where = f"{bid} 的“{criterion.name}”"
    if mark is None:
        return f"{where}还没有打分"
    if not 0 <= mark <= criterion.weight:
        return f"{where}打了 {shown(mark)} 分，应在 0 至 {shown(criterion.weight)} 分之间"
    if mark != rounded(mark):
        return f"{where}最多保留两位小数"
    allowed = {level.points for level in criterion.levels} | {Decimal(0)}
    if criterion.kind is Kind.OBJECTIVE and criterion.levels and mark not in allowed:
        return f"{where}打了 {shown(mark)} 分，不在规定的档次之内"
    return ""


def differences(
    criteria: Sequence[Criterion], bids: Sequence[str], sheets: Sequence[ScoreSheet]
) -> tuple[Difference, ...]:
    """Objective criteria on which the sheets disagree; the committee corrects them, the machine does not."""
    found = []
    for bid in bids:
        for criterion in (row for row in criteria if row.kind is Kind.OBJECTIVE):
            given = tuple((sheet.evaluator, sheet.marks[bid, criterion.code]) for sheet in sheets)
            if len({mark for _, mark in given}) > 1:
                found.append(Difference(bid, criterion.code, given))
    return tuple(found)


def average(
    criteria: Sequence[Criterion],
    bids: Sequence[str],
    sheets: Sequence[ScoreSheet],
    *,
    drop_extremes: bool = False,
    places: int = PLACES,
) -> Averages:
    """The mean of the sheets, each criterion rounded, so that printed figures add up to the printed total.

    Where the document says so, the sheet with the highest and the one with the lowest total for
    a bid are left out for that bid, all its criteria together.
    """
    for sheet in sheets:
        if says := problems(criteria, bids, sheet):
            raise NotScorable(f"{sheet.evaluator}：{says[0]}")
    if not sheets or (drop_extremes and len(sheets) < FEWEST_FOR_DROPPING):
        least = FEWEST_FOR_DROPPING if drop_extremes else 1
        raise NotScorable(f"至少需要 {least} 份评分表，现在有 {len(sheets)} 份")
    rows = marked(criteria)
    points: dict[str, dict[str, Decimal]] = {}
    steps: list[Step] = []
    for bid in bids:
        kept = _kept(rows, bid, sheets) if drop_extremes else list(sheets)
        points[bid] = {row.code: _mean(bid, row, kept, places, steps) for row in rows}
    return Averages(points, tuple(steps))


def _kept(rows: Sequence[Criterion], bid: str, sheets: Sequence[ScoreSheet]) -> list[ScoreSheet]:
    """All but one highest and one lowest; equal totals stand in the order of the evaluators' names."""
    return sorted(sheets, key=lambda sheet: (sheet.total(bid, rows), sheet.evaluator))[1:-1]


def _mean(bid: str, row: Criterion, kept: Sequence[ScoreSheet], places: int, steps: list[Step]) -> Decimal:
    given = [(sheet.evaluator, sheet.marks[bid, row.code]) for sheet in kept]
    with localcontext(EXACT):
        mean = rounded(sum((mark for _, mark in given), Decimal(0)) / len(given), places)
    inputs = tuple((evaluator, shown(mark)) for evaluator, mark in given)
    steps.append(Step(bid, f"{row.name} = 各评委打分的算术平均值", inputs, shown(mean)))
    return mean
