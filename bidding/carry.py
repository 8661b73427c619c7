"""What the clock carries for lots beside due steps: complete cards, opened packages, draws."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from bidding import decrypting, facts
from bidding.models import Process, State
from bidding.procedures.works_open import WorksOpenTender
from marketplace.flow import tick
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act
from marketplace.trust import custody
from marketplace.trust.errors import TrustError
from marketplace.trust.keycard import Entry, KeyCard, verify_entry


def _rows(state: str) -> list[WorksOpenTender]:
    found = Process.objects.with_tender().filter(state=state)
    return [row for row in found if isinstance(row, WorksOpenTender)]


def _act(now: datetime) -> Act:
    return Act(CLOCK, now, uuid4())


def issue_cards(now: datetime) -> list[str]:
    """Every custodian has made its entry: the card is complete."""
    return [
        f"{row.number} process.issue_card"
        for row in _rows(State.PREPARED)
        if not row.keycard_hash and _issue(row, now)
    ]


def _issue(process: WorksOpenTender, now: datetime) -> bool:
    terms = KeyCard.parse_draft(process.card_body)
    given = custody.answers("entry", terms.scope)
    if len(given) < terms.n:
        return False
    try:
        entries = tuple(Entry.parse(given[m]) for m in sorted(given))
        for entry in entries:
            verify_entry(terms, entry)
    except TrustError:
        return False
    card = terms.with_members(*entries)
    process.issue_card(_act(now), card=card.as_json(), digest=card.hash)
    return True


def announce(now: datetime) -> list[str]:
    """Keys are in: open all packages outside the transaction, then announce in one short act."""
    done = []
    for process in _rows(State.KEYS):
        probe = _act(now)
        if facts.opening(process, probe).keys < facts.opening(process, probe).keys_needed:
            continue
        process.announce(probe, outcomes=decrypting.open_all(process))
        done.append(f"{process.number} process.announce")
    return done


def draws(now: datetime) -> list[str]:
    """Freeze rosters when all numbers are committed; seat the committee when all are revealed."""
    done = []
    for process in _rows(State.DRAWING):
        frozen = all(row.frozen_at for row in process.draws.all())
        known = facts.committee(process, _act(now))
        if not (known.numbers_in if frozen else known.draws_frozen):
            continue
        step: Callable[[Act], None] = process.seat if frozen else process.freeze_roster
        step(_act(now))
        done.append(f"{process.number} {'process.seat' if frozen else 'process.freeze_roster'}")
    return done


tick.ERRANDS.extend([issue_cards, announce, draws])
