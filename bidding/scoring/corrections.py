"""What a price is after its arithmetic is put right: words over figures, unit prices over sums.

30号令第五十三条 and 12号令第十九条; the bidder confirms every correction, a refusal is for the
committee (12号令第二十二条).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from bidding.scoring.steps import EXACT, Step, shown
from marketplace.law.money import Money


@dataclass(frozen=True, slots=True)
class Line:
    """One item of a priced bill: unit price in 元, quantity, and the sum as printed where there is one."""

    name: str
    quantity: Decimal
    unit_price: Decimal
    printed: Money | None = None


@dataclass(frozen=True, slots=True)
class Correction:
    """The price after correction; `changed` means that the bidder must confirm it."""

    price: Money
    lines: tuple[Line, ...]
    changed: bool
    steps: tuple[Step, ...]


def words_over_figures(words: str, figures: str) -> Correction:
    """The sum in words rules when it differs from the sum in figures."""
    in_words, in_figures = Money.parse(words), Money.parse(figures)
    if in_words == in_figures:
        return Correction(in_words, (), changed=False, steps=())
    step = Step(
        "",
        "大写金额与小写金额不一致的，以大写金额为准",
        (("大写", words), ("小写", figures)),
        in_words.yuan(),
    )
    return Correction(in_words, (), changed=True, steps=(step,))


def unit_prices_over_sums(lines: Sequence[Line], total: Money) -> Correction:
    """Unit price × quantity rules over printed sums, except where a decimal point is plainly misplaced."""
    steps: list[Step] = []
    corrected = tuple(_corrected(line, steps) for line in lines)
    price = Money.total(_amount(line) for line in corrected)
    if price != total:
        inputs = (*((line.name, _amount(line).yuan()) for line in corrected), ("投标总价", total.yuan()))
        steps.append(Step("", "总价与各项金额之和不一致的，以各项金额之和为准", inputs, price.yuan()))
    return Correction(price, corrected, changed=bool(steps), steps=tuple(steps))


def exceeds(correction: Correction, cap: Money) -> bool:
    """Whether the corrected price breaks the 最高投标限价, which no correction may."""
    return correction.price > cap


def _amount(line: Line) -> Money:
    with localcontext(EXACT):
        return Money.of(line.unit_price * line.quantity)


def _corrected(line: Line, steps: list[Step]) -> Line:
    computed = _amount(line)
    if line.printed is None or line.printed == computed:
        return line
    inputs = (
        ("单价", shown(line.unit_price)),
        ("数量", shown(line.quantity)),
        ("金额", line.printed.yuan()),
    )
    unit_price = _shifted(line, line.printed)
    if unit_price is None:
        steps.append(Step(line.name, "单价与数量的乘积和金额不一致的，以单价为准", inputs, computed.yuan()))
        return Line(line.name, line.quantity, line.unit_price, computed)
    steps.append(
        Step(line.name, "单价有明显的小数点错位，以金额为准，修改单价", inputs, f"单价 {shown(unit_price)}")
    )
    return Line(line.name, line.quantity, unit_price, line.printed)


def _shifted(line: Line, printed: Money) -> Decimal | None:
    """The unit price with its point moved so that the sum fits, when only the point is wrong."""
    if not line.unit_price or not line.quantity or not printed.fen:
        return None
    with localcontext(EXACT):
        ratio = printed.decimal / (line.unit_price * line.quantity)
        if ratio == 1 or ratio.normalize().as_tuple().digits != (1,):
            return None
        return line.unit_price * ratio
