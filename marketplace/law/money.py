"""How much money is meant: whole 分 of 人民币, read from and written as people write sums.

Capitals follow 会计基础工作规范 第五十二条 and 支付结算办法 附件一: 整 after 元 and after 角, never
after 分; 零 for a gap inside the number and for an empty 角 before 分; none before 角 when only 元 is 0
(「可以只写一个零字，也可以不写」). The library cn2an writes 壹拾万柒仟元伍角 for 107,000.50, which the
second rule does not allow, and no 整 after 角; so the numerals are our own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from marketplace.law.errors import MarketplaceError

CURRENCY = "CNY"
LARGEST = 10**14  # 分: 壹万亿元
LONGEST = 100  # characters of a sum as written

_FEN = Decimal(100)
_NUMERALS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("", "拾", "佰", "仟")
_FIGURES = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?")
_MULTIPLES = {"": 1, "元": 1, "圆": 1, "块": 1, "万": 10**4, "万元": 10**4, "亿": 10**8, "亿元": 10**8}
_DIGITS = {
    digit: value
    for value, row in enumerate(zip(_NUMERALS, "〇一二三四五六七八九", strict=True))
    for digit in row
}
_DIGITS |= {"○": 0, "两": 2, "貳": 2, "弐": 2, "陸": 6, "參": 3, "参": 3}
_TRADITIONAL = str.maketrans("萬億圓", "万亿元")
_TENS = {"拾": 10, "十": 10, "佰": 100, "百": 100, "仟": 1000, "千": 1000}


class NotMoney(MarketplaceError, ValueError):
    """What was written is not a sum of money; the message says why, for people."""


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """A sum in 分. Only sums meet sums; a float never does."""

    fen: int

    def __post_init__(self) -> None:
        if not isinstance(self.fen, int) or isinstance(self.fen, bool):
            raise TypeError("money is a whole number of fen")
        if abs(self.fen) > LARGEST:
            raise NotMoney("金额超出范围：最多壹万亿元")

    @classmethod
    def of(cls, yuan: Decimal | int) -> Money:
        """The sum of this many 元, rounded half up to whole 分."""
        if not isinstance(yuan, Decimal | int):
            raise TypeError("money is made of Decimal or int, never of float")
        return cls(int((Decimal(yuan) * _FEN).quantize(Decimal(1), ROUND_HALF_UP)))

    @classmethod
    def parse(cls, text: str) -> Money:
        """Read 4,863,200.00, 486.32万元 or 人民币贰佰万元整; refuse with the reason in Chinese."""
        if len(text) > LONGEST:
            raise NotMoney("金额写得太长")
        written = unicodedata.normalize("NFKC", text).translate(_TRADITIONAL)
        written = "".join(written.split()).removeprefix("人民币").removeprefix("RMB").lstrip("¥:")
        if not written:
            raise NotMoney("没有填写金额")
        if written[0] in "-－负":
            raise NotMoney("金额不能是负数")
        return cls(_figures(written) if written[0].isascii() else _capitals(written))

    @classmethod
    def total(cls, sums: Iterable[Money]) -> Money:
        """All of them together; nothing is 0 元."""
        return cls(sum(one.fen for one in sums))

    @property
    def decimal(self) -> Decimal:
        """The sum in 元 with two decimals."""
        return Decimal(self.fen).scaleb(-2)

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def times(self, factor: Decimal | int) -> Money:
        """The sum multiplied, rounded half up to whole 分."""
        if not isinstance(factor, Decimal | int):
            raise TypeError("money is multiplied by Decimal or int, never by float")
        return Money(int((Decimal(self.fen) * factor).quantize(Decimal(1), ROUND_HALF_UP)))

    def yuan(self) -> str:
        """4,863,200.00"""
        return f"{self.decimal:,.2f}"

    def __str__(self) -> str:
        return f"{self.yuan()} 元"

    def capitals(self) -> str:
        """肆佰捌拾陆万叁仟贰佰元整"""
        sign = "负" if self.fen < 0 else ""
        yuan, rest = divmod(abs(self.fen), 100)
        jiao, fen = divmod(rest, 10)
        words = f"{_whole(yuan)}元" if yuan or not rest else ""
        if jiao:
            words += f"{_NUMERALS[jiao]}角"
        elif fen and words:
            words += "零"
        return sign + words + (f"{_NUMERALS[fen]}分" if fen else "整")


def _four(number: int) -> str:
    """Up to 9999, one 零 for each gap between two figures, none at either end."""
    words = ""
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit:
            words += _NUMERALS[digit] + _PLACES[place]
        elif words and number % 10**place and not words.endswith("零"):
            words += "零"
    return words


def _whole(number: int) -> str:
    """A whole number in capitals, split at 亿, then at 万; 零 where the split leaves a gap."""
    for size, unit in ((10**8, "亿"), (10**4, "万")):
        if number >= size:
            high, low = divmod(number, size)
            if not low:
                return f"{_whole(high)}{unit}"
            gap = "零" if low < size // 10 or high % 10 == 0 else ""
            return f"{_whole(high)}{unit}{gap}{_whole(low)}"
    return _four(number) or "零"


def _figures(written: str) -> int:
    """分 of a sum written in figures, with a unit or without."""
    number = written.rstrip("元圆块万亿整正")
    unit = written[len(number) :].rstrip("整正")
    if unit not in _MULTIPLES:
        raise NotMoney(f"看不懂金额单位“{unit}”：请写元、万元或亿元")
    strange = re.search(r"[^\d,.]", number)
    if strange:
        raise NotMoney(f"金额中有不认识的字符“{strange[0]}”")
    read = _FIGURES.fullmatch(number)
    if read is None:
        raise NotMoney("千分位逗号的位置不对" if "," in number else "小数点的位置不对")
    fen = Decimal(f"{read[1].replace(',', '')}.{read[2] or 0}") * _MULTIPLES[unit] * 100
    if fen > LARGEST:
        raise NotMoney("金额超出范围：最多壹万亿元")
    if fen != fen.to_integral_value():
        raise NotMoney("金额最多精确到分")
    return int(fen)


def _capitals(written: str) -> int:
    """分 of a sum written in numerals; 元 first, then 角 and 分, each at most once."""
    body = written.rstrip("整正")
    if not body:
        raise NotMoney("没有填写金额")
    head, mark, tail = body.replace("圆", "元").partition("元")
    if not mark:
        head, tail = ("", body) if body[-1] in "角分" else (body, "")
    if mark and not head:
        raise NotMoney("“元”前面没有数字")
    fen = _number(head) * 100 if head else 0
    for unit, worth in (("角", 10), ("分", 1)):
        before, found, after = tail.partition(unit)
        if found:
            fen += _digit(before) * worth
            tail = after
    if tail.strip("零〇"):
        raise NotMoney(f"大写金额“{tail}”之后缺少角或分")
    if fen > LARGEST:
        raise NotMoney("金额超出范围：最多壹万亿元")
    return fen


def _digit(written: str) -> int:
    figure = written.lstrip("零〇") or "零"
    if len(figure) != 1 or figure not in _DIGITS:
        raise NotMoney(f"大写金额中“{written}”不是一位数字")
    return _DIGITS[figure]


def _number(written: str) -> int:
    """A whole number in numerals; units must fall from left to right, 万 and 亿 over what stands before."""
    for unit, size in (("亿", 10**8), ("万", 10**4)):
        high, found, low = written.rpartition(unit)
        if found:
            if not high.strip("零〇"):
                raise NotMoney(f"“{unit}”前面没有数字")
            if len(low) == 1 and _DIGITS.get(low):
                raise NotMoney(f"大写金额“{unit}{low}”之后缺少单位")
            above, below = _number(high), _number(low) if low else 0
            if below >= size:
                raise NotMoney(f"大写金额中“{unit}”后面的数字太大")
            return above * size + below
    return _below_ten_thousand(written)


def _below_ten_thousand(written: str) -> int:
    total, digit, ceiling = 0, None, 10**4
    for index, character in enumerate(written):
        if character in _DIGITS:
            if digit:
                raise NotMoney(f"大写金额中“{written[index - 1 : index + 1]}”之间缺少单位")
            digit = _DIGITS[character]
        elif character in _TENS:
            size = _TENS[character]
            if size >= ceiling:
                raise NotMoney(f"大写金额中“{character}”的位置不对")
            total, ceiling = total + _multiple(digit, size, first=index == 0) * size, size
            digit = None
        else:
            raise NotMoney(f"大写金额中有不认识的字“{character}”")
    if digit and ceiling in {100, 1000} and written[-2] in _TENS:
        raise NotMoney(f"大写金额“{written[-2:]}”之后缺少单位")
    return total + (digit or 0)


def _multiple(digit: int | None, size: int, *, first: bool) -> int:
    """How many tens; 拾 may open a number alone (拾万元), no other unit may."""
    if digit:
        return digit
    if first and digit is None and size == 10:
        return 1
    raise NotMoney("大写金额的单位前面没有数字")
