"""How people are told: in-site and by SMS; a message never names others, numbers or prices."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from marketplace.accounts.models import User
from marketplace.flow.models import Duty, Message
from marketplace.law.workdays import SHANGHAI

SUBJECT = "[静乐交易] {}"


def tell(users: Iterable[User], subject: str, text: str, url: str, now: datetime) -> None:
    """Put a message on each person's list, in-site and for the SMS port, inside the running act."""
    Message.objects.bulk_create(
        Message(
            to=user, address=user.phone or user.username, channel=channel, subject=SUBJECT.format(subject)[:160],
            text=text, url=url, reference=secrets.token_hex(4), at=now,
        )
        for user in users
        for channel in ("in-site", "sms")
    )  # fmt: skip


def people_of(owner: str) -> list[User]:
    """The people behind a duty's owner: "user:5", "org:12", "admin:12" or "role:centre"."""
    kind, _, key = owner.partition(":")
    if kind == "user":
        return list(User.objects.filter(pk=int(key)))
    active = User.objects.filter(memberships__is_active=True)
    if kind == "org":
        return list(active.filter(memberships__organization=int(key)))
    if kind == "admin":
        return list(active.filter(memberships__organization=int(key), memberships__part="admin"))
    return list(active.filter(memberships__organization__kind=key))


def tell_new_duties(now: datetime) -> list[str]:
    """Who owes something new hears of it once; the clock calls this."""
    for duty in Duty.objects.filter(told_at=None, met_at=None).exclude(owner="clock")[:200]:
        until = f"，办理期限 {duty.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if duty.due_at else ""
        tell(
            people_of(duty.owner), duty.says, f"{duty.says}{until}。依据：{duty.law}", duty.url or "/my/", now
        )
        Duty.objects.filter(pk=duty.pk).update(told_at=now)
    return []


STUCK_AFTER = 5  # rounds of backing off, about half a minute


def alarm_stuck_duties(now: datetime) -> list[str]:
    """A step the clock owes and cannot take is told to the centre once (design §4.4, 3)."""
    stuck = Duty.objects.filter(owner="clock", met_at=None, warned_at=None, attempts__gte=STUCK_AFTER)
    for duty in stuck[:50]:
        text = f"{duty.says} 到期后未能自动办理：{duty.stuck}。平台会继续重试，请核对。"
        tell(people_of("role:centre"), "自动办理受阻", text, duty.url or "/my/", now)
        Duty.objects.filter(pk=duty.pk).update(warned_at=now)
    return []
