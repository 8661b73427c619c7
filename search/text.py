"""How Chinese text is cut: each Han character a token, the query cut into words, words as phrases.

Any substring of any length is found, a new dictionary needs no new index, and no character of a
query is an operator: what is not a word is dropped before an engine sees it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import rjieba
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN = re.compile(f"([{HAN}])")
_RUN = re.compile(f"[{HAN}]+|[^\\s{HAN}]+")
_QUOTED = re.compile(r"[\"“”]([^\"“”]+)[\"“”]")
_TOKEN = re.compile(f"[{HAN}]|\\w+")
_USCC = re.compile(r"[0-9A-HJ-NPQRTUWXY]{18}")
_NUMBER = re.compile(r"JLX-[A-Z]{2}-\d{4}-\d{5}(-[A-Z0-9-]+)?", re.ASCII)
LONGEST_QUERY = 200


def _normal(text: str) -> str:
    """Full-width digits and Latin letters as half-width; one case."""
    return unicodedata.normalize("NFKC", text or "").casefold()


def tokens(text: str) -> list[str]:
    """招标文件-2 → 招 标 文 件 2: what both the index and a phrase consist of."""
    return _TOKEN.findall(_normal(text).replace("_", " "))


def spaced(text: str) -> str:
    """The text as the index keeps it: tokens with a space between."""
    return " ".join(tokens(text))


def words(query: str) -> list[str]:
    """The query cut by the dictionary; what stands in quotation marks stays one word."""
    query = query[:LONGEST_QUERY]
    exact = _QUOTED.findall(query)
    found = [word for word in exact if tokens(word)]
    for part in _RUN.findall(_normal(_QUOTED.sub(" ", query))):
        cut = rjieba.cut(part) if _HAN.match(part) else [part]
        found += [word for word in cut if tokens(word)]
    return list(dict.fromkeys(found))


def phrases(query: str) -> list[list[str]]:
    """Each word as the tokens that must follow one another."""
    return [tokens(word) for word in words(query)]


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
