"""The owner's pages: what is offered with its article, what is refused and why, two persons, no stranger."""

from __future__ import annotations

from uuid import uuid4

from bidding.models import Member, State
from marketplace.flow.models import Pending
from marketplace.notices.models import Notice
from tests.evaluation.conftest import Open, Queries


def test_a_stranger_and_an_anonymous_person_see_no_lot(desk: Open) -> None:
    at = desk(State.OPENED)
    assert at.get("bidder1", at.lot()).status_code == 404
    assert at.get("bidder1", at.lot("committee/")).status_code == 404
    away = at.get("", at.lot())
    assert away.status_code == 302
    assert away["Location"] == f"/accounts/login/?next={at.lot()}"


def test_the_lot_offers_the_committee_with_its_article(desk: Open) -> None:
    at = desk(State.OPENED)
    text = at.get("lijun", at.lot()).content.decode()
    assert "组建评标委员会" in text
    assert "《中华人民共和国招标投标法》第三十七条" in text
    assert "汾源市政工程有限公司" in text.replace("<wbr>", "")


def test_the_number_of_queries_of_the_lot_page(desk: Open, django_assert_max_num_queries: Queries) -> None:
    at = desk(State.AWARDING)
    client = at.client("wangmin")
    with django_assert_max_num_queries(75):
        assert client.get(at.lot()).status_code == 200


def test_an_even_committee_is_refused_and_what_was_typed_stays(desk: Open) -> None:
    at = desk(State.OPENED)
    page = at.post("lijun", at.lot("committee/"), seats_1="3", seats_2="3", representative="")
    text = page.content.decode()
    assert page.status_code == 422
    assert "COMMITTEE-ODD-5" in text
    assert "《中华人民共和国招标投标法》第三十七条" in text
    assert 'value="3"' in text
    assert at.journey.process().state == State.OPENED


def test_seats_that_are_no_numbers_are_refused_by_the_form(desk: Open) -> None:
    at = desk(State.OPENED)
    page = at.post("lijun", at.lot("committee/"), seats_1="三", seats_2="2", representative="")
    assert page.status_code == 422
    assert 'value="三"' in page.content.decode()


def test_the_committee_is_drawn_and_the_lot_says_so(desk: Open) -> None:
    at = desk(State.OPENED)
    done = at.post("lijun", at.lot("committee/"), seats_1="2", seats_2="3", representative="")
    assert done.status_code == 303
    assert done["Location"] == at.lot()
    assert at.journey.process().state == State.DRAWING
    at.journey.settle()
    assert "抽取" in at.get("lijun", at.lot()).content.decode()
    assert Member.objects.count() == 5


def test_a_representative_of_the_owner_takes_one_seat(desk: Open) -> None:
    at = desk(State.OPENED)
    person = str(at.journey.act("wangmin").by.user_id)
    assert (
        at.post("lijun", at.lot("committee/"), seats_1="2", seats_2="2", representative=person).status_code
        == 303
    )
    assert Member.objects.get().user.username == "wangmin"


def test_the_candidates_are_previewed_with_computed_dates_and_posted_by_two_persons(desk: Open) -> None:
    at = desk(State.EVALUATED)
    at.journey.later(hours=12)
    page = at.get("wangmin", at.lot("post/")).content.decode()
    assert "中标候选人公示（预览）" in page
    assert "不少于 3 日" in page
    assert "，由复核人确认" in page
    asked = at.post("wangmin", at.lot("post/"))
    pending = Pending.objects.get(action="process.post_candidates")
    assert asked.status_code == 303
    assert asked["Location"] == f"/my/confirm/{pending.act_id}/"
    assert not Notice.objects.filter(type="E10").exists()
    assert "等待复核人确认" in at.get("zhaozhiqiang", at.lot()).content.decode()


def test_asking_twice_is_refused_and_the_same_form_twice_is_one_act(desk: Open) -> None:
    at = desk(State.EVALUATED)
    form = {"act_id": str(uuid4())}
    client = at.client("wangmin")
    first, again = client.post(at.lot("post/"), form), client.post(at.lot("post/"), form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]
    other = at.post("zhaozhiqiang", at.lot("post/"))
    assert other.status_code == 422
    assert "ALREADY-ASKED" in other.content.decode()
    assert Pending.objects.count() == Pending.objects.filter(decided_at__isnull=False).count() + 1


