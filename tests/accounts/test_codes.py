"""A code is sent sparingly, tells nobody whose number has an account, and is good once."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from marketplace.accounts.models import OneTimeCode, User
from marketplace.accounts.signin import codes
from marketplace.accounts.signin.codes import Purpose
from marketplace.flow.errors import Refused
from marketplace.flow.models import Message
from marketplace.law.workdays import SHANGHAI

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 11, 25, 9, 0, tzinfo=SHANGHAI)
PHONE, STRANGER = "13800000001", "13900000009"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def person() -> User:
    return User.objects.create(username="p", name="张三", phone=PHONE, phone_verified_at=NINE)


def sent(purpose: str = Purpose.SIGN_IN, now: datetime = NINE, phone: str = PHONE, address: str = "") -> str:
    """Send one and read it where a person of the demo does."""
    codes.send(phone, purpose, now, address=address)
    row = Message.objects.filter(address=phone, channel="sms").first()
    return str(re.findall(r"\d{6}", row.text if row else "")[0])


def refused(*args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        codes.check(*args, **kwargs)
    return caught.value.code


def test_a_code_is_good_once_and_its_text_goes(person: User) -> None:
    code = sent()
    codes.check(PHONE, Purpose.SIGN_IN, code, NINE + MINUTE)
    assert not Message.objects.exists()
    assert refused(PHONE, Purpose.SIGN_IN, code, NINE + MINUTE) == "CODE-FRESH"


@pytest.mark.parametrize("typed", ["{} ", "+86 {}"])
def test_a_number_and_a_code_may_be_pasted_with_spaces(person: User, typed: str) -> None:
    code = sent()
    codes.check(typed.format("138 0000 0001"), Purpose.SIGN_IN, f" {code[:3]} {code[3:]} ", NINE)


def test_it_is_good_just_before_five_minutes_and_not_at_five(person: User) -> None:
    code = sent()
    assert refused(PHONE, Purpose.SIGN_IN, code, NINE + 5 * MINUTE) == "CODE-FRESH"
    later = sent(now=NINE + 10 * MINUTE)
    codes.check(PHONE, Purpose.SIGN_IN, later, NINE + 15 * MINUTE - SECOND)


def test_a_code_for_one_purpose_or_number_is_none_for_another(person: User) -> None:
    code = sent(Purpose.STEP_UP)
    assert refused(PHONE, Purpose.SIGN_IN, code, NINE) == "CODE-FRESH"
    assert refused(STRANGER, Purpose.STEP_UP, code, NINE) == "CODE-FRESH"
    codes.check(PHONE, Purpose.STEP_UP, code, NINE)


def test_five_wrong_tries_end_it_even_for_the_right_code(person: User) -> None:
    code = sent()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    assert [refused(PHONE, Purpose.SIGN_IN, wrong, NINE) for _ in range(5)] == ["CODE-FRESH"] * 5
    assert refused(PHONE, Purpose.SIGN_IN, code, NINE) == "CODE-FIVE-TRIES"


def test_the_fifth_try_may_still_be_right(person: User) -> None:
    code = sent()
    for _ in range(4):
        refused(PHONE, Purpose.SIGN_IN, "x", NINE)
    codes.check(PHONE, Purpose.SIGN_IN, code, NINE)


def test_a_new_code_voids_the_older(person: User) -> None:
    old = sent()
    new = sent(now=NINE + MINUTE)
    assert Message.objects.count() == 1
    if old != new:
        assert refused(PHONE, Purpose.SIGN_IN, old, NINE + MINUTE) == "CODE-FRESH"
    codes.check(PHONE, Purpose.SIGN_IN, new, NINE + MINUTE)


def test_one_a_minute(person: User) -> None:
    sent()
    with pytest.raises(Refused) as caught:
        codes.send(PHONE, Purpose.SIGN_IN, NINE + 59 * SECOND)
    assert (caught.value.code, caught.value.field) == ("CODE-ONE-A-MINUTE", "phone")
    sent(now=NINE + MINUTE)


def test_five_an_hour_and_ten_a_day_to_one_phone(person: User) -> None:
    for n in range(5):
        sent(now=NINE + n * MINUTE)
    with pytest.raises(Refused) as hourly:
        codes.send(PHONE, Purpose.JOIN, NINE + 5 * MINUTE)
    for n in range(5):
        sent(now=NINE + timedelta(hours=2) + n * MINUTE)
    with pytest.raises(Refused) as daily:
        codes.send(PHONE, Purpose.SIGN_IN, NINE + timedelta(hours=20))
    assert {hourly.value.code, daily.value.code} == {"CODE-FEW-A-PHONE"}
    sent(now=NINE + timedelta(hours=25))


def test_strangers_who_use_the_number_up_do_not_keep_the_person_from_signing(person: User) -> None:
    for n in range(5):
        sent(now=NINE + n * MINUTE)
    codes.check(PHONE, Purpose.STEP_UP, sent(Purpose.STEP_UP, NINE + 5 * MINUTE), NINE + 5 * MINUTE)


def test_sixty_an_hour_from_one_network_address(person: User) -> None:
    for n in range(60):
        codes.send(f"139{n:08d}", Purpose.SIGN_IN, NINE, address="198.51.100.7")
    with pytest.raises(Refused) as caught:
        codes.send(PHONE, Purpose.SIGN_IN, NINE, address="198.51.100.7")
    assert caught.value.code == "CODE-FEW-AN-ADDRESS"
    sent(address="203.0.113.9")


def test_from_outside_a_number_without_account_looks_the_same(person: User) -> None:
    sent()
    codes.send(STRANGER, Purpose.SIGN_IN, NINE)
    rows = list(OneTimeCode.objects.values("purpose", "sent_at", "expires_at", "tries", "used_at"))
    assert rows[0] == rows[1]
    text = Message.objects.get(address=STRANGER).text
    assert "该手机号尚未登记" in text
    assert not re.search(r"\d{6}", text)
    assert refused(STRANGER, Purpose.SIGN_IN, "000000", NINE) == refused(PHONE, Purpose.SIGN_IN, "x", NINE)


def test_both_answers_ask_the_database_the_same(person: User, django_assert_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for phone in (PHONE, STRANGER):
        with CaptureQueriesContext(connection) as asked:
            codes.send(phone, Purpose.SIGN_IN, NINE)
            refused(phone, Purpose.SIGN_IN, "x", NINE)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_unproved_number_signs_nobody_in() -> None:
    User.objects.create(username="p", name="张三", phone=PHONE)
    codes.send(PHONE, Purpose.SIGN_IN, NINE)
    assert "尚未登记" in Message.objects.get().text


def test_neither_number_nor_code_is_kept_in_clear(person: User) -> None:
    code = sent(address="198.51.100.7")
    row = OneTimeCode.objects.get()
    text = repr(OneTimeCode.objects.values().get(pk=row.pk))
    assert code not in text.replace(row.nonce, "").replace(row.digest, "").replace(row.address, "").replace(
        row.origin, ""
    )
    assert PHONE not in text
    assert "198.51.100.7" not in text


def test_the_text_of_a_code_that_is_over_goes(person: User) -> None:
    sent()
    codes.clear_old(NINE + 4 * MINUTE)
    assert Message.objects.exists()
    codes.clear_old(NINE + 5 * MINUTE)
    assert not Message.objects.exists()
    codes.clear_old(NINE + timedelta(days=1))
    assert not OneTimeCode.objects.exists()


@pytest.mark.parametrize("phone", ["", "123", "23800000001", "1380000000a", "１３８"])
def test_what_is_no_mobile_number_is_refused_at_its_field(phone: str) -> None:
    with pytest.raises(Refused) as caught:
        codes.send(phone, Purpose.JOIN, NINE)
    assert (caught.value.code, caught.value.field) == ("PHONE-MALFORMED", "phone")
    assert not OneTimeCode.objects.exists()


def test_production_without_gateway_sends_no_code(settings: Any) -> None:
    settings.ENV = "production"
    with pytest.raises(Refused) as caught:
        codes.send(PHONE, Purpose.SIGN_IN, NINE)
    assert caught.value.code == "CODE-NOT-CONNECTED"
    assert not Message.objects.exists()
