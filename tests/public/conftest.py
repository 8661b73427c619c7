"""A few tenders at fixed moments, and a browser without account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from cms.tree import plant
from marketplace.flow import clock
from search.indexing import index_new
from tests.factories import a_process


@pytest.fixture(autouse=True)
def _page_tree(db: None) -> None:
    """The page tree, also after a transactional test has emptied the database."""
    plant()


@pytest.fixture
def public(client: Client) -> Client:
    """Nobody in particular."""
    return client


@pytest.fixture
def lot_at(journey: Callable[..., Journey]) -> Callable[..., Journey]:
    """lot_at(State.X) walks a lot there, sets the platform's clock to that moment, indexes what was published."""

    def walk(state: str, **more: datetime) -> Journey:
        found = journey(**more)
        a_process(found, at=state)
        show(found)
        return found

    return walk


def show(journey: Journey) -> None:
    """The platform's clock and index follow the journey."""
    clock.move_to(journey.now)
    index_new(journey.now)
