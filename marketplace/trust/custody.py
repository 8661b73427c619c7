"""What custodians are asked, and how their answers are kept (ptc/1, docs/formats/ptc-1.md)."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from marketplace.flow.access import Actor
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from marketplace.trust.canonical import unb64u
from marketplace.trust.errors import TrustError
from marketplace.trust.keycard import KeyCard, check_opening_key
from marketplace.trust.messages import event, sign_event
from marketplace.trust.models import Custodian, CustodyTask
from marketplace.trust.platform_keys import seed


def in_service(now: datetime) -> list[Custodian]:
    """Registered custodians whose service has begun and not ended."""
    return [c for c in Custodian.objects.all() if c.since <= now and (c.until is None or now < c.until)]


def ask(custodian: Custodian, kind: str, scope: str, body: Mapping[str, Any], now: datetime) -> CustodyTask:
    """Put a task on the custodian's list; the same task is asked once."""
    task, _ = CustodyTask.objects.get_or_create(
        custodian=custodian, type=kind, scope=scope,
        defaults={"number": secrets.token_hex(8), "body": dict(body), "asked_at": now},
    )  # fmt: skip
    return task


def answers(kind: str, scope: str) -> dict[str, dict[str, Any]]:
    """Custodian id → result, of those that answered."""
    rows = CustodyTask.objects.filter(type=kind, scope=scope, answered_at__isnull=False)
    return {row.custodian_id: row.result for row in rows if row.result is not None}


def evidence(kind: str, *, at: datetime, scope: str, **body: Any) -> dict[str, Any]:
    """A signed event for a custodian to check (the witnessed log takes its place later)."""
    return sign_event(event(kind, at=at, scope=scope, **body), seed())


def actor_of(custodian: Custodian) -> Actor:
    """The custodian's program as an actor."""
    key = f"custodian:{custodian.pk}"
    return Actor(key, custodian.name, frozenset({key}), frozenset(), organisation=custodian.name)


@act("custody.answer", law=PLATFORM["LEVELS"], says="保管方答复")
def answer(task: CustodyTask, act: Act, /, *, result: Any = None, refused: Any = None) -> str:
    """Store a custodian's answer once; an opening key is checked against the card first.

    The answer goes by value: its digest is part of the act, so another answer to the same task is refused.
    """
    if task.answered_at is not None:
        raise Refused("ALREADY-ANSWERED", "这一任务已经答复", PLATFORM["LEVELS"])
    if task.type == "open" and isinstance(result, dict):
        _check_key(task, result)
    act.notes |= {"task": task.type, "scope": task.scope, "refused": refused or {}}
    fields: dict[str, Any] = (
        {"refused": refused} if result is None else {"result": result, "answered_at": act.now}
    )
    CustodyTask.objects.filter(pk=task.pk).update(**fields)
    return task.number


def _check_key(task: CustodyTask, result: Mapping[str, Any]) -> None:
    """The single-use key must be the one whose public half stands in the card."""
    try:
        check_opening_key(
            KeyCard.parse(task.body["card"]), task.custodian_id, bytes.fromhex(str(result.get("sk", "")))
        )
    except (TrustError, ValueError) as error:
        raise Refused("OPENING-KEY-WRONG", "保管方交出的开标密钥与密钥卡不符", PLATFORM["LEVELS"]) from error


def pending(custodian: Custodian) -> Iterable[CustodyTask]:
    """What the custodian still has to answer."""
    return custodian.tasks.filter(answered_at=None).order_by("pk")[:50]


def identity_of(custodian: Custodian) -> bytes:
    """The registered Ed25519 identity key."""
    return unb64u(custodian.idkey, 32)
