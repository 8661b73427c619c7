"""What the machine asks about a draft's clauses: places, article, reason, lawful wording. It never decides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.cache import cache

from tenders.fairness import Context as Known
from tenders.fairness import Finding, Regime, Section, Severity, Unreadable, read_document, review, rule_set
from tenders.models import Document, Tender
from tenders.pages import newest
from tenders.workflow import content_hash

Row = dict[str, Any]
WORDS = {
    Severity.BLOCK: ("必须修改", "hot"),
    Severity.WARN: ("建议修改", "pub"),
    Severity.MANUAL: ("请说明", "line"),
}
KEPT_FOR = 24 * 3600
AROUND = 24


def findings(tender: Tender, on: date) -> list[Row]:
    """Every finding of the draft, computed once for each content and rule set."""
    key = f"findings:{content_hash(tender)}:{rule_set(on)}"
    rows: list[Row] | None = cache.get(key)
    if rows is None:
        rows = [row for part in _parts(tender) for row in _rows(*part, on)]
        for number, row in enumerate(rows, 1):
            row["number"] = number
        cache.set(key, rows, KEPT_FOR)
    return rows


def counts(rows: list[Row]) -> list[Row]:
    """How many of each, for the head of the page."""
    words = [word for word, _ in WORDS.values()]
    return [{"label": word, "value": sum(row["level"] == word for row in rows), "note": ""} for word in words]


def _parts(tender: Tender) -> Iterator[tuple[str, str, Section | None]]:
    """Where it stands, what it says, which part of a tender it is."""
    yield "资格条件", tender.particular("qualification"), Section.QUALIFICATION
    yield "招标范围", tender.particular("scope"), None
    rows = tender.evaluation.get("criteria", [])
    lines = [
        f"{row['name']}：" + "；".join(f"{one['says']}得{one['points']}分" for one in row.get("levels", []))
        for row in rows
    ]
    yield "评分办法", "\n".join(lines), Section.SCORING
    for document in newest(list(tender.documents.all())):
        yield document.name, _text_of(document), None


def _text_of(document: Document) -> str:
    """The text of a file; one that has none is for the reviewer's own eyes."""
    if document.kind != Document.Kind.TENDER_DOCUMENT:
        return ""
    with document.file.open("rb") as file:
        try:
            return read_document(file.read()).text
        except Unreadable:
            return ""


def _rows(where: str, text: str, section: Section | None, on: date) -> Iterator[Row]:
    if not text.strip():
        return
    for finding in review(text, Known(section=section, law=Regime.TB), law_on=on).findings:
        yield _row(where, text, finding)


def _row(where: str, text: str, finding: Finding) -> Row:
    level, tone = WORDS[finding.severity]
    return {
        "where": where, "level": level, "tone": tone, "rule": finding.rule,
        "before": text[max(0, finding.start - AROUND) : finding.start],
        "words": text[finding.start : finding.end],
        "after": text[finding.end : finding.end + AROUND],
        "law": finding.law, "says": finding.says, "reason": finding.reason, "rewrite": finding.rewrite,
    }  # fmt: skip


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
