"""Eight sends at the same moment: one bid, one receipt, no fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connections

from bidding.models import Submission
from tests.bidding_pages.conftest import Desk

pytestmark = pytest.mark.django_db(transaction=True)
EIGHT = range(8)


def at_once(desk: Desk, data: bytes, acts: list[str]) -> list[tuple[int, dict[str, str]]]:
    """Each send in a thread of its own, signed in beforehand."""
    people = [desk.client("bidder1") for _ in acts]
    desk.prove(people[0])
    number = desk.number

    def send(n: int) -> tuple[int, dict[str, str]]:
        try:
            answer = people[n].post(
                f"/my/bids/{number}/package/", data, content_type="application/octet-stream",
                headers={"Accept": "application/json", "X-Act-Id": acts[n]},
            )  # fmt: skip
            return answer.status_code, answer.json()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(send, range(len(acts))))


def test_the_same_form_eight_times_is_one_receipt(desk: Desk, settings) -> None:  # type: ignore[no-untyped-def]
    act_id = str(uuid4())
    answers = at_once(desk, desk.sealed(), [act_id for _ in EIGHT])
    assert {status for status, _ in answers} == {200}
    assert {body["receipt"] for _, body in answers} == {f"/receipts/{Submission.objects.get().number}/"}
    assert sum(path.is_file() for path in Path(settings.BLOB_ROOT).rglob("*")) == 1


def test_eight_tabs_make_one_bid_and_seven_hear_the_rule(desk: Desk) -> None:
    answers = at_once(desk, desk.sealed(), [str(uuid4()) for _ in EIGHT])
    assert sorted(status for status, _ in answers) == [200, *[422] * 7]
    assert {body["code"] for status, body in answers if status == 422} == {"BID-ONCE"}
    assert Submission.objects.count() == 1
