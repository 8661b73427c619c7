"""The made-up county's people, and information notices on their way to being published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest

from bidding.demo import people
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Organization, User
from marketplace.flow import pending as second_person
from marketplace.flow.acts import Act
from marketplace.flow.models import Pending
from marketplace.notices import typed, workflow
from marketplace.notices.models import Notice, NoticeDraft
from marketplace.notices.workflow import NoticeDraftWorkflow
from tests.conftest import MONDAY
from tests.notices.samples import VALUES

Desk = Callable[..., NoticeDraftWorkflow]


def by(username: str, at: datetime = MONDAY) -> Act:
    return Act(actor_of(User.objects.get(username=username)), at, uuid4())


@pytest.fixture
def desk(db: None) -> Desk:
    """desk("L01", 用途="工业用地") gives a draft of the centre with every field typed."""
    people.create(MONDAY)

    def write(type: str, *, replaces: Notice | None = None, at: datetime = MONDAY, **more: Any) -> Any:
        values = {name: typed.as_stored(value) for name, value in {**VALUES[type], **more}.items()}
        number = workflow.draft(
            Organization.objects.get(kind="centre"), by("centre1", at), type=type, title=f"{type} 样例（示例）",
            issuer="静乐县自然资源局（示例）", values=values, replaces=replaces,
        )  # fmt: skip
        return NoticeDraft.objects.all().numbered(number)

    return write


def published(draft: NoticeDraftWorkflow, at: datetime = MONDAY) -> Notice:
    """Asked for by one person of the centre, confirmed by another."""
    draft.refresh_from_db()
    draft.publish(by("centre1", at))
    second_person.confirm(Pending.objects.get(thing=draft.number, decided_at=None), by("centre2", at))
    found = NoticeDraft.objects.all().numbered(draft.number)
    assert found is not None
    assert found.notice is not None
    return found.notice
