"""The check page: the documents with numbered marks, the findings beside them, what was changed, what is still missing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_OID, uuid5

from django.core.cache import cache

from tenders.fair_review.asking import Asked, Questions, questions
from tenders.fair_review.models import FairAnswer
from tenders.fair_review.reading import Part
from tenders.fairness import Review, Unreadable, read_document, rule_set
from tenders.fairness.marking import LEVELS, Row, Stretch, rows_of, stretches
from tenders.models import Document, Tender

Context = dict[str, Any]
KEPT_FOR = 24 * 3600
STATES = {"": ("open", "待处理"), "asked": ("wait", "待第二人确认"), "kept": ("said", "已说明")}


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding with what may be done about it here."""

    row: Row
    asked: Asked
    act_id: str
    starts_open: bool

    @property
    def answer(self) -> FairAnswer | None:
        return self.asked.answer

    @property
    def is_block(self) -> bool:
        return self.asked.level == "block"

    @property
    def editable(self) -> bool:
        return self.asked.part.editable


@dataclass(frozen=True, slots=True)
class Paper:
    """One part of the documents with its marks."""

    name: str
    unread: str
    stretches: list[Stretch]


def page_of(tender: Tender, on: date, act_id: str) -> Context:
    """Papers, entries, counts, changes: everything the left and the right column show."""
    found = questions(tender, on)
    rows = _rows(found)
    first = next((asked.number for asked in found.asked if asked.is_open), 0)
    entries = [
        Entry(row, asked, _act_id(act_id, asked), asked.number == first)
        for row, asked in zip(rows, found.asked, strict=True)
    ]
    adopted = list(tender.fair_answers.adopted().with_people())
    return {
        "papers": _papers(found, rows), "entries": entries, "adopted": adopted, "counts": counts(found, adopted),
        "unanswered": found.unanswered, "rule_set": rule_set(on), "law_on": on,
    }  # fmt: skip


def _act_id(page: str, asked: Asked) -> str:
    """Each form on the page is an act of its own."""
    return str(uuid5(NAMESPACE_OID, f"{page} {asked.key}"))


def _rows(found: Questions) -> list[Row]:
    rows: list[Row] = []
    for part, done in found.reviews:
        rows += rows_of(done, part.text)
    return [_answered(row, asked) for row, asked in zip(rows, found.asked, strict=True)]


def _answered(row: Row, asked: Asked) -> Row:
    state, word = STATES[asked.answer.state if asked.answer else ""]
    return replace(
        row, number=asked.number, where=asked.where, words=asked.clause, state=state, word=row.level if state == "open" else word
    )  # fmt: skip


def _papers(found: Questions, rows: list[Row]) -> list[Paper]:
    papers, at = [], 0
    for part, done in found.reviews:
        here = rows[at : at + len(done.findings)]
        papers.append(Paper(part.name, part.unread, _stretches(part, done, here)))
        at += len(done.findings)
    return papers


def _stretches(part: Part, done: Review, rows: list[Row]) -> list[Stretch]:
    return stretches(done, part.text, rows)


def counts(found: Questions, adopted: list[FairAnswer]) -> list[Context]:
    """How many of each, and how many of them are still open, for the head of the page."""
    rows = []
    for severity, level in LEVELS.items():
        mine = [row for row in found.asked if row.level == severity.value]
        left, waiting = sum(row.is_open for row in mine), sum(row.waits for row in mine)
        words = [f"待处理 {left}"] * bool(left) + [f"待确认 {waiting}"] * bool(waiting)
        rows.append(
            {"label": level.word, "value": len(mine), "note": "，".join(words) or ("已说明" if mine else "")}
        )
    return [*rows, {"label": "已采用建议", "value": len(adopted), "note": ""}]


def reading_note(row: Document) -> str:
    """What somebody should know of a file: a scan cannot be searched, read aloud or checked."""
    if not row.name.lower().endswith((".pdf", ".docx", ".doc", ".xlsx", ".xls")):
        return ""
    key = f"reading:{row.sha256}"
    note: str | None = cache.get(key)
    if note is None:
        with row.file.open("rb") as file:
            note = _reading(file.read())
        cache.set(key, note, KEPT_FOR)
    return note


def _reading(content: bytes) -> str:
    try:
        document = read_document(content, evidence=True)
    except Unreadable as unread:
        return str(unread)
    if not document.is_scan:
        return ""
    return "扫描件，没有文字层：投标人不能检索和复制，平台也不能检查条款。请换成能复制文字的版本"
