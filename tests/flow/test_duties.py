"""Whose turn it is: an owed act has an owner, and persons of that owner who may not be the ones to do it."""

from __future__ import annotations

from uuid import uuid4

import pytest

from bidding.demo.journey import Journey
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Membership, User
from marketplace.flow import duties, pending
from marketplace.flow.acts import Act
from marketplace.flow.models import Duty, Pending
from tests.factories import a_draft, a_process

pytestmark = pytest.mark.django_db


def person(username: str) -> User:
    return User.objects.get(username=username)


def turns(username: str) -> list[str]:
    """The actions that are this person's to take now."""
    return [duty.action for duty in duties.turn_of(actor_of(person(username)))]


def test_who_asked_does_not_have_the_turn_and_every_colleague_has(journey) -> None:  # type: ignore[no-untyped-def]
    j: Journey = journey()
    a_draft(j)
    j.review()
    assert turns("wangmin").count("tender.publish") == 1
    j.tender.publish(j.act("wangmin"))
    asked = Duty.objects.get(code="CONFIRM-tender.publish", met_at=None)
    assert asked.barred == f" user:{person('wangmin').pk} "
    assert asked not in duties.turn_of(actor_of(person("wangmin")))
    for colleague in ("zhaozhiqiang", "gaojie"):
        assert asked in duties.turn_of(actor_of(person(colleague)))
    pending.confirm(Pending.objects.get(decided_at=None), j.act("gaojie"))
    asked.refresh_from_db()
    assert asked.met_at is not None


def test_in_whose_name_it_was_asked_does_not_have_the_turn_either(journey) -> None:  # type: ignore[no-untyped-def]
    j: Journey = journey()
    a_draft(j)
    j.review()
    giver = actor_of(person("zhaozhiqiang"))
    j.tender.publish(Act(actor_of(person("wangmin")), j.now, uuid4(), on_behalf_of=giver))
    asked = Duty.objects.get(code="CONFIRM-tender.publish", met_at=None)
    barred = {
        name for name in ("wangmin", "zhaozhiqiang", "gaojie") if f" user:{person(name).pk} " in asked.barred
    }
    assert barred == {"wangmin", "zhaozhiqiang"}


def test_who_wrote_the_documents_does_not_have_the_review(journey) -> None:  # type: ignore[no-untyped-def]
    j: Journey = journey()
    a_draft(j)
    assert "tender.submit_review" in turns("lijun")
    j.tender.submit_review(j.act("lijun"))
    assert "tender.pass_review" not in turns("wangmin")  # drafted it
    assert "tender.pass_review" in turns("gaojie")


def test_who_handed_it_in_does_not_have_the_review(journey) -> None:  # type: ignore[no-untyped-def]
    """Handing in counts as writing, and the duty knows it at once."""
    j: Journey = journey()
    a_draft(j)
    j.tender.submit_review(j.act("lijun"))
    review = Duty.objects.get(code="REVIEW", met_at=None)
    assert f" user:{person('lijun').pk} " in review.barred


def test_who_only_reads_has_no_turn(journey) -> None:  # type: ignore[no-untyped-def]
    j: Journey = journey()
    a_draft(j)
    j.tender.submit_review(j.act("lijun"))
    assert turns("gaojie")
    Membership.objects.filter(user=person("gaojie")).update(part=Membership.Part.READER)
    assert turns("gaojie") == []


def test_a_deadline_that_moves_is_reminded_of_anew(journey) -> None:  # type: ignore[no-untyped-def]
    j: Journey = journey()
    process = a_process(j)
    closing = Duty.objects.get(code="CLOSE", thing=process.number)
    Duty.objects.filter(pk=closing.pk).update(soon_told_at=j.now, due_told_at=j.now)
    duties.sync(j.process(), j.now)
    closing.refresh_from_db()
    assert closing.soon_told_at == j.now  # nothing moved
    later = j.tender.deadline_at.replace(hour=2)
    while later <= j.tender.deadline_at:
        later = (
            later.replace(day=later.day + 1)
            if later.day < 28
            else later.replace(month=later.month + 1, day=1)
        )
    j.two_persons(j.tender, "extend", "wangmin", "zhaozhiqiang", new_deadline=later, reason="补充图纸")
    closing.refresh_from_db()
    assert closing.due_at > j.now
    assert (closing.soon_told_at, closing.due_told_at) == (None, None)
