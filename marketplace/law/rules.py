"""What a rule is: a code, an article, a sentence, a pure test of plain facts, examples on both sides."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from marketplace.law.errors import Misdeclared
from marketplace.law.statutes import Law

F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Rule(Generic[F]):
    """A sentence that must be true of the facts before a step may be taken.

    A rule never changes once released: a change of law is a new rule with `since`, and the
    old one gets `until`. `advisory` rules yield findings for people instead of refusals.
    """

    code: str
    law: Law
    says: str
    test: Callable[[F], bool]
    holds: tuple[F, ...]
    breaks: tuple[F, ...]
    since: date | None
    until: date | None
    advisory: bool

    def __call__(self, facts: F) -> bool:
        return self.test(facts)

    def in_force(self, on: date) -> bool:
        """Whether the rule binds a procedure begun on this day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)

    @property
    def name(self) -> str:
        return self.test.__name__


RULES: dict[str, Rule[Any]] = {}


def rule(
    code: str,
    *,
    law: Law,
    says: str,
    holds: Sequence[F],
    breaks: Sequence[F],
    since: date | None = None,
    until: date | None = None,
    advisory: bool = False,
) -> Callable[[Callable[[F], bool]], Rule[F]]:
    """Declare a rule over facts of type F. Without examples on both sides it does not import."""

    def declare(test: Callable[[F], bool]) -> Rule[F]:
        if code in RULES:
            raise Misdeclared(f"rule {code} stands twice")
        if not holds or not breaks:
            raise Misdeclared(f"rule {code} needs an example that holds and one that breaks")
        declared = Rule(code, law, says, test, tuple(holds), tuple(breaks), since, until, advisory)
        RULES[code] = declared
        return declared

    return declare
