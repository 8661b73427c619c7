"""待办: everybody has one; whose turn it is, what is overdue, one click to the act."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.flow import clock
from tests.factories import a_draft, a_process

pytestmark = pytest.mark.django_db
Browser = Callable[[str], Client]
QUERIES = 14  # session, user, units, clock, delegations, duties, pending, drafts, tenders with lots, files, lots' procedures, messages, count


@pytest.mark.parametrize("username", ["wangmin", "lijun", "centre1", "jiandu", "bidder1", "expert01"])
def test_everybody_has_an_inbox(walk: Journey, signed_in: Browser, username: str) -> None:
    page = signed_in(username).get("/my/")
    assert page.status_code == 200
    assert "现在没有要您办的事" in page.content.decode()


def test_a_stranger_signs_in_first_and_comes_back(walk: Journey, client: Client) -> None:
    answer = client.get("/my/tenders/")
    assert answer.status_code == 302
    assert answer["Location"].endswith("/accounts/login/?next=/my/tenders/")


def test_the_author_waits_and_the_reviewer_has_the_turn(walk: Journey, signed_in: Browser) -> None:
    number = a_draft(walk)
    walk.tender.submit_review(walk.act("lijun"))
    author, reviewer = (signed_in(name).get("/my/").content.decode() for name in ("wangmin", "gaojie"))
    assert "审查人办理" in author
    assert "审查人办理" not in reviewer
    assert f'href="/my/tenders/{number}/fairness/"' in reviewer


def test_what_is_overdue_stands_first(walk: Journey, signed_in: Browser) -> None:
    process = a_process(walk, at=State.EVALUATED)
    a_draft(walk)
    walk.tender.submit_review(walk.act("lijun"))
    clock.move_to(walk.now + timedelta(days=9))
    page = signed_in("wangmin").get("/my/").content.decode()
    assert "已逾期和 24 小时内" in page
    assert "已逾期" in page[page.index("<h1>") : page.index("公示中标候选人")]
    assert f"/my/lots/{process.number}/" in page
    assert page.index("公示中标候选人") < page.index("等别人办")


def test_the_list_costs_a_fixed_number_of_queries(
    walk: Journey, signed_in: Browser, django_assert_max_num_queries: Any
) -> None:
    for _ in range(3):
        a_draft(walk)
    client = signed_in("wangmin")
    with django_assert_max_num_queries(QUERIES):
        client.get("/my/")
    with django_assert_max_num_queries(QUERIES):
        client.get("/my/tenders/")
