"""公平竞争审查: which clauses of a tender keep somebody out, by which article, and how to say it lawfully.

    review("投标人须在本县设有分公司。", {"section": "资格要求", "law": "招标投标法"}, law_on=date(2026, 4, 1))

Pure: no database, no clock, no network. A hit is a question to the author, never a decision.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from tenders.fairness.context import Context, Regime, Section
from tenders.fairness.documents import Document, plain_text, read_document
from tenders.fairness.engine import find
from tenders.fairness.errors import Unreadable
from tenders.fairness.fields import review_fields
from tenders.fairness.findings import Finding, Review
from tenders.fairness.rulebook import RULES, Rule, Severity, rules_in_force

__all__ = [
    "RULES",
    "Context",
    "Document",
    "Finding",
    "Regime",
    "Review",
    "Rule",
    "Section",
    "Severity",
    "Unreadable",
    "plain_text",
    "read_document",
    "review",
    "review_fields",
    "rule_set",
    "rules_in_force",
]

LONGEST_TEXT = 5_000_000


def review(
    tender: Document | str, context: Context | Mapping[str, Any] | None = None, *, law_on: date
) -> Review:
    """Review a document or a text by the rules in force on a day."""
    known = context if isinstance(context, Context) else Context.of(context or {})
    text = tender.text if isinstance(tender, Document) else tender
    if len(text) > LONGEST_TEXT:
        raise Unreadable("too-long", "文字超过五百万字，请按章节分开审查")
    findings = tuple(find(text, known, law_on))
    if isinstance(tender, Document):
        findings = tuple(_placed(finding, tender) for finding in findings)
    return Review(findings, text, law_on, rule_set(law_on))


def _placed(finding: Finding, document: Document) -> Finding:
    place = document.place(finding.start)
    return replace(finding, page=place.page, paragraph=place.paragraph)


@lru_cache(maxsize=32)
def rule_set(law_on: date) -> str:
    """A short name of the rule rows in force that day, for the record of a run."""
    rows = sorted(f"{row.code}@{row.since.isoformat()}:{row.severity}" for row in rules_in_force(law_on))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()[:12]
