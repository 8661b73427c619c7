"""Signing in by password or SMS; guessing is slow, nobody is shut out by others, nothing tells who has an account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.test import Client

from marketplace.accounts.models import OneTimeCode, SignIn
from marketplace.flow.models import Message
from tests.accounts.conftest import House

pytestmark = pytest.mark.django_db
IsIn = Callable[[Client], bool]
LOGIN, CODE, ENTER = "/accounts/login/", "/accounts/login/code/", "/accounts/login/code/enter/"


@pytest.mark.parametrize("name", ["wangmin", "WangMin ", "phone", "+86 phone", "wangmin@example.invalid"])
def test_any_name_of_the_account_and_the_password_sign_in(
    house: House, client: Client, is_in: IsIn, name: str
) -> None:
    user = house.user("wangmin")
    EmailAddress.objects.create(user=user, email="wangmin@example.invalid", verified=True, primary=True)
    house.sign_in(name.replace("phone", user.phone), client)
    assert is_in(client)


def test_a_mail_address_that_was_not_proved_is_no_name(house: House, client: Client) -> None:
    EmailAddress.objects.create(user=house.user("wangmin"), email="w@example.invalid", verified=False)
    assert client.post(LOGIN, {"login": "w@example.invalid", "password": house.password}).status_code == 200


def test_the_code_of_an_sms_signs_in_and_leads_on(house: House, client: Client, is_in: IsIn) -> None:
    phone = house.user("wangmin").phone
    asked = client.post(CODE, {"phone": phone, "next": "/my/tenders/"})
    assert (asked.status_code, asked["Location"]) == (303, f"{ENTER}?next=%2Fmy%2Ftenders%2F")
    done = client.post(ENTER, {"code": house.code(phone), "next": "/my/tenders/"})
    assert (done.status_code, done["Location"]) == (303, "/my/tenders/")
    assert is_in(client)


def test_the_same_code_does_not_sign_in_twice(house: House, client: Client) -> None:
    phone, other = house.user("wangmin").phone, Client()
    other.post(CODE, {"phone": phone})
    house.later(seconds=60)
    client.post(CODE, {"phone": phone})
    code = house.code(phone)
    assert client.post(ENTER, {"code": code}).status_code == 303
    again = other.post(ENTER, {"code": code})
    assert again.status_code == 422
    assert "CODE-FRESH" in again.content.decode()


def test_a_guessed_code_is_refused_and_the_text_stays(house: House, client: Client, is_in: IsIn) -> None:
    phone = house.user("wangmin").phone
    client.post(CODE, {"phone": phone})
    wrong = f"{(int(house.code(phone)) + 1) % 1_000_000:06}"
    page = client.post(ENTER, {"code": wrong})
    assert page.status_code == 422
    assert wrong in page.content.decode()
    assert not is_in(client)


def test_a_number_without_account_gets_the_same_pages(house: House, client: Client) -> None:
    phone, stranger = house.user("wangmin").phone, "13900000009"
    pages = []
    for number in (phone, stranger):
        browser = Client()
        asked = browser.post(CODE, {"phone": number})
        shown = browser.get(asked["Location"]).content.decode()
        wrong = browser.post(ENTER, {"code": "000000"})
        pages.append(
            (
                asked.status_code,
                asked["Location"],
                wrong.status_code,
                "CODE-FRESH" in wrong.content.decode(),
                "短信已发到" in shown,
            )
        )
    assert pages[0] == pages[1]
    assert "尚未登记" in house.outbox(stranger)
    assert Message.objects.filter(channel="sms").count() == 2


def test_where_to_go_on_stays_inside_the_site(house: House, client: Client) -> None:
    phone = house.user("wangmin").phone
    client.post(CODE, {"phone": phone, "next": "https://example.invalid/"})
    done = client.post(ENTER, {"code": house.code(phone), "next": "https://example.invalid/"})
    assert done["Location"] == "/my/"


def test_five_wrong_passwords_from_one_address_slow_that_address_only(
    house: House, client: Client, is_in: IsIn
) -> None:
    for _ in range(5):
        client.post(LOGIN, {"login": "wangmin", "password": "no"}, REMOTE_ADDR="203.0.113.5")
    page = client.post(LOGIN, {"login": "wangmin", "password": house.password}, REMOTE_ADDR="203.0.113.5")
    assert page.status_code == 429
    assert "5 分钟" in page.content.decode()
    assert "/accounts/login/code/" in page.content.decode()
    house.sign_in("wangmin", client)
    assert is_in(client)


def test_the_telephone_is_no_second_set_of_tries(house: House, client: Client) -> None:
    for name in ("wangmin", house.user("wangmin").phone, "WANGMIN", "wangmin ", "wangmin"):
        client.post(LOGIN, {"login": name, "password": "no"})
    assert client.post(LOGIN, {"login": "wangmin", "password": house.password}).status_code == 429


def test_tries_from_everywhere_slow_strangers_and_not_the_owner(house: House, is_in: IsIn) -> None:
    home, owner = "198.51.100.1", Client(REMOTE_ADDR="198.51.100.1")
    house.sign_in("wangmin", owner)
    assert SignIn.objects.get().address == home
    for n in range(20):
        Client(REMOTE_ADDR=f"203.0.113.{n}").post(LOGIN, {"login": "wangmin", "password": "no"})
    form = {"login": "wangmin", "password": house.password}
    assert [Client(REMOTE_ADDR=f"192.0.2.{n}").post(LOGIN, form).status_code for n in range(3)] == [
        302,
        429,
        429,
    ]
    again = Client(REMOTE_ADDR=home)
    assert again.post(LOGIN, form).status_code == 302
    assert is_in(again)


def test_a_name_nobody_has_is_treated_alike(house: House, client: Client) -> None:
    answers = [client.post(LOGIN, {"login": "nobody", "password": "no"}).status_code for _ in range(6)]
    assert answers == [200] * 5 + [429]


def test_a_code_page_without_a_number_asks_for_one(client: Client, house: House) -> None:
    assert client.get(ENTER)["Location"] == CODE


def test_the_session_ends_with_the_browser_unless_asked(house: House) -> None:
    short, long = Client(), Client()
    house.sign_in("wangmin", short)
    long.post(LOGIN, {"login": "wangmin", "password": house.password, "remember": "on"})
    assert short.session.get_expire_at_browser_close()
    assert not long.session.get_expire_at_browser_close()


def test_wagtail_has_no_door_of_its_own(house: House, client: Client) -> None:
    assert client.post("/manage/login/", {"username": "editor", "password": house.password})["Location"] == (
        "/accounts/login/?next=/manage/"
    )
    assert client.get("/manage/")["Location"] == "/accounts/login/?next=/manage/"
    assert client.get("/manage/password_reset/")["Location"] == "/accounts/recover/"
    house.user("editor").user_permissions.add(Permission.objects.get(codename="access_admin"))
    house.sign_in("editor", client)
    assert client.get("/manage/").status_code == 200
    page = client.get("/manage/account/").content.decode()
    assert 'type="password"' not in page


def test_who_may_not_enter_the_admin_is_told_so(house: House, client: Client) -> None:
    house.sign_in("wangmin", client)
    assert client.get("/manage/", follow=True).status_code == 403


@pytest.mark.parametrize(
    "address",
    ["/accounts/signup/", "/accounts/email/", "/accounts/password/reset/", "/accounts/2fa/", "/accounts/"],
)
def test_pages_of_the_library_cannot_be_reached(house: House, client: Client, address: str) -> None:
    assert client.get(address).status_code == 404


def test_each_sign_in_is_shown_to_its_person(house: House, client: Client) -> None:
    agent = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile MicroMessenger/8.0"
    house.sign_in("wangmin", Client(headers={"User-Agent": agent}))
    house.sign_in("wangmin", client)
    page = client.get("/my/account/").content.decode()
    assert "安卓手机 微信" in page
    assert page.count("登录密码") >= 2


def test_no_code_stands_in_the_record(house: House, client: Client) -> None:
    from marketplace.record.models import Event

    phone = house.user("wangmin").phone
    client.post(CODE, {"phone": phone})
    code = house.code(phone)
    client.post(ENTER, {"code": code})
    client.post("/my/step-up/", {"way": "sms", "send": "1"})
    again = house.code(phone)
    assert client.post("/my/step-up/", {"way": "sms", "code": again}).status_code == 303
    written = repr(list(Event.objects.values()))
    assert "sms" in written
    assert code not in written
    assert again not in written
    assert OneTimeCode.objects.filter(used_at__isnull=False).count() == 2
    assert not Message.objects.filter(text__contains=again).exists()


def test_the_sign_in_page_asks_few_questions(
    house: House, client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(8):
        client.get(LOGIN)
