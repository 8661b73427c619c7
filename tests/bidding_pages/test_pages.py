"""A bidder's own pages: what they offer, what they withhold, what they cost."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client

from bidding.models import State, Submission
from marketplace.record.models import Event
from marketplace.trust import statements
from marketplace.trust.platform_keys import public
from tenders import actions as tender_actions
from tests.bidding_pages.conftest import OWN, Desk

pytestmark = pytest.mark.django_db
At = Callable[[str], Desk]


def seal_block(page: str) -> dict[str, object]:
    """The JSON that the page hands to the worker."""
    text = page.split('<script id="seal" type="application/json">')[1].split("</script>", maxsplit=1)[0]
    return dict(json.loads(text))


def test_the_page_gives_the_worker_what_it_needs(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    given = seal_block(person.get(f"/my/bids/{desk.number}/").content.decode())
    process = desk.journey.process()
    assert (given["seq"], given["prev"], given["keycard"]) == (1, None, process.keycard_hash)
    assert given["card"] == process.keycard
    assert set(given["identities"]) == {"regulator", "centre"}  # type: ignore[call-overload]
    desk.send(person, desk.sealed())
    again = seal_block(person.get(f"/my/bids/{desk.number}/").content.decode())
    assert (again["seq"], again["prev"]) == (2, Submission.objects.get().statement_hash)


def test_the_bid_page_costs_few_queries(desk: Desk, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    person = desk.bidder("bidder1")
    desk.send(person, desk.sealed())
    with django_assert_max_num_queries(14):
        assert person.get(f"/my/bids/{desk.number}/").status_code == 200
    with django_assert_max_num_queries(10):
        assert person.get("/my/bids/").status_code == 200


def test_looking_at_the_pages_writes_nothing(desk: Desk) -> None:
    person, before = desk.client("bidder1"), Event.objects.count()
    for path in (
        "/my/bids/",
        f"/my/bids/{desk.number}/",
        f"/my/bids/{desk.number}/withdraw/",
        f"/hall/{desk.number}/",
    ):
        assert person.get(path).status_code == 200
    assert Event.objects.count() == before


def test_after_the_deadline_the_page_says_why_and_leads_on(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    desk.send(person, desk.sealed())
    desk.journey.until(desk.journey.process().deadline_at)
    desk.show()
    page = person.get(f"/my/bids/{desk.number}/").content.decode()
    assert "截止后送达的投标文件应当拒收" in page
    assert Submission.objects.get().number in page
    assert "data-sealed" not in page


def test_a_buyer_finds_no_bid_page(desk: Desk) -> None:
    answer = desk.client("wangmin").get(f"/my/bids/{desk.number}/")
    assert (answer.status_code, "投标由已核验的单位办理" in answer.content.decode()) == (403, True)


# ── withdrawing ─────────────────────────────────────────────────────────────


def withdraw(desk: Desk, person: Client, reason: str = ""):  # type: ignore[no-untyped-def]
    return person.post(f"/my/bids/{desk.number}/withdraw/", {"act_id": str(uuid4()), "reason": reason})


def test_withdrawing_gives_a_receipt_of_its_own(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    number = desk.send(person, desk.sealed()).json()["number"]
    answer = withdraw(desk, person, "价格算错")
    row = Submission.objects.get()
    assert row.withdrawal is not None
    assert (answer.status_code, answer["Location"]) == (303, f"/receipts/{row.withdrawal['receipt']}/")
    page = person.get(answer["Location"]).content.decode()
    assert "撤回投标文件回执" in page
    assert "价格算错" in page
    assert "这份投标文件已经撤回" in person.get(f"/receipts/{number}/").content.decode()
    again = withdraw(desk, person)
    assert (again.status_code, "BID-TO-WITHDRAW" in again.content.decode()) == (422, True)


def test_withdrawing_asks_for_a_fresh_proof_and_keeps_the_reason(desk: Desk) -> None:
    desk.send(desk.bidder("bidder1"), desk.sealed())
    desk.journey.later(hours=1)
    desk.show()
    answer = withdraw(desk, desk.client("bidder1"), "价格算错")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "STEP-UP-30-MIN" in page
    assert "价格算错" in page
    assert f"/my/step-up/?next=/my/bids/{desk.number}/withdraw/" in page


def test_withdrawing_at_the_deadline_is_too_late(desk: Desk) -> None:
    desk.journey.until(desk.journey.process().deadline_at - timedelta(minutes=5))
    desk.show()
    person = desk.bidder("bidder1")
    desk.send(person, desk.sealed())
    desk.journey.until(desk.journey.process().deadline_at)
    desk.show()
    answer = withdraw(desk, person)
    assert (answer.status_code, "BID-IN-TIME" in answer.content.decode()) == (422, True)


def test_a_withdrawn_bid_may_be_handed_in_again(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    desk.send(person, desk.sealed())
    withdraw(desk, person)
    assert desk.send(person, desk.sealed()).status_code == 200
    assert [row.seq for row in Submission.objects.live()] == [3]


# ── receipts ────────────────────────────────────────────────────────────────


def test_the_file_of_a_receipt_verifies_without_the_site(desk: Desk) -> None:
    person = desk.bidder("bidder2")
    number = desk.send(person, desk.sealed(OWN)).json()["number"]
    given = json.loads(person.get(f"/receipts/{number}.json").content)
    statements.verify_statement(given["statement"], given["statement_signature"], public())
    statements.verify_receipt(given["receipt"], given["receipt_signature"], public())
    assert given["receipt"]["submission"] == statements.statement_hash(given["statement"])
    assert Event.objects.get(commitment=given["commitment"]).outcome == "done"
    assert given["opening"]["content"]["action"] == "bid.submit"


def test_withdrawing_leaves_the_first_receipt_as_it_was(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    number = desk.send(person, desk.sealed()).json()["number"]
    before = person.get(f"/receipts/{number}.json").content
    path = withdraw(desk, person)["Location"]
    assert person.get(f"/receipts/{number}.json").content == before
    taken_back = json.loads(person.get(path.rstrip("/") + ".json").content)
    assert taken_back["opening"]["content"]["action"] == "bid.withdraw"
    statements.verify_statement(taken_back["statement"], taken_back["statement_signature"], public())


def test_a_receipt_has_a_calendar_and_a_pdf(desk: Desk) -> None:
    person = desk.bidder("bidder2")
    number = desk.send(person, desk.sealed(OWN)).json()["number"]
    calendar = person.get(f"/receipts/{number}.ics").content.decode()
    assert calendar.count("BEGIN:VEVENT") == 2
    pdf = person.get(f"/receipts/{number}.pdf")
    assert pdf.status_code in (200, 422)
    assert pdf.content[:5] == b"%PDF-" or "没有安装中文字体" in pdf.content.decode()


def test_after_closing_the_authority_may_read_receipts_and_competitors_may_not(desk_at: At) -> None:
    desk = desk_at(State.RELEASING)
    number = Submission.objects.order_by("pk")[0].number
    assert desk.client("jiandu").get(f"/receipts/{number}/").status_code == 200
    assert desk.client("bidder3").get(f"/receipts/{number}/").status_code == 404


def test_slips_of_registering_have_a_receipt_here_too(desk: Desk) -> None:
    number = desk.journey.register("bidder1")
    assert "登记获取回执" in desk.client("bidder1").get(f"/receipts/{number}/").content.decode()
    assert desk.client("bidder3").get(f"/receipts/{number}/").status_code == 404
    question = tender_actions.ask(
        desk.journey.tender, desk.journey.act("bidder2"), text="管材壁厚以什么为准？"
    )
    assert "提问回执" in desk.client("bidder2").get(f"/receipts/{question}/").content.decode()


# ── objections ──────────────────────────────────────────────────────────────


def test_an_objection_to_the_documents_shows_its_sum_and_gets_a_receipt(desk: Desk) -> None:
    person, path = desk.client("bidder1"), f"/my/remedies/new/?tender={desk.journey.number}&kind=document"
    page = person.get(path).content.decode()
    assert "往前数 10 日（当日不计）" in page
    blank = person.post(path, {"act_id": str(uuid4()), "request": "删去第 3 项", "facts": ""})
    assert blank.status_code == 422
    assert "删去第 3 项" in blank.content.decode()
    answer = person.post(path, {"act_id": str(uuid4()), "request": "删去第 3 项", "facts": "限定了注册地"})
    assert answer.status_code == 303
    receipt = person.get(answer["Location"]).content.decode()
    assert "对招标文件的异议回执" in receipt
    assert "限定了注册地" in receipt
    assert desk.client("bidder3").get(answer["Location"]).status_code == 404
    paused = desk.send(desk.bidder("bidder1"), desk.sealed())
    assert (paused.status_code, paused.json()["code"]) == (409, "SUSPENDED")


def test_an_objection_to_the_result_is_heard_in_the_publicity_only(desk_at: At) -> None:
    desk = desk_at(State.PUBLICITY)
    person, path = desk.client("bidder3"), f"/my/remedies/new/?lot={desk.number}"
    assert "公示" in person.get(path).content.decode()
    answer = person.post(path, {"act_id": str(uuid4()), "request": "重新评审", "facts": "业绩认定有误"})
    assert answer.status_code == 303
    desk.journey.until(desk.journey.process().publicity_until or desk.journey.now)
    desk.show()
    late = person.post(path, {"act_id": str(uuid4()), "request": "重新评审", "facts": "业绩认定有误"})
    assert (late.status_code, "OBJECT-RESULT-IN-PUBLICITY" in late.content.decode()) == (422, True)


def test_an_unknown_project_cannot_be_objected_to(desk: Desk) -> None:
    person = desk.client("bidder1")
    for query in ("", "?tender=X", "?lot=X"):
        assert person.get(f"/my/remedies/new/{query}").status_code == 404


def test_the_self_test_is_for_everybody(client: Client) -> None:
    assert "投标自测" in client.get("/selftest/").content.decode()
