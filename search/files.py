"""What a published file says: its text, as far as one can be read."""

from __future__ import annotations

from tenders.fairness.documents import read_document
from tenders.fairness.errors import Unreadable
from tenders.models import Document

LONGEST = 400_000  # characters kept of one file


def text_of(row: Document) -> str:
    """The text; empty for drawings, scans and whatever has none."""
    try:
        with row.file.open("rb") as stream:
            return read_document(stream.read(), evidence=True).text[:LONGEST]
    except (Unreadable, OSError):
        return ""
