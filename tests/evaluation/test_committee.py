"""The member's pages from check-in to the signed report, and what others may not see or do."""

from __future__ import annotations

from uuid import uuid4

from bidding import actions, evaluating
from bidding.models import Member, Review, Score, State
from tests.evaluation.conftest import Desk, Open, Queries


def _submit_all(at: Desk, username: str) -> None:
    """Fill the sheet of one member through its cells and submit it."""
    for bid in at.journey.process().bids.valid():
        for criterion, data in (
            ("plan", {"value": "20", "reason": "措施具体，第 12 页"}),
            ("team", {"band": "10"}),
            ("record", {"band": "5"}),
        ):
            assert (
                at.post(username, at.session(f"scores/{bid.order}/{criterion}/"), **data).status_code == 303
            )
    assert at.post(username, at.session("submit/")).status_code == 303


def test_who_has_no_seat_finds_no_session(desk: Open) -> None:
    at = desk(State.EVALUATING)
    for username in ("wangmin", "bidder1", "jiandu"):
        for part in ("", "check-in/", "scores/", "joint/", "report/", "bids/1/1/"):
            assert at.get(username, at.session(part)).status_code == 404
    assert at.get("", at.session()).status_code == 302


def test_the_list_shows_the_own_sessions_only(desk: Open, django_assert_max_num_queries: Queries) -> None:
    at = desk(State.EVALUATING)
    client = at.client(at.journey.members()[0])
    with django_assert_max_num_queries(12):
        assert f"/eval/{at.journey.number}-01/" in client.get("/eval/").content.decode()
    assert f"/eval/{at.journey.number}-01/" not in at.get("bidder1", "/eval/").content.decode()


def test_before_check_in_only_the_declaration_names_the_bidders(desk: Open) -> None:
    at = desk(State.EVALUATING)
    member = at.journey.members()[0]
    assert "汾源市政工程有限公司" in at.get(member, at.session("check-in/")).content.decode()
    assert "汾源市政工程有限公司" not in at.get(member, at.session()).content.decode()
    for part in ("leader/", "review/", "review/1/", "bids/1/1/"):
        refused = at.get(member, at.session(part))
        assert refused.status_code == 409
        assert "NOT-CHECKED-IN" in refused.content.decode()


def test_checking_in_without_the_declaration_is_refused(desk: Open) -> None:
    at = desk(State.EVALUATING)
    member = at.journey.members()[0]
    refused = at.post(member, at.session("check-in/"))
    assert refused.status_code == 422
    assert "CONFLICT-DECLARATION" in refused.content.decode()
    assert at.post(member, at.session("check-in/"), declares_no_conflict="on").status_code == 303
    assert Member.objects.get(user__username=member).checked_in_at is not None


def test_recusal_ends_the_work_at_once_and_seats_the_next_reserve(desk: Open) -> None:
    at = desk(State.EVALUATING)
    member = at.journey.members()[0]
    empty = at.post(member, at.session("recuse/"), reason=" ")
    assert empty.status_code == 422
    gone = at.post(member, at.session("recuse/"), reason="与二号投标人负责人系亲属")
    assert (gone.status_code, gone["Location"]) == (303, "/eval/")
    assert member not in at.journey.members()
    assert len(at.journey.members()) == 5
    assert at.get(member, at.session()).status_code == 404
    assert "由候补专家接替" in at.get(member, "/eval/").content.decode()


def test_more_than_half_of_the_votes_elect_the_leader(desk: Open) -> None:
    at = desk(State.EVALUATING)
    members = at.journey.members()
    for username in members:
        at.post(username, at.session("check-in/"), declares_no_conflict="on")
    chosen = Member.objects.get(user__username=members[2])
    for username in members[:2]:
        assert at.post(username, at.session("leader/"), member=str(chosen.pk)).status_code == 303
    assert "主任办理" not in at.get(members[2], at.session()).content.decode()
    at.post(members[2], at.session("leader/"), member=str(chosen.pk))
    assert "主任办理" in at.get(members[2], at.session()).content.decode()
    assert "主任已推举产生" in at.get(members[3], at.session("leader/")).content.decode()


def _reviewing(desk: Open) -> Desk:
    at = desk(State.EVALUATING)
    at.journey.check_in()
    return at


def test_a_rejection_without_case_or_reason_is_refused_and_the_text_stays(desk: Open) -> None:
    at = _reviewing(desk)
    member = at.journey.members()[0]
    refused = at.post(member, at.session("review/1/"), verdict="reject", code="", reason="缺少安全生产许可证")
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "REJECTION-HAS-REASON" in text
    assert "缺少安全生产许可证" in text
    assert not Review.objects.exists()


