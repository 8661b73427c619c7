"""What an engine answers, whichever it is: matching rows in order, how many, and how many of each kind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from search.models import Entry

SORTS = {"": "最相关", "deadline": "截止近", "newest": "发布新", "amount": "金额从大到小"}
Phrase = tuple[str, ...]  # tokens that follow one another
Word = tuple[Phrase, ...]  # a phrase or one of its synonyms
# 金额段: code → (label, from 分, below 分)
BANDS: dict[str, tuple[str, int | None, int | None]] = {
    "0": ("50 万元以下", None, 50_000_000),
    "50": ("50 万–400 万元", 50_000_000, 400_000_000),
    "400": ("400 万–1000 万元", 400_000_000, 1_000_000_000),
    "1000": ("1000 万–5000 万元", 1_000_000_000, 5_000_000_000),
    "5000": ("5000 万元以上", 5_000_000_000, None),
}
DUE = {"open": "还没有截止", "week": "7 日内截止", "closed": "已经截止"}
# facets whose values an entry has once and for all; `due` and `buyer` are counted apart
FACETS = ("scope", "type", "state", "region", "band", "industry", "business", "method")
WEEK_SECONDS = 7 * 86400


def band_of(amount_fen: int | None) -> str:
    """The band an amount falls in; empty without an amount."""
    if amount_fen is None:
        return ""
    return next(code for code, (_, _, below) in BANDS.items() if below is None or amount_fen < below)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A query, parsed: words as alternatives of phrases, what must not occur, and exact conditions."""

    now: datetime
    words: tuple[Word, ...] = ()
    without: tuple[Phrase, ...] = ()
    exact: str = ""  # the whole query as a code or name: rows that have it come first
    filters: tuple[tuple[str, str], ...] = ()  # facet → value; also "due" and "buyer"
    since: datetime | None = None
    until: datetime | None = None
    sort: str = ""
    any_word: bool = False
    samples: bool = False
    ids: tuple[int, ...] | None = None  # only among these rows (saved searches)
    after: tuple[int, int] | None = None  # newest first: what follows this (published, id)

    def filter(self, name: str) -> str:
        return dict(self.filters).get(name, "")


@dataclass(frozen=True, slots=True)
class Hits:
    """How many rows match, the ids of the page in order with their scores, and marked pieces if any."""

    total: int
    ids: tuple[int, ...]
    scores: tuple[float, ...] = ()
    marks: dict[int, str] = field(default_factory=dict)  # id → title with MARK around hits


@dataclass(frozen=True, slots=True)
class Counted:
    """The facets of a query: facet → value → rows; each facet as if its own filter were not set."""

    total: int
    facets: dict[str, dict[str, int]]


MARK = ("\ue000", "\ue001")  # around a hit in a marked piece: private characters, never in a text


class Engine(Protocol):
    """Implemented by each adapter; one contract suite runs on all."""

    name: str

    def put(self, entries: Sequence[Entry]) -> None:
        """Make saved rows findable; a row put again replaces itself, a row that is gone is taken out."""

    def search(self, wanted: Wanted, *, offset: int, limit: int) -> Hits:
        """The page of matching rows."""

    def count(self, wanted: Wanted, *, parties: int = 12) -> Counted:
        """How many rows there are, and how many of each facet's values."""

    def matches(self, wanted: Sequence[Wanted]) -> list[tuple[int, ...]]:
        """For each query the ids of its rows, ascending; used with `ids`, so the answers are short."""
