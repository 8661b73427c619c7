"""Six figures to a telephone: sent so that nobody learns whose number has an account, good once, for minutes.

What is kept is a keyed digest of telephone, network address and code. The text of a code stands in a
message row only where /dev/outbox/ shows it (demo and test), and goes when the code is used, replaced
or over. See docs/decisions/sign-in-codes.md.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection, models, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from marketplace.accounts.models import OneTimeCode, User
from marketplace.accounts.signin import mail, people, rules, sms
from marketplace.accounts.signin.rules import FIGURES, LASTS, Sent, Tried
from marketplace.flow.errors import Refused, RuleBroken, require
from marketplace.flow.models import Message
from marketplace.law.identifiers import BadIdentifier, normalised, read_mobile
from marketplace.law.statutes import PLATFORM

KEPT = timedelta(days=1)  # the longest period any limit counts over
_LOCK_SPACE = 7002


class Purpose(StrEnum):
    """For what a code is good; a code for one is none for another."""

    SIGN_IN = "sign-in"
    JOIN = "join"
    SECOND = "second"
    STEP_UP = "step-up"
    OLD_PHONE = "old-phone"
    NEW_PHONE = "new-phone"
    EMAIL = "email"

    @property
    def channel(self) -> str:
        return "mail" if self is Purpose.EMAIL else "sms"


# Anybody can ask for these, so together they are limited; the others are asked for by the signed-in
# person, who is not to be kept from signing a bid because strangers used the number up.
OPEN_TO_ALL = frozenset({Purpose.SIGN_IN, Purpose.JOIN})
WHAT_FOR = {
    Purpose.SIGN_IN: "登录",
    Purpose.JOIN: "登记账户",
    Purpose.SECOND: "登录的第二步验证",
    Purpose.STEP_UP: "办理有法律效力的事项",
    Purpose.OLD_PHONE: "更换手机号（原号码）",
    Purpose.NEW_PHONE: "更换手机号（新号码）",
    Purpose.EMAIL: "登记邮箱",
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What is to be sent: the text, the secret in it, and to whose account it belongs."""

    text: str
    code: str
    user: User | None


def send(phone: str, purpose: str, now: datetime, *, address: str = "") -> None:
    """Send a code, or tell a number without account so: from outside the two look alike.

    Call it outside any act: what was sent stays counted. `address` is the sender's network address.
    For Purpose.EMAIL the first argument is a mail address.
    """
    wanted = Purpose(purpose)
    to, sender = _destination(phone, wanted), _sender(wanted)
    letter = _letter(to, wanted)
    row = _book(to, wanted, letter, now, address)
    if sender.shows:
        Message.objects.create(
            to=letter.user, address=to, channel=wanted.channel, subject="[静乐交易] 验证码", text=letter.text,
            reference=row.nonce, at=now, sent_at=now,
        )  # fmt: skip
    try:
        sender.send(to, letter.text, row.nonce)
    except sms.Undelivered as failed:
        _forget(OneTimeCode.objects.filter(pk=row.pk), now)
        raise Refused(
            "CODE-NOT-SENT", "验证码暂时发不出去，请过一会儿再试，或者换一种方式验证", PLATFORM["CODE-LIFE"],
            field=_field(wanted),
        ) from failed  # fmt: skip


def check(phone: str, purpose: str, code: str, now: datetime, *, field: str = "code") -> None:
    """The newest code sent to this number for this purpose, once. A wrong try counts even when refused."""
    wanted = Purpose(purpose)
    to = _destination(phone, wanted)
    with transaction.atomic(durable=True), _one_at_a_time(to):
        row = OneTimeCode.objects.newest(_key(to), wanted)
        facts = _tried(row, now)
        if facts and rules.the_code_was_tried_less_than_five_times(facts):
            OneTimeCode.objects.filter(pk=row.pk).update(tries=models.F("tries") + 1)  # type: ignore[union-attr]
    typed = normalised(code)
    right = constant_time_compare(_digest(typed, wanted, to, row.nonce if row else ""), _kept(row))
    _judge(facts, right=right, field=field)
    if row is None or not _use(row, now):
        raise RuleBroken(rules.the_code_is_fresh, field=field)


def read(phone: str) -> str:
    """The eleven figures of what was typed, or Refused at the field."""
    return _destination(phone, Purpose.SIGN_IN)


def sent_at(phone: str, purpose: str, now: datetime) -> datetime | None:
    """When the code that is still good was sent; a page asked for by its owner says so."""
    row = OneTimeCode.objects.newest(_key(phone), purpose) if phone else None
    return row.sent_at if row and row.expires_at > now and row.used_at is None else None


def clear_old(now: datetime) -> list[str]:
    """Texts of codes that are over, and rows no limit counts any more; the clock calls this.

    It looks before it deletes: a delete of nothing would take SQLite's one write lock every second.
    """
    over = OneTimeCode.objects.filter(expires_at__lte=now, expires_at__gt=now - 2 * LASTS)
    for rows in (
        Message.objects.filter(reference__in=over.values("nonce")),
        OneTimeCode.objects.filter(sent_at__lte=now - KEPT),
    ):
        if rows.exists():
            rows.delete()
    return []


