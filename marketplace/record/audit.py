"""What is written down: the only writer of the record; only the door calls it."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import rfc8785
from cryptography.hazmat.primitives import hashes
from django.db import transaction

from marketplace.record.models import Event, Outbox, commitment


@dataclass(frozen=True, slots=True)
class Line:
    """One line to write. `opening` is given for acts that must stay sealed."""

    at: datetime
    action: str
    outcome: str
    act_id: UUID
    by_id: int | None = None
    by_name: str = ""
    for_name: str = ""
    organisation: str = ""
    address: str = ""
    thing: str = ""
    tender: str = ""
    from_state: str = ""
    to_state: str = ""
    law: str = ""
    says: str = ""
    code: str = ""
    digest: str = ""
    body: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """What opens a sealed event later; kept by whom it concerns, nowhere else."""

    blind: str
    content: dict[str, Any]

    def as_json(self) -> dict[str, Any]:
        return {"blind": self.blind, "content": self.content}


def commitment_of(opening: Opening) -> str:
    """hex(SHA-256(blind ‖ JCS(content))): binds a sealed event to what really happened."""
    return commitment(opening.blind, opening.content)


def canonical(event: Event) -> bytes:
    """The event as pte/1 canonical JSON, the text whose blinded hash enters the log."""
    return rfc8785.dumps(
        {
            "v": "pte/1",
            "type": event.action,
            "at": event.at.isoformat(),
            "actor": event.by_name,
            "on": {"thing": event.thing, "tender": event.tender},
            "body": event.body
            | {"outcome": event.outcome, "from": event.from_state, "to": event.to_state, "law": event.law}
            | {"code": event.code, "act": str(event.act_id), "commitment": event.commitment},
        }
    )


def leaf_of(blind: bytes, event: Event) -> bytes:
    """leaf_data = SHA-256(m) ‖ SM3(m), m = "pte/1 leaf\\n" ‖ blind ‖ event (64 bytes)."""
    message = b"pte/1 leaf\n" + blind + canonical(event)
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(message)
    return hashlib.sha256(message).digest() + sm3.finalize()


def _row(line: Line, sealed: Opening | None) -> Event:
    if sealed is None:
        return Event(**{name: getattr(line, name) for name in Line.__slots__})
    return Event(
        at=line.at,
        action="sealed",
        outcome=line.outcome,
        act_id=UUID(int=secrets.randbits(128)),
        commitment=commitment_of(sealed),
    )


def seal(line: Line) -> Opening:
    """The opening of a line that must name nobody for now."""
    content = {name: getattr(line, name) for name in Line.__slots__ if name != "body"}
    content |= {"at": line.at.isoformat(), "act_id": str(line.act_id), "body": line.body}
    return Opening(secrets.token_hex(32), content)


def write(line: Line, *, sealed: Opening | None = None) -> Event:
    """Write one event and its outbox row inside the caller's transaction."""
    event = _row(line, sealed)
    event.save(force_insert=True)
    blind = secrets.token_bytes(32)
    Outbox(event=event, leaf_data=leaf_of(blind, event), blind=blind, at=line.at).save(force_insert=True)
    return event


def write_refusals(lines: list[tuple[Line, Opening | None]]) -> None:
    """Refusals in a transaction of their own; the same refusal twice is written once."""
    with transaction.atomic(durable=True):
        for line, sealed in lines:
            _write_refusal(line, sealed)


def _write_refusal(line: Line, sealed: Opening | None) -> None:
    same = Event.objects.filter(
        outcome=Event.Outcome.REFUSED, act_id=line.act_id, action=line.action,
        thing=line.thing, code=line.code, digest=line.digest,
    )  # fmt: skip
    if sealed is None and same.exists():
        return
    event = _row(line, sealed)
    inserted = Event.objects.bulk_create([event], ignore_conflicts=sealed is None)
    stored = same.order_by("pk").first() if sealed is None else inserted[0]
    if stored is not None and stored.pk and not Outbox.objects.filter(event_id=stored.pk).exists():
        blind = secrets.token_bytes(32)
        leaf = Outbox(event=stored, leaf_data=leaf_of(blind, stored), blind=blind, at=line.at)
        Outbox.objects.bulk_create([leaf], ignore_conflicts=True)
