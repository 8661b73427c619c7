"""Do asking and registering give a receipt that anybody can check, once however often they are sent?"""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.accounts.models import User
from marketplace.record.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def bidder(client: Client, lot_at: Callable[..., Journey]) -> tuple[Client, Journey]:
    journey = lot_at(State.RECEIVING)
    client.force_login(User.objects.get(username="bidder1"))
    return client, journey


def digest_of(html: str) -> str:
    return re.search(r"<mark>([0-9a-f]{8})</mark>", html)[1]  # type: ignore[index]


def test_asking_needs_an_account_and_comes_back(client: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.RECEIVING)
    answer = client.get(f"/tenders/{journey.number}/ask/")
    assert answer.headers["Location"] == f"/accounts/login/?next=/tenders/{journey.number}/ask/"


def test_a_question_gives_a_receipt_that_verifies(bidder: tuple[Client, Journey]) -> None:
    client, journey = bidder
    sent = {"text": "图纸缺一页", "act_id": str(uuid4())}
    first = client.post(f"/tenders/{journey.number}/ask/", sent)
    again = client.post(f"/tenders/{journey.number}/ask/", sent)
    assert first.status_code == again.status_code == 303
    assert first.headers["Location"] == again.headers["Location"]
    assert journey.tender.questions.count() == 1
    html = client.get(first.headers["Location"]).content.decode()
    receipt = journey.tender.questions.get().receipt
    checked = client.get("/verify/", {"number": receipt, "digits": digest_of(html)}).content.decode()
    assert "属实：提问回执" in checked
    assert "图纸缺一页" not in checked


def test_an_empty_question_stays_on_the_form(bidder: tuple[Client, Journey]) -> None:
    client, journey = bidder
    answer = client.post(f"/tenders/{journey.number}/ask/", {"text": " ", "act_id": str(uuid4())})
    assert answer.status_code == 422
    assert "请填写您的问题" in answer.content.decode()


def test_after_the_deadline_the_refusal_stands_on_the_form(bidder: tuple[Client, Journey]) -> None:
    from tests.public.conftest import show

    client, journey = bidder
    journey.until(journey.tender.deadline_at)
    show(journey)
    answer = client.post(f"/tenders/{journey.number}/ask/", {"text": "还来得及吗", "act_id": str(uuid4())})
    assert answer.status_code == 409
    assert "TENDER-NOT-OPEN" in answer.content.decode()
    assert "还来得及吗" in answer.content.decode()


def test_registering_is_one_tap_and_its_digest_stands_in_the_record(bidder: tuple[Client, Journey]) -> None:
    client, journey = bidder
    answer = client.post(f"/tenders/{journey.number}/register/", {"act_id": str(uuid4())})
    assert answer.status_code == 303
    html = client.get(answer.headers["Location"]).content.decode()
    assert Event.objects.filter(action="sealed", commitment__startswith=digest_of(html)).count() == 1


@pytest.mark.parametrize("digits", ["00000000", "0", "zzzzzzzz"])
def test_an_unknown_receipt_is_not_found(public: Client, db: None, digits: str) -> None:
    html = public.get("/verify/", {"number": "7K3M9Q2D4T", "digits": digits}).content.decode()
    assert "没有查到" in html


def test_a_bid_receipt_verifies_without_naming_the_bidder(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    from bidding.models import Submission
    from tests.factories import OFFERS

    journey = lot_at(State.RECEIVING)
    number = journey.submit(OFFERS[0])
    row = Submission.objects.get(number=number)
    right = public.get("/verify/", {"number": number, "digits": row.ct_root[:8]}).content.decode()
    wrong = public.get("/verify/", {"number": number, "digits": "0" * 8}).content.decode()
    assert "属实：投标文件递交回执" in right
    assert row.organization.name not in right
    assert "没有查到" in wrong
