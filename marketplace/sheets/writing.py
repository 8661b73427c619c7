"""How rows leave as a file that Excel and WPS open well: XLSX with typed cells, CSV with a byte order mark.

What people typed is text and stays text: a cell that begins with = + - or @ is no formula (in XLSX by its
type, in CSV by an apostrophe), and a code of figures only does not turn into a number.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from marketplace.sheets.columns import Cell

LONGEST = 32_767  # characters that a cell of a spreadsheet can hold
TEXT, MOMENT, DAY, SUM = "@", "yyyy-mm-dd hh:mm", "yyyy-mm-dd", "#,##0.00"
HEAD_FONT, HEAD_FILL = Font(bold=True), PatternFill("solid", fgColor="DCE6EA")
WRONG_FILL = PatternFill("solid", fgColor="F6D5D2")
WRAPPED = Alignment(wrap_text=True, vertical="top")

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]")
_STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# what a spreadsheet would take for a number and shorten: long figures, a leading 0, 12E45
_TAKEN_FOR_NUMBER = re.compile(r"0\d+|\d{12,}|\d+(?:\.\d+)?[Ee]\d+")


@dataclass(frozen=True, slots=True)
class Shown:
    """One column of a file that leaves: its title and its width in characters."""

    title: str
    width: int = 18


def printable(text: str) -> str:
    """Without the characters that XML cannot hold, and no longer than a cell."""
    return _UNPRINTABLE.sub("", text)[:LONGEST]


# ── CSV ─────────────────────────────────────────────────────────────────────


def csv_cell(value: Cell) -> str:
    """One value as CSV text."""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M:%S}"
    if value is None or isinstance(value, date | int | Decimal):
        return "" if value is None else str(value)
    text = printable(str(value))
    if _TAKEN_FOR_NUMBER.fullmatch(text):
        return f"\t{text}"
    return f"'{text}" if text.startswith(_STARTS_FORMULA) else text


def write_csv(out: IO[bytes], columns: Sequence[Shown], rows: Iterable[Sequence[Cell]]) -> None:
    """One row at a time; the mark at the front tells Excel that it is UTF-8."""
    text = io.TextIOWrapper(out, "utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(column.title for column in columns)
    writer.writerows([csv_cell(value) for value in row] for row in rows)
    text.flush()
    text.detach()


# ── XLSX ────────────────────────────────────────────────────────────────────


@dataclass(slots=True)
class Pen:
    """Writes cells of one sheet that is only written; a cell object is used again for each row."""

    sheet: Any

    def cell(self, value: Cell, *, fill: PatternFill | None = None, wrap: bool = False) -> Any:
        """A value as a cell of its own type; text is never a formula."""
        made = WriteOnlyCell(self.sheet, value=value if not isinstance(value, str) else None)
        if isinstance(value, str):
            made.value, made.data_type = printable(value), "s"
            made.number_format = TEXT
            made.quotePrefix = value.startswith(_STARTS_FORMULA)
        elif isinstance(value, datetime):
            made.number_format = MOMENT
        elif isinstance(value, date):
            made.number_format = DAY
        elif isinstance(value, Decimal):
            made.number_format = SUM
        if fill is not None:
            made.fill = fill
        if wrap:
            made.alignment = WRAPPED
        return made

    def head(self, columns: Sequence[Shown]) -> None:
        """The header: bold, and it stays when one scrolls."""
        self.sheet.freeze_panes = "A2"
        for place, column in enumerate(columns, 1):
            self.sheet.column_dimensions[get_column_letter(place)].width = column.width
        titles = [self.cell(column.title, fill=HEAD_FILL) for column in columns]
        for title in titles:
            title.font = HEAD_FONT
        self.sheet.append(titles)

    def row(self, values: Sequence[Cell]) -> None:
        """Plain words and numbers go as they are; only what needs a type of its own costs a cell."""
        self.sheet.append([self._quick(value) for value in values])

    def _quick(self, value: Cell) -> Any:
        if value is None or type(value) is int:
            return value
        if type(value) is str and not _needs_type(value):
            return value
        return self.cell(value)


def _needs_type(text: str) -> bool:
    """Whether a spreadsheet or openpyxl would make something else of the text."""
    return (
        text.startswith(_STARTS_FORMULA)
        or text[:1].isdigit()
        or text.startswith("#")
        or len(text) > LONGEST
        or _UNPRINTABLE.search(text) is not None
    )


def new_book(title: str, made_at: datetime) -> tuple[Workbook, Pen]:
    """A workbook that is written row by row, with its first sheet; `made_at` is local time without zone."""
    book = Workbook(write_only=True)
    book.properties.creator = ""
    book.properties.created = made_at
    return book, Pen(book.create_sheet(title[:31]))


def write_xlsx(
    out: IO[bytes],
    title: str,
    columns: Sequence[Shown],
    rows: Iterable[Sequence[Cell]],
    *,
    made_at: datetime,
    notes: Iterable[str] = (),
) -> None:
    """One row at a time; `notes` stand on a sheet of their own and are asked for last."""
    book, pen = new_book(title, made_at)
    pen.head(columns)
    for row in rows:
        pen.row(row)
    said = Pen(book.create_sheet("说明"))
    said.sheet.column_dimensions["A"].width = 80
    for note in notes:
        said.sheet.append([said.cell(note, wrap=True)])
    book.save(out)
