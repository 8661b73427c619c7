"""What the clock does: takes the duties it owes, one transaction each, and backs off when refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from django.apps import apps
from django.db import connection, models, transaction

from marketplace.flow import clock, duties
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.flow.models import Duty, Suspension
from marketplace.flow.workflow import Subject

LONGEST_PAUSE = timedelta(minutes=10)
# What a chapter does for the clock beside taking due steps (collecting answers, opening packages).
ERRANDS: list[Callable[[datetime], list[str]]] = []


def due(now: datetime) -> list[Duty]:
    """Open duties of the clock whose moment has come and that do not back off."""
    ready = models.Q(retry_at=None) | models.Q(retry_at__lte=now)
    return list(Duty.objects.filter(ready, owner="clock", met_at=None, paused_at=None, due_at__lte=now)[:100])


def tick(now: datetime | None = None) -> list[str]:
    """One round; returns "number action" of the steps taken. Safe to run twice, late, or in parallel."""
    moment = now or clock.now()
    taken = [step for duty in due(moment) if (step := _advance(duty, moment))]
    for errand in ERRANDS:
        taken += errand(moment)
    return taken


def run_until_quiet(now: datetime | None = None, *, rounds: int = 20) -> list[str]:
    """Tick until nothing is left to do at this moment: one step often makes the next one due."""
    taken: list[str] = []
    for _ in range(rounds):
        fresh = tick(now)
        if not fresh:
            break
        taken += fresh
    return taken


def _claim(duty: Duty) -> Subject | None:
    """The subject row, locked; None when another clock has it or the duty is met meanwhile."""
    rows = apps.get_model(duty.kind)._base_manager.filter(pk=duty.thing_pk)
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True, no_key=True, of=("self",))
    row = rows.first()
    still_open = Duty.objects.filter(pk=duty.pk, met_at=None, paused_at=None).exists()
    return row if isinstance(row, Subject) and still_open else None


def _advance(duty: Duty, now: datetime) -> str | None:
    """Look under the lock whether the step is offered; take it through the door as an act of its own."""
    with transaction.atomic():
        row = _claim(duty)
        if row is None:
            return None
        offer = next((o for o in row.offers(CLOCK, now) if o.step.action == duty.action), None)
        if offer is None or offer.refused:
            _back_off(duty, now, offer.refused if offer else None)
            return None
    try:
        getattr(row, offer.step.name)(Act(CLOCK, now, uuid4()))
    except Refused as refused:
        _back_off(duty, now, refused)
        return None
    return f"{row.number} {duty.action}"


def _back_off(duty: Duty, now: datetime, refused: Refused | None) -> None:
    pause = min(LONGEST_PAUSE, timedelta(seconds=2 ** min(duty.attempts, 10)))
    reason = str(refused) if refused else "这一步现在不能办理"
    Duty.objects.filter(pk=duty.pk).update(
        attempts=models.F("attempts") + 1, retry_at=now + pause, stuck=reason[:400]
    )


def suspend(row: Subject, *, reason: str, says: str, law: object, source: str, now: datetime) -> None:
    """Open a reason not to go forward; called inside an act."""
    Suspension.objects.get_or_create(
        kind=duties.kind_of(row), thing_pk=row.pk, source=source, lifted_at=None,
        defaults={"reason": reason, "says": says, "law": str(law), "opened_at": now},
    )  # fmt: skip
    duties.sync(row, now)


def lift(row: Subject, *, source: str, now: datetime) -> None:
    """Close a reason; others may stay open."""
    row.suspensions().filter(source=source).update(lifted_at=now)
    duties.sync(row, now)