def _destination(typed: str, purpose: Purpose) -> str:
    """The telephone's eleven figures; for a mail code the address in lower case."""
    try:
        if purpose is not Purpose.EMAIL:
            return read_mobile(typed)
        validate_email(typed.strip())
        return typed.strip().lower()
    except BadIdentifier as wrong:
        says = f"{wrong}，请填 11 位手机号，例如 13800000000"
        raise Refused("PHONE-MALFORMED", says, PLATFORM["CODE-LIFE"], field="phone") from wrong
    except ValidationError as wrong:
        says = "邮箱格式不对，请填写完整，例如 zhangsan@example.com"
        raise Refused("EMAIL-MALFORMED", says, PLATFORM["CODE-LIFE"], field="email") from wrong


def _field(purpose: Purpose) -> str:
    return "email" if purpose is Purpose.EMAIL else "phone"


def _sender(purpose: Purpose) -> sms.Sender:
    sender = mail.sender() if purpose is Purpose.EMAIL else sms.sender()
    if sender is None:
        name = "邮件" if purpose is Purpose.EMAIL else "短信"
        says = f"平台还没有接通{name}，请换一种方式"
        raise Refused("CODE-NOT-CONNECTED", says, PLATFORM["CODE-LIFE"], field=_field(purpose))
    return sender


def _letter(to: str, purpose: Purpose) -> Letter:
    """A number without account gets a message as well, and a code that nobody knows."""
    user = people.with_phone(to)
    code = f"{secrets.randbelow(10**FIGURES):0{FIGURES}}"
    if purpose is Purpose.SIGN_IN and user is None:
        text = (
            "有人用您的手机号登录静乐交易平台，该手机号尚未登记账户。如是您本人，请先在网站登记；不是请忽略。"
        )
        return Letter(text, code, None)
    if purpose is Purpose.NEW_PHONE and user is not None:
        text = "有人要把您的手机号登记到另一个账户，该手机号已有账户，不能登记。不是您本人办的请忽略。"
        return Letter(text, code, user)
    minutes = LASTS // timedelta(minutes=1)
    text = f"验证码 {code}，用于{WHAT_FOR[purpose]}，{minutes} 分钟内有效。任何人向您索要都不要给。"
    return Letter(text, code, user)


def _book(number: str, purpose: Purpose, letter: Letter, now: datetime, address: str) -> OneTimeCode:
    """Judge the limits, void the older code, keep the new one's digest: one transaction, one at a time."""
    with transaction.atomic(durable=True), _one_at_a_time(number):
        key, origin = _key(number), _key(address) if address else ""
        facts = _sent(key, purpose, origin, now)
        for rule in (
            rules.the_address_asked_for_few_codes, rules.the_phone_got_few_codes, rules.a_minute_has_passed,
        ):  # fmt: skip
            require(rule, facts, field=_field(purpose))
        _forget(OneTimeCode.objects.live(key, purpose, now), now)
        nonce = secrets.token_hex(8)
        return OneTimeCode.objects.create(
            purpose=purpose, address=key, origin=origin, nonce=nonce, sent_at=now, expires_at=now + LASTS,
            digest=_digest(letter.code, purpose, number, nonce),
        )  # fmt: skip


def _sent(key: str, purpose: Purpose, origin: str, now: datetime) -> Sent:
    together = OPEN_TO_ALL if purpose in OPEN_TO_ALL else {purpose}
    hour, day = now - timedelta(hours=1), now - KEPT
    to_phone = OneTimeCode.objects.filter(address=key, purpose__in=together, sent_at__gt=day)
    from_here = OneTimeCode.objects.filter(origin=origin, sent_at__gt=day) if origin else to_phone.none()
    last = to_phone.filter(purpose=purpose).order_by("-sent_at").first()
    return Sent(
        since_last=now - last.sent_at if last else None,
        last_hour=to_phone.filter(sent_at__gt=hour).count(),
        last_day=to_phone.count(),
        from_address_last_hour=from_here.filter(sent_at__gt=hour).count(),
        from_address_last_day=from_here.count(),
    )


def _tried(row: OneTimeCode | None, now: datetime) -> Tried | None:
    if row is None or row.expires_at <= now:
        return None
    return Tried(now - row.sent_at, row.tries, row.used_at is not None)


def _judge(facts: Tried | None, *, right: bool, field: str) -> None:
    if facts is None:
        raise RuleBroken(rules.the_code_is_fresh, field=field)
    require(rules.the_code_was_tried_less_than_five_times, facts, field=field)
    require(rules.the_code_is_fresh, facts, field=field)
    if not right:
        raise RuleBroken(rules.the_code_is_fresh, field=field)


def _use(row: OneTimeCode, now: datetime) -> bool:
    """Of two that bring the right code at once, one gets in."""
    used = OneTimeCode.objects.filter(pk=row.pk, used_at=None).update(used_at=now)
    Message.objects.filter(reference=row.nonce).delete()
    return used == 1


def _forget(rows: models.QuerySet[OneTimeCode], now: datetime) -> None:
    """These codes are void from now, and their text goes."""
    Message.objects.filter(reference__in=list(rows.values_list("nonce", flat=True))).delete()
    rows.update(expires_at=now)


def _key(text: str) -> str:
    return salted_hmac("accounts.codes.address", text, algorithm="sha256").hexdigest()


def _digest(code: str, purpose: str, number: str, nonce: str) -> str:
    return salted_hmac(
        "accounts.codes.code", f"{purpose} {number} {nonce} {code}", algorithm="sha256"
    ).hexdigest()


def _kept(row: OneTimeCode | None) -> str:
    return row.digest if row else "-" * 64


@contextmanager
def _one_at_a_time(number: str) -> Iterator[None]:
    """Sends and tries for one number queue up; SQLite's writers do so by themselves."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK_SPACE, number])
    yield
