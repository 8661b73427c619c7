"""What is hidden on a page is not found by its words either: entries are veiled before they are written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from marketplace.notices.corrections import veil
from marketplace.notices.corrections.models import Correction
from search.models import Entry

DIGITS = 16  # of a file's hash in its key


def veiled(entries: Sequence[Entry]) -> Sequence[Entry]:
    """The same entries without hidden words; the entry of a hidden file is written as gone."""
    rows = list(Correction.objects.veiling())
    for entry in entries if rows else ():
        here = [row for row in rows if row.scope in entry.url or row.scope in entry.codes]
        if here:
            _veil(entry, here)
    return entries


def _veil(entry: Entry, rows: Iterable[Correction]) -> None:
    over = veil.made_of(rows)
    entry.text, entry.title = over(entry.text), over(entry.title)
    entry.names = [name for name in entry.names if over(name) == name]
    hidden = {sha[:DIGITS] for row in rows for sha in row.hidden_files()}
    if entry.scope == Entry.Scope.FILES and entry.key[-DIGITS:] in hidden:
        entry.gone, entry.text, entry.title, entry.codes, entry.names = True, "", "", [], []


def redacted(numbers: Iterable[str]) -> list[Correction]:
    """The redactions among the things that the record names."""
    return list(Correction.objects.redactions().filter(number__in=list(numbers)))
