"""Time: the database's clock plus an offset that production refuses; the clock's rounds and their back-off."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bidding.models import State
from marketplace import guard
from marketplace.flow import clock, tick
from marketplace.flow.errors import Misdeclared
from marketplace.flow.models import Duty, Message
from marketplace.law.workdays import SHANGHAI
from marketplace.record.models import Event
from tests.factories import OFFERS, a_process

pytestmark = pytest.mark.django_db
NINE = datetime(2026, 12, 1, 9, 0, tzinfo=SHANGHAI)


def test_the_clock_can_be_moved_outside_production_only(settings) -> None:  # type: ignore[no-untyped-def]
    clock.move_to(NINE)
    assert abs(clock.now() - NINE) < timedelta(seconds=5)
    settings.MOVABLE_CLOCK = False
    assert abs(clock.now() - NINE) > timedelta(minutes=1)
    with pytest.raises(Misdeclared):
        clock.move_to(NINE)


def test_production_does_not_start_with_a_moved_clock_or_demo_data(settings, journey) -> None:  # type: ignore[no-untyped-def]
    journey()
    clock.move_to(NINE)
    settings.PRODUCTION = True
    with pytest.raises(Misdeclared) as refused:
        guard.refuse_unsafe()
    for word in ("拨动", "演示单位", "保管方"):
        assert word in str(refused.value)


def test_production_starts_on_a_clean_database(settings) -> None:  # type: ignore[no-untyped-def]
    settings.PRODUCTION = True
    guard.refuse_unsafe()


def test_a_due_step_that_is_refused_backs_off_and_leaves_no_noise(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.PUBLICITY)
    number = j.object("bidder1", "评分有误")
    Duty.objects.filter(code="E-T13", thing=process.number).update(paused_at=None)
    due = process.publicity_until
    refused = Event.objects.filter(outcome="refused").count()
    tick.tick(due)
    duty = Duty.objects.get(code="E-T13", thing=process.number, met_at=None)
    assert duty.attempts == 1
    assert duty.retry_at is not None
    assert duty.retry_at > due
    assert "暂停" in duty.stuck
    tick.tick(due)
    duty.refresh_from_db()
    assert duty.attempts == 1
    assert Event.objects.filter(outcome="refused").count() == refused
    j.answer(number, "经核实无误")
    tick.run_until_quiet(due + timedelta(minutes=1))
    assert j.process().state == State.AWARDING


def test_a_step_that_stays_refused_alarms_the_centre_once(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.PUBLICITY)
    j.object("bidder1", "评分有误")
    Duty.objects.filter(code="E-T13", thing=process.number).update(paused_at=None)
    moment = process.publicity_until
    for _ in range(8):
        tick.tick(moment)
        moment += timedelta(minutes=11)
    alarms = Message.objects.filter(subject__contains="自动办理受阻", channel="sms")
    assert alarms.count() == 5  # the centre's five people, once each
    assert "暂停" in alarms[0].text


def test_the_clock_closes_at_the_deadline_and_not_before(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    for offer in OFFERS:
        j.submit(offer)
    tick.run_until_quiet(process.deadline_at - timedelta(microseconds=1))
    assert j.process().state == State.RECEIVING
    tick.run_until_quiet(process.deadline_at)
    assert j.process().state == State.RELEASING
