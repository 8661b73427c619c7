"""Whether a code names what it claims: organisations, persons, telephones, projects; if not, where it breaks."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.law.errors import MarketplaceError

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_USCC_LENGTH = 18
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY_CHECKS = "0X987654321"
_PERSON_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PERSON_CHECKS = "10X98765432"
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PROJECT = re.compile(r"JLX-(GC|ZC)-([0-9]{4})-([0-9]{5})(?:-([0-9]{2}))?")


class BadIdentifier(MarketplaceError, ValueError):
    """A code that cannot be right; `position` counts from 1, None when the whole is wrong."""

    def __init__(self, says: str, position: int | None = None) -> None:
        super().__init__(says)
        self.position = position


def normalised(text: str) -> str:
    """Half-width, upper case, without spaces: what people type is not what a register stores."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


@dataclass(frozen=True, slots=True)
class Uscc:
    """A 统一社会信用代码 whose check digit holds; `warnings` is for people to look at."""

    code: str
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.code


def read_uscc(text: str) -> Uscc:
    """Check GB 32100-2015: length, alphabet, region digits, last digit.

    The inner check digit of the organisation code (GB 11714) is only a warning: registers have
    issued codes in which it does not hold.
    """
    code = normalised(text)
    _must_have_length(code, _USCC_LENGTH, "统一社会信用代码")
    for position, character in enumerate(code, 1):
        if character not in _USCC_ALPHABET:
            raise BadIdentifier(
                f"第 {position} 位“{character}”不用于统一社会信用代码（不用 I、O、S、V、Z）", position
            )
        if 3 <= position <= 8 and not character.isdigit():
            raise BadIdentifier(f"第 {position} 位“{character}”应为数字（第 3 至 8 位是行政区划）", position)
    total = sum(
        _USCC_ALPHABET.index(character) * weight
        for character, weight in zip(code, _USCC_WEIGHTS, strict=False)
    )
    expected = _USCC_ALPHABET[-total % 31]
    if code[-1] != expected:
        raise BadIdentifier(f"第 18 位校验码不符（按前 17 位应为“{expected}”），请逐位核对", _USCC_LENGTH)
    return Uscc(code, _body_warnings(code[8:17]))


def _body_warnings(body: str) -> tuple[str, ...]:
    total = sum(int(character, 36) * weight for character, weight in zip(body, _BODY_WEIGHTS, strict=False))
    expected = _BODY_CHECKS[total % 11]
    if body[-1] == expected:
        return ()
    return (f"第 17 位（组织机构代码校验码）按前 8 位应为“{expected}”，请核对营业执照",)


def read_person_id(text: str) -> str:
    """Check a 公民身份号码 (GB 11643-1999): length, figures, date of birth, last digit."""
    code = normalised(text)
    _must_have_length(code, 18, "公民身份号码")
    for position, character in enumerate(code, 1):
        if character not in ("0123456789X" if position == 18 else "0123456789"):
            raise BadIdentifier(f"第 {position} 位“{character}”应为数字", position)
    try:
        date(int(code[6:10]), int(code[10:12]), int(code[12:14]))
    except ValueError:
        raise BadIdentifier("第 7 至 14 位不是有效的出生日期", 7) from None
    total = sum(int(digit) * weight for digit, weight in zip(code, _PERSON_WEIGHTS, strict=False))
    if code[-1] != _PERSON_CHECKS[total % 11]:
        raise BadIdentifier("第 18 位校验码不符，请逐位核对", 18)
    return code


def read_mobile(text: str) -> str:
    """The eleven figures of a mobile number of the mainland, without +86, spaces and hyphens."""
    number = normalised(text).replace("-", "").removeprefix("+86")
    if not (number.isascii() and number.isdecimal()):
        raise BadIdentifier("手机号码只能是数字")
    _must_have_length(number, 11, "手机号码")
    if not _MOBILE.fullmatch(number):
        raise BadIdentifier("手机号码应以 13 至 19 开头", 2)
    return number


def _must_have_length(code: str, length: int, name: str) -> None:
    if len(code) != length:
        raise BadIdentifier(f"{name}应为 {length} 位，现在是 {len(code)} 位")


class Regime(StrEnum):
    """工程招标 or 政府采购, as the letters in a project number."""

    WORKS = "GC"
    PROCUREMENT = "ZC"


@dataclass(frozen=True, slots=True, order=True)
class ProjectNumber:
    """The human number of a project or, with `lot`, of one 标段; used until the province's code arrives."""

    regime: Regime
    year: int
    serial: int
    lot: int | None = None

    def __post_init__(self) -> None:
        if not (2000 <= self.year <= 9999 and 1 <= self.serial <= 99_999):
            raise ValueError("a project number needs a year of four and a serial of at most five figures")
        if self.lot is not None and not 1 <= self.lot <= 99:
            raise ValueError("lots are numbered from 1 to 99")

    def __str__(self) -> str:
        lot = "" if self.lot is None else f"-{self.lot:02}"
        return f"JLX-{self.regime}-{self.year}-{self.serial:05}{lot}"

    @classmethod
    def parse(cls, text: str) -> ProjectNumber:
        """Read JLX-GC-2026-00012 or JLX-GC-2026-00012-01."""
        read = _PROJECT.fullmatch(normalised(text))
        if read is None:
            raise BadIdentifier("项目编号应形如 JLX-GC-2026-00012 或 JLX-GC-2026-00012-01")
        regime, year, serial, lot = read.groups()
        try:
            return cls(Regime(regime), int(year), int(serial), int(lot) if lot else None)
        except ValueError:
            raise BadIdentifier("项目编号中的序号和标段号从 1 起编") from None
