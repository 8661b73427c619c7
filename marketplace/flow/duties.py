"""Who must act until when: keeps `Duty` rows in step with what a thing says is owed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from django.db import models

from marketplace.flow import access
from marketplace.flow.access import Actor, Role
from marketplace.flow.models import Duty, Pending, Suspension
from marketplace.law.statutes import PLATFORM


@dataclass(frozen=True, slots=True)
class Owed:
    """One duty: `owners` are keys ("org:12", "user:5", "clock"); each of them must act.

    `barred` are persons of the owning unit whose turn it is not: the author does not review, who
    asked does not confirm.
    """

    code: str
    action: str
    role: Role
    owners: frozenset[str]
    says: str
    law: object
    due_at: datetime | None = None
    url: str = ""
    pausable: bool = False
    barred: frozenset[str] = frozenset()


@runtime_checkable
class Dutiful(Protocol):
    """A thing from which duties follow."""

    pk: int
    number: str

    def duties(self, now: datetime) -> Iterable[Owed]: ...


def kind_of(row: models.Model) -> str:
    """The concrete model's label: proxies share their rows."""
    return str(row._meta.concrete_model._meta.label_lower)  # type: ignore[union-attr]


def _confirmations(row: Any) -> Iterable[Owed]:
    """Each act that waits for a second person is owed by whoever may take it."""
    for pending in Pending.objects.filter(kind=kind_of(row), thing_pk=row.pk, decided_at=None):
        parties = row.parties()
        owners = frozenset().union(*(_keys(role, parties) for role in access.deciders(pending.action)))
        says, url, unfit = row.second_person(pending)
        yield Owed(
            f"CONFIRM-{pending.action}"[:32], pending.action, Role.BUYER, owners, says, PLATFORM["TWO-PERSONS"], url=url,
            barred=people(pending.asked_by_id, pending.asked_principal) | unfit,
        )  # fmt: skip


def people(*keys: int | None) -> frozenset[str]:
    """Persons as keys."""
    return frozenset(f"user:{key}" for key in keys if key)


def _keys(role: Role, parties: access.Parties) -> frozenset[str]:
    """Who holds the role here; the roles of a unit's kind stand everywhere."""
    standing = frozenset({f"role:{role}"}) if role in access.STANDING_ROLES else frozenset()
    return parties.get(role, standing)


def sync(row: models.Model, now: datetime) -> None:
    """Open, move, pause and meet the duties of a thing. Things without duties are left alone."""
    if not isinstance(row, Dutiful):
        return
    kind = kind_of(row)
    paused = Suspension.objects.filter(kind=kind, thing_pk=row.pk, lifted_at=None).exists()
    wanted = {
        (owed.code, owner): owed for owed in [*row.duties(now), *_confirmations(row)] for owner in owed.owners
    }
    open_rows = {(d.code, d.owner): d for d in Duty.objects.filter(kind=kind, thing_pk=row.pk, met_at=None)}
    for key, duty in open_rows.items():
        if key not in wanted:
            Duty.objects.filter(pk=duty.pk).update(met_at=now)
        else:
            _adjust(duty, wanted[key], paused, now)
    Duty.objects.bulk_create(
        _new(row, kind, owner, owed, paused, now)
        for (code, owner), owed in wanted.items()
        if (code, owner) not in open_rows
    )


# A deadline that moved is reminded of anew.
UNTOLD: dict[str, None] = {"soon_told_at": None, "due_told_at": None, "late_told_at": None}


def _written(barred: frozenset[str]) -> str:
    """Keys as one text that `contains` finds one of."""
    return f" {' '.join(sorted(barred))} " if barred else ""


def _adjust(duty: Duty, owed: Owed, paused: bool, now: datetime) -> None:
    pause_at = (duty.paused_at or now) if paused and owed.pausable else None
    barred = _written(owed.barred)
    if (duty.due_at, duty.paused_at, duty.says, duty.barred) == (owed.due_at, pause_at, owed.says, barred):
        return
    moved = {} if duty.due_at == owed.due_at else UNTOLD
    Duty.objects.filter(pk=duty.pk).update(
        due_at=owed.due_at, paused_at=pause_at, says=owed.says, barred=barred, attempts=0, retry_at=None,
        stuck="", **moved,
    )  # fmt: skip


def _new(row: Any, kind: str, owner: str, owed: Owed, paused: bool, now: datetime) -> Duty:
    return Duty(
        kind=kind,
        thing_pk=row.pk,
        thing=row.number,
        code=owed.code,
        action=owed.action,
        role=owed.role,
        owner=owner,
        says=owed.says,
        law=str(owed.law),
        url=owed.url,
        opened_at=now,
        due_at=owed.due_at,
        paused_at=now if paused and owed.pausable else None,
        barred=_written(owed.barred),
    )


def open_all(rows: Iterable[models.Model], now: datetime) -> None:
    """Open the duties of rows that were only just made, in bulk: nothing is open, paused or asked for yet."""
    Duty.objects.bulk_create(
        _new(row, kind_of(row), owner, owed, False, now)
        for row in rows
        if isinstance(row, Dutiful)
        for owed in row.duties(now)
        for owner in sorted(owed.owners)
    )


def inbox(keys: Iterable[str]) -> models.QuerySet[Duty]:
    """Open duties of a person or organisation, overdue first, then by date, undated last."""
    return Duty.objects.filter(owner__in=list(keys), met_at=None).order_by(
        models.F("due_at").asc(nulls_last=True), "pk"
    )


def turn_of(actor: Actor) -> models.QuerySet[Duty]:
    """What this person must do and may: not what a colleague has to do, and nothing for who only reads."""
    if actor.reads_only:
        return inbox(()).none()
    return inbox(actor.keys).exclude(barred__contains=f" {actor.key} ")


def is_turn(duty: Duty, *persons: str) -> bool:
    """Whether none of the persons (who acts, and for whom) is barred from it."""
    return not any(f" {person} " in duty.barred for person in persons)


def open_of(*rows: models.Model) -> models.QuerySet[Duty]:
    """Open duties of some things, overdue first, undated last."""
    keys: dict[str, list[int]] = {}
    for row in rows:
        keys.setdefault(kind_of(row), []).append(row.pk)
    these = models.Q(pk__in=())
    for kind, pks in keys.items():
        these |= models.Q(kind=kind, thing_pk__in=pks)
    return Duty.objects.filter(these, met_at=None).order_by(models.F("due_at").asc(nulls_last=True), "pk")


def next_due(now: datetime) -> Duty | None:
    """The open duty whose moment comes next."""
    return Duty.objects.filter(met_at=None, paused_at=None, due_at__gt=now).order_by("due_at").first()
