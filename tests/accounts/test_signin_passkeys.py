"""A passkey signs this site's challenge once; nothing else gets in by it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from django.test import Client

from tests.accounts.conftest import House
from tests.accounts.passkey import SoftKey

pytestmark = pytest.mark.django_db
IsIn = Callable[[Client], bool]
ADD, SECOND = "/my/account/passkey/", "/accounts/second/"


def options(browser: Client, address: str) -> str:
    """What the page hands to the browser."""
    found = re.search(r'data-options="([^"]+)"', browser.get(address).content.decode())
    assert found
    return html.unescape(found[1])


@pytest.fixture
def key(house: House) -> SoftKey:
    """bidder1's key, added by the page."""
    browser, made = _at_localhost(house), SoftKey()
    browser.post("/my/step-up/", {"password": house.password})
    form = {"name": "办公室电脑", "credential": made.make(options(browser, ADD))}
    assert browser.post(ADD, form).status_code == 303
    assert "通行密钥：办公室电脑" in browser.get("/my/account/").content.decode()
    return made


def _at_localhost(house: House) -> Client:
    browser = Client(SERVER_NAME="localhost")
    browser.post("/accounts/login/", {"login": "bidder1", "password": house.password})
    return browser


def test_the_key_completes_the_sign_in(house: House, key: SoftKey, is_in: IsIn) -> None:
    browser = _at_localhost(house)
    assert not is_in(browser)
    signed = key.sign(options(browser, SECOND))
    assert browser.post(SECOND, {"way": "passkey", "credential": signed}).status_code == 303
    assert is_in(browser)


def test_an_answer_is_good_for_its_challenge_only(house: House, key: SoftKey, is_in: IsIn) -> None:
    first = _at_localhost(house)
    signed = key.sign(options(first, SECOND))
    first.post(SECOND, {"way": "passkey", "credential": signed})
    second = _at_localhost(house)
    options(second, SECOND)
    assert second.post(SECOND, {"way": "passkey", "credential": signed}).status_code == 422
    assert not is_in(second)


def test_a_challenge_is_good_for_one_answer(house: House, key: SoftKey) -> None:
    browser = _at_localhost(house)
    asked = options(browser, SECOND)
    assert browser.post(SECOND, {"way": "passkey", "credential": SoftKey().sign(asked)}).status_code == 422
    assert browser.post(SECOND, {"way": "passkey", "credential": key.sign(asked)}).status_code == 422


def test_another_site_gets_nothing(house: House, key: SoftKey) -> None:
    browser = _at_localhost(house)
    signed = key.sign(options(browser, SECOND), origin="https://example.invalid")
    assert browser.post(SECOND, {"way": "passkey", "credential": signed}).status_code == 422


@pytest.mark.parametrize(
    "credential",
    ["", "x", "[]", "{}", "null", '{"id": 1}', '{"id":"a","rawId":"!!","type":"public-key","response":{}}'],
)
@pytest.mark.parametrize("address", [SECOND, ADD])
def test_what_is_no_passkey_is_refused_in_words(
    house: House, key: SoftKey, credential: str, address: str
) -> None:
    browser = _at_localhost(house)
    if address == ADD:
        browser.post(SECOND, {"way": "passkey", "credential": key.sign(options(browser, SECOND))})
    options(browser, address)
    page = browser.post(address, {"way": "passkey", "name": "x", "credential": credential})
    assert page.status_code == 422
    assert "esum" in page.content.decode()


def test_step_up_by_the_key(house: House, key: SoftKey) -> None:
    browser = _at_localhost(house)
    browser.post(SECOND, {"way": "passkey", "credential": key.sign(options(browser, SECOND))})
    signed = key.sign(options(browser, "/my/step-up/?way=passkey"))
    assert browser.post("/my/step-up/", {"way": "passkey", "credential": signed}).status_code == 303


def test_a_removed_key_opens_nothing(house: House, key: SoftKey, is_in: IsIn) -> None:
    browser = _at_localhost(house)
    browser.post(SECOND, {"way": "passkey", "credential": key.sign(options(browser, SECOND))})
    page = browser.get("/my/account/").content.decode()
    number = re.search(r'name="key" value="(\d+)"', page)
    assert number
    assert (
        browser.post("/my/account/factors/remove/", {"way": "passkey", "key": number[1]}).status_code == 303
    )
    assert is_in(_at_localhost(house))
    assert "备用码" not in browser.get("/my/account/").content.decode()
