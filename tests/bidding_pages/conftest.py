"""A lot that takes bids, people who sign in, and packages as the browser makes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from bidding.demo.journey import Journey, Offer
from bidding.demo.people import PASSWORD
from bidding.models import State
from marketplace.flow import clock
from marketplace.trust import blobs
from tests.factories import a_process

ONE = Offer("bidder1", 470_000_000, manager="甲经理")
OWN = Offer("bidder2", 465_000_000, own_lock=True, manager="乙经理")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Fragments and rate limits of one test are not those of the next."""
    cache.clear()


class Desk:
    """One lot and the requests people send about it."""

    def __init__(self, journey: Journey) -> None:
        self.journey = journey

    @property
    def number(self) -> str:
        return self.journey.process().number

    def show(self) -> None:
        """The platform's clock follows the journey."""
        clock.move_to(self.journey.now)

    def client(self, username: str) -> Client:
        person = Client()
        assert person.login(username=username, password=PASSWORD)
        return person

    def bidder(self, username: str) -> Client:
        """A bidder who has just proved again who they are."""
        person = self.client(username)
        self.prove(person)
        return person

    def prove(self, person: Client) -> None:
        answer = person.post("/my/step-up/", {"password": PASSWORD, "act_id": str(uuid4())})
        assert answer.status_code == 303

    def sealed(self, offer: Offer = ONE) -> bytes:
        """The bytes a browser would send."""
        package = self.journey.package(offer)
        with blobs.open_blob(package.blob) as file:
            data = file.read()
        blobs.delete(package.blob)
        return data

    def send(self, person: Client, data: bytes, *, act_id: str = "", **more: Any):  # type: ignore[no-untyped-def]
        """POST the whole package as the page's script does."""
        headers = {"Accept": "application/json", "X-Act-Id": act_id or str(uuid4())}
        return person.post(
            f"/my/bids/{self.number}/package/",
            data,
            content_type="application/octet-stream",
            headers=headers,
            **more,
        )


@pytest.fixture
def desk_at(journey: Callable[..., Journey]) -> Callable[[str], Desk]:
    """desk_at(State.X) walks a lot there and sets the platform's clock to that moment."""

    def walk(state: str) -> Desk:
        found = journey()
        a_process(found, at=state)
        desk = Desk(found)
        desk.show()
        return desk

    return walk


@pytest.fixture
def desk(desk_at: Callable[[str], Desk]) -> Desk:
    """A lot that takes bids."""
    return desk_at(State.RECEIVING)
