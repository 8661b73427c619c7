"""Less common turns of a works tender: ends early, objections in the hall, the other method, ties, lost keys."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from bidding import actions
from bidding.models import Bid, State
from marketplace.accounts.models import Organization
from marketplace.flow import tick
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.flow.models import Duty, Message
from marketplace.notices.models import Notice
from marketplace.trust import blobs, custody
from marketplace.trust.models import CustodyTask
from tenders import actions as tender_actions
from tenders.models import Objection, Tender
from tests.factories import OFFERS, a_draft, a_process

pytestmark = pytest.mark.django_db
LOWEST = {"method": "lowest", "criteria": [], "price": {"formula": "lowest"}}


def unit(username: str) -> Organization:
    return Organization.objects.get(memberships__user__username=username)


def test_a_terminated_tender_takes_no_bids_and_says_why(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    j.submit(OFFERS[0])
    j.two_persons(j.tender, "terminate", "wangmin", "zhaozhiqiang", reason="项目资金计划调整")
    assert j.process().state == State.TERMINATED
    assert Notice.objects.get(type="E08").value("终止的理由") == "项目资金计划调整"
    with pytest.raises(Refused):
        j.submit(OFFERS[1])
    assert not Duty.objects.filter(owner="clock", met_at=None, thing__startswith=j.number).exists()


def test_an_extension_must_be_later_and_tells_those_who_registered(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    j.register("bidder1")
    with pytest.raises(Refused) as refused:
        j.tender.extend(j.act("wangmin"), new_deadline=process.deadline_at, reason="节假日")
    assert refused.value.code == "EXTENSION-LATER"
    later = process.deadline_at + timedelta(days=7)
    j.two_persons(
        j.tender, "extend", "wangmin", "zhaozhiqiang", new_deadline=later, reason="应潜在投标人要求延长"
    )
    assert j.process().deadline_at == later
    assert Notice.objects.filter(type="E06").count() == 1
    told = Message.objects.filter(to__username="bidder1")
    assert told.exists()
    assert not any(j.number in f"{m.subject}{m.text}{m.url}" for m in told)
    j.settle()
    assert CustodyTask.objects.filter(type="move", answered_at__isnull=False).count() == 2


def test_an_objection_in_the_hall_stops_the_signature_until_it_is_answered(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.ANNOUNCED)
    with pytest.raises(NotPermitted):
        actions.object_to_opening(
            process, j.act("bidder6"), organization=unit("bidder6"), facts_stated="未受邀"
        )
    number = actions.object_to_opening(
        process, j.act("bidder1"), organization=unit("bidder1"), facts_stated="唱标工期与我方投标函不符"
    )
    with pytest.raises(Refused) as refused:
        j.process().sign_record(j.act("lijun"))
    assert refused.value.code == "OPENING-OBJECTIONS-ANSWERED"
    j.answer(number, "经核对投标函，唱标无误")
    j.sign_record()
    assert "唱标工期" in Notice.objects.get(type="E09").value("异议与答复")


def test_an_objection_to_the_opening_after_the_session_is_refused(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.OPENED)
    with pytest.raises(Refused) as refused:
        actions.object_to_opening(
            process, j.act("bidder1"), organization=unit("bidder1"), facts_stated="迟到的异议"
        )
    assert refused.value.code == "OBJECT-OPENING-ON-SPOT"


def test_the_lowest_evaluated_price_ranks_by_price(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    Tender.objects.filter(number=j.number).update(evaluation=LOWEST)
    j.review()
    j.publish()
    for offer in OFFERS:
        j.submit(offer)
    j.close()
    j.release(*OFFERS)
    j.sign_record()
    j.seat()
    j.check_in()
    j.preliminary()
    for username in j.members():
        actions.submit_scores(j.process(), j.act(username))
    j.process().conclude_scoring(j.act(j.leader()))
    prices = list(j.process().bids.ranked().values_list("price_fen", flat=True))
    assert prices == sorted(prices)


def test_a_tie_nothing_breaks_is_decided_with_a_reason(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    Tender.objects.filter(number=j.number).update(evaluation=LOWEST)
    j.review()
    j.publish()
    same = [replace(offer, price_fen=460_000_000, own_lock=False) for offer in OFFERS[:3]]
    for offer in same:
        j.submit(offer)
    j.close()
    j.release()
    j.sign_record()
    j.seat()
    j.check_in()
    j.preliminary()
    for username in j.members():
        actions.submit_scores(j.process(), j.act(username))
    with pytest.raises(Refused) as refused:
        j.process().conclude_scoring(j.act(j.leader()))
    assert refused.value.code == "TIE-DECIDED"
    order = list(j.process().bids.values_list("pk", flat=True))
    j.process().conclude_scoring(
        j.act(j.leader()), tie_order=order, tie_reason="按招标文件约定以信用评价等级排序"
    )
    assert list(j.process().bids.ranked().values_list("pk", flat=True)) == order


def test_while_one_custodian_is_silent_the_opening_waits_and_then_goes_on(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    offers = [replace(offer, own_lock=False) for offer in OFFERS]
    for offer in offers:
        j.submit(offer)
    j.until(process.deadline_at)
    tick.run_until_quiet(j.now)
    assert j.process().state == State.KEYS
    silent = j.custodians.programs.pop()
    j.custodians.answer(j.now)
    tick.run_until_quiet(j.now)
    assert j.process().state == State.KEYS
    with pytest.raises(Refused) as refused:
        j.process().announce(Act(CLOCK, j.now, uuid4()), outcomes=[])
    assert refused.value.code == "KEYS-PRESENT"
    j.custodians.programs.append(silent)
    j.later(hours=2)
    j.settle()
    assert j.process().state == State.ANNOUNCED
    assert j.process().bids.opened().count() == len(offers)


def test_a_damaged_package_is_told_apart_and_the_others_open(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    offers = [replace(offer, own_lock=False) for offer in OFFERS]
    for offer in offers:
        j.submit(offer)
    victim = process.submissions.get(organization=unit("bidder1"))
    path = blobs.path_of(victim.blob)
    data = bytearray(path.read_bytes())
    data[-1000] ^= 1
    path.write_bytes(bytes(data))
    j.close()
    j.release()
    bids = {bid.organization.pk: bid for bid in j.process().bids.all()}
    assert bids[unit("bidder1").pk].outcome == Bid.Outcome.REVOKED
    assert bids[unit("bidder1").pk].failed_check
    assert j.process().bids.opened().count() == 3


def test_fewer_than_three_readable_bids_fail_after_the_announcement(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    offers = (OFFERS[0], replace(OFFERS[1], comes_to_release=False), OFFERS[2])
    for offer in offers:
        j.submit(offer)
    j.close()
    j.release(*offers)
    assert j.process().state == State.FAILED
    assert "少于 3 份" in Notice.objects.get(type="E13").value("原因")


def test_an_opening_key_that_is_not_the_promised_one_is_refused(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    for offer in OFFERS[:3]:
        j.submit(replace(offer, own_lock=False))
    j.until(process.deadline_at)
    tick.run_until_quiet(j.now)
    task = CustodyTask.objects.filter(type="open").first()
    assert task is not None
    with pytest.raises(Refused) as refused:
        custody.answer(task, Act(custody.actor_of(task.custodian), j.now, uuid4()), result={"sk": "11" * 32})
    assert refused.value.code == "OPENING-KEY-WRONG"
    with pytest.raises(NotPermitted):
        custody.answer(task, j.act("centre4"), result={"sk": "11" * 32})


def test_a_withdrawn_bid_is_not_counted_at_closing(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    for offer in OFFERS:
        j.submit(offer)
    j.withdraw("bidder4")
    j.close()
    process = j.process()
    assert process.bids_closed == 3
    assert set(process.bids.values_list("order", flat=True)) == {1, 2, 3}


def test_who_changed_the_documents_does_not_review_them(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_draft(j)
    tender_actions.edit_tender(j.tender, j.act("gaojie"), bond_fen=5_000_000)
    with pytest.raises(Refused) as refused:
        j.review()
    assert refused.value.code == "REVIEWER-NOT-AUTHOR"


def test_objection_numbers_do_not_count(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.PUBLICITY)
    first = j.object("bidder1", "甲")
    second = j.object("bidder2", "乙")
    assert first[:3] == second[:3] == "YY-"
    assert Objection.objects.count() == 2
    assert len({first, second}) == 2
