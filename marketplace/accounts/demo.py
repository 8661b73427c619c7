"""Which accounts the demo's log-in page lists; outside a demo there are none.

The chapter that makes the demo's people says who they are, so that nothing here knows of it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One named account and what it is for."""

    username: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Group:
    """Accounts under one heading."""

    title: str
    accounts: tuple[Account, ...]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody of the demo, and the one password they share."""

    password: str
    groups: tuple[Group, ...]


NOBODY = Cast("", ())
_installed: list[Callable[[], Cast]] = []


def install(cast: Callable[[], Cast]) -> None:
    """Called once, where the demo's people are made."""
    _installed[:] = [cast]


def cast() -> Cast:
    """Who is listed."""
    return _installed[0]() if _installed else NOBODY
