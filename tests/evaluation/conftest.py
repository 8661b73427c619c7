"""A desk from which any person of the journey opens pages and presses buttons at the journey's time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from bidding.demo.journey import Journey
from marketplace.accounts.models import User
from marketplace.flow import clock, pending
from marketplace.flow.models import Pending
from tests.factories import a_process


class Desk:
    """Requests of named people; the platform's clock stands where the journey stands."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey

    def client(self, username: str = "") -> Client:
        clock.move_to(self.journey.now)
        client = Client()
        if username:
            client.force_login(User.objects.get(username=username))
        return client

    def get(self, username: str, url: str) -> Any:
        return self.client(username).get(url)

    def post(self, username: str, url: str, **data: str) -> Any:
        return self.client(username).post(url, {"act_id": str(uuid4())} | data)

    def confirm(self, username: str) -> None:
        """The second person confirms what waits."""
        self.journey.later(minutes=10)
        waiting = Pending.objects.filter(decided_at=None).latest("pk")
        pending.confirm(waiting, self.journey.act(username))

    def lot(self, part: str = "") -> str:
        return f"/my/lots/{self.journey.number}-01/{part}"

    def session(self, part: str = "") -> str:
        return f"/eval/{self.journey.number}-01/{part}"

    def contract(self, part: str = "") -> str:
        return f"/my/contracts/{self.journey.number}-01/{part}"


Open = Callable[[str], Desk]
Queries = DjangoAssertNumQueries


@pytest.fixture
def desk(journey: Callable[..., Journey]) -> Open:
    """desk(State.X): a lot that has walked to the state, and a desk in front of it."""

    def at(state: str) -> Desk:
        one = journey()
        a_process(one, at=state)
        return Desk(one)

    return at
