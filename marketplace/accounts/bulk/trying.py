"""What a file would do, before anything is written: read, judged, counted; the wrong rows listed and kept."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import make_naive

from marketplace.accounts.bulk.kinds import Kind, Origin, Verdict
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from marketplace.law.workdays import SHANGHAI
from marketplace.sheets.errors import Unreadable
from marketplace.sheets.forms import write_errors
from marketplace.sheets.reading import Line, read
from marketplace.sheets.values import as_text

SHOWN = 50  # wrong rows on the page; all of them stand in the error sheet


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it came, read to its end."""

    name: str
    sha256: str
    lines: list[Line] = field(default_factory=list, repr=False)
    extra: tuple[str, ...] = ()
    content: bytes = field(default=b"", repr=False)

    def digest_value(self) -> list[str]:
        return [self.name, self.sha256]


def bring(kind: Kind, name: str, content: bytes) -> Brought:
    """Read the file, or refuse it at its field with the one reason that matters."""
    try:
        sheet = read(io.BytesIO(content), kind.table)
    except Unreadable as refused:
        raise Refused(refused.code, refused.says, PLATFORM["BULK"], field="file") from refused
    return Brought(name, hashlib.sha256(content).hexdigest(), sheet.lines, sheet.header.extra, content)


@dataclass(frozen=True, slots=True)
class Tried:
    """The result of trying: what `Import` keeps of it."""

    brought: Brought
    counts: dict[str, int]
    wrong: list[dict[str, Any]]
    errors: bytes = field(repr=False)

    def digest_value(self) -> list[str]:
        return self.brought.digest_value()


def judged(kind: Kind, brought: Brought, origin: Origin) -> tuple[Verdict, dict[str, int]]:
    """Compare the rows with what there is now."""
    verdict = kind.judge(brought.lines, origin)
    wrong = sum(bool(line.problems) for line in brought.lines)
    counts = {
        "all": len(brought.lines), "new": len(verdict.new), "changed": len(verdict.changed),
        "same": verdict.same, "wrong": wrong,
    }  # fmt: skip
    return verdict, counts


def tried(kind: Kind, brought: Brought, origin: Origin) -> Tried:
    """Everything but the writing; needs no transaction, so that nobody waits for it."""
    _, counts = judged(kind, brought, origin)
    wrong = [line for line in brought.lines if line.problems]
    return Tried(brought, counts, [_shown(line) for line in wrong[:SHOWN]], _sheet_of(kind, wrong, origin))


def _shown(line: Line) -> dict[str, Any]:
    said = [{"column": one.column, "says": one.says, "cure": one.cure} for one in line.problems]
    return {"row": line.number, "problems": said}


def _sheet_of(kind: Kind, wrong: list[Line], origin: Origin) -> bytes:
    if not wrong:
        return b""
    out = io.BytesIO()
    write_errors(out, kind.table, wrong, made_at=make_naive(origin.now, SHANGHAI))
    return out.getvalue()


def drawn(kind: Kind, brought: Brought, most: int = 20) -> list[dict[str, Any]]:
    """Rows for the second look, chosen by the file's own hash: nobody picks them."""
    digest = brought.sha256
    order = sorted(
        (line for line in brought.lines if not line.problems),
        key=lambda line: hashlib.sha256(f"{digest}:{line.number}".encode()).digest(),
    )
    return [
        {"row": line.number, "cells": [as_text(line.cells.get(column.name)) for column in kind.table.columns]}
        for line in sorted(order[:most], key=lambda line: line.number)
    ]
