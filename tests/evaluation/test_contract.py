"""Contract, letters, giving up: both sides, term by term, no stranger."""

from __future__ import annotations

from bidding.models import Contract, Letter, State
from marketplace.notices.models import Notice
from tests.evaluation.conftest import Desk, Open, Queries


def _terms(at: Desk, **changes: str) -> dict[str, str]:
    award = at.journey.process().awards.get(cancelled_at=None)
    bid = award.bid
    return {
        "amount": f"{award.amount_fen // 100}.{award.amount_fen % 100:02d}",
        "duration_days": str(bid.duration_days),
        "quality": bid.quality,
        "manager": bid.manager,
        "performance_bond": "0",
        "terms": "按招标文件",
    } | changes


def _loser(at: Desk) -> str:
    return next(name for name in ("bidder1", "bidder2") if name != at.journey.winner())


def test_owner_agency_and_winner_see_the_contract_and_nobody_else(
    desk: Open, django_assert_max_num_queries: Queries
) -> None:
    at = desk(State.NOTIFIED)
    client = at.client("lijun")
    with django_assert_max_num_queries(75):
        assert client.get(at.contract()).status_code == 200
    for username in ("wangmin", at.journey.winner()):
        assert at.get(username, at.contract()).status_code == 200
    for username in (_loser(at), "jiandu", "centre1"):
        assert at.get(username, at.contract()).status_code == 404
    assert at.get("", at.contract()).status_code == 302


def test_the_draft_is_prefilled_from_the_bid(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    text = at.get("lijun", at.contract()).content.decode()
    for value in ("甲经理", "乙经理", "丙经理", "丁经理"):
        assert (value in text) == (value == at.journey.process().awards.get().bid.manager)
    assert "起草合同" in text


def test_a_departure_from_the_bid_is_shown_and_cannot_be_signed(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    assert at.post("lijun", at.contract("draft/"), **_terms(at, duration_days="200")).status_code == 303
    text = at.get("zhaozhiqiang", at.contract()).content.decode()
    assert "不一致" in text
    assert "200" in text
    refused = at.post("zhaozhiqiang", at.contract("sign-buyer/"))
    assert refused.status_code == 422
    assert "CONTRACT-SAME-SUBSTANCE" in refused.content.decode()
    assert Contract.objects.get().buyer_signed_at is None


def test_what_is_no_sum_of_money_stays_on_the_page(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    refused = at.post("lijun", at.contract("draft/"), **_terms(at, amount="四百八十万左右"))
    assert refused.status_code == 422
    assert "四百八十万左右" in refused.content.decode()
    assert not Contract.objects.exists()


def test_a_performance_bond_above_a_tenth_is_refused(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    refused = at.post("lijun", at.contract("draft/"), **_terms(at, performance_bond="4900000"))
    assert refused.status_code == 422
    assert "PERFORMANCE-BOND-10" in refused.content.decode()


def test_each_side_signs_for_itself_and_the_contract_becomes_public(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    winner = at.journey.winner()
    unwritten = at.post("zhaozhiqiang", at.contract("sign-buyer/"))
    assert (unwritten.status_code, "NO-CONTRACT" in unwritten.content.decode()) == (409, True)
    at.post("lijun", at.contract("draft/"), **_terms(at))
    assert at.post(winner, at.contract("sign-buyer/")).status_code == 403
    assert at.post("zhaozhiqiang", at.contract("sign-supplier/")).status_code == 403
    assert at.post("zhaozhiqiang", at.contract("sign-buyer/")).status_code == 303
    unsigned = at.post("zhaozhiqiang", at.contract("conclude/"))
    assert unsigned.status_code == 422
    assert "CONTRACT-BOTH-SIGNED" in unsigned.content.decode()
    changed = at.post("lijun", at.contract("draft/"), **_terms(at))
    assert "CONTRACT-SIGNED" in changed.content.decode()
    assert at.post(winner, at.contract("sign-supplier/")).status_code == 303
    assert at.post("zhaozhiqiang", at.contract("conclude/")).status_code == 303
    assert at.journey.process().state == State.CONTRACTED
    assert Notice.objects.filter(type="E15").count() == 1
    assert "合同已订立并公开" in at.get(winner, at.contract()).content.decode()


def test_two_people_conclude_at_once_and_one_succeeds(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    winner = at.journey.winner()
    at.post("lijun", at.contract("draft/"), **_terms(at))
    at.post("zhaozhiqiang", at.contract("sign-buyer/"))
    at.post(winner, at.contract("sign-supplier/"))
    answers = [at.post(name, at.contract("conclude/")).status_code for name in ("zhaozhiqiang", winner)]
    assert answers == [303, 409]
    assert Notice.objects.filter(type="E15").count() == 1


def test_the_winner_gives_up_with_a_reason_and_the_next_comes_up(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    winner = at.journey.winner()
    assert at.post("wangmin", at.contract("give-up/"), reason="不想给他").status_code == 403
    empty = at.post(winner, at.contract("give-up/"), reason="")
    assert empty.status_code == 422
    done = at.post(winner, at.contract("give-up/"), reason="资金周转困难")
    assert (done.status_code, done["Location"]) == (303, "/my/")
    assert at.get(winner, at.contract()).status_code == 404
    text = at.get("wangmin", at.lot("award/")).content.decode()
    assert "资金周转困难" in text
    asked = at.post("wangmin", at.lot("award/"), rank="2", reason="第一名放弃中标")
    assert asked.status_code == 303
    at.confirm("zhaozhiqiang")
    assert at.journey.process().awards.get(cancelled_at=None).rank == 2
    assert "不再中标" in at.get("wangmin", at.lot()).content.decode()


def test_an_unknown_act_on_a_contract_is_no_page(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    assert at.get("wangmin", at.contract("shred/")).status_code == 404


def test_a_letter_is_read_by_its_addressee_and_its_sender(desk: Open) -> None:
    at = desk(State.NOTIFIED)
    won = Letter.objects.get(kind=Letter.Kind.WIN)
    for username in (at.journey.winner(), "wangmin", "lijun"):
        assert "中标通知书" in at.get(username, f"/my/letters/{won.number}/").content.decode()
    for username in (_loser(at), "jiandu"):
        assert at.get(username, f"/my/letters/{won.number}/").status_code == 404
    lost = Letter.objects.get(
        kind=Letter.Kind.RESULT, bid__organization__memberships__user__username=_loser(at)
    )
    assert "中标结果通知书" in at.get(_loser(at), f"/my/letters/{lost.number}/").content.decode()
