"""A county on Monday morning whose owner and agency have an agreement, and people at their browsers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from bidding.demo.journey import Journey
from marketplace.accounts.models import User
from marketplace.flow import clock
from tenders.agency.models import Engagement
from tests.conftest import MONDAY

Browser = Callable[[str], Client]
YEAR = timedelta(days=365)


@pytest.fixture
def walk(journey: Callable[[datetime], Journey]) -> Journey:
    """The journey whose clock is the pages' clock."""
    cache.clear()
    clock.move_to(MONDAY)
    return journey(MONDAY)


@pytest.fixture
def agreed(walk: Journey) -> Engagement:
    """The agreement that the demo's people have signed: every clause, three years."""
    return Engagement.objects.get()


@pytest.fixture
def signed_in() -> Browser:
    """signed_in("lijun") is a browser in which that person is signed in."""

    def client_of(username: str) -> Client:
        client = Client()
        client.force_login(User.objects.get(username=username))
        return client

    return client_of
