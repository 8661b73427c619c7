"""工程公开招标 as it goes, and as it goes wrong: the clock moves, people and custodians act."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from bidding import actions
from bidding.models import Bid, State
from marketplace.accounts.actions import delegate
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Organization, User
from marketplace.flow import pending, tick
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act
from marketplace.flow.errors import NotPermitted, Refused, WrongState
from marketplace.flow.models import Duty, Pending
from marketplace.law.workdays import day_of
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from tenders import actions as tender_actions
from tenders.models import Registration
from tests.factories import OFFERS, a_draft, a_process

pytestmark = pytest.mark.django_db


def notices(journey) -> list[str]:  # type: ignore[no-untyped-def]
    return list(Notice.objects.filter(tender=journey.number).order_by("pk").values_list("type", flat=True))


def unit(username: str) -> Organization:
    return Organization.objects.get(memberships__user__username=username)


def test_the_whole_life_of_a_lot(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.ARCHIVED)
    assert process.state == State.ARCHIVED
    assert notices(j) == ["E03", "E09", "E10", "E12", "E15"]
    assert process.bids.opened().count() == 4
    ranked = list(process.bids.ranked().values_list("rank", flat=True))
    assert ranked == [1, 2, 3, 4]
    assert process.awards.get().rank == 1
    assert {letter.kind for letter in process.letters.all()} == {"win", "result"}
    assert process.archive.contents
    assert not Duty.objects.filter(thing=process.number, met_at=None).exists()


def test_two_bidders_only_and_the_lot_fails_and_is_tendered_again(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    j.later(days=1)
    for offer in OFFERS[:2]:
        j.submit(offer)
    j.close()
    process = j.process()
    assert process.state == State.FAILED
    assert notices(j) == ["E03", "E13"]
    assert process.bids.opened().count() == 0
    number = tender_actions.retender(j.tender, j.act("lijun"), analysis="宣传不足，延长公告期")
    first, j.number = j.number, number
    assert j.tender.round == 2
    assert j.tender.predecessor is not None
    assert j.tender.predecessor.number == first
    with pytest.raises(Refused):
        tender_actions.retender(j.tender.predecessor, j.act("lijun"), analysis="再来一次")


def test_a_late_bid_is_refused_with_article_28(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    early = process.deadline_at - timedelta(microseconds=1)
    j.submit(OFFERS[0], at=early)
    with pytest.raises(Refused) as refused:
        j.submit(OFFERS[1], at=process.deadline_at)
    assert refused.value.code == "BID-IN-TIME"
    assert "第二十八条" in refused.value.law
    assert process.submissions.count() == 1
    event = Event.objects.filter(code="BID-IN-TIME").get()
    assert event.by_name == "陈涛"  # after the deadline nothing has to stay sealed


def test_withdrawn_and_replaced(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    first = j.submit(OFFERS[0])
    j.later(hours=1)
    second = j.submit(OFFERS[0])
    assert first != second
    chain = list(process.submissions.order_by("seq"))
    assert [row.seq for row in chain] == [1, 2]
    assert chain[0].superseded_at is not None
    assert chain[1].statement["prev"] == chain[0].statement_hash
    j.later(hours=1)
    j.withdraw("bidder1")
    assert not process.submissions.live().exists()
    with pytest.raises(Refused) as refused:
        j.withdraw("bidder1")
    assert refused.value.code == "BID-TO-WITHDRAW"
    j.submit(OFFERS[0])
    assert process.submissions.live().get().seq == 4


def test_an_own_lock_not_released_is_revoked_and_a_released_one_opens(journey) -> None:  # type: ignore[no-untyped-def]
    from dataclasses import replace

    j = journey()
    a_process(j, at=State.RECEIVING)
    absent = replace(OFFERS[1], comes_to_release=False)
    offers = (OFFERS[0], absent, OFFERS[2], OFFERS[3])
    for offer in offers:
        j.submit(offer)
    j.close()
    j.release(*offers)
    outcomes = {
        bid.organization.name[:3]: bid.outcome for bid in j.process().bids.select_related("organization")
    }
    assert outcomes["管涔山"] == Bid.Outcome.REVOKED
    assert list(outcomes.values()).count(Bid.Outcome.OPENED) == 3
    assert j.process().state == State.ANNOUNCED


def test_a_wrong_code_is_refused_and_the_right_one_still_opens(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RELEASING)
    with pytest.raises(Refused) as refused:
        actions.release_bid(process, j.act("bidder2"), organization=unit("bidder2"), secret="00" * 32)
    assert refused.value.code == "RELEASE-CODE-WRONG"
    j.release(*OFFERS)
    assert j.process().bids.opened().count() == 4


def test_an_objection_to_the_result_suspends_until_it_is_answered(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.PUBLICITY)
    number = j.object("bidder3", "评分计算有误")
    j.until(process.publicity_until + timedelta(hours=1))
    j.settle()
    assert j.process().state == State.PUBLICITY
    assert Duty.objects.get(code="E-T08", met_at=None).due_at is not None
    with pytest.raises(WrongState):
        j.process().end_publicity(Act(CLOCK, j.now, uuid4()))
    j.answer(number, "经复核，计算无误")
    j.later(minutes=20)
    j.settle()
    assert j.process().state == State.AWARDING


def test_a_founded_objection_sends_the_result_back_to_the_committee(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.PUBLICITY)
    number = j.object("bidder3", "业绩认定有误")
    j.answer(number, "异议成立，组织复核", founded=True)
    tick.run_until_quiet(j.process().publicity_until + timedelta(hours=1))
    assert j.process().state == State.PUBLICITY  # nobody is awarded on a result that is known to be wrong
    j.process().correct_result(j.act("wangmin"), reason="复核类似业绩")
    assert j.process().state == State.EVALUATING
    j.preliminary()
    j.score()
    j.sign_report()
    j.post()
    assert notices(j).count("E10") == 2


def test_the_winner_gives_up_and_the_next_candidate_signs(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.NOTIFIED)
    first = j.winner()
    with pytest.raises(NotPermitted):
        process.give_up(j.act("wangmin"), reason="想换人")
    process.give_up(j.act(first), reason="资金周转困难")
    with pytest.raises(Refused) as refused:
        process.determine(j.act("wangmin"), rank=3)
    assert refused.value.code == "AWARD-RANK-1"
    j.award(rank=2)
    assert j.winner() != first
    j.contract()
    assert j.process().state == State.CONTRACTED
    assert [a.rank for a in process.awards.all()] == [1, 2]


def test_a_clarification_near_the_deadline_moves_it(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    old = process.deadline_at
    j.until(old - timedelta(days=10))
    with pytest.raises(Refused) as refused:
        j.tender.clarify(j.act("wangmin"), text="补充图纸", affects_bids=True, new_deadline=old)
    assert refused.value.code == "CLARIFY-15-DAYS"
    assert not Notice.objects.filter(type="E05").exists()
    from tenders.schedule import moved_deadline

    moved = moved_deadline(old, j.now + timedelta(minutes=30)).deadline
    j.two_persons(
        j.tender, "clarify", "wangmin", "zhaozhiqiang", text="补充图纸", affects_bids=True, new_deadline=moved
    )
    assert j.process().deadline_at == moved
    assert (day_of(moved) - day_of(j.now)).days >= 15
    j.settle()
    offer = OFFERS[0]
    j.submit(offer, at=old + timedelta(hours=1))
    assert j.process().submissions.live().count() == 1


def test_an_objection_to_the_documents_holds_bids_until_the_answer(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    number = tender_actions.object_to_documents(
        j.tender, j.act("bidder2"), organization=unit("bidder2"), request="修改资格条件", facts="业绩要求过高"
    )
    with pytest.raises(WrongState) as refused:
        j.submit(OFFERS[0])
    assert refused.value.code == "SUSPENDED"
    j.answer(number, "条件与项目相适应，予以维持")
    j.submit(OFFERS[0])


def test_an_objection_to_the_documents_too_near_to_the_deadline_is_refused(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.RECEIVING)
    j.until(process.deadline_at - timedelta(days=9))
    with pytest.raises(Refused) as refused:
        tender_actions.object_to_documents(
            j.tender, j.act("bidder2"), organization=unit("bidder2"), request="修改", facts="条件过高"
        )
    assert refused.value.code == "OBJECT-DOC-10-DAYS"


def test_a_member_with_a_conflict_leaves_and_the_next_reserve_sits(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.EVALUATING)
    before = j.members()
    actions.recuse(process, j.act(before[0]), reason="曾在投标人单位任职")
    after = j.members()
    assert before[0] not in after
    assert len(after) == 5
    assert len(set(after) - set(before)) == 1
    with pytest.raises(NotPermitted):
        actions.check_in(j.process(), j.act(before[0]), declares_no_conflict=True)
    j.evaluate()
    assert j.process().state == State.EVALUATED


def test_a_bid_rejected_by_the_majority_is_out_of_the_ranking(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.EVALUATING)
    j.check_in()
    j.preliminary(reject={1: ("R03", "未提供有效的安全生产许可证")})
    process = j.process()
    out = process.bids.get(order=1)
    assert (out.rejected_code, out.is_valid) == ("R03", False)
    j.score()
    assert process.bids.get(order=1).rank is None
    assert process.bids.ranked().count() == 3


def test_all_rejected_and_the_owner_tenders_again(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.EVALUATING)
    j.check_in()
    with pytest.raises(Refused):
        j.preliminary(reject=dict.fromkeys((1, 2, 3, 4), ("R03", "资质不符")))
    j.process().reject_all(j.act(j.leader()), reason="全部投标不满足资格条件")
    assert j.process().state == State.FAILED
    assert notices(j)[-1] == "E13"


def test_a_contract_that_departs_from_the_bid_cannot_be_signed(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    process = a_process(j, at=State.NOTIFIED)
    bid = process.awards.get(cancelled_at=None).bid
    terms = {"duration_days": bid.duration_days, "quality": bid.quality, "manager": bid.manager}
    actions.draft_contract(process, j.act("lijun"), amount_fen=bid.evaluated_fen + 1, **terms)
    with pytest.raises(Refused) as refused:
        actions.sign_as_buyer(process, j.act("zhaozhiqiang"))
    assert refused.value.code == "CONTRACT-SAME-SUBSTANCE"
    assert "合同金额" in refused.value.says


def test_staff_of_five_with_one_on_leave(journey) -> None:  # type: ignore[no-untyped-def]
    """The second person is on leave: a colleague confirms for her, from–to, never for the asker."""
    from marketplace.accounts.actors import principal

    j = journey()
    a_draft(j)
    j.review()
    j.later(hours=2)
    zhao, gao = (User.objects.get(username=name) for name in ("zhaozhiqiang", "gaojie"))
    buyer = Organization.objects.get(name__startswith="静乐县城市供热")
    grant = delegate(
        zhao,
        j.act("zhaozhiqiang"),
        taker=gao,
        organization=buyer,
        since=j.now,
        until=j.now + timedelta(days=2),
        scope=["tender.publish"],
    )
    j.tender.publish(j.act("wangmin"))
    j.later(minutes=5)
    behalf = principal(gao, int(grant), "tender.publish", j.now)
    pending.confirm(
        Pending.objects.get(decided_at=None), Act(actor_of(gao), j.now, uuid4(), on_behalf_of=behalf)
    )
    assert j.tender.state == "published"
    event = Event.objects.filter(action="tender.publish", outcome="done").get()
    assert (event.by_name, event.for_name) == ("高洁", "赵志强")
    with pytest.raises(NotPermitted):
        principal(gao, int(grant), "process.award", j.now)
    with pytest.raises(NotPermitted):
        principal(gao, int(grant), "tender.publish", j.now + timedelta(days=3))


def test_registering_twice_gives_the_same_receipt(journey) -> None:  # type: ignore[no-untyped-def]
    j = journey()
    a_process(j, at=State.RECEIVING)
    assert j.register("bidder1") == j.register("bidder1")
    assert Registration.objects.count() == 1
