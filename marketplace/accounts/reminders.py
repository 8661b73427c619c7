"""When somebody is reminded: before a duty is due, when it is due, and a day after; each once (电子监察)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F, QuerySet

from marketplace.accounts.messages import people_of, tell, until, with_the_turn
from marketplace.accounts.models import Membership, User
from marketplace.flow.models import Duty

BEFORE = timedelta(hours=24)  # before it is due; half of the period when that is shorter
OVERDUE = timedelta(days=1)  # after it was due: the centre hears of it too
BATCH = 200


def _open() -> QuerySet[Duty]:
    """People's duties with a date that runs. What was opened after its date (an alarm) is told when it is new."""
    rows = Duty.objects.filter(met_at=None, paused_at=None, due_at__isnull=False).exclude(owner="clock")
    return rows.filter(opened_at__lt=F("due_at")).order_by("due_at")


def lead_of(duty: Duty) -> timedelta:
    """How long before the date: a window of half an hour is not announced a day ahead."""
    assert duty.due_at is not None  # noqa: S101 - asked of dated duties only
    return min(BEFORE, (duty.due_at - duty.opened_at) / 2)


def remind(now: datetime) -> list[str]:
    """The clock's errand. Late is asked before due and due before soon, so that one round sends one message."""
    _late(now)
    _due(now)
    _soon(now)
    return []


def _late(now: datetime) -> None:
    for duty in _open().filter(due_at__lte=now - OVERDUE, late_told_at=None)[:BATCH]:
        _tell(duty, {*with_the_turn(duty), *heads_of(duty), *people_of("role:centre")}, "已逾期 1 天", now)
        Duty.objects.filter(pk=duty.pk).update(
            late_told_at=now, due_told_at=duty.due_told_at or now, soon_told_at=duty.soon_told_at or now
        )


def _due(now: datetime) -> None:
    for duty in _open().filter(due_at__lte=now, due_told_at=None)[:BATCH]:
        _tell(duty, {*with_the_turn(duty), *heads_of(duty)}, "已到期", now)
        Duty.objects.filter(pk=duty.pk).update(due_told_at=now, soon_told_at=duty.soon_told_at or now)


def _soon(now: datetime) -> None:
    for duty in _open().filter(due_at__gt=now, due_at__lte=now + BEFORE, soon_told_at=None)[:BATCH]:
        if duty.due_at is not None and now >= duty.due_at - lead_of(duty):
            _tell(duty, with_the_turn(duty), "即将到期", now)
            Duty.objects.filter(pk=duty.pk).update(soon_told_at=now)


def _tell(duty: Duty, people: Iterable[User], word: str, now: datetime) -> None:
    """Names what is to be done and until when; not by whom, for the head and the centre read it too."""
    text = f"{word}：{duty.says}{until(duty)}。依据：{duty.law}"
    tell(people, f"{word} {duty.says}", text, duty.url or "/my/", now, topic="remind")


def heads_of(duty: Duty) -> list[User]:
    """The administrators of the unit whose duty it is; a member of a committee answers to no unit."""
    kind, _, key = duty.owner.partition(":")
    heads = Membership.objects.filter(is_active=True, part=Membership.Part.ADMIN)
    if kind in ("org", "admin"):
        heads = heads.filter(organization=int(key))
    elif kind == "role":
        heads = heads.filter(organization__kind=key)
    else:
        units = Membership.objects.filter(user=int(key), is_active=True).values("organization")
        heads = heads.filter(organization__in=units)
    return [row.user for row in heads.select_related("user")]
