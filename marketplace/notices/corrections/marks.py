"""What the public reads about corrections on a page: 勘误 with old and new words, and what is hidden and why."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marketplace.notices.corrections.models import Correction, Tool

Context = dict[str, Any]
HASH_NOTE = "校验值对应发布时的全文，包括现在遮蔽的内容；遮蔽不改动原文，也不改动校验值"


def of(scope: str, key: str = "") -> list[Context]:
    """The marks of a project or page; errata only of the one thing that is shown."""
    rows = Correction.objects.about(scope).seen()
    return [mark for row in rows if row.tool == Tool.REDACTION or row.key == key for mark in _marks(row)]


def _marks(row: Correction) -> Iterable[Context]:
    for change in row.changes:
        shared = {"what": change["label"], "at": row.asked_at, "law": row.law, "number": row.number}
        if row.tool == Tool.ERRATUM:
            yield shared | {"kind": "erratum", "old": change["old"], "new": change["new"]}
        else:
            yield shared | {"kind": "redaction", "why": row.reason}


def strike(facts: list[Context], found: Iterable[Context]) -> None:
    """On the thing itself: the field with a slip shows its words struck through and set right."""
    for mark in found:
        if mark["kind"] != "erratum":
            continue
        for fact in facts:
            if fact["label"] == mark["what"] and mark["old"] in fact["value"]:
                right = (fact.get("now") or fact["value"]).replace(mark["old"], mark["new"], 1)
                fact |= {"struck": True, "now": right, "note": "勘误"}


def redactions(found: Iterable[Context]) -> list[Context]:
    """The notes under a notice: what, why, since when."""
    return [
        {"what": f"本处已遮蔽 · {mark['what']}", "why": mark["why"], "at": mark["at"], "law": mark["law"]}
        for mark in found
        if mark["kind"] == "redaction"
    ]


def as_json(found: Iterable[Context]) -> list[Context]:
    """The same for programs: moments in ISO, and never the hidden words."""
    return [{**mark, "at": mark["at"].isoformat()} for mark in found]


def of_project(number: str) -> list[Context]:
    """What is hidden on the project's own page, beside its notices."""
    rows = Correction.objects.about(number).seen().redactions()
    return [mark for row in rows if row.kind == "project" for mark in _marks(row)]
