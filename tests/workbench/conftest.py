"""A county on Monday morning, and its people at their browsers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.cache import cache
from django.test import Client

from bidding.demo.journey import Journey
from marketplace.accounts.models import User
from marketplace.flow import clock
from tests.conftest import MONDAY

Browser = Callable[[str], Client]


@pytest.fixture
def walk(journey: Callable[[datetime], Journey]) -> Journey:
    """The journey whose clock is the pages' clock."""
    cache.clear()
    clock.move_to(MONDAY)
    return journey(MONDAY)


@pytest.fixture
def signed_in() -> Browser:
    """signed_in("wangmin") is a browser in which that person is signed in."""

    def client_of(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return client_of
