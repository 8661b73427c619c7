"""Codes under parallel hands: one gets in, one SMS goes out, no guess is uncounted."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import encrypt

from marketplace.accounts.models import OneTimeCode, User
from marketplace.accounts.signin import codes, totp
from marketplace.accounts.signin.codes import Purpose
from marketplace.flow.errors import Refused
from marketplace.flow.models import Message
from marketplace.law.workdays import SHANGHAI
from tests.accounts.authenticator import figures
from tests.races.test_races import EIGHT, at_once
from tests.races.test_races import codes as refusals

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
NINE = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
PHONE = "13800000001"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def person() -> User:
    return User.objects.create(username="p", name="张三", phone=PHONE, phone_verified_at=NINE)


def test_of_four_right_codes_one_gets_in(person: User) -> None:
    codes.send(PHONE, Purpose.SIGN_IN, NINE)
    right = re.findall(r"\d{6}", Message.objects.get().text)[0]
    later = NINE + timedelta(minutes=1)
    results = at_once(*[partial(codes.check, PHONE, Purpose.SIGN_IN, right, later)] * 4)
    assert len([one for one in results if one is None]) == 1
    assert refusals(results) == ["CODE-FRESH"] * 3


def test_of_eight_wrong_codes_five_are_tried(person: User) -> None:
    codes.send(PHONE, Purpose.SIGN_IN, NINE)
    results = at_once(*[partial(codes.check, PHONE, Purpose.SIGN_IN, "x", NINE)] * EIGHT)
    assert refusals(results) == ["CODE-FIVE-TRIES"] * 3 + ["CODE-FRESH"] * 5
    assert OneTimeCode.objects.get().tries == 5


def test_of_eight_requests_one_sms_goes_out(person: User) -> None:
    results = at_once(*[partial(codes.send, PHONE, Purpose.SIGN_IN, NINE)] * EIGHT)
    assert refusals(results) == ["CODE-ONE-A-MINUTE"] * 7
    assert Message.objects.count() == 1


def test_the_same_figures_of_an_app_are_good_once_in_parallel(person: User) -> None:
    data = {"secret": encrypt(SECRET), "counter": -1}
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data=data)
    results = at_once(*[partial(totp.is_right, person, figures(SECRET), NINE)] * EIGHT)
    assert not any(isinstance(one, Refused) for one in results)
    assert results.count(True) == 1
