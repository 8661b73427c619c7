"""What an error looks like: refusals are for people, everything else is for us."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from marketplace.law.errors import CalendarNotPublished, MarketplaceError, Misdeclared
from marketplace.law.rules import Rule

F = TypeVar("F")

__all__ = [
    "CalendarNotPublished",
    "MarketplaceError",
    "Misdeclared",
    "NotPermitted",
    "Refused",
    "RuleBroken",
    "Unavailable",
    "WrongState",
    "require",
]


class Refused(MarketplaceError):
    """Understood and not allowed: safe to show. `opening` opens a sealed refusal for its person."""

    status = 422

    def __init__(self, code: str, says: str, law: object = "", *, field: str | None = None) -> None:
        super().__init__(says)
        self.code, self.says, self.law, self.field = code, says, str(law), field
        self.noted = False
        self.opening: dict[str, Any] | None = None

    def __str__(self) -> str:
        return f"{self.says}（{self.code}{'，' + self.law if self.law else ''}）"

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "says": self.says, "law": self.law}


class NotPermitted(Refused):
    """The person's roles at this thing do not include the action."""

    status = 403


class WrongState(Refused):
    """The step does not start from the state the thing is in."""

    status = 409


class RuleBroken(Refused):
    """A rule of law is not met."""

    def __init__(self, rule: Rule[Any], *, says: str = "", field: str | None = None) -> None:
        super().__init__(rule.code, says or rule.says, rule.law, field=field)
        self.rule = rule


class Unavailable(MarketplaceError):
    """Something we depend on is down; nothing was changed; try again later."""


def require(
    rule: Rule[F], facts: F, *, says: str | Callable[[F], str] = "", field: str | None = None
) -> None:
    """Raise RuleBroken unless the rule holds of the facts."""
    if not rule(facts):
        raise RuleBroken(rule, says=says(facts) if callable(says) else says, field=field)
