"""What the cells of a table say: a cell under a known header is a clause like any other."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenders.prefill.clauses import Clause
from tenders.prefill.outline import Line
from tenders.prefill.vocabulary import KINDS, Kind, known_word

_BRACKETS = re.compile(r"\([^()\n]{0,40}\)")
_NUMBERED = re.compile(r"序号|标段号?|标项|子包号?|包号|品目|采购包|包件|分包号|项目名称|服务名称")
_LONGEST_HEADER = 30
_LINES_OF_A_ROW = 12
_ROWS = 40


def cell_clauses(plain: str, lines: tuple[Line, ...]) -> Iterator[Clause]:
    """The cells under a header cell that is a known label: a table says the same as labelled lines."""
    number = 0
    while number < len(lines):
        columns = _columns(plain, lines[number])
        if not columns:
            number += 1
            continue
        head, width = lines[number], plain.count("|", lines[number].start, lines[number].end) + 1
        number += 1
        for _ in range(_ROWS):
            row, after = _row(plain, lines, number, width)
            if not row:
                break
            for column, kind, name in columns:
                start, end = row[column]
                label = _BRACKETS.sub("", name)
                yield Clause(kind, label, name[len(label) :], number, start, start, end, head.section)
            number = after


def _columns(plain: str, line: Line) -> list[tuple[int, Kind, str]]:
    """The known columns of a header line; nothing where the line is no header."""
    if plain.count("|", line.start, line.end) < 2:
        return []
    cells = [plain[start:end] for start, end in _split(plain, line.start, line.end)]
    if max(map(len, cells)) > _LONGEST_HEADER:
        return []
    words = [(column, known_word(_BRACKETS.sub("", cell)), cell) for column, cell in enumerate(cells)]
    known = [(column, KINDS[word], cell) for column, word, cell in words
             if word and KINDS[word] is not Kind.BOUNDARY]  # fmt: skip
    return known if len(known) >= 2 or (known and _NUMBERED.match(cells[0])) else []


def _row(plain: str, lines: tuple[Line, ...], number: int, width: int) -> tuple[list[tuple[int, int]], int]:
    """One row, which may run over lines, and the number of the line after it."""
    bars = 0
    for last in range(number, min(number + _LINES_OF_A_ROW, len(lines))):
        if lines[last].is_heading:
            break
        bars += plain.count("|", lines[last].start, lines[last].end)
        if bars == width - 1:
            return _split(plain, _line_start(plain, lines[number]), lines[last].end), last + 1
        if bars >= width:
            break
    return [], number


def _line_start(plain: str, line: Line) -> int:
    return plain.rfind("\n", 0, line.start) + 1


def _split(plain: str, start: int, end: int) -> list[tuple[int, int]]:
    cells, at = [], start
    while (bar := plain.find("|", at, end)) >= 0:
        cells.append((at, bar))
        at = bar + 1
    return [*cells, (at, end)]