def test_a_member_sees_the_files_and_own_judgement_only(desk: Open) -> None:
    at = _reviewing(desk)
    first, second = at.journey.members()[:2]
    assert (
        at.post(
            first, at.session("review/1/"), verdict="reject", code="R03", reason="资质等级不符"
        ).status_code
        == 303
    )
    assert "资质等级不符" in at.get(first, at.session("review/")).content.decode()
    assert "资质等级不符" not in at.get(second, at.session("review/")).content.decode()
    page = at.get(first, at.session("review/1/")).content.decode()
    assert "施工组织设计.txt" in page
    assert "第五十一条第（三）项" in page
    assert at.get(first, at.session("bids/1/1/"))["Content-Disposition"].startswith("attachment")
    assert at.get(first, at.session("bids/1/9/")).status_code == 404
    assert at.get(first, at.session("review/9/")).status_code == 404


def test_the_leader_concludes_only_when_all_have_reviewed(desk: Open) -> None:
    at = _reviewing(desk)
    leader, other = at.journey.leader(), at.journey.members()[1]
    early = at.post(leader, at.session("preliminary/"), competition="")
    assert early.status_code == 422
    assert "REVIEWS-COMPLETE" in early.content.decode()
    not_mine = at.post(other, at.session("preliminary/"), competition="")
    assert not_mine.status_code == 403
    for username in at.journey.members():
        for bid in at.journey.process().bids.opened():
            at.post(username, at.session(f"review/{bid.order}/"), verdict="pass", code="", reason="")
    assert at.post(leader, at.session("preliminary/"), competition="").status_code == 303
    assert at.journey.process().state == State.SCORING
    twice = at.post(leader, at.session("preliminary/"), competition="")
    assert twice.status_code == 409


def test_under_three_valid_bids_the_committee_says_why_it_goes_on(desk: Open) -> None:
    at = _reviewing(desk)
    for username in at.journey.members():
        for bid in at.journey.process().bids.opened():
            bad = bid.order <= 2
            actions.review_bid(
                at.journey.process(), at.journey.act(username), bid=bid.pk, passed=not bad,
                code="R06" if bad else "", reason="未响应工期" if bad else "",
            )  # fmt: skip
    leader = at.journey.leader()
    assert "有效投标 2 份" in at.get(leader, at.session("preliminary/")).content.decode()
    refused = at.post(leader, at.session("preliminary/"), competition="")
    assert "COMPETITION-REASON" in refused.content.decode()
    assert (
        at.post(leader, at.session("preliminary/"), competition="报价接近限价，仍有竞争").status_code == 303
    )


# ── scores ──────────────────────────────────────────────────────────────────


def test_the_sheet_shows_criteria_prices_and_what_is_missing(
    desk: Open, django_assert_max_num_queries: Queries
) -> None:
    at = desk(State.SCORING)
    client = at.client(at.journey.members()[0])
    with django_assert_max_num_queries(40):
        text = client.get(at.session("scores/")).content.decode()
    assert "施工组织设计" in text
    assert "评标基准价" in text
    assert "未打分 12" in text
    assert "SCORES-COMPLETE" in text


def test_a_cell_opens_in_the_page_and_shows_its_levels(desk: Open) -> None:
    at = desk(State.SCORING)
    text = at.get(at.journey.members()[0], at.session("scores/?cell=2-team")).content.decode()
    assert "高级职称" in text
    assert "data-cell-form" in text
    assert "施工组织设计.txt" in text


def test_a_score_out_of_range_or_no_number_is_refused_and_stays(desk: Open) -> None:
    at = desk(State.SCORING)
    member = at.journey.members()[0]
    for value, code in (("25.01", "SCORE-IN-RANGE"), ("好", "SCORE-MALFORMED"), ("1.001", "SCORE-MALFORMED")):
        refused = at.post(member, at.session("scores/1/plan/"), value=value, reason="见第 3 页")
        text = refused.content.decode()
        assert refused.status_code == 422
        assert code in text
        assert f'value="{value}"' in text
        assert "见第 3 页" in text
    assert not Score.objects.exists()


def test_an_objective_criterion_takes_a_level_and_nothing_else(desk: Open) -> None:
    at = desk(State.SCORING)
    member = at.journey.members()[0]
    assert at.post(member, at.session("scores/1/team/"), band="7", value="7").status_code == 422
    assert at.post(member, at.session("scores/1/team/"), band="", value="10").status_code == 422
    assert at.post(member, at.session("scores/1/team/"), band="6").status_code == 303
    assert str(Score.objects.get().value) == "6.00"


def test_a_changed_score_is_a_new_version_and_the_same_form_is_one(desk: Open) -> None:
    at = desk(State.SCORING)
    client = at.client(at.journey.members()[0])
    form = {"act_id": str(uuid4()), "value": "18", "reason": "第 5 页"}
    for _ in range(2):
        assert client.post(at.session("scores/1/plan/"), form).status_code == 303
    assert Score.objects.count() == 1
    assert (
        client.post(at.session("scores/1/plan/"), form | {"act_id": str(uuid4()), "value": "19"}).status_code
        == 303
    )
    assert [row.version for row in Score.objects.order_by("version")] == [1, 2]
    assert "19.00" in client.get(at.session("scores/")).content.decode()


