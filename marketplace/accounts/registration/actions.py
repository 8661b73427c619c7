"""What somebody does who has no unit here yet: open an account, register a unit."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from marketplace.accounts.models import Filing, Membership, Organization, User
from marketplace.accounts.registration import filings, rules
from marketplace.accounts.registration.filings import Values
from marketplace.accounts.signin.people import masked, with_phone
from marketplace.flow import duties
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, require
from marketplace.law.statutes import PLATFORM


def open_account(phone: str, password: str, now: datetime) -> User:
    """An account for a telephone that was just proved; only now may the page say that it has one already."""
    if with_phone(phone):
        raise _known()
    user = User(username=phone, phone=phone, phone_verified_at=now, name=masked(phone))
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as twice:
        raise _known() from twice
    return user


def _known() -> Refused:
    return Refused("PHONE-ONCE", "该手机号已有账户，请登录", PLATFORM["IDENTITY"], field="phone")


@act("organization.register", law=PLATFORM["REGISTRATION"], says="提交主体登记", lock="none")
def register(
    user: User, act: Act, /, *, values: Values, licence: str, licence_sha256: str, promise: str
) -> str:  # fmt: skip
    """The unit with its first administrator and its first filing; returns the receipt number."""
    known = Organization.objects.coded(values.get("uscc", "")) is not None
    require(rules.the_unit_is_new, rules.Declared(is_known=known), field="uscc")
    filings.judge(values, licence, promise)
    unit = Organization(registered_by=user, verified_at=None)
    unit.name, unit.uscc, unit.kind = values["name"], values["uscc"], filings.kind_for(values["business"])
    unit.save()
    unit = Organization.objects.get(pk=unit.pk)
    Membership.objects.create(user=user, organization=unit, part=Membership.Part.ADMIN)
    filing = filings.hand_in(unit, act, Filing.Kind.REGISTRATION, values, licence, licence_sha256, promise)
    filings.take(unit, filing)
    unit.save()
    duties.sync(unit, act.now)
    return filing.number
