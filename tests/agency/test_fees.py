"""What an agency's fee is: the agreed formula, exact to the 分, and what is no formula."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from marketplace.law.money import Money
from tenders.agency import fees
from tenders.agency.fees import Band, Formula, NotAFormula

MILLION = 100_000_000  # 分
BANDS = (
    Band(Money(1 * MILLION), Decimal("1.0")),
    Band(Money(5 * MILLION), Decimal("0.7")),
    Band(None, Decimal("0.55")),
)


def fee(base_fen: int, factor: str = "100") -> str:
    return fees.compute(Formula(bands=BANDS, factor=Decimal(factor)), Money(base_fen)).total.yuan()


@pytest.mark.parametrize(
    ("base_fen", "said"),
    [
        (MILLION - 1, "10,000.00"),  # 9,999.9999 元, rounded once
        (MILLION, "10,000.00"),
        (MILLION + 100, "10,000.01"),
        (470_000_000, "35,900.00"),  # 10,000 + 370 万 × 0.7 %
        (5 * MILLION, "38,000.00"),
        (578_900_000, "42,339.50"),  # 38,000 + 78.9 万 × 0.55 %
        (1, "0.00"),
    ],
)
def test_each_band_bears_on_its_own_part(base_fen: int, said: str) -> None:
    assert fee(base_fen) == said


def test_a_discount_bears_on_the_total_and_is_rounded_once() -> None:
    assert fee(470_000_000, "80") == "28,720.00"
    assert fee(333_333_333, "66.67") == "17,556.43"  # 1,755,643.3317777 分


def test_a_fixed_fee_does_not_look_at_the_base() -> None:
    assert fees.compute(Formula(fixed=Money(3_000_000)), Money(1)).total == Money(3_000_000)


@given(some.integers(min_value=0, max_value=10**12))
def test_the_lines_are_the_whole_base_and_the_fee_never_falls(base: int) -> None:
    computed = fees.compute(Formula(bands=BANDS), Money(base))
    assert sum(line.part.fen for line in computed.lines) == base
    assert fees.compute(Formula(bands=BANDS), Money(base + 100)).total >= computed.total


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        (Formula(), "至少一档"),
        (Formula(fixed=Money(0)), "大于 0"),
        (Formula(bands=(Band(Money(100), Decimal(1)),)), "最后一档不写上限"),
        (Formula(bands=(Band(None, Decimal(1)), Band(None, Decimal(1)))), "最后一档不写上限"),
        (Formula(bands=(Band(Money(100), Decimal(1)), Band(Money(100), Decimal(1)), Band(None, Decimal(1)))), "高于前一档"),
        (Formula(bands=(Band(None, Decimal(0)),)), "0 至 10%"),
        (Formula(bands=(Band(None, Decimal("10.01")),)), "0 至 10%"),
        (Formula(bands=(Band(None, Decimal(1)),), factor=Decimal(0)), "折扣"),
        (Formula(bands=(Band(None, Decimal(1)),), factor=Decimal("100.01")), "折扣"),
    ],
)  # fmt: skip
def test_what_is_no_formula_says_why(formula: Formula, why: str) -> None:
    with pytest.raises(NotAFormula, match=why):
        fees.checked(formula)


def test_the_formula_is_kept_and_read_as_it_was_agreed() -> None:
    formula = Formula(bands=BANDS, factor=Decimal(80))
    assert fees.read(formula.as_json()) == formula
    assert fees.in_words(formula) == [
        "1,000,000.00 元以内的部分，1%", "超过 1,000,000.00 元至 5,000,000.00 元的部分，0.7%",
        "超过 5,000,000.00 元的部分，0.55%", "按上列合计的 80% 收取",
    ]  # fmt: skip
