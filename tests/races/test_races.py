"""Eight people at once, on a real PostgreSQL: one succeeds, the others hear why, nothing happens twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from bidding import actions
from bidding.models import State
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Organization, User
from marketplace.flow import pending, tick
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.flow.models import ActRow, Pending
from marketplace.record.models import Event
from tenders import actions as tender_actions
from tenders.models import Question
from tests.factories import OFFERS, a_draft, a_process

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
EIGHT = 8


def at_once(*works: Callable[[], object]) -> list[object]:
    """Run all at the same moment, each with its own connection; refusals are results."""
    gate = Barrier(len(works))

    def one(work: Callable[[], object]) -> object:
        gate.wait()
        try:
            return work()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(one, works))


def codes(results: list[object]) -> list[str]:
    return sorted(result.code for result in results if isinstance(result, Refused))


def test_eight_people_take_one_step_and_one_succeeds(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.ANNOUNCED)
    acts = [j.act("lijun") for _ in range(EIGHT)]
    rows = [j.process() for _ in range(EIGHT)]
    results = at_once(
        *(lambda row=row, act=act: row.sign_record(act) for row, act in zip(rows, acts, strict=True))
    )
    assert codes(results) == ["WRONG-STATE"] * (EIGHT - 1)
    assert j.process().state == State.OPENED
    assert Event.objects.filter(action="process.sign_record", outcome="done").count() == 1
    assert Event.objects.filter(action="process.sign_record", outcome="refused").count() == EIGHT - 1


def test_eight_sends_of_one_form_give_one_result(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    actor, act_id, tender = actor_of(User.objects.get(username="bidder1")), uuid4(), j.tender
    works = [lambda: tender_actions.ask(tender, Act(actor, j.now, act_id), text="图纸何时补充？")] * EIGHT
    results = at_once(*works)
    assert len(set(map(str, results))) == 1
    assert Question.objects.count() == 1
    assert ActRow.objects.filter(pk=act_id).count() == 1


def test_eight_confirmers_confirm_once(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    j.review()
    j.tender.publish(j.act("wangmin"))
    waiting = Pending.objects.get(decided_at=None)
    acts = [j.act("zhaozhiqiang") for _ in range(EIGHT)]
    results = at_once(*(lambda act=act: pending.confirm(waiting, act) for act in acts))
    assert codes(results) == ["ALREADY-DECIDED"] * (EIGHT - 1)
    assert j.tender.state == "published"


def test_one_bidder_in_eight_tabs_has_one_bid(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    j.step_up("bidder1")
    unit = Organization.objects.get(memberships__user__username="bidder1")
    packages = [j.package(OFFERS[0]) for _ in range(EIGHT)]
    rows = [j.process() for _ in range(EIGHT)]
    acts = [j.act("bidder1") for _ in range(EIGHT)]
    results = at_once(
        *(
            partial(actions.submit_bid, row, act, organization=unit, package=package)
            for row, act, package in zip(rows, acts, packages, strict=True)
        )
    )
    assert codes(results) == ["BID-ONCE"] * (EIGHT - 1)
    assert j.process().submissions.live().count() == 1


def test_nothing_slips_in_while_the_lot_closes(journey) -> None:  # type: ignore[no-untyped-def]
    """Submitting takes the shared lock, closing the exclusive one before it counts (design D30)."""
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    just = process.deadline_at - timedelta(microseconds=1)
    works: list[Callable[[], object]] = [lambda: j.process().close(Act(CLOCK, process.deadline_at, uuid4()))]
    for offer in OFFERS:
        j.step_up(offer.username, at=just)
        unit = Organization.objects.get(memberships__user__username=offer.username)
        package = j.package(offer, at=just)
        act = j.act(offer.username, at=just)
        works.append(partial(actions.submit_bid, j.process(), act, organization=unit, package=package))
    results = at_once(*works)
    closed = j.process()
    taken = closed.submissions.live().count()
    assert closed.bids_closed == taken == closed.bids.count()
    assert len(codes(results)) == len(OFFERS) - taken
    assert set(codes(results)) <= {"BID-RECEIVING"}


def test_four_clocks_close_once_and_leave_no_noise(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    for offer in OFFERS:
        j.submit(offer)
    at_once(*[lambda: tick.tick(process.deadline_at)] * 4)
    assert Event.objects.filter(action="process.close", outcome="done").count() == 1
    assert not Event.objects.filter(action="process.close", outcome="refused").exists()


def test_every_step_of_the_whole_life_runs_on_this_database(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    assert a_process(j, at=State.ARCHIVED).state == State.ARCHIVED
