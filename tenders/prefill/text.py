"""Where in the pasted text something stands, although blanks and widths were evened out to read it."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from typing import Generic, TypeVar

V = TypeVar("V")

LONGEST = 300_000  # characters; no notice is longer, and a pasted book must not hold up the form
_SENTENCE = 200
_BLANKS = frozenset(" \t\r\f\v\u00a0\u2002\u2003\u2009\u200b\u3000\ufeff")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code) not in "，；！？"}
_WIDE |= {ord("﹕"): ord(":"), ord("∶"): ord(":"), ord("︰"): ord(":"), ord("｜"): ord("|")}
_AFTER_A_SEPARATOR = re.compile(r"[-/.:][0-9×*]{1,11}\Z")


@dataclass(frozen=True, slots=True)
class Found(Generic[V]):
    """A value, the span of the original text it was read from, and the sentence around it."""

    value: V
    span: tuple[int, int]
    sentence: str


class Text:
    """A notice as `plain` characters without blanks, each of which knows its place in `original`."""

    def __init__(self, original: str) -> None:
        self.original = original[:LONGEST]
        self.plain, self._places = _squeezed(self.original)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in the original of plain[start:end]."""
        if start >= end:
            place = self._places[start] if start < len(self._places) else len(self.original)
            return place, place
        return self._places[start], self._places[end - 1] + 1

    def words(self, start: int, end: int) -> str:
        """The original words of plain[start:end]."""
        first, last = self.span(start, end)
        return self.original[first:last].strip()

    def found(self, value: V, start: int, end: int) -> Found[V]:
        """The value with its place and the sentence around it."""
        first, last = self.span(start, end)
        return Found(value, (first, last), self._sentence(first, last))

    def _sentence(self, first: int, last: int) -> str:
        """From the stop before to the stop after, no longer than a reader takes in."""
        opening = max(self.original.rfind(stop, max(0, first - _SENTENCE), first) for stop in "\n。；")
        closings = [self.original.find(stop, last, last + _SENTENCE) for stop in "\n。；"]
        closing = min((at for at in closings if at >= 0), default=min(len(self.original), last + _SENTENCE))
        begin = opening + 1 if opening >= 0 else max(0, first - _SENTENCE)
        return self.original[begin:closing].strip()[: 2 * _SENTENCE]


def _squeezed(original: str) -> tuple[str, array[int]]:
    """Drop blanks and full-width forms. A blank between figures stays where it parts a date or a number."""
    characters: list[str] = []
    places: array[int] = array("L")
    pending = -1
    for place, character in enumerate(original.translate(_WIDE)):
        if character in _BLANKS:
            pending = place if pending < 0 else pending
            continue
        if character == "\n" and _is_torn(characters):
            continue
        if pending >= 0 and _parts(characters, character):
            characters.append(" ")
            places.append(pending)
        pending = -1
        characters.append(character)
        places.append(place)
    return "".join(characters), places


def _is_torn(before: list[str]) -> bool:
    """Whether the line so far is half a label that a page broke: 地 / 址：."""
    return bool(before) and before[-1] in "地电联传邮" and (len(before) == 1 or before[-2] == "\n")


def _parts(before: list[str], after: str) -> bool:
    """Whether the blank stands between 2025-9-2 and 9:30, or between two telephone numbers."""
    if not (after in "0123456789×*" and before and before[-1] in "0123456789×*"):
        return False
    return _AFTER_A_SEPARATOR.search("".join(before[-12:])) is not None
