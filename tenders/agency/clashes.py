"""Which openings get in each other's way: at the same time in one room, under one host, or for one agency at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

SLOT = timedelta(hours=2)  # how long an opening keeps its room and host; a rule of the platform, OPENING-SLOT


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening: when, where it is watched, who hosts it; nothing said is no clash."""

    number: str
    at: datetime
    room: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class Clash:
    """What one opening shares with another at the same time."""

    what: str
    other: str


def clashes(openings: Sequence[Opening]) -> dict[str, list[Clash]]:
    """Every opening's clashes by number; slots are half-open, so that one may follow another at once."""
    found: dict[str, list[Clash]] = {one.number: [] for one in openings}
    for one in openings:
        for other in openings:
            if one.number != other.number and abs(one.at - other.at) < SLOT:
                found[one.number].append(Clash(_shared(one, other), other.number))
    return found


def _shared(one: Opening, other: Opening) -> str:
    """The gravest thing they share: room and host, one of them, or only the time."""
    room = bool(one.room) and one.room == other.room
    host = bool(one.host) and one.host == other.host
    if room and host:
        return "同一场地、同一主持人"
    return "同一场地" if room else "同一主持人" if host else "同一时段"
