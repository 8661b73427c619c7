"""Money: what is read, what is refused and why, and capitals that a bank would accept."""

import re
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.law.money import LARGEST, Money, NotMoney

SUMS = st.integers(0, LARGEST).map(Money)
SMALL_SUMS = st.integers(0, 10**9).map(Money)


@pytest.mark.parametrize(
    ("figures", "capitals"),
    [
        ("1,409.50", "壹仟肆佰零玖元伍角整"),
        ("6,007.14", "陆仟零柒元壹角肆分"),
        ("1,680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107,000.53", "壹拾万零柒仟元伍角叁分"),
        ("16,409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("4,863,200.00", "肆佰捌拾陆万叁仟贰佰元整"),
        ("0", "零元整"),
        ("0.50", "伍角整"),
        ("0.05", "伍分"),
        ("10", "壹拾元整"),
        ("100,000,001", "壹亿零壹元整"),
        ("100,100,000,000", "壹仟零壹亿元整"),
        ("20,300,000", "贰仟零叁拾万元整"),
        ("1,000,000,000,000", "壹万亿元整"),
    ],
)
def test_capitals_follow_the_banking_rules(figures: str, capitals: str) -> None:
    assert Money.parse(figures).capitals() == capitals
    assert Money.parse(capitals) == Money.parse(figures)


@given(SUMS)
@example(Money(LARGEST))
@example(Money(10700053))
def test_capitals_are_read_back_exactly(money: Money) -> None:
    assert Money.parse(money.capitals()) == money
    assert Money.parse(f"人民币{money.capitals()}") == money


@given(SUMS | SMALL_SUMS)
def test_capitals_have_the_prescribed_shape(money: Money) -> None:
    words = money.capitals()
    assert words.endswith("整") is (money.fen % 10 == 0)
    assert "零零" not in words
    assert not re.search(r"零(?=[万亿元角拾佰仟])", words) or money.fen == 0


@given(SUMS)
def test_figures_are_read_back_exactly(money: Money) -> None:
    assert Money.parse(money.yuan()) == money
    assert Money.parse(f"{money.decimal / 10000}万元") == money


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("4,863,200.00", 486_320_000),
        ("486.32万元", 486_320_000),
        ("人民币贰佰万元整", 200_000_000),
        ("￥１，０００．００元", 100_000),
        ("1.5亿元", 15_000_000_000),
        ("一百二十万零五百元三角五分", 120_050_035),
        ("拾万元正", 10_000_000),
        ("两百萬圓整", 200_000_000),
        ("壹拾万柒仟元零伍角叁分", 10_700_053),
        ("壹仟陆佰捌拾元零叁角贰分", 168_032),
        (" 5 000 ", 500_000),
    ],
)
def test_sums_are_read_as_people_write_them(text: str, fen: int) -> None:
    assert Money.parse(text).fen == fen


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "没有填写金额"),
        ("人民币", "没有填写金额"),
        ("-3", "金额不能是负数"),
        ("12a", "金额中有不认识的字符“a”"),
        ("12,34.5", "千分位逗号的位置不对"),
        ("1..2", "小数点的位置不对"),
        (".", "小数点的位置不对"),
        ("1.234", "金额最多精确到分"),
        ("1.0000001万元", "金额最多精确到分"),
        ("12万万", "看不懂金额单位“万万”"),
        ("1000000000001", "金额超出范围"),
        ("贰万亿元", "金额超出范围"),
        ("壹贰元", "“壹贰”之间缺少单位"),
        ("佰元", "单位前面没有数字"),
        ("壹拾佰元", "“佰”的位置不对"),
        ("万元", "“万”前面没有数字"),
        ("元", "“元”前面没有数字"),
        ("一万五", "“万五”之后缺少单位"),
        ("一千五元", "“千五”之后缺少单位"),
        ("壹元二角三分四", "“四”之后缺少角或分"),
        ("壹元壹拾角", "“壹拾”不是一位数字"),
        ("壹佰杠元", "不认识的字“杠”"),
        ("零" * 101, "金额写得太长"),
    ],
)
def test_a_refused_sum_says_what_is_wrong(text: str, why: str) -> None:
    with pytest.raises(NotMoney, match=re.escape(why)):
        Money.parse(text)


def outcome(text: str) -> str:
    try:
        return Money.parse(text).capitals()
    except NotMoney as refusal:
        return str(refusal)


@given(st.text(alphabet="零壹贰伍拾佰仟万亿元角分整0123456789.,¥负 一十", max_size=12))
def test_any_writing_is_read_or_refused_with_a_reason(text: str) -> None:
    assert outcome(text)


def test_sums_compute_in_whole_fen() -> None:
    price = Money.parse("1,050,000")
    assert price + Money(1) - Money(1) == price
    assert price.times(Decimal("0.9")) == Money.parse("945,000")
    assert Money(1).times(Decimal("0.5")) == Money(1)
    assert Money.of(Decimal("2.345")) == Money(235)
    assert Money.total([price, price]) == price.times(2)
    assert Money.total([]) == Money(0)
    assert -Money(5) < Money(0)
    assert str(Money(486_320_000)) == "4,863,200.00 元"
    assert Money(-105).capitals() == "负壹元零伍分"


def test_a_float_never_becomes_money() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money.of(1.5)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(1).times(1.5)  # type: ignore[arg-type]
