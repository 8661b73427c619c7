"""How does a review become a page: the document's lines with numbered marks, and the findings with the same numbers?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from tenders.fairness.documents import Document
from tenders.fairness.findings import Finding, Review
from tenders.fairness.rulebook import Severity


@dataclass(frozen=True, slots=True)
class Level:
    """How urgent a finding is: a word for people, the tone of its label, the class of its mark."""

    word: str
    tone: str
    css: str


LEVELS = {
    Severity.BLOCK: Level("必须修改", "hot", "must"),
    Severity.WARN: Level("建议修改", "pub", "should"),
    Severity.MANUAL: Level("请说明", "line", "ask"),
}
_URGENT = tuple(LEVELS)


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as it is read: number, level, the words, where they stand, article, reason, lawful wording."""

    number: int
    level: str
    tone: str
    css: str
    rule: str
    words: str
    where: str
    says: str
    law: str
    reason: str
    rewrite: str
    state: str = ""
    word: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words under the same findings. `starts`: the findings whose words begin here."""

    words: str
    css: str
    starts: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the document; `rows` are the findings that begin in it."""

    number: int
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring lines that either all have marks or all have none."""

    is_marked: bool
    lines: tuple[Line, ...]


def rows_of(review: Review, document: Document) -> list[Row]:
    """The findings in the order of the text, numbered from 1."""
    return [
        _row(number, finding, review.text, document) for number, finding in enumerate(_in_order(review), 1)
    ]


def _in_order(review: Review) -> list[Finding]:
    return sorted(review.findings, key=lambda finding: (finding.start, finding.end))


def _row(number: int, finding: Finding, text: str, document: Document) -> Row:
    level, place = LEVELS[finding.severity], document.place(finding.start)
    where = f"第{place.page}页" if place.page else f"第{place.paragraph}段"
    words = " ".join(text[finding.start : finding.end].split())
    return Row(
        number, level.word, level.tone, level.css, finding.rule, words, where,
        finding.says, finding.law, finding.reason, finding.rewrite,
    )  # fmt: skip


def stretches(review: Review, document: Document, rows: list[Row] | None = None) -> list[Stretch]:
    """The whole document: lines with marks, and between them the lines nobody has to look at.

    `rows` are the findings in the order of the text when the page numbers them itself or knows how they were answered.
    """
    lines = _lines(review, rows_of(review, document) if rows is None else rows)
    return [Stretch(marked, tuple(members)) for marked, members in groupby(lines, _is_marked)]


def _is_marked(line: Line) -> bool:
    return any(part.css for part in line.parts)


def _lines(review: Review, rows: list[Row]) -> Iterator[Line]:
    """Findings are sorted by where they start, so one walk over both is enough."""
    waiting = list(zip(_in_order(review), rows, strict=True))
    at, first = 0, 0
    for number, words in enumerate(review.text.split("\n"), 1):
        end = at + len(words)
        while first < len(waiting) and waiting[first][0].end <= at:
            first += 1
        here = [pair for pair in waiting[first : _until(waiting, first, end)] if pair[0].end > at]
        if words.strip():
            starting = tuple(row for finding, row in here if finding.start >= at)
            yield Line(number, tuple(_parts(review.text, at, end, here)), starting)
        at = end + 1


def _until(waiting: list[tuple[Finding, Row]], first: int, end: int) -> int:
    last = first
    while last < len(waiting) and waiting[last][0].start < end:
        last += 1
    return last


def _parts(text: str, at: int, end: int, here: list[tuple[Finding, Row]]) -> Iterator[Part]:
    """The line cut wherever a finding begins or ends; where two lie on each other the more urgent colours."""
    cuts = sorted({at, end, *(min(max(edge, at), end) for f, _ in here for edge in (f.start, f.end))})
    for left, right in pairwise(cuts):
        over = [pair for pair in here if pair[0].start <= left and pair[0].end >= right]
        row = min(over, key=lambda pair: _URGENT.index(pair[0].severity))[1] if over else None
        css = f"{row.css} {row.state}".strip() if row else ""
        starts = tuple(row for finding, row in here if finding.start == left)
        yield Part(text[left:right], css, starts)
