"""How messages leave: an errand of the clock carries what waits, tries again later, and says what came of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db.models import F, Q, QuerySet

from marketplace.accounts.models import Delivery
from marketplace.accounts.signin import mail, sms
from marketplace.accounts.signin.sms import Sender, Undelivered
from marketplace.flow.models import Message
from marketplace.law.identifiers import BadIdentifier, read_mobile

AT_ONCE = 20  # messages a round
LEASE = timedelta(minutes=1)  # another clock leaves a message alone that is just being carried
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=15)
GIVE_UP = timedelta(hours=24)
_WIRE_PAUSE = 30  # seconds a door stays shut after nobody answered there, so that the clock is not held up


def deliver(now: datetime) -> list[str]:
    """One round over both doors; safe to run twice, late, or in parallel."""
    for channel, sender in (("sms", sms.sender()), ("mail", mail.sender())):
        if sender is not None and not cache.get(_shut(channel)):
            _carry(channel, sender, now)
    return []


def _carry(channel: str, sender: Sender, now: datetime) -> None:
    waiting = Message.objects.filter(channel=channel, sent_at=None)
    if sender.shows:  # it stands on the outbox page
        if waiting.exists():
            waiting.update(sent_at=now)
        return
    for message in _ready(waiting, now):
        if not _take(message, now):
            continue
        try:
            _hand_over(message, sender)
        except Undelivered as failed:
            _put_off(message, failed, now)
            if failed.wire:
                cache.set(_shut(channel), value=True, timeout=_WIRE_PAUSE)
                return
        else:
            Message.objects.filter(pk=message.pk).update(sent_at=now)


def _ready(waiting: QuerySet[Message], now: datetime) -> QuerySet[Message]:
    due = Q(delivery=None) | Q(delivery__retry_at__lte=now, delivery__given_up_at=None)
    return waiting.filter(due, at__gt=now - GIVE_UP).order_by("pk")[:AT_ONCE]


def _take(message: Message, now: datetime) -> bool:
    """Of two clocks one carries it."""
    _, fresh = Delivery.objects.get_or_create(message=message, defaults={"retry_at": now + LEASE})
    if fresh:
        return True
    return Delivery.objects.filter(message=message, retry_at__lte=now).update(retry_at=now + LEASE) == 1


def _hand_over(message: Message, sender: Sender) -> None:
    text = f"{message.text}（{message.reference}）"
    if message.url:
        text += f" {settings.SITE_URL}{message.url}"
    sender.send(_address(message), text, message.reference)


def _address(message: Message) -> str:
    if message.channel == "mail":
        return message.address
    try:
        return read_mobile(message.address)
    except BadIdentifier as wrong:
        raise Undelivered("收件人没有登记手机号", final=True) from wrong


def _put_off(message: Message, failed: Undelivered, now: datetime) -> None:
    row = Delivery.objects.get(message=message)
    pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(row.tries, 10))
    Delivery.objects.filter(pk=row.pk).update(
        tries=F("tries") + 1, retry_at=now + pause, says=str(failed)[:200],
        given_up_at=now if failed.final else None,
    )  # fmt: skip


def _shut(channel: str) -> str:
    return f"delivery-shut-{channel}"
