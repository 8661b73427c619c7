"""What does the engine ask about a tender today, and what has been answered?"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache

from tenders.fair_review.models import FairAnswer
from tenders.fair_review.reading import KEPT_FOR, Part, known, parts_of
from tenders.fairness import Finding, Review, plain_text, review, rule_set
from tenders.fairness.rewriting import clause_around
from tenders.models import Tender


@dataclass(frozen=True, slots=True)
class Asked:
    """One finding in the tender: its number on the page, a key that survives other changes, its clause."""

    number: int
    key: str
    part: Part
    finding: Finding
    clause: str
    nth: int
    where: str
    answer: FairAnswer | None = None

    @property
    def level(self) -> str:
        return self.finding.severity.value

    @property
    def is_open(self) -> bool:
        """Whether the author still has to adopt, change or explain."""
        return self.answer is None

    @property
    def waits(self) -> bool:
        """Whether a second person has to confirm."""
        return self.answer is not None and self.answer.state == FairAnswer.State.ASKED


@dataclass(frozen=True, slots=True)
class Questions:
    """All findings of a tender with their reviews by part."""

    asked: tuple[Asked, ...]
    reviews: tuple[tuple[Part, Review], ...]

    @property
    def unanswered(self) -> list[Asked]:
        return [row for row in self.asked if row.is_open or row.waits]


def text_hash(parts: list[Part]) -> str:
    """hex(SHA-256) over everything that was read."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{part.code}\n{part.text.text}\0".encode())
    return digest.hexdigest()


def questions(tender: Tender, on: date) -> Questions:
    """Every finding, in the order of the papers, with the answer that stands."""
    parts = parts_of(tender)
    reviews = tuple((part, _reviewed(tender, part, on)) for part in parts)
    answers = {row.key: row for row in tender.fair_answers.keeping().with_people()}
    rows: list[Asked] = []
    for part, done in reviews:
        rows += _asked(part, done, len(rows), answers)
    return Questions(tuple(rows), reviews)


def _reviewed(tender: Tender, part: Part, on: date) -> Review:
    """The engine's run over one part; the same words under the same rules are not read twice."""
    context = known(tender, part.section)
    key = hashlib.sha256(f"{context}\0{part.text.text}\0{rule_set(on)}".encode()).hexdigest()
    done: Review | None = cache.get(f"fair-run:{key}")
    if done is None:
        done = review(part.text, context, law_on=on)
        cache.set(f"fair-run:{key}", done, KEPT_FOR)
    return done


def _asked(part: Part, done: Review, before: int, answers: dict[str, FairAnswer]) -> list[Asked]:
    text, seen, rows = done.text, dict[str, int](), []
    for number, finding in enumerate(sorted(done.findings, key=lambda row: (row.start, row.end)), before + 1):
        start, end = _clause(part, text, finding)
        clause = text[start:end]
        words = f"{part.code}\0{finding.rule}\0{''.join(clause.split())}"
        seen[words] = seen.get(words, -1) + 1
        key = hashlib.sha256(f"{words}\0{seen[words]}".encode()).hexdigest()[:24]
        rows.append(
            Asked(
                number,
                key,
                part,
                finding,
                clause,
                text.count(clause, 0, start),
                _where(part, finding),
                answers.get(key),
            )
        )
    return rows


def _clause(part: Part, text: str, finding: Finding) -> tuple[int, int]:
    """The words that a rewrite would replace: a level of the score table, else the clause."""
    for left, right, _ in part.homes:
        if left < finding.end and finding.start < right:
            return left, right
    return clause_around(text, finding.start, finding.end)


def _where(part: Part, finding: Finding) -> str:
    if not part.is_file:
        return part.name
    place = part.text.place(finding.start)
    return f"{part.name} 第{place.page}页" if place.page else f"{part.name} 第{place.paragraph}段"


def of_amendment(tender: Tender, text: str, on: date) -> Review:
    """What the engine asks about the words of a clarification."""
    return review(plain_text(text), known(tender, None), law_on=on)


def snapshot(rows: Questions) -> list[dict[str, Any]]:
    """The findings as they are kept with a run: what was asked, and how it was answered."""
    return [
        {
            "number": row.number, "rule": row.finding.rule, "level": row.level, "where": row.where,
            "clause": row.clause, "says": row.finding.says, "law": row.finding.law,
            "answer": row.answer.state if row.answer else "", "reason": row.answer.reason if row.answer else "",
            "by": row.answer.by.name if row.answer else "",
            "seconded_by": row.answer.seconded_by.name if row.answer and row.answer.seconded_by else "",
        }
        for row in rows.asked
    ]  # fmt: skip
