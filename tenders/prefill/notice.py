"""A notice taken apart: its text, its lines, its clauses; every finder reads from here."""

from __future__ import annotations

from collections.abc import Iterator

from tenders.prefill.clauses import Clause, labelled_clauses
from tenders.prefill.outline import Line, Section, lines_of
from tenders.prefill.tables import cell_clauses
from tenders.prefill.text import Text
from tenders.prefill.vocabulary import Kind


class Notice:
    """The lines and clauses of a text, in order."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.lines = tuple(lines_of(text.plain))
        clauses = [*labelled_clauses(text.plain, self.lines), *cell_clauses(text.plain, self.lines)]
        self.clauses = tuple(sorted(clauses, key=lambda clause: clause.value_start))

    def of(self, *kinds: Kind) -> Iterator[Clause]:
        """The clauses of these kinds, in order of the text."""
        return (clause for clause in self.clauses if clause.kind in kinds)

    def value(self, clause: Clause) -> str:
        """The value without blanks."""
        return self.text.plain[clause.value_start : clause.value_end]

    def inside(self, *sections: Section) -> Iterator[Line]:
        """The lines of these sections without their headings."""
        return (line for line in self.lines if line.section in sections and not line.is_heading)
