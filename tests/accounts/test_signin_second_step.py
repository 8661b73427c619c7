"""The second step: asked of whoever set one up or must have one, never by the first way again."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from marketplace.accounts.models import SignIn, SmsFactor, User
from tests.accounts.authenticator import figures
from tests.accounts.conftest import House

pytestmark = pytest.mark.django_db
IsIn = Callable[[Client], bool]
SECOND, TOTP = "/accounts/second/", "/my/account/totp/"


def set_up_totp(house: House, username: str) -> str:
    """By the pages; returns the secret."""
    browser = house.proved(username)
    page = browser.get(TOTP).content.decode()
    secret = re.search(r'id="totp-secret">([A-Z2-7 ]+)<', page)
    assert secret
    done = browser.post(TOTP, {"code": figures(secret[1], steps=-1)})
    assert (done.status_code, done["Location"]) == (303, "/my/account/spare-codes/")
    assert len(re.findall(r"<li>\d{4} \d{4}</li>", browser.get(done["Location"]).content.decode())) == 10
    return secret[1]


def first_step(house: House, username: str) -> Client:
    browser = Client()
    answer = browser.post(
        "/accounts/login/?next=/my/tenders/", {"login": username, "password": house.password}
    )
    assert answer["Location"] == SECOND
    return browser


def by_sms(house: House, username: str) -> Client:
    browser, phone = Client(), house.user(username).phone
    browser.post("/accounts/login/code/", {"phone": phone})
    answer = browser.post("/accounts/login/code/enter/", {"code": house.code(phone)})
    assert answer["Location"] == SECOND
    return browser


def test_without_a_second_way_one_step_is_enough(house: House, client: Client, is_in: IsIn) -> None:
    house.sign_in("wangmin", client)
    assert is_in(client)


def test_the_figures_of_the_app_complete_the_sign_in(house: House, is_in: IsIn) -> None:
    secret = set_up_totp(house, "wangmin")
    browser = first_step(house, "wangmin")
    assert not is_in(browser)
    done = browser.post(SECOND, {"way": "totp", "code": figures(secret)})
    assert (done.status_code, done["Location"]) == (303, "/my/tenders/")
    assert is_in(browser)
    assert SignIn.objects.of(house.user("wangmin"))[0].how == "登录密码、动态口令"


def test_the_same_figures_are_good_once(house: House) -> None:
    secret = set_up_totp(house, "wangmin")
    code = figures(secret)
    assert first_step(house, "wangmin").post(SECOND, {"way": "totp", "code": code}).status_code == 303
    again = first_step(house, "wangmin").post(SECOND, {"way": "totp", "code": code})
    assert again.status_code == 422
    assert "WRONG-TOTP" in again.content.decode()


def test_figures_of_an_earlier_half_minute_are_void_after_a_later_one(house: House) -> None:
    secret = set_up_totp(house, "wangmin")
    assert (
        first_step(house, "wangmin")
        .post(SECOND, {"way": "totp", "code": figures(secret, steps=1)})
        .status_code
        == 303
    )
    earlier = first_step(house, "wangmin").post(SECOND, {"way": "totp", "code": figures(secret)})
    assert earlier.status_code == 422


@pytest.mark.parametrize("code", ["", "12345", "000000", "abcdef", "１２３４５６", "9" * 41])
def test_guesses_are_refused_and_do_not_sign_in(house: House, is_in: IsIn, code: str) -> None:
    set_up_totp(house, "wangmin")
    browser = first_step(house, "wangmin")
    assert browser.post(SECOND, {"way": "totp", "code": code}).status_code == 422
    assert not is_in(browser)


def test_five_guesses_end_the_trying(house: House) -> None:
    secret = set_up_totp(house, "wangmin")
    browser = first_step(house, "wangmin")
    for _ in range(5):
        browser.post(SECOND, {"way": "totp", "code": "000000"})
    page = browser.post(SECOND, {"way": "totp", "code": figures(secret)})
    assert page.status_code == 422
    assert "TOO-MANY-TRIES" in page.content.decode()


def test_never_the_same_way_twice(house: House, is_in: IsIn) -> None:
    set_up_totp(house, "wangmin")
    browser = by_sms(house, "wangmin")
    page = browser.get(SECOND).content.decode()
    assert "way=sms" not in page
    assert "way=password" in page
    browser.post(SECOND, {"way": "sms", "send": "1"})
    assert not is_in(browser)
    assert browser.post(SECOND, {"way": "password", "password": house.password}).status_code == 303
    assert is_in(browser)
    other = first_step(house, "wangmin")
    again = other.post(SECOND, {"way": "password", "password": house.password})
    assert again.status_code == 422
    assert not is_in(other)


def test_sms_as_the_second_step(house: House, is_in: IsIn) -> None:
    assert house.proved("wangmin").post("/my/account/sms/").status_code == 303
    assert SmsFactor.objects.exists()
    browser, phone = first_step(house, "wangmin"), house.user("wangmin").phone
    assert "验证码已发到" in browser.get(SECOND).content.decode()
    house.later(seconds=60)
    sent = browser.post(SECOND, {"way": "sms", "send": "1"})
    assert sent["Location"] == f"{SECOND}?way=sms"
    assert browser.post(SECOND, {"way": "sms", "code": house.code(phone)}).status_code == 303
    assert is_in(browser)


def test_a_code_of_the_first_step_is_none_for_the_second(house: House) -> None:
    house.proved("wangmin").post("/my/account/sms/")
    phone = house.user("wangmin").phone
    Client().post("/accounts/login/code/", {"phone": phone})
    stolen = house.code(phone)
    assert first_step(house, "wangmin").post(SECOND, {"way": "sms", "code": stolen}).status_code == 422


def test_an_sms_that_cannot_go_out_is_said(house: House) -> None:
    house.proved("wangmin").post("/my/account/sms/")
    page = first_step(house, "wangmin").post(SECOND, {"way": "sms", "send": "1"})
    assert page.status_code == 422
    assert "CODE-ONE-A-MINUTE" in page.content.decode()


def test_a_spare_code_is_good_once(house: House, is_in: IsIn) -> None:
    set_up_totp(house, "wangmin")
    row = Authenticator.objects.get(type="recovery_codes")
    code = row.wrap().get_unused_codes()[3]
    browser = first_step(house, "wangmin")
    assert browser.post(SECOND, {"way": "spare", "code": f"{code[:4]} {code[4:]}"}).status_code == 303
    assert is_in(browser)
    assert first_step(house, "wangmin").post(SECOND, {"way": "spare", "code": code}).status_code == 422


def test_secrets_do_not_stand_in_the_database(house: House) -> None:
    secret = set_up_totp(house, "wangmin").replace(" ", "")
    kept = repr(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert "counter" in kept


def test_staff_must_have_a_second_step_where_the_house_says_so(
    house: House, settings: Any, is_in: IsIn
) -> None:
    settings.SECOND_FACTOR_FOR = ["centre"]
    browser, phone = first_step(house, "centre1"), house.user("centre1").phone
    browser.post(SECOND, {"way": "sms", "code": house.code(phone)})
    assert is_in(browser)
    house.sign_in("wangmin", Client())


def test_staff_without_any_second_way_set_one_up_on_the_way_in(
    house: House, settings: Any, is_in: IsIn
) -> None:
    settings.SECOND_FACTOR_FOR = ["centre"]
    User.objects.filter(username="centre1").update(phone="", phone_verified_at=None)
    browser = first_step(house, "centre1")
    page = browser.get(SECOND).content.decode()
    secret = re.search(r'id="totp-secret">([A-Z2-7 ]+)<', page)
    assert secret
    assert browser.post(SECOND, {"code": "000000"}).status_code == 422
    assert browser.post(SECOND, {"code": figures(secret[1])}).status_code == 303
    assert is_in(browser)


def test_a_second_way_that_is_gone_does_not_open_the_door(house: House, is_in: IsIn) -> None:
    house.proved("wangmin").post("/my/account/sms/")
    User.objects.filter(username="wangmin").update(phone="", phone_verified_at=None)
    browser = first_step(house, "wangmin")
    page = browser.get(SECOND)
    assert page.status_code == 200
    assert "/accounts/recover/" in page.content.decode()
    assert browser.post(SECOND, {"way": "password", "password": house.password}).status_code == 200
    assert not is_in(browser)


def test_the_second_step_cannot_be_reached_without_the_first(house: House, client: Client) -> None:
    assert client.get(SECOND)["Location"] == "/accounts/login/"


def test_the_second_step_is_left_by_a_button(house: House) -> None:
    set_up_totp(house, "wangmin")
    browser = first_step(house, "wangmin")
    browser.post("/accounts/logout/", {"next": "/accounts/login/"})
    assert browser.get(SECOND)["Location"] == "/accounts/login/"


def test_step_up_by_each_way_is_noted(house: House) -> None:
    from marketplace.record.models import Event

    secret = set_up_totp(house, "wangmin")
    browser = first_step(house, "wangmin")
    browser.post(SECOND, {"way": "totp", "code": figures(secret)})
    cache.clear()
    assert browser.post("/my/step-up/", {"way": "totp", "code": figures(secret, steps=1)}).status_code == 303
    phone = house.user("wangmin").phone
    browser.post("/my/step-up/", {"way": "sms", "send": "1", "next": "/my/account/"})
    done = browser.post("/my/step-up/", {"way": "sms", "code": house.code(phone), "next": "/my/account/"})
    assert done["Location"] == "/my/account/"
    events = Event.objects.filter(action="account.step_up").order_by("pk")
    assert [event.body["proved_by"] for event in events] == ["password", "totp", "sms"]


def test_step_up_sent_twice_is_one_act(house: House) -> None:
    browser = house.sign_in("wangmin")
    browser.post("/my/step-up/", {"way": "sms", "send": "1"})
    act = "7b3cf6a2-6c34-4f6e-9a52-3f0a7f3b1c11"
    form = {"way": "sms", "code": house.code(house.user("wangmin").phone), "act_id": act}
    assert [browser.post("/my/step-up/", form).status_code for _ in range(2)] == [303, 303]
    assert str(house.user("wangmin").step_up_act) == act
