"""What a cell says: text, codes, telephone numbers, choices, sums, months, days.

Each function returns a reader. A spreadsheet turns a long code into a number and loses its last figures for
good; such a cell is explained, never repaired by guessing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from marketplace.law.identifiers import BadIdentifier, normalised, read_mobile, read_uscc
from marketplace.law.money import Money, NotMoney
from marketplace.sheets.columns import Cell, Reader
from marketplace.sheets.errors import Wrong

FORMULA_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?[Ee]\+?\d+")
_SEPARATORS = re.compile(r"[、,，;；/\s]+")
_MONTH = re.compile(r"(\d{4})[-/.年]?(\d{1,2})月?(?:[-/.]?(\d{1,2})日?)?")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_PHONE = re.compile(r"[0-9X()+,、;/ 转\-]{5,40}")
AS_TEXT = "把这一列的单元格格式设为“文本”，再重新填写完整的号码"


def as_text(cell: Cell) -> str:
    """The cell as one line of text, as people see it in the sheet."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}" if cell.time() == time() else f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 10**15 else f"{cell:.15g}"
    line = " ".join(str(cell).split())
    return line[1:] if line[:1] == "'" and line[1:2] in tuple("=+-@'") else line


def text(longest: int) -> Reader:
    """Words, at most so many characters."""

    def read(cell: Cell) -> str:
        words = as_text(cell)
        if len(words) > longest:
            raise Wrong(f"有 {len(words)} 个字，太长", f"缩短到 {longest} 字以内")
        return words

    return read


def _figures(cell: Cell) -> str:
    """A code as typed; a number that a spreadsheet made of it is explained."""
    typed = normalised(as_text(cell))
    if isinstance(cell, int | float) or _SCIENTIFIC.fullmatch(typed):
        raise Wrong("被表格转成了数字，末几位可能已经丢失", AS_TEXT)
    return typed


def uscc() -> Reader:
    """统一社会信用代码 with its check digit (GB 32100-2015)."""

    def read(cell: Cell) -> str:
        try:
            return read_uscc(_figures(cell)).code
        except BadIdentifier as bad:
            raise Wrong(str(bad), "对照营业执照或者法人证书逐位核对") from None

    return read


def mobile() -> Reader:
    """Eleven figures; a whole number of eleven figures has lost nothing and is taken."""

    def read(cell: Cell) -> str:
        whole = isinstance(cell, int | float) and not isinstance(cell, bool) and cell == int(cell)
        try:
            return read_mobile(as_text(cell) if whole else _figures(cell))
        except BadIdentifier as bad:
            raise Wrong(str(bad), "填写 11 位手机号，例如 13800000000") from None

    return read


def phone() -> Reader:
    """Any telephone number; a number of its own has lost its leading 0."""

    def read(cell: Cell) -> str:
        typed = unicodedata.normalize("NFKC", as_text(cell))
        number = isinstance(cell, int | float) and not re.fullmatch(r"1[3-9]\d{9}", typed)
        if number or _SCIENTIFIC.fullmatch(typed):
            raise Wrong("被表格转成了数字，区号开头的 0 可能已经丢失", AS_TEXT)
        if not _PHONE.fullmatch(typed.upper()):
            raise Wrong(f"“{typed[:20]}”不像电话号码", "填写区号和号码，例如 0350-6520000")
        return typed

    return read


def email() -> Reader:
    """A mail address, roughly: the mail itself is the proof."""

    def read(cell: Cell) -> str:
        typed = unicodedata.normalize("NFKC", as_text(cell)).replace(" ", "")
        if not _EMAIL.fullmatch(typed) or len(typed) > 254:
            raise Wrong(f"“{typed[:40]}”不是邮箱地址", "填写完整的邮箱，例如 name@example.com；没有的留空")
        return typed

    return read


def choice(options: Mapping[str, Any]) -> Reader:
    """One of some words; several words may mean the same."""

    def read(cell: Cell) -> Any:
        return _one_of(options, as_text(cell))

    return read


def choices(options: Mapping[str, Any]) -> Reader:
    """Several of some words, separated by 、 or a comma; each once, in the order given."""

    def read(cell: Cell) -> list[Any]:
        words = [word for word in _SEPARATORS.split(as_text(cell)) if word]
        return list(dict.fromkeys(_one_of(options, word) for word in words))

    return read


def _one_of(options: Mapping[str, Any], word: str) -> Any:
    known = {normalised(name): value for name, value in options.items()}
    if normalised(word) in known:
        return known[normalised(word)]
    first = dict.fromkeys(options.values())  # one word for each meaning
    named = [next(name for name, value in options.items() if value == meaning) for meaning in first]
    raise Wrong(f"没有“{word[:20]}”这一项", f"从这些里面选：{'、'.join(named)}")


def ten_thousands() -> Reader:
    """A sum in 万元, as 分; a unit that somebody wrote into the cell is believed."""

    def read(cell: Cell) -> int:
        typed = unicodedata.normalize("NFKC", as_text(cell)).replace(",", "").replace(" ", "")
        try:
            fen = Money.parse(typed).fen if typed.endswith("元") else _ten_thousands(typed)
        except NotMoney as bad:
            raise Wrong(str(bad), "以万元为单位填写，例如 48.60") from None
        if fen <= 0:
            raise Wrong("金额应当大于 0", "以万元为单位填写，例如 48.60")
        return fen

    return read


def _ten_thousands(typed: str) -> int:
    try:
        fen = Decimal(typed.removesuffix("万")) * 1_000_000
    except InvalidOperation:
        raise NotMoney(f"“{typed[:20]}”不是金额") from None
    if not fen.is_finite() or fen != fen.to_integral_value():
        raise NotMoney("金额最多精确到分")
    return Money(int(fen)).fen


def month() -> Reader:
    """A month, as its first day; a date within the month will do."""

    def read(cell: Cell) -> date:
        return _day(cell, "填写年和月，例如 2026年12月").replace(day=1)

    return read


def day() -> Reader:
    """A day."""

    def read(cell: Cell) -> date:
        if not isinstance(cell, datetime | date) and not _has_day(as_text(cell)):
            raise Wrong(f"“{as_text(cell)[:20]}”不是日期", "填写年月日，例如 2026-12-01")
        return _day(cell, "填写年月日，例如 2026-12-01")

    return read


def _dated(typed: str) -> re.Match[str] | None:
    return _MONTH.fullmatch("".join(unicodedata.normalize("NFKC", typed).split()))


def _has_day(typed: str) -> bool:
    found = _dated(typed)
    return found is not None and found[3] is not None


def _day(cell: Cell, cure: str) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    found = _dated(as_text(cell).removesuffix("00:00").strip())
    try:
        if found:
            return date(int(found[1]), int(found[2]), int(found[3] or 1))
    except ValueError:
        pass
    raise Wrong(f"“{as_text(cell)[:20]}”看不出是哪一天", cure)
