"""Asking to be let in again, and coming back with the code; neither tells whether there is such an account."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db import transaction
from django.db.models import F
from django.utils.crypto import salted_hmac

from marketplace.accounts import recovery_rules as rules
from marketplace.accounts.actors import actor_of
from marketplace.accounts.messages import people_of, tell
from marketplace.accounts.models import Membership, Recovery, RecoveryRequest, User
from marketplace.accounts.recovery import RecoveryWorkflow
from marketplace.accounts.recovery_rules import LASTS, Asking, Return
from marketplace.accounts.signin import people
from marketplace.accounts.signin.actions import Secret
from marketplace.flow import duties
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import RuleBroken, require
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import PLATFORM

_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def ask(login: str, reason: str, now: datetime, *, drops_phone: bool, address: str) -> str:
    """Keep what was typed; the clock looks whose account it is. The number is the same kind for all."""
    origin = salted_hmac("accounts.recovery.address", address, algorithm="sha256").hexdigest()
    asked = RecoveryRequest.objects.filter(origin=origin, at__gt=now - _HOUR).count()
    require(rules.few_recoveries_were_asked_for, Asking(from_address=asked))
    row = RecoveryRequest.objects.create(
        number=receipt_number(), login=login.strip(), reason=reason[:200], drops_phone=drops_phone,
        origin=origin, at=now,
    )  # fmt: skip
    return row.number


def look(now: datetime) -> list[str]:
    """What was asked for becomes a recovery where there is an account; the clock calls this."""
    for row in RecoveryRequest.objects.filter(looked_at=None).order_by("pk")[:50]:
        if RecoveryRequest.objects.filter(pk=row.pk, looked_at=None).update(looked_at=now, login="") != 1:
            continue
        user = people.named(row.login)
        if user is not None and _is_new(user, now):
            open_recovery(
                user,
                Act(CLOCK, now, uuid4()),
                number=row.number,
                reason=row.reason,
                drops_phone=row.drops_phone,
            )
    old = RecoveryRequest.objects.filter(at__lte=now - _DAY)
    if old.exists():
        old.delete()
    return []


def _is_new(user: User, now: datetime) -> bool:
    """One at a time, and not so many that the unit's telephones never rest."""
    of_today = Recovery.objects.filter(user=user, asked_at__gt=now - _DAY)
    if Recovery.objects.waiting().filter(user=user).exists():
        return False
    return rules.few_recoveries_were_asked_for(Asking(for_account=of_today.count()))


@act("recovery.open", law=PLATFORM["RECOVERY"], says="申请恢复账户", lock="none")
def open_recovery(user: User, act: Act, /, *, number: str, reason: str, drops_phone: bool) -> str:
    """Who is to confirm owes it from now on; every telephone of the unit hears of it."""
    work = Membership.objects.of(user).first()
    row = Recovery.objects.create(
        number=number, user=user, organization=work.organization if work else None, reason=reason,
        drops_phone=drops_phone, asked_at=act.now,
    )  # fmt: skip
    row = RecoveryWorkflow.objects.get(pk=row.pk)
    duties.sync(row, act.now)
    colleagues = people_of(f"org:{work.organization_id}") if work else []
    text = f"有人申请恢复{user.name}的账户（{number}）。不是本人申请的，请登录后在“我的账户”停止，或者拨打服务热线。"
    tell(
        {person.pk: person for person in [*colleagues, user]}.values(),
        "账户恢复",
        text,
        "/my/account/",
        act.now,
    )
    act.notes["number"] = number
    return number


def come_back(login: str, code: str, password: str, now: datetime) -> User:
    """With the code that was read out and a new password. A wrong try counts; every refusal sounds the same."""
    user = people.named(login)
    with transaction.atomic(durable=True):
        row = Recovery.objects.ready_for(user)
        facts = _facts(row, now)
        if row is not None:
            Recovery.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
    spare = RecoveryWorkflow(number="-")  # compared with when there is nothing, for the same length of time
    right = (row or spare).is_right(code)  # type: ignore[attr-defined]
    require(rules.the_recovery_code_was_tried_less_than_five_times, facts, field="code")
    if row is None or user is None or not right:
        raise RuleBroken(rules.the_recovery_code_is_fresh, field="code")
    require(rules.the_recovery_code_is_fresh, facts, field="code")
    row.use(Act(actor_of(user), now, uuid4()), password=Secret(password))  # type: ignore[attr-defined]
    return User.objects.get(pk=user.pk)


def _facts(row: Recovery | None, now: datetime) -> Return:
    if row is None:
        return Return(0, 0)
    age = now - row.second_at if row.second_at else LASTS
    return Return(row.user_id, row.user_id, age, row.tries)