def test_the_agency_learns_that_the_buyer_posts(desk: Open) -> None:
    at = desk(State.EVALUATED)
    assert "这一步由招标人办理" in at.get("lijun", at.lot()).content.decode()
    refused = at.post("lijun", at.lot("post/"))
    assert refused.status_code == 403
    assert "ACCESS-DENIED" in refused.content.decode()


def test_the_wrong_step_is_refused_with_the_state(desk: Open) -> None:
    at = desk(State.OPENED)
    assert "这一步不能办理" in at.get("wangmin", at.lot("notify/")).content.decode()
    refused = at.post("wangmin", at.lot("notify/"))
    assert refused.status_code == 409
    assert "WRONG-STATE" in refused.content.decode()


def test_an_unknown_act_is_no_page(desk: Open) -> None:
    at = desk(State.OPENED)
    assert at.get("wangmin", at.lot("delete/")).status_code == 404


def test_the_second_candidate_needs_a_reason_and_then_the_rule_refuses(desk: Open) -> None:
    at = desk(State.AWARDING)
    without = at.post("wangmin", at.lot("award/"), rank="2", reason="")
    assert without.status_code == 422
    assert "请写明不确定排名第一的中标候选人的理由" in without.content.decode()
    refused = at.post("wangmin", at.lot("award/"), rank="2", reason="报价更低")
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "AWARD-RANK-1" in text
    assert "报价更低" in text
    assert at.journey.process().state == State.AWARDING


def test_award_notice_report_and_refund_from_the_pages(desk: Open) -> None:
    at = desk(State.AWARDING)
    asked = at.post("wangmin", at.lot("award/"), rank="1", reason="")
    assert asked["Location"].startswith("/my/confirm/")
    at.confirm("zhaozhiqiang")
    assert "发出中标通知书" in at.get("wangmin", at.lot("notify/")).content.decode()
    assert at.post("wangmin", at.lot("notify/"))["Location"] == at.lot()
    assert at.journey.process().state == State.NOTIFIED
    empty = at.post("lijun", at.lot("report/"), summary="")
    assert empty.status_code == 422
    assert at.post("lijun", at.lot("report/"), summary="招标投标情况（示例）").status_code == 303
    assert at.journey.process().reported_at is not None
    early = at.post("lijun", at.lot("refund/"))
    assert early.status_code == 409
    assert "NOT-CONTRACTED" in early.content.decode()
    at.journey.contract()
    assert "退还投标保证金" in at.get("lijun", at.lot()).content.decode()
    assert at.post("lijun", at.lot("refund/")).status_code == 303
    assert at.journey.process().bonds_refunded_at is not None


def test_correction_is_offered_after_a_founded_objection_only(desk: Open) -> None:
    at = desk(State.PUBLICITY)
    assert "交原评标委员会复核" not in at.get("wangmin", at.lot()).content.decode()
    refused = at.post("wangmin", at.lot("correct/"), reason="复核业绩")
    assert refused.status_code == 422
    assert "RESULT-OBJECTION-FOUNDED" in refused.content.decode()
    number = at.journey.object("bidder3", "业绩认定有误")
    assert "对评标结果的异议尚未答复" in at.get("wangmin", at.lot()).content.decode()
    at.journey.answer(number, "异议成立", founded=True)
    assert "交原评标委员会复核" in at.get("wangmin", at.lot()).content.decode()
    assert at.post("wangmin", at.lot("correct/"), reason="复核类似业绩").status_code == 303
    assert at.journey.process().state == State.EVALUATING


def test_a_failed_lot_leads_to_a_new_tender(desk: Open) -> None:
    at = desk(State.EVALUATING)
    at.journey.check_in()
    for username in at.journey.members():
        for bid in at.journey.process().bids.opened():
            from bidding import actions

            actions.review_bid(
                at.journey.process(),
                at.journey.act(username),
                bid=bid.pk,
                passed=False,
                code="R06",
                reason="未响应",
            )
    leader = at.journey.leader()
    assert at.post(leader, at.session("reject-all/"), reason="全部未响应").status_code == 303
    assert "重新招标" in at.get("lijun", at.lot()).content.decode()
    made = at.post("lijun", at.lot("retender/"), analysis="资格条件过高，已调整")
    assert made.status_code == 303
    assert made["Location"] == f"/my/tenders/{at.journey.tender.successors.get().number}/"
