"""What an engine answers, whichever it is: the ids of matching rows in order, and how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from search.models import Entry

SORTS = {"": "最相关", "deadline": "截止近", "newest": "发布新", "amount": "金额从大到小"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query, parsed: words as phrases of tokens, and exact conditions."""

    phrases: tuple[tuple[str, ...], ...] = ()
    scope: str = ""
    type: str = ""
    since: datetime | None = None
    open_at: datetime | None = None
    until: datetime | None = None
    sort: str = ""
    any_word: bool = False


@dataclass(frozen=True, slots=True)
class Hits:
    """How many rows match, and the ids of the page in order."""

    total: int
    ids: tuple[int, ...]


class Engine(Protocol):
    """Implemented by each adapter; one contract suite runs on all."""

    def put(self, entries: Sequence[Entry]) -> None:
        """Make saved rows findable; a row put again replaces itself."""

    def forget(self, ids: Sequence[int]) -> None:
        """Take rows out."""

    def search(self, wanted: Wanted, *, offset: int, limit: int) -> Hits:
        """The page of matching rows."""

    def types(self, wanted: Wanted) -> dict[str, int]:
        """How many matching rows there are of each type."""


def engine() -> Engine:
    """The engine in use."""
    from search.embedded import Embedded

    return Embedded()
