"""What a review rule is: code, article per regime, reason, lawful wording, test, examples on both sides."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from marketplace.law.errors import Misdeclared
from tenders.fairness.clause import Clause
from tenders.fairness.context import Context, Regime


class Severity(StrEnum):
    """block stops publication, warn needs a reason, manual only asks a person to look."""

    BLOCK = "block"
    WARN = "warn"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule fired inside a clause, and what it knows better than its row: severity, wording."""

    start: int
    end: int
    severity: Severity | None = None
    rewrite: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with the fields a rule may look at."""

    text: str
    context: Context


Found = Iterable[Hit]
Find = Callable[[Clause], Found]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row of the catalogue. A change of law is a new row with `since`; a row is never edited."""

    code: str
    says: str
    severity: Severity
    law: dict[Regime, str]
    reason: str
    rewrite: str
    since: date
    until: date | None
    cues: tuple[str, ...]
    find: Find
    breaks: tuple[Example, ...]
    holds: tuple[Example, ...]

    @property
    def group(self) -> str:
        return self.code.split("-")[1]

    def in_force(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)

    def cite(self, law: Regime | None) -> str:
        """The article for this regime; both, when the regime is not known."""
        if law in self.law:
            return self.law[law]
        return "；".join(dict.fromkeys(self.law.values()))


RULES: dict[str, list[Rule]] = {}


def rule(
    code: str,
    says: str,
    severity: Severity,
    *,
    reason: str,
    rewrite: str,
    since: date,
    cues: str,
    breaks: Iterable[Example],
    holds: Iterable[Example],
    gp: str = "",
    tb: str = "",
    until: date | None = None,
) -> Callable[[Find], Find]:
    """Declare a rule. `cues` are words of which a clause must hold one before it is looked at closely."""

    def declare(find: Find) -> Find:
        law = {regime: words for regime, words in ((Regime.GP, gp), (Regime.TB, tb)) if words}
        if not law or not reason or not tuple(breaks) or not tuple(holds):
            raise Misdeclared(f"{code} needs an article, a reason and examples on both sides")
        declared = Rule(
            code,
            says,
            severity,
            law,
            reason,
            rewrite,
            since,
            until,
            tuple(cues.split()),
            find,
            tuple(breaks),
            tuple(holds),
        )
        RULES.setdefault(code, []).append(declared)
        return find

    return declare


def each(clause: Clause, *patterns: re.Pattern[str]) -> Iterator[Hit]:
    """A hit for the first place where one of the patterns matches outside every shield."""
    for pattern in patterns:
        for found in pattern.finditer(clause.text):
            start, end = next(
                (found.span(name) for name in ("hit", "hit2", "hit3") if found.groupdict().get(name)),
                found.span(),
            )
            if end > start and not clause.is_shielded(start, end):
                yield Hit(start, end)
                return


def rules_in_force(on: date) -> list[Rule]:
    """The rule set of a day: at most one row per code."""
    return [row for rows in RULES.values() for row in rows if row.in_force(on)]
