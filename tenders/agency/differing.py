"""What changed between two versions of a text, word by word, and what another medium printed differently."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "gone", "new"]
Rows = Sequence[dict[str, str]]
# A number with its separators, a Latin word, a run of blanks, or one character.
_WORD = re.compile(r"\d[\d,.:年月日]*|[A-Za-z]+|\s+|.", re.DOTALL)
_SENTENCE = re.compile(r"[。；\n]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stayed, went, or came."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a notice in two versions."""

    label: str
    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.kind != "same" for piece in self.pieces)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """The new text with what went and what came marked in it."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    found: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(after[j1:j2])))
            continue
        if i2 > i1:
            found.append(Piece("gone", "".join(before[i1:i2])))
        if j2 > j1:
            found.append(Piece("new", "".join(after[j1:j2])))
    return tuple(found)


def fields(old: Rows, new: Rows) -> tuple[Field, ...]:
    """Each field of the new version against the old one, in the new order; fields that went come last."""
    before = {row["label"]: row["value"] for row in old}
    rows = [Field(row["label"], pieces(before.pop(row["label"], ""), row["value"])) for row in new]
    return (*rows, *(Field(label, pieces(value, "")) for label, value in before.items()))


def bare(text: str) -> str:
    """Only what is read: widths made equal, blanks and punctuation left out."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(one for one in plain if unicodedata.category(one)[0] in "LN")


def differing(rows: Rows, printed: str) -> list[tuple[str, str]]:
    """The fields, with the first sentence, that another medium does not print word for word (10-8: same content)."""
    there = bare(printed)
    found = []
    for row in rows:
        sentences = [part.strip() for part in _SENTENCE.split(row["value"]) if bare(part)]
        if lost := next((part for part in sentences if bare(part) not in there), ""):
            found.append((row["label"], lost))
    return found
