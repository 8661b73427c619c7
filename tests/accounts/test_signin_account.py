"""One's own account: each change is proved, told and kept in the record."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from marketplace.accounts.models import OneTimeCode
from marketplace.flow.models import ActRow, Message
from marketplace.record.models import Event
from tests.accounts.conftest import House

pytestmark = pytest.mark.django_db
HOME, PHONE, EMAIL = "/my/account/", "/my/account/phone/", "/my/account/email/"
NEW = "13900000007"
CHANGES = (PHONE, EMAIL, f"{HOME}password/", f"{HOME}totp/", f"{HOME}passkey/", f"{HOME}spare-codes/")


@pytest.mark.parametrize("address", CHANGES)
def test_a_change_is_for_whoever_has_just_proved_who_they_are(house: House, address: str) -> None:
    browser = house.sign_in("wangmin")
    assert browser.get(address)["Location"].startswith("/my/step-up/?next=%2Fmy%2Faccount%2F")
    assert Client().get(address)["Location"].startswith("/accounts/login/?next=")
    for post in ("sms/", "factors/remove/"):
        assert browser.post(f"{HOME}{post}", {"way": "sms"})["Location"].startswith("/my/step-up/")


def test_a_new_telephone_needs_the_codes_of_both(house: House) -> None:
    browser, old = house.proved("wangmin"), house.user("wangmin").phone
    assert browser.post(PHONE, {"phone": "139 0000 0007"})["Location"] == f"{PHONE}confirm/"
    codes = {"old_code": house.code(old), "code": house.code(NEW)}
    for wrong in ("old_code", "code"):
        page = browser.post(f"{PHONE}confirm/", codes | {wrong: "000000"})
        assert page.status_code == 422
        if wrong == "old_code":
            assert f'id="id_{wrong}_error"' in page.content.decode()
    assert house.user("wangmin").phone == old


def test_the_telephone_changes_and_the_old_one_is_told(house: House) -> None:
    browser, old = house.proved("wangmin"), house.user("wangmin").phone
    browser.post(PHONE, {"phone": NEW})
    codes = {"old_code": house.code(old), "code": house.code(NEW)}
    assert browser.post(f"{PHONE}confirm/", codes)["Location"] == HOME
    assert house.user("wangmin").phone == NEW
    assert "手机号已更换为尾号 0007" in house.outbox(old)
    event = Event.objects.get(action="account.change_phone")
    assert event.body["phone"] == "139****0007"
    house.sign_in(NEW, Client())


def test_whether_a_number_has_an_account_is_told_to_the_number_only(house: House) -> None:
    browser, taken = house.proved("wangmin"), house.user("lijun").phone
    answers = [browser.post(PHONE, {"phone": number}) for number in (taken,)]
    assert [answer["Location"] for answer in answers] == [f"{PHONE}confirm/"]
    assert "已有账户" in house.outbox(taken)
    assert not re.search(r"\d{6}", house.outbox(taken))


def test_a_person_without_telephone_proves_the_new_one_alone(house: House) -> None:
    user = house.user("wangmin")
    type(user).objects.filter(pk=user.pk).update(phone="", phone_verified_at=None)
    browser = house.proved("wangmin")
    browser.post(PHONE, {"phone": NEW})
    assert browser.post(f"{PHONE}confirm/", {"code": house.code(NEW)})["Location"] == HOME
    assert house.user("wangmin").phone_verified_at is not None


def test_a_mail_address_is_proved_by_a_code(house: House) -> None:
    browser = house.proved("wangmin")
    browser.post(EMAIL, {"email": "WangMin@Example.invalid"})
    text = Message.objects.filter(channel="mail").get().text
    code = re.findall(r"\d{6}", text)[0]
    assert browser.post(f"{EMAIL}confirm/", {"code": "000000"}).status_code == 422
    assert browser.post(f"{EMAIL}confirm/", {"code": code})["Location"] == HOME
    assert EmailAddress.objects.get().verified
    assert "example.invalid" in browser.get(HOME).content.decode().lower()
    house.sign_in("wangmin@example.invalid", Client())


def test_a_new_password_ends_the_other_sessions(house: House) -> None:
    other, browser = house.sign_in("wangmin"), house.proved("wangmin")
    form = {"new_password": "a-long-new-password", "again": "a-long-new-password"}
    assert browser.post(f"{HOME}password/", form)["Location"] == HOME
    assert browser.get(HOME).status_code == 200
    assert "这一次" in browser.get(HOME).content.decode()
    assert other.get(HOME).status_code == 302
    assert house.user("wangmin").check_password("a-long-new-password")


@pytest.mark.parametrize(
    ("new", "again"),
    [("short", "short"), ("password1234", "password1234"), ("a-long-new-one", "another-one")],
)
def test_a_weak_or_mistyped_password_is_refused(house: House, new: str, again: str) -> None:
    page = house.proved("wangmin").post(f"{HOME}password/", {"new_password": new, "again": again})
    assert page.status_code == 422
    assert house.user("wangmin").check_password(house.password)


def test_no_digest_of_a_password_is_kept(house: House) -> None:
    browser = house.proved("wangmin")
    for act, word in ((1, "a-long-new-password"), (2, "another-long-password")):
        browser.post("/my/step-up/", {"password": house.password if act == 1 else "a-long-new-password"})
        form = {"new_password": word, "again": word, "act_id": f"7b3cf6a2-6c34-4f6e-9a52-3f0a7f3b1c0{act}"}
        assert browser.post(f"{HOME}password/", form).status_code == 303
    rows = ActRow.objects.filter(name="account.change_password")
    assert len({row.digest for row in rows}) == 1


def test_signing_out_elsewhere_leaves_this_session(house: House) -> None:
    other, browser = house.sign_in("wangmin"), house.sign_in("wangmin")
    stranger = house.sign_in("lijun")
    assert browser.post(f"{HOME}sign-out-elsewhere/")["Location"] == HOME
    assert other.get(HOME).status_code == 302
    assert browser.get(HOME).status_code == 200
    assert stranger.get(HOME).status_code == 200
    assert "已退出" in browser.get(HOME).content.decode()


def test_a_factor_of_another_person_cannot_be_removed(house: House) -> None:
    from allauth.mfa.models import Authenticator

    row = Authenticator.objects.create(user=house.user("lijun"), type="webauthn", data={})
    house.proved("wangmin").post(f"{HOME}factors/remove/", {"way": "passkey", "key": str(row.pk)})
    assert Authenticator.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize(
    "form", [{}, {"way": "password"}, {"way": "passkey"}, {"way": "passkey", "key": "x"}]
)
def test_what_is_no_factor_is_not_found(house: House, form: dict[str, str]) -> None:
    assert house.proved("wangmin").post(f"{HOME}factors/remove/", form).status_code == 404


def test_the_account_page_asks_few_questions(house: House, django_assert_max_num_queries: Any) -> None:
    browser = house.sign_in("wangmin")
    with django_assert_max_num_queries(20):
        browser.get(HOME)


def test_a_code_for_a_new_number_signs_nobody_in(house: House) -> None:
    browser, old = house.proved("wangmin"), house.user("wangmin").phone
    browser.post(PHONE, {"phone": NEW})
    stolen = house.code(old)
    other = Client()
    other.post("/accounts/login/code/", {"phone": old})
    assert other.post("/accounts/login/code/enter/", {"code": stolen}).status_code == 422
    assert OneTimeCode.objects.filter(used_at=None).count() == 3
