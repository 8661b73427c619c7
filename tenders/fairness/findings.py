"""What a review hands back: findings with place, article, reason and lawful wording."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from tenders.fairness.rulebook import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit. `start` and `end` are places in the text as it was sent in."""

    rule: str
    severity: Severity
    start: int
    end: int
    law: str
    says: str
    reason: str
    rewrite: str
    page: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Review:
    """The result of one run; it never says that a document passes, a named person does."""

    findings: tuple[Finding, ...]
    text: str
    law_on: date
    rule_set: str

    @property
    def blocks(self) -> bool:
        """Whether publication has to stop until somebody answers."""
        return any(finding.severity is Severity.BLOCK for finding in self.findings)

    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity."""
        counted = Counter(finding.severity for finding in self.findings)
        return {severity: counted[severity] for severity in Severity}
