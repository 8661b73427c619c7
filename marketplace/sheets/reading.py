"""What a file says by the columns of its table: values row by row, and what is wrong where, with its cure."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain, islice
from typing import Any, BinaryIO

from marketplace.sheets.columns import Cell, Column, Table, plain_title
from marketplace.sheets.errors import Unreadable, Wrong
from marketplace.sheets.opening import Row, sheets
from marketplace.sheets.values import FORMULA_ERRORS, as_text

MOST_ROWS = 20_000
HEAD_ROWS = 10  # a title and a remark may stand above the header
OWN_TITLES = ("原行号", "问题", "怎样改")  # what our own error sheet adds
_OWN = frozenset(plain_title(title) for title in (*OWN_TITLES, "序号", "行号"))


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one row; `column` is "" when it concerns the row as a whole."""

    row: int
    column: str
    says: str
    cure: str

    def __str__(self) -> str:
        return f"第 {self.row} 行 {self.column}{self.says}，请{self.cure}"


@dataclass(slots=True)
class Line:
    """One written row: its number in the spreadsheet, its cells under the known columns, what they say."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)

    def blame(self, column: str, says: str, cure: str) -> None:
        """Something that only the rest of the file or the register can tell is wrong."""
        self.problems.append(Problem(self.number, column, says, cure))


@dataclass(frozen=True, slots=True)
class Header:
    """Where the columns stand, and which titles mean nothing here."""

    row: int
    places: dict[int, Column]
    extra: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read to its end."""

    name: str
    header: Header
    lines: list[Line]


def read(file: BinaryIO, table: Table, *, most: int = MOST_ROWS) -> Sheet:
    """Read the first sheet whose header is known; raises `Unreadable` with the one reason that matters."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # styles and extensions that openpyxl does not know
        return _read(file, table, most)


def _read(file: BinaryIO, table: Table, most: int) -> Sheet:
    for name, rows in sheets(file):
        head = list(islice(rows, HEAD_ROWS))
        header = _header(head, table)
        if header is None:
            continue
        below = chain((row for row in head if row[0] > header.row), rows)
        lines = list(_lines(below, header, table, most))
        if not lines:
            raise Unreadable("SHEET-NO-ROWS", "表头下面没有内容，请填写后再上传")
        return Sheet(name, header, lines)
    wanted = "、".join(column.title for column in table.required)
    raise Unreadable("SHEET-NO-HEADER", f"没有找到表头；表头应当含有：{wanted}。请下载模板对照")


def _header(head: list[Row], table: Table) -> Header | None:
    """The row that names most columns; None when no row names two of them, or the only one there is."""
    enough = min(2, len(table.columns))
    best = max(head, key=lambda row: _known(row[1], table), default=None)
    if best is None or _known(best[1], table) < enough:
        return None
    places: dict[int, Column] = {}
    extra: list[str] = []
    for place, title in enumerate(best[1]):
        column = table.titled(title)
        if column is None:
            extra += [as_text(title)] if plain_title(title) not in {"", *_OWN} else []
        elif column in places.values():
            raise Unreadable("SHEET-TITLE-TWICE", f"表头里“{column.title}”出现了两次，请留下一列")
        else:
            places[place] = column
    if missing := [column.title for column in table.required if column not in places.values()]:
        raise Unreadable("SHEET-COLUMN-MISSING", f"表头缺少：{'、'.join(missing)}。请下载模板对照")
    return Header(best[0], places, tuple(extra))


def _known(cells: tuple[Cell, ...], table: Table) -> int:
    return sum(table.titled(cell) is not None for cell in cells if isinstance(cell, str))


def _lines(rows: Iterator[Row], header: Header, table: Table, most: int) -> Iterator[Line]:
    written = 0
    for number, cells in rows:
        if cells.count(None) == len(cells) or not any(
            as_text(cells[at]) for at in header.places if at < len(cells)
        ):
            continue  # blank, or only numbered
        written += 1
        if written > most:
            raise Unreadable("SHEET-TOO-MANY-ROWS", f"内容超过 {most:,} 行，请分成几个文件上传")
        yield _line(number, cells, header, table)


def _line(number: int, cells: tuple[Cell, ...], header: Header, table: Table) -> Line:
    found = {
        column.name: cells[place] if place < len(cells) else None for place, column in header.places.items()
    }
    line = Line(number, found, {})
    for column in table.columns:
        try:
            line.values[column.name] = _value(column, found.get(column.name))
        except Wrong as wrong:
            line.blame(column.title, wrong.says, wrong.cure)
    return line


def _value(column: Column, cell: Cell) -> Any:
    words = as_text(cell)
    if words.upper() in FORMULA_ERRORS:
        raise Wrong(f"公式出错（{words}）", "改成文字或者数字")
    if words:
        return column.read(cell)
    if column.required:
        raise Wrong("没有填写", f"填写{f'，例如 {column.example}' if column.example else '这一格'}")
    return column.blank
