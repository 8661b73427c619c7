"""How Chinese text is cut: each Han character a token, the query cut into words, words as phrases.

Any substring of any length is found, a new dictionary needs no new index, and no character of a
query is an operator but the quotation marks and a leading minus: what is not a word is dropped
before an engine sees it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import rjieba
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"[{HAN}]")
_RUN = re.compile(f"[{HAN}]+|[^\\s{HAN}]+")
_QUOTED = re.compile(r"([-－−]?)[\"“”]([^\"“”]+)[\"“”]")
_EXCLUDED = re.compile(r"(?<!\S)[-－−]([^\s\"“”]+)")
_TOKEN = re.compile(f"[{HAN}]|[^\\W{HAN}]+")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_NUMBER = re.compile(r"JLX-[A-Z]{2}-\d{4}-\d{5}(-[A-Z0-9-]+)?", re.ASCII)
LONGEST_QUERY = 200
MOST_WORDS = 16
# words that say nothing about what is sought; they are dropped when others remain
_EMPTY = frozenset("的了和与及或在是对为等有无、")


# neither ASCII, nor a Han character, nor the punctuation of Chinese: only these need a second look
_RARE = re.compile(r"[^\x00-\x7f\u4e00-\u9fff\u3400-\u4dbf，。：；（）、“”‘’《》〈〉【】「」！？—…·\u3000]+")


def normal(text: str) -> str:
    """Full-width digits and Latin letters as half-width (NFKC); one case."""
    return _RARE.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text or "").casefold()


def tokens(text: str) -> list[str]:
    """招标文件-2 → 招 标 文 件 2: what both the index and a phrase consist of."""
    return _TOKEN.findall(normal(text).replace("_", " "))


def spaced(text: str) -> str:
    """The text as the index keeps it: tokens with a space between."""
    return " ".join(tokens(text))


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, cut: words that must be there, words that must not."""

    words: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def cut(query: str, *, whole: re.Pattern[str] | None = None) -> Query:
    """Cut by the dictionary; what stands in quotation marks, or what `whole` matches, stays one word."""
    query = query[:LONGEST_QUERY]
    wanted, unwanted = list[str](), list[str]()
    for minus, phrase in _QUOTED.findall(query):
        (unwanted if minus else wanted).append(phrase)
    rest = _QUOTED.sub(" ", query)
    unwanted += _EXCLUDED.findall(rest)
    for part in _RUN.findall(normal(_EXCLUDED.sub(" ", rest))):
        wanted += _pieces(part, whole) if _HAN.match(part) else [part]
    found = [word for word in wanted if tokens(word)]
    telling = [word for word in found if word not in _EMPTY] or found
    return Query(
        tuple(dict.fromkeys(telling))[:MOST_WORDS],
        tuple(dict.fromkeys(word for word in unwanted if tokens(word)))[:MOST_WORDS],
    )


def _pieces(run: str, whole: re.Pattern[str] | None) -> list[str]:
    """A run of Han characters cut by the dictionary, around the words that stay whole."""
    if whole is None:
        return list(rjieba.cut(run))
    found, end = list[str](), 0
    for hit in whole.finditer(run):
        found += [*rjieba.cut(run[end : hit.start()]), hit[0]]
        end = hit.end()
    return [*found, *rjieba.cut(run[end:])]


def words(query: str) -> list[str]:
    """The words that must be there."""
    return list(cut(query).words)


def phrases(query: str) -> list[list[str]]:
    """Each word as the tokens that must follow one another."""
    return [tokens(word) for word in words(query)]


def is_han(word: str) -> bool:
    """Whether the word is written in Han characters only."""
    return bool(word) and all(_HAN.match(character) for character in word)


def looks_exact(query: str) -> str:
    """A project or notice number, or a social credit code: an exact look-up that jumps to the object."""
    asked = unicodedata.normalize("NFKC", query).strip().upper()
    return asked if _USCC.fullmatch(asked) or _NUMBER.fullmatch(asked) else ""


def _pattern(found: Sequence[str]) -> re.Pattern[str] | None:
    options = sorted({word for word in found if word}, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in options), re.IGNORECASE) if options else None


def marked(text: str, found: Sequence[str]) -> SafeString:
    """The text with the words of the query in <mark>."""
    pattern = _pattern(found)
    if pattern is None:
        return escape(text)
    pieces, end = [], 0
    for hit in pattern.finditer(text):
        pieces += [escape(text[end : hit.start()]), "<mark>", escape(hit[0]), "</mark>"]
        end = hit.end()
    return mark_safe("".join([*pieces, escape(text[end:])]))  # noqa: S308 - every piece is escaped


def excerpt(text: str, found: Sequence[str], *, width: int = 90) -> str:
    """The part of the text around the first hit."""
    pattern = _pattern(found)
    hit = pattern.search(text) if pattern else None
    start = max(0, hit.start() - width // 3) if hit else 0
    piece = text[start : start + width].replace("\n", " ")
    return f"{'…' if start else ''}{piece}{'…' if start + width < len(text) else ''}"
