"""How hidden words are taken out of a text: always the same mark in their place, the rest untouched."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from marketplace.notices.corrections.models import Correction

MARK = "【本处已遮蔽】"


@dataclass(frozen=True, slots=True)
class Veil:
    """The passages that must not be read under one scope, longest first."""

    passages: tuple[str, ...] = ()

    def __call__(self, text: str) -> str:
        for words in self.passages:
            text = text.replace(words, MARK)
        return text

    def over(self, value: Any) -> Any:
        """The same for everything inside a JSON value."""
        if not self.passages:
            return value
        if isinstance(value, str):
            return self(value)
        if isinstance(value, dict):
            return {key: self.over(item) for key, item in value.items()}
        return [self.over(item) for item in value] if isinstance(value, (list, tuple)) else value


OPEN = Veil()


def made_of(rows: Iterable[Correction]) -> Veil:
    """One veil of several redactions."""
    words = {passage for row in rows for passage in row.passages()}
    return Veil(tuple(sorted(words, key=lambda one: (-len(one), one))))


def over(scope: str) -> Veil:
    """What is hidden now about a project or a page."""
    return made_of(Correction.objects.about(scope).veiling()) if scope else OPEN


def everything() -> Veil:
    """Every passage that is hidden anywhere: for a public table of many projects."""
    return made_of(Correction.objects.veiling())


def spellings(words: str) -> list[str]:
    """How a passage may be written in HTML, in JSON and in an address, longest first."""
    written = {
        words,
        html.escape(words),
        json.dumps(words)[1:-1],
        json.dumps(words, ensure_ascii=False)[1:-1],
    }
    return sorted(written | {quote(words)}, key=lambda one: (-len(one), one))


def by_scope() -> dict[str, Veil]:
    """Every veil there is: for a table of many projects, asked once."""
    rows: dict[str, list[Correction]] = {}
    for row in Correction.objects.veiling():
        rows.setdefault(row.scope, []).append(row)
    return {scope: made_of(found) for scope, found in rows.items()}
