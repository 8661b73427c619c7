"""Caps of securities: the tests of the rule book and the edges of the ceilings."""

from decimal import Decimal

import pytest

from marketplace.law.caps import Subject, bond_cap, late_refund, performance_cap, supplement_cap
from marketplace.law.money import Money
from marketplace.law.statutes import GOODS, PROCUREMENT_REGULATION, SURVEY, TBL_REGULATION, WORKS, Law


@pytest.mark.parametrize(
    ("subject", "estimate", "cap", "law"),
    [
        (Subject.WORKS, 30_000_000, 600_000, (TBL_REGULATION[26],)),
        (Subject.WORKS, 40_000_000, 800_000, (TBL_REGULATION[26],)),
        (Subject.WORKS, 60_000_000, 800_000, (TBL_REGULATION[26], WORKS[37])),
        (Subject.GOODS, 60_000_000, 800_000, (TBL_REGULATION[26], GOODS[27])),
        (Subject.SURVEY, 8_000_000, 100_000, (TBL_REGULATION[26], SURVEY[24])),
        (Subject.SUPERVISION, 60_000_000, 1_200_000, (TBL_REGULATION[26],)),
        (Subject.PROCUREMENT, 1_200_000, 24_000, (PROCUREMENT_REGULATION[33],)),
    ],
)
def test_a_bid_bond_is_capped_by_share_and_ceiling(
    subject: Subject, estimate: int, cap: int, law: tuple[Law, ...]
) -> None:
    computed = bond_cap(subject, Money.of(estimate))
    assert computed.amount == Money.of(cap)
    assert computed.law == law


def test_the_cap_says_how_it_came_about() -> None:
    assert bond_cap(Subject.WORKS, Money.of(60_000_000)).says == (
        "不超过招标项目估算价的 2%，即 1,200,000.00 元；且最高不超过 800,000.00 元"
    )


def test_a_performance_bond_and_supplements_are_capped_at_a_tenth() -> None:
    assert performance_cap(Subject.WORKS, Money.of(4_863_200)).amount == Money.of(486_320)
    assert performance_cap(Subject.WORKS, Money.of(1)).law == (TBL_REGULATION[58],)
    assert performance_cap(Subject.PROCUREMENT, Money.of(1)).law == (PROCUREMENT_REGULATION[48],)
    assert supplement_cap(Money.of(3_600_000)).amount == Money.of(360_000)


def test_a_late_refund_costs_a_fifth_more_than_the_benchmark() -> None:
    owed = late_refund(Money.of(200_000), Decimal("0.0435"), 10)
    assert owed.amount == Money.of(290)
    assert owed.says == "200,000.00 元 × 4.3500% × 120% × 10 日 ÷ 360 = 290.00 元"
