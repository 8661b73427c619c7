"""What the door guarantees (design §4.4), on a tender that walks its steps."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from bidding.models import State
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import User
from marketplace.flow import duties, pending
from marketplace.flow.access import CLOCK, MAY, NOBODY
from marketplace.flow.acts import Act
from marketplace.flow.errors import Misdeclared, NotPermitted, Refused, WrongState
from marketplace.flow.models import ActRow, Duty, Pending
from marketplace.flow.workflow import steps_of
from marketplace.law.errors import Misdeclared as LawMisdeclared
from marketplace.record.models import Event, Outbox
from tenders import actions as tender_actions
from tenders.models import Question, Tender
from tests.factories import a_draft, a_process

pytestmark = pytest.mark.django_db


def by(username: str, journey, **more) -> Act:  # type: ignore[no-untyped-def]
    return Act(actor_of(User.objects.get(username=username)), journey.now, uuid4(), **more)


def test_a_step_changes_state_writes_one_event_and_its_leaf(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    before = Event.objects.count()
    tender = j.tender
    tender.submit_review(by("lijun", j))
    assert tender.state == Tender.State.REVIEW
    event = Event.objects.latest("pk")
    assert Event.objects.count() == before + 1
    assert (event.action, event.from_state, event.to_state) == ("tender.submit_review", "draft", "review")
    assert Outbox.objects.filter(event=event).count() == 1


def test_who_has_no_role_here_is_refused_and_the_refusal_is_kept(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    tender = j.tender
    with pytest.raises(NotPermitted) as refused:
        tender.submit_review(by("bidder1", j))
    assert refused.value.code == "ACCESS-DENIED"
    assert tender.state == Tender.State.DRAFT
    assert Tender.objects.get(number=j.number).state == Tender.State.DRAFT
    assert Event.objects.filter(outcome="refused", code="ACCESS-DENIED").count() == 1


def test_a_step_from_another_state_is_a_wrong_state(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    with pytest.raises(WrongState):
        j.tender.publish(by("wangmin", j))


def test_the_state_cannot_be_assigned_and_rows_of_the_record_cannot_change(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    tender = j.tender
    with pytest.raises(AttributeError):
        tender.state = "published"
    event = Event.objects.first()
    assert event is not None
    with pytest.raises(LawMisdeclared):
        event.save()
    with pytest.raises(LawMisdeclared):
        event.delete()


def test_the_same_act_id_returns_the_stored_result(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    act_id = uuid4()
    actor = actor_of(User.objects.get(username="bidder1"))
    first = tender_actions.ask(j.tender, Act(actor, j.now, act_id), text="图纸何时补充？")
    again = tender_actions.ask(
        j.tender, Act(actor, j.now + timedelta(seconds=5), act_id), text="图纸何时补充？"
    )
    assert first == again
    assert Question.objects.count() == 1
    assert ActRow.objects.filter(pk=act_id).count() == 1


def test_another_persons_or_forms_act_id_is_refused(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    act_id = uuid4()
    actor = actor_of(User.objects.get(username="bidder1"))
    tender_actions.ask(j.tender, Act(actor, j.now, act_id), text="图纸何时补充？")
    for username, text in (("bidder2", "图纸何时补充？"), ("bidder1", "另一个问题")):
        other = Act(actor_of(User.objects.get(username=username)), j.now, act_id)
        with pytest.raises(Refused) as refused:
            tender_actions.ask(j.tender, other, text=text)
        assert refused.value.code == "ACT-ID-REUSED"
    assert Question.objects.count() == 1


def test_the_same_refused_form_is_one_event_and_a_corrected_one_another(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    act_id = uuid4()
    actor = actor_of(User.objects.get(username="wangmin"))
    for text in (" ", " ", "\n"):
        with pytest.raises(Refused):
            tender_actions.retender(j.tender, Act(actor, j.now, act_id), analysis=text)
    assert Event.objects.filter(outcome="refused", act_id=act_id).count() == 2


def test_on_rollback_the_object_in_memory_says_what_the_database_says(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    tender = j.tender
    tender.submit_review(by("lijun", j))
    with pytest.raises(Refused):
        tender.pass_review(
            by("gaojie", j), answers={}, conclusion="conforms", deadline_at=j.now, documents_until=j.now
        )
    assert tender.state == Tender.State.REVIEW
    assert tender.deadline_at is None


def test_a_door_inside_somebodys_transaction_is_a_fault(transactional_db, journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    with transaction.atomic(), pytest.raises(RuntimeError):
        j.tender.submit_review(by("lijun", j))


def test_class_a_takes_effect_only_after_another_person(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    j.review()
    tender = j.tender
    tender.publish(by("wangmin", j))
    assert j.tender.state == Tender.State.READY
    waiting = Pending.objects.get(decided_at=None)
    with pytest.raises(NotPermitted) as refused:
        pending.confirm(waiting, by("wangmin", j))
    assert refused.value.code == "SAME-PERSON"
    with pytest.raises(Refused) as asked_twice:
        tender.publish(by("zhaozhiqiang", j))
    assert asked_twice.value.code == "ALREADY-ASKED"
    pending.confirm(waiting, by("zhaozhiqiang", j))
    assert j.tender.state == Tender.State.PUBLISHED
    with pytest.raises(Refused) as late:
        pending.confirm(waiting, by("gaojie", j))
    assert late.value.code == "ALREADY-DECIDED"


def test_a_deputy_of_the_asker_cannot_confirm(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    j.review()
    j.tender.publish(by("wangmin", j))
    for_wangmin = by("gaojie", j, on_behalf_of=actor_of(User.objects.get(username="wangmin")))
    with pytest.raises(NotPermitted):
        pending.confirm(Pending.objects.get(decided_at=None), for_wangmin)


def test_what_changed_since_it_was_asked_is_not_confirmed(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    j.review()
    j.tender.publish(by("wangmin", j))
    j.tender.return_draft(by("zhaozhiqiang", j), reason="图纸有误")
    with pytest.raises(Refused) as refused:
        pending.confirm(Pending.objects.get(decided_at=None), by("zhaozhiqiang", j))
    assert refused.value.code == "CHANGED-SINCE-ASKED"


def test_a_rejected_request_changes_nothing_and_can_be_asked_again(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    j.review()
    j.tender.publish(by("wangmin", j))
    pending.reject(Pending.objects.get(decided_at=None), by("zhaozhiqiang", j), reason="截止日期再核对")
    assert j.tender.state == Tender.State.READY
    j.tender.publish(by("wangmin", j))
    assert Pending.objects.filter(decided_at=None).count() == 1


def test_duties_open_move_and_are_met(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    closing = Duty.objects.get(code="CLOSE", thing=process.number)
    assert closing.due_at == process.deadline_at
    assert closing.owner == "clock"
    assert not duties.inbox(["org:0"]).exists()
    j.close()
    closing.refresh_from_db()
    assert closing.met_at is not None


def test_offers_name_every_step_and_the_reason_why_not(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    offers = {offer.step.name: offer for offer in process.offers(CLOCK, j.now)}
    assert offers["close"].refused is not None
    assert offers["close"].refused.code == "CLOSE-AT-DEADLINE"
    after = {o.step.name: o for o in process.offers(CLOCK, process.deadline_at)}
    assert after["close"].refused is None
    stranger = {o.step.name: o for o in process.offers(NOBODY, j.now)}
    assert all(offer.refused is not None for offer in stranger.values())


def test_an_action_outside_the_matrix_is_a_fault() -> None:
    from marketplace.flow.access import allowed

    with pytest.raises(Misdeclared):
        allowed("tender.burn")


def test_every_step_and_act_stands_in_the_matrix_and_every_entry_is_used() -> None:
    import marketplace.urls  # noqa: F401 - every page, and with the pages every act
    from bidding.procedures.works_open import WorksOpenTender
    from marketplace.flow.acts import ACTS
    from marketplace.management.commands.write_docs import procedures

    steps = [s for kind in procedures() for s in steps_of(kind)]
    used = {step.action for step in steps} | set(ACTS)
    assert used <= set(MAY)
    assert set(MAY) - used == {"bid.read_before_opening", "record.read"}
    assert len(steps_of(WorksOpenTender)) >= 25
    assert all(step.law and step.says for step in steps)
