"""The files that people fill in: the template of a table, and the sheet of rows that were wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from marketplace.sheets.columns import Cell, Column, Table
from marketplace.sheets.reading import MOST_ROWS, OWN_TITLES, Line
from marketplace.sheets.values import as_text
from marketplace.sheets.writing import HEAD_FILL, HEAD_FONT, TEXT, WRAPPED, WRONG_FILL, Shown, new_book

EXPLAINED = ("列", "是否必填", "怎样填", "例如")


def write_template(out: IO[bytes], table: Table, *, made_at: datetime) -> None:
    """A sheet to fill in, every cell of it text, and a sheet that explains each column."""
    book = Workbook()
    book.properties.creator = ""
    book.properties.created = made_at
    sheet = book.active
    sheet.title = table.title[:31]
    sheet.freeze_panes = "A2"
    for place, column in enumerate(table.columns, 1):
        _head(sheet, place, column)
    _explain(book.create_sheet("填写说明"), table)
    book.save(out)


def _head(sheet: Any, place: int, column: Column) -> None:
    letter = get_column_letter(place)
    head = sheet.cell(1, place, column.title)
    head.font, head.fill, head.number_format = HEAD_FONT, HEAD_FILL, TEXT
    head.comment = Comment(_remark(column), "", width=320, height=96)
    sheet.column_dimensions[letter].width = column.width
    sheet.column_dimensions[letter].number_format = TEXT
    if column.choices:
        chosen = DataValidation(
            type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True, showErrorMessage=True,
            errorTitle=column.title, error=f"请从下拉列表里选：{'、'.join(column.choices)}"[:250],
        )  # fmt: skip
        chosen.add(f"{letter}2:{letter}{MOST_ROWS + 1}")
        sheet.add_data_validation(chosen)


def _remark(column: Column) -> str:
    must = "必填" if column.required else "选填"
    return "。".join(
        word for word in (must, column.help, f"例如 {column.example}" if column.example else "") if word
    )


def _explain(sheet: Any, table: Table) -> None:
    sheet.append(EXPLAINED)
    for head in sheet[1]:
        head.font, head.fill = HEAD_FONT, HEAD_FILL
    for column in table.columns:
        words = f"{column.help}{'。' if column.help and column.choices else ''}"
        words += f"从这些里面选：{'、'.join(column.choices)}" if column.choices else ""
        sheet.append([column.title, "必填" if column.required else "选填", words, column.example])
    for note in table.notes:
        sheet.append([note])
    for letter, width in zip("ABCD", (24, 10, 64, 32), strict=True):
        sheet.column_dimensions[letter].width = width
    for row in sheet.iter_rows(min_row=2):
        for cell in row:
            cell.alignment, cell.number_format = WRAPPED, TEXT
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    for row in sheet.iter_rows(min_row=len(table.columns) + 2):
        row[0].alignment = Alignment(wrap_text=False)


def write_errors(out: IO[bytes], table: Table, lines: Iterable[Line], *, made_at: datetime) -> None:
    """The wrong rows as they were written, each with what is wrong and how to cure it; wrong cells are marked.

    The file can be corrected and sent again as it is: its added columns are known and not read.
    """
    book, pen = new_book("需要修改的行", made_at)
    first, says, cure = OWN_TITLES
    columns = [Shown(first, 8), *(Shown(column.title, column.width) for column in table.columns)]
    pen.head([*columns, Shown(says, 44), Shown(cure, 44)])
    for line in lines:
        wrong = {problem.column for problem in line.problems}
        cells = [
            pen.cell(as_text(line.cells.get(column.name)), fill=WRONG_FILL if column.title in wrong else None)
            for column in table.columns
        ]
        told = [pen.cell(text, wrap=True) for text in _told(line)]
        pen.sheet.append([line.number, *cells, *told])
    book.save(out)


def _told(line: Line) -> Sequence[Cell]:
    says = "\n".join(
        f"{problem.column}：{problem.says}" if problem.column else problem.says for problem in line.problems
    )
    return says, "\n".join(dict.fromkeys(problem.cure for problem in line.problems))
