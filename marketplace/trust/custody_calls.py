"""How the platform answers a custodian's call (docs/formats/ptc-1.md): status and JSON body."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction

from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.trust import custody
from marketplace.trust.canonical import moment
from marketplace.trust.errors import MessageError
from marketplace.trust.messages import verify_message
from marketplace.trust.models import Custodian, CustodyTask
from marketplace.trust.platform_keys import LOG_ORIGIN

Answer = tuple[int, dict[str, Any]]


def _sender(given: object) -> Custodian | None:
    payload = given.get("payload") if isinstance(given, Mapping) else None
    name = payload.get("from") if isinstance(payload, Mapping) else None
    return Custodian.objects.filter(pk=str(name)[:32]).first()


def _refuse(error: MessageError, custodian: Custodian, now: datetime) -> Answer:
    if error.check == "clock":
        return 409, {"v": "ptc/1", "code": "CLOCK", "at": moment(now)}
    if error.check == "n":
        return 409, {"v": "ptc/1", "code": "N", "n": custodian.last_n}
    return 400, {"v": "ptc/1", "code": error.check.upper(), "says": error.says}


def call(kind: str, given: object, now: datetime) -> Answer:
    """Verify the message, note its number, then `poll` or `answer`."""
    custodian = _sender(given)
    if custodian is None:
        return 403, {"v": "ptc/1", "code": "UNKNOWN", "says": "不是登记的保管方"}
    try:
        payload = verify_message(
            given,
            idkey=custody.identity_of(custodian),
            sender=custodian.pk,
            to=LOG_ORIGIN,
            last_n=custodian.last_n,
            now=now,
        )
    except MessageError as error:
        return _refuse(error, custodian, now)
    if payload["type"] != kind:
        return 400, {"v": "ptc/1", "code": "TYPE", "says": "消息类型不对"}
    if not _count(custodian, int(str(payload["n"])), now):
        return 409, {"v": "ptc/1", "code": "N", "n": payload["n"]}
    return _poll(custodian, now) if kind == "poll" else _answer(custodian, payload, now)


def _count(custodian: Custodian, n: int, now: datetime) -> bool:
    """Take the message's number once, also when the same message comes twice at once."""
    with transaction.atomic():
        return bool(Custodian.objects.filter(pk=custodian.pk, last_n__lt=n).update(last_n=n, seen_at=now))


def _poll(custodian: Custodian, now: datetime) -> Answer:
    tasks = [{"id": task.number, "type": task.type, **task.body} for task in custody.pending(custodian)]
    return 200, {"v": "ptc/1", "at": moment(now), "tasks": tasks}


def _answer(custodian: Custodian, payload: dict[str, Any], now: datetime) -> Answer:
    task = CustodyTask.objects.filter(custodian=custodian, number=str(payload.get("task"))[:32]).first()
    if task is None:
        return 404, {"v": "ptc/1", "code": "TASK", "says": "没有这一任务"}
    if task.answered_at is not None:
        return 200, {}
    refused = payload.get("refused")
    if refused is not None and task.refused == refused:
        return 200, {}
    try:
        act = Act(custody.actor_of(custodian), now, uuid4())
        custody.answer(task, act, result=payload.get("result"), refused=refused)
    except Refused as error:
        return 422, {"v": "ptc/1", "code": error.code, "says": error.says}
    return 200, {}