def test_a_missing_reason_is_a_reminder_for_its_author_only(desk: Open) -> None:
    at = desk(State.SCORING)
    first, second = at.journey.members()[:2]
    at.post(first, at.session("scores/1/plan/"), value="23.45")
    assert "理由缺失" in at.get(first, at.session("scores/")).content.decode()
    text = at.get(second, at.session("scores/")).content.decode()
    assert "23.45" not in text
    assert "理由缺失" not in text


def test_a_cell_that_does_not_exist_is_no_page(desk: Open) -> None:
    at = desk(State.SCORING)
    member = at.journey.members()[0]
    assert at.post(member, at.session("scores/9/plan/"), value="1").status_code == 404
    assert at.post(member, at.session("scores/1/price/"), value="1").status_code == 404
    assert at.get(member, at.session("scores/1/plan/")).status_code == 404


def test_the_sheet_does_not_exist_before_scoring(desk: Open) -> None:
    at = _reviewing(desk)
    refused = at.get(at.journey.members()[0], at.session("scores/"))
    assert refused.status_code == 409
    assert "NOT-SCORING" in refused.content.decode()


def test_an_incomplete_sheet_is_not_submitted(desk: Open) -> None:
    at = desk(State.SCORING)
    member = at.journey.members()[0]
    assert "还不能提交" in at.get(member, at.session("submit/")).content.decode()
    refused = at.post(member, at.session("submit/"))
    assert refused.status_code == 422
    assert "SCORES-COMPLETE" in refused.content.decode()


def test_after_submission_the_sheet_is_closed_and_others_stay_hidden(desk: Open) -> None:
    at = desk(State.SCORING)
    first, second = at.journey.members()[:2]
    _submit_all(at, first)
    closed = at.post(first, at.session("scores/1/plan/"), value="1", reason="x")
    assert closed.status_code == 422
    assert "SCORE-NOT-SUBMITTED" in closed.content.decode()
    for username in (first, second):
        hidden = at.get(username, at.session("joint/"))
        assert hidden.status_code == 409
        assert "全部提交后才能看到各人的打分" in hidden.content.decode()


def test_the_joint_round_shows_all_scores_and_the_leader_concludes(desk: Open) -> None:
    at = desk(State.SCORING)
    for username in at.journey.members():
        _submit_all(at, username)
    leader, other = at.journey.leader(), at.journey.members()[1]
    text = at.get(leader, at.session("joint/")).content.decode()
    assert "评标基准价 = 平均价" in text
    assert "第 1 名" in text
    refused = at.post(other, at.session("joint/"))
    assert refused.status_code == 403
    assert at.post(leader, at.session("joint/")).status_code == 303
    assert at.journey.process().state == State.SIGNING
    assert at.post(leader, at.session("joint/")).status_code == 409


# ── the report ──────────────────────────────────────────────────────────────


def test_the_report_is_signed_with_dissent_and_delivered_when_all_have(desk: Open) -> None:
    at = desk(State.SIGNING)
    leader, *others = at.journey.members()
    assert at.get("wangmin", at.session("report/")).status_code == 404
    early = at.post(leader, at.session("deliver/"))
    assert early.status_code == 422
    assert "REPORT-SIGNED" in early.content.decode()
    assert at.post(others[0], at.session("report/"), dissent="业绩认定偏宽").status_code == 303
    for username in (leader, *others[1:]):
        at.post(username, at.session("report/"), dissent="")
    assert "业绩认定偏宽" in at.get(leader, at.session("report/")).content.decode()
    refused = at.post(others[0], at.session("deliver/"))
    assert refused.status_code == 403
    assert at.post(leader, at.session("deliver/")).status_code == 303
    assert at.journey.process().state == State.EVALUATED
    for username in ("wangmin", "lijun", "jiandu", others[0]):
        assert "评标报告" in at.get(username, at.session("report/")).content.decode()
    for username in ("bidder1", "centre1"):
        assert at.get(username, at.session("report/")).status_code == 404


def test_only_members_sign(desk: Open) -> None:
    at = desk(State.EVALUATED)
    refused = at.post("wangmin", at.session("report/"), dissent="")
    assert refused.status_code == 403
    assert not evaluating.serving(at.journey.process())[0].dissent


def test_a_tie_is_decided_with_a_reason(desk: Open) -> None:
    at = desk(State.SCORING)
    process = at.journey.process()
    process.bids.update(price_fen=460_000_000)
    for username in at.journey.members():
        _submit_all(at, username)
    leader = at.journey.leader()
    assert "并列" in at.get(leader, at.session("joint/")).content.decode()
    without = at.post(leader, at.session("joint/"))
    assert without.status_code == 422
    page = at.client(leader).get(at.session("joint/"))
    order = page.context["form"].fields["order"].choices[0][0]
    silent = at.post(leader, at.session("joint/"), order=order, reason="")
    assert silent.status_code == 422
    assert (
        at.post(leader, at.session("joint/"), order=order, reason="信用评价等级较高者优先").status_code == 303
    )
    assert [bid.pk for bid in process.bids.ranked()] == [int(key) for key in order.split(",")]
