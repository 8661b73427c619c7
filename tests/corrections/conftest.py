"""A county whose notices are out, its people at their browsers, and everything the public can read of a project."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from bidding.demo.journey import Journey
from cms.tree import plant
from marketplace.accounts.models import User
from marketplace.flow import clock
from search.indexing import index_new
from tests.conftest import MONDAY
from tests.factories import a_process

Browser = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _page_tree(db: None) -> None:
    plant()


@pytest.fixture
def walk(journey: Callable[[datetime], Journey]) -> Journey:
    """The journey whose clock is the pages' clock."""
    cache.clear()
    clock.move_to(MONDAY)
    return journey(MONDAY)


@pytest.fixture
def out_at(walk: Journey) -> Callable[[str], Journey]:
    """out_at(State.X) walks a lot there and shows it: the clock and the index follow."""

    def go(state: str) -> Journey:
        a_process(walk, at=state)
        show(walk)
        return walk

    return go


def show(walk: Journey) -> None:
    """The pages' clock and the index follow the journey."""
    clock.move_to(walk.now)
    index_new(walk.now)


@pytest.fixture
def signed_in() -> Browser:
    def client_of(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return client_of
