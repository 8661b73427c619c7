"""Before the deadline, does anything public change when somebody registers, asks or bids? (招标投标法 22)"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.accounts.models import Organization
from tenders import actions
from tests.factories import OFFERS
from tests.public.conftest import show

pytestmark = pytest.mark.django_db
# what differs between two calls by itself: the time of day and the token of forms
_OWN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')


def everything_public(client: Client, number: str) -> dict[str, object]:
    """Status, headers and bytes of every public page about the tender."""
    paths = [
        "/", "/notices/", "/tenders/", "/search/?q=供热", "/sitemap.xml", "/notices/atom.xml",
        f"/tenders/{number}/", f"/tenders/{number}/files/", f"/tenders/{number}/calendar.ics",
        f"/notices/{number}-E03-1/", f"/tenders/{number}/complaint/",
    ]  # fmt: skip
    found: dict[str, object] = {}
    for path in paths:
        answer = client.get(path)
        headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
        body = re.sub(r"(\d\d:\d\d:\d\d|\d+ 秒)", "", _OWN.sub("", answer.content.decode()))
        headers.pop("Content-Length", None)
        found[path] = (answer.status_code, headers, body)
    return found


def test_nothing_public_changes_when_somebody_registers_asks_or_bids(
    public: Client, lot_at: Callable[..., Journey], settings: object
) -> None:
    journey = lot_at(State.RECEIVING)
    journey.later(days=3)
    show(journey)
    before = everything_public(public, journey.number)
    unit = Organization.objects.get(memberships__user__username="bidder1")
    actions.register(journey.tender, journey.act("bidder1"), organization=unit)
    actions.ask(journey.tender, journey.act("bidder2"), text="图纸缺一页，请问何时补充？")
    for offer in OFFERS[:3]:
        journey.submit(offer)
    show(journey)
    after = everything_public(public, journey.number)
    for path, was in before.items():
        assert after[path] == was, path


def test_the_answer_is_public_and_the_asker_is_not(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.RECEIVING)
    receipt = actions.ask(journey.tender, journey.act("bidder2"), text="图纸缺一页，何时补充？")
    actions.answer(journey.tender, journey.act("lijun"), receipt=receipt, answer="已在文件第 2 版补充")
    show(journey)
    html = public.get(f"/tenders/{journey.number}/").content.decode()
    assert "图纸缺一页" in html
    assert "已在文件第 2 版补充" in html
    assert "陈涛" not in html
    assert receipt not in html


def test_evidence_is_numbered_within_the_project(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.OPENED)
    html = public.get(f"/tenders/{journey.number}/").content.decode()
    numbers = re.findall(r"#(\d\d) ·", html)
    assert numbers == [f"{n:02d}" for n in range(len(numbers), 0, -1)]


def test_a_stranger_gets_no_slip(client: Client, lot_at: Callable[..., Journey]) -> None:
    from marketplace.accounts.models import User

    journey = lot_at(State.RECEIVING)
    unit = Organization.objects.get(memberships__user__username="bidder1")
    receipt = actions.register(journey.tender, journey.act("bidder1"), organization=unit)
    url = f"/tenders/{journey.number}/receipts/{receipt}/"
    client.force_login(User.objects.get(username="bidder2"))
    assert client.get(url).status_code == 404
    client.force_login(User.objects.get(username="bidder1"))
    assert receipt in client.get(url).content.decode()
