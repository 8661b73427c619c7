"""What somebody asked, as the engines understand it: words with their synonyms, filters, exact look-ups.

When nothing has all the words, words that only sound right are put right; when still nothing, any word
will do. What was relaxed is said.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from search.engine import DUE, FACETS, Wanted
from search.models import Entry
from search.text import Query, cut, normal, tokens
from search.vocabulary import Synonyms, alternatives, corrected

FILTERS = (*FACETS, "due", "buyer")


@dataclass(frozen=True, slots=True)
class Read:
    """A query read: what engines look for, the words to mark, and what was relaxed to get there."""

    wanted: Wanted
    words: tuple[str, ...]
    relaxed: str = ""  # "", "sound" (a word was put right), "any" (any word will do)
    says: str = ""


def read(
    text: str,
    now: datetime,
    *,
    filters: Mapping[str, str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    sort: str = "",
    samples: bool = False,
    ids: Sequence[int] | None = None,
    synonyms: Synonyms | None = None,
) -> Read:
    """The query as it was meant: every word must occur."""
    synonyms = synonyms or Synonyms()
    query = cut(text, whole=synonyms.whole())
    chosen = tuple(sorted((name, value) for name, value in (filters or {}).items() if value))
    wanted = Wanted(
        now, tuple(alternatives(word, synonyms) for word in query.words),
        tuple(tuple(tokens(word)) for word in query.without), exact=normal(text).strip()[:120], filters=chosen,
        since=since, until=until, sort=sort, samples=samples, ids=None if ids is None else tuple(ids),
    )  # fmt: skip
    return Read(wanted, spoken(query, wanted))


def spoken(query: Query, wanted: Wanted) -> tuple[str, ...]:
    """What to mark in a text: the words and what means the same."""
    same = ("".join(phrase) for word in wanted.words for phrase in word)
    return tuple(dict.fromkeys([*query.words, *same]))


def is_empty(text: str, found: Read) -> bool:
    """Something was typed, and there is nothing in it to look for."""
    return bool(text.strip()) and not found.wanted.words


def known_filter(name: str, value: str) -> bool:
    """Whether a filter's value can occur at all."""
    if name == "due":
        return value in DUE
    if name == "scope":
        return value in Entry.Scope.values
    return name in FILTERS


def relaxed(first: Read, text: str, total: Callable[[Wanted], int]) -> Read:
    """The query itself when it finds something, else the first relaxation that does."""
    if not first.wanted.words or total(first.wanted):
        return first
    synonyms = Synonyms()
    words = cut(text, whole=synonyms.whole()).words
    if fixed := corrected(words):
        wanted = replace(first.wanted, words=tuple(alternatives(word, synonyms) for word in fixed), exact="")
        if total(wanted):
            return Read(
                wanted, spoken(Query(tuple(fixed)), wanted), "sound",
                f"没有找到“{text.strip()}”，已按读音相同的“{' '.join(fixed)}”查找",
            )  # fmt: skip
    if len(first.wanted.words) > 1:
        return replace(
            first, wanted=replace(first.wanted, any_word=True), relaxed="any",
            says=f"没有同时含有“{' '.join(words)}”的内容，已放宽为任一字词",
        )  # fmt: skip
    return first


def following(wanted: Wanted, after: tuple[int, int] | None) -> Wanted:
    """The same query, newest first, from after a row on."""
    return replace(wanted, after=after)
