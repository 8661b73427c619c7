"""Which sums of money a stretch of text names, in figures with a unit or in capitals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.law.money import Money, NotMoney

_SUM = re.compile(
    r"(?:人民币|RMB|¥|￥)?:?"
    r"(?P<figures>(?:\d{1,3}(?:[,，]\d{3})+|\d{1,13})(?:\.\d{1,6})?)(?P<unit>\n?\(?(?:亿元|万元|元|万|亿)\)?)?"
    r"|(?P<words>[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{2,24}(?:元|圆)?(?:[零壹贰叁肆伍陆柒捌玖]角)?(?:[零壹贰叁肆伍陆柒捌玖]分)?[整正]?)"
)
_NO_SUM = re.compile(r"[/每%％‰\d]|以上|及以上|以下")
_COUNTED = re.compile(r"[年月日天个家项米吨套台份人平方倍号时分点亩公次名折路]")
_FIGURES_OF_A_SUM = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum and where in the text it stands."""

    money: Money
    start: int
    end: int


def amounts(plain: str, start: int, end: int, *, remark: str = "", bare: bool = False) -> Iterator[Amount]:
    """The sums in plain[start:end].

    A number without a unit counts if the label's remark names one, (万元), or if it stands behind
    a label of money (`bare`) and has four figures: nobody writes a ceiling of 500.
    """
    for match in _SUM.finditer(plain, start, end):
        unit = "万元" if "万元" in remark else "元" if (bare or "元" in remark) and _is_a_sum(match) else ""
        amount = _amount(match, plain, unit)
        if amount:
            yield amount


def _is_a_sum(match: re.Match[str]) -> bool:
    return len((match["figures"] or "").partition(".")[0]) >= _FIGURES_OF_A_SUM


def _amount(match: re.Match[str], plain: str, unit: str) -> Amount | None:
    """None for a number that is no sum: no unit, a price per unit, a threshold, a share."""
    own = (match["unit"] or "").strip("\n()")
    if _NO_SUM.match(plain, match.end()) or not (match["words"] or own or unit):
        return None
    if not own and not match["words"] and _COUNTED.match(plain, match.end()):
        return None
    written = match["words"] or match["figures"].replace("，", ",") + (own or unit)
    start = match.start("words") if match["words"] else match.start("figures")
    try:
        return Amount(Money.parse(written), start, match.end())
    except NotMoney:
        return None
