"""Which columns a table has: what people call them, how a cell is read, what the template says about it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

Cell = str | int | float | bool | Decimal | datetime | date | time | None
Reader = Callable[[Cell], Any]

# 「预算（万元）*」 and 「 预算 (万元) 」 are the same title; 「预算（元）」 is another one
_ORNAMENT = re.compile(r"[\s*:]+|\((?:必填|选填|可选|文本)\)")


def plain_title(text: Cell) -> str:
    """A title without what people add around it: spaces, asterisks, colons, (必填)."""
    return _ORNAMENT.sub("", unicodedata.normalize("NFKC", "" if text is None else str(text))).lower()


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read. `read` gets the cell as it stands and returns the value or raises `Wrong`."""

    name: str
    title: str
    read: Reader
    required: bool = False
    synonyms: tuple[str, ...] = ()
    help: str = ""
    example: str = ""
    choices: tuple[str, ...] = ()
    width: int = 18
    blank: Any = ""  # the value of an empty cell

    @property
    def titles(self) -> frozenset[str]:
        """Every title under which the column is known, plain."""
        return frozenset(plain_title(text) for text in (self.title, *self.synonyms))


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of one kind of file, with what its template explains."""

    title: str
    columns: tuple[Column, ...]
    notes: tuple[str, ...] = ()

    def titled(self, text: Cell) -> Column | None:
        """The column that a header names."""
        plain = plain_title(text)
        return next((column for column in self.columns if plain in column.titles), None)

    @property
    def required(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.required)
