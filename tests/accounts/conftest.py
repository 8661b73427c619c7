"""People who sign in, and the clock the pages read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from bidding.demo import people
from marketplace.accounts.models import Membership, User
from marketplace.flow import clock, tick
from marketplace.flow.models import Message
from tests.conftest import MONDAY


class House:
    """The demo's people, and what a person does at the pages."""

    password = people.PASSWORD

    def __init__(self) -> None:
        people.create(MONDAY)
        clock.move_to(MONDAY)

    def user(self, username: str) -> User:
        return User.objects.get(username=username)

    def later(self, **span: float) -> None:
        clock.move_to(clock.now() + timedelta(**span))
        cache.clear()

    def tick(self) -> None:
        tick.run_until_quiet()

    def outbox(self, phone: str) -> str:
        """The newest SMS to a number, as /dev/outbox/ shows it."""
        row = Message.objects.filter(channel="sms", address=phone).first()
        return row.text if row else ""

    def code(self, phone: str) -> str:
        return str(re.findall(r"\d{6}", self.outbox(phone))[0])

    def sign_in(self, username: str, client: Client | None = None) -> Client:
        """By password alone."""
        browser = client or Client()
        answer = browser.post("/accounts/login/", {"login": username, "password": self.password})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    def proved(self, username: str) -> Client:
        """Signed in and just proved again."""
        browser = self.sign_in(username)
        assert browser.post("/my/step-up/", {"password": self.password}).status_code == 303
        return browser

    def make_admin(self, *usernames: str) -> None:
        Membership.objects.filter(user__username__in=usernames).update(part=Membership.Part.ADMIN)


@pytest.fixture
def house(db: None) -> House:
    cache.clear()
    return House()


@pytest.fixture
def is_in() -> Callable[[Client], bool]:
    """Whether a browser is signed in."""
    return lambda client: client.get("/my/account/").status_code == 200


Answer = Any
