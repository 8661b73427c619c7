"""How the cells of a file are read one row at a time: XLSX by openpyxl, CSV in UTF-8, GB 18030 or UTF-16."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, BinaryIO

from openpyxl import load_workbook

from marketplace.sheets.archive import broken, kind_of
from marketplace.sheets.columns import Cell
from marketplace.sheets.errors import Unreadable

WIDEST = 60  # columns that are looked at
LONGEST = 1_048_576  # rows that a spreadsheet can have; a row may claim any number
# what openpyxl raises when a part is missing, cut off or not what it claims to be
FAULTS = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    EOFError,
    OSError,
    zipfile.BadZipFile,
)
Row = tuple[int, tuple[Cell, ...]]  # the number that the spreadsheet shows, and the cells


def sheets(file: BinaryIO) -> Iterator[tuple[str, Iterator[Row]]]:
    """Each sheet's name with its rows; a CSV file is one sheet without a name."""
    if kind_of(file) == "csv":
        yield "", _csv_rows(file.read())
        return
    try:
        book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except FAULTS as error:
        raise broken() from error
    for sheet in book.worksheets:
        rows = sheet.iter_rows(values_only=True, max_row=LONGEST, max_col=WIDEST)
        yield str(sheet.title), _guarded(rows)


def _guarded(rows: Iterable[tuple[Any, ...]]) -> Iterator[Row]:
    """Rows with their numbers; a part that breaks off is a broken file."""
    counted = enumerate(rows, 1)
    while True:
        try:
            number, cells = next(counted)
        except StopIteration:
            return
        except FAULTS as error:
            raise broken() from error
        yield number, cells


def _decoded(raw: bytes) -> str:
    """Text of a CSV file: by its mark, else UTF-8, else GB 18030, which Chinese Excel writes."""
    is_utf16 = raw[:2] in (b"\xff\xfe", b"\xfe\xff")
    for encoding in ("utf-16",) if is_utf16 else ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable("SHEET-ENCODING", "认不出文件的内容；请上传 .xlsx，或者另存为“CSV UTF-8”再上传")


def _csv_rows(raw: bytes) -> Iterator[Row]:
    text = _decoded(raw)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    number = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(
                "SHEET-BROKEN", f"第 {number + 1} 行以后读不下去，请检查双引号是否成对"
            ) from error
        number += 1
        yield number, tuple(cells[:WIDEST])


def _delimiter(text: str) -> str:
    """Comma, tab or semicolon: what the first written lines have most of."""
    head = "\n".join(islice((line for line in text.splitlines() if line.strip()), 3))
    return max((",", "\t", ";"), key=head.count)
