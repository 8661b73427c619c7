"""How people are told: in-site, by SMS, by mail; a message never names others, numbers or prices."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from marketplace.accounts.models import Preference, User
from marketplace.flow.models import Duty, Message
from marketplace.law.statutes import NOTICES, PLATFORM, Law
from marketplace.law.workdays import SHANGHAI

SUBJECT = "[静乐交易] {}"


@dataclass(frozen=True, slots=True)
class Topic:
    """What a message is about; one that the law wants delivered cannot be switched off."""

    code: str
    label: str
    says: str
    law: Law
    required: bool


TOPICS: dict[str, Topic] = {
    row.code: row
    for row in (
        Topic("duty", "有期限的待办", "轮到您办、法律或者规则定了期限的事", PLATFORM["REMINDERS"], True),
        Topic("remind", "到期提醒", "到期前、到期时、逾期后各一次；逾期同时告知单位负责人", PLATFORM["REMINDERS"], True),
        Topic("change", "澄清、延期、更正", "您登记或者参加的项目有变更", NOTICES[16], True),
        Topic("", "办理结果", "受理、补正、退回、通知书、恢复办理", PLATFORM["REMINDERS"], True),
        Topic("alarm", "报警", "自动办理受阻、在岗人员不足两人", PLATFORM["HOLDERS"], True),
        Topic("todo", "没有期限的待办", "轮到您办、没有定期限的事", PLATFORM["REMINDERS"], False),
        Topic("delegation", "代办授权", "开始、收回和到期", PLATFORM["TWO-PERSONS"], False),
    )
}  # fmt: skip
CHANNELS = (("sms", "短信"), ("mail", "邮件"))
BY_DEFAULT = {"sms": True, "mail": False}


def tell(users: Iterable[User], subject: str, text: str, url: str, now: datetime, *, topic: str = "") -> None:
    """Put a message on each person's list, in-site and for the doors they chose, inside the running act."""
    people = list({user.pk: user for user in users}.values())
    chosen = Preference.objects.chosen(people, topic)
    Message.objects.bulk_create(
        Message(
            to=user, address=address, channel=channel, subject=SUBJECT.format(subject)[:160], text=text, url=url,
            reference=secrets.token_hex(4), topic=topic, at=now, sent_at=now if channel == "in-site" else None,
        )
        for user in people
        for channel, address in _doors(user, topic, chosen)
    )  # fmt: skip


def wants(user: User, topic: str, channel: str, chosen: dict[tuple[int, str], bool]) -> bool:
    """SMS of what the law wants delivered is always sent; mail only to who asked for it."""
    if channel == "sms" and TOPICS[topic].required:
        return True
    return chosen.get((user.pk, channel), BY_DEFAULT[channel])


def _doors(user: User, topic: str, chosen: dict[tuple[int, str], bool]) -> Iterable[tuple[str, str]]:
    yield "in-site", user.username
    if wants(user, topic, "sms", chosen):
        yield "sms", user.phone or user.username
    if user.email and wants(user, topic, "mail", chosen):
        yield "mail", user.email


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


def with_the_turn(duty: Duty) -> list[User]:
    """Those of the owner's people who may take it."""
    return [user for user in people_of(duty.owner) if f" user:{user.pk} " not in duty.barred]


def until(duty: Duty) -> str:
    """「，办理期限 2026-11-27 24:00」, or nothing."""
    return f"，办理期限 {duty.due_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if duty.due_at else ""


def tell_new_duties(now: datetime) -> list[str]:
    """Who owes something new hears of it once; the clock calls this."""
    for duty in Duty.objects.filter(told_at=None, met_at=None).exclude(owner="clock")[:200]:
        text = f"{duty.says}{until(duty)}。依据：{duty.law}"
        topic = "duty" if duty.due_at else "todo"
        tell(with_the_turn(duty), duty.says, text, duty.url or "/my/", now, topic=topic)
        Duty.objects.filter(pk=duty.pk).update(told_at=now)
    return []


STUCK_AFTER = 5  # rounds of backing off, about half a minute


def alarm_stuck_duties(now: datetime) -> list[str]:
    """A step the clock owes and cannot take is told to the centre once (design §4.4, 3)."""
    stuck = Duty.objects.filter(owner="clock", met_at=None, warned_at=None, attempts__gte=STUCK_AFTER)
    for duty in stuck[:50]:
        text = f"{duty.says} 到期后未能自动办理：{duty.stuck}。平台会继续重试，请核对。"
        tell(people_of("role:centre"), "自动办理受阻", text, duty.url or "/my/", now, topic="alarm")
        Duty.objects.filter(pk=duty.pk).update(warned_at=now)
    return []
