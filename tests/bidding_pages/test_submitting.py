"""Handing in: once, in time, whole, one's own; every refusal says its rule and leaves nothing behind."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from bidding.models import Submission
from marketplace.flow import clock
from marketplace.record.models import Event
from marketplace.trust.merkle import SEGMENT
from tests.bidding_pages.conftest import ONE, Desk

pytestmark = pytest.mark.django_db


def stored(settings) -> int:  # type: ignore[no-untyped-def]
    """How many sealed files lie on the disk."""
    return sum(path.is_file() for path in Path(settings.BLOB_ROOT).rglob("*"))


def test_a_package_in_time_gets_its_receipt(desk: Desk) -> None:
    answer = desk.send(desk.bidder("bidder1"), desk.sealed())
    assert answer.status_code == 200
    row = Submission.objects.get()
    assert answer.json() == {"receipt": f"/receipts/{row.number}/", "number": row.number}
    assert row.seq == 1
    assert desk.client("bidder1").get(f"/receipts/{row.number}/").status_code == 200


def test_a_form_without_script_leads_to_the_receipt(desk: Desk) -> None:
    file = BytesIO(desk.sealed())
    file.name = "bid.ptb"
    answer = desk.bidder("bidder1").post(
        f"/my/bids/{desk.number}/package/", {"package": file, "act_id": str(uuid4())}
    )
    assert (answer.status_code, answer["Location"]) == (303, f"/receipts/{Submission.objects.get().number}/")


def test_the_same_act_twice_is_one_bid(desk: Desk, settings) -> None:  # type: ignore[no-untyped-def]
    person, data, act_id = desk.bidder("bidder1"), desk.sealed(), str(uuid4())
    first, second = (desk.send(person, data, act_id=act_id) for _ in range(2))
    assert first.json() == second.json()
    assert (Submission.objects.count(), stored(settings)) == (1, 1)


def test_two_tabs_make_one_bid_and_the_other_hears_why(desk: Desk) -> None:
    person, first, second = desk.bidder("bidder1"), desk.sealed(), desk.sealed()
    assert desk.send(person, first).status_code == 200
    answer = desk.send(person, second)
    assert (answer.status_code, answer.json()["code"]) == (422, "BID-ONCE")
    assert "第五十一条" in answer.json()["law"]
    assert Submission.objects.live().count() == 1


def test_a_second_version_takes_the_place_of_the_first(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    desk.send(person, desk.sealed())
    assert desk.send(person, desk.sealed()).status_code == 200
    assert [row.seq for row in Submission.objects.live()] == [2]


def test_at_the_deadline_it_is_too_late_and_that_is_recorded_once(desk: Desk, settings) -> None:  # type: ignore[no-untyped-def]
    data, deadline = desk.sealed(), desk.journey.process().deadline_at
    desk.journey.until(deadline - timedelta(minutes=5))
    desk.show()
    person, act_id = desk.bidder("bidder1"), str(uuid4())
    clock.move_to(deadline)
    answers = [desk.send(person, data, act_id=act_id) for _ in range(2)]
    assert [row.status_code for row in answers] == [422, 422]
    assert answers[0].json()["code"] == "BID-IN-TIME"
    assert answers[0].json()["law"] == "《中华人民共和国招标投标法》第二十八条"
    assert answers[0].json() == answers[1].json()
    assert Event.objects.filter(outcome="refused", code="BID-IN-TIME").count() == 1
    assert stored(settings) == 0


class AcrossTheDeadline(BytesIO):
    """A body whose last byte comes in when the deadline has passed."""

    def __init__(self, data: bytes, desk: Desk) -> None:
        super().__init__(data)
        self.desk = desk

    def read(self, size: int = -1) -> bytes:  # type: ignore[override]
        piece = super().read(size)
        if self.tell() == len(self.getvalue()):
            clock.move_to(self.desk.journey.process().deadline_at)
        return piece


def test_the_moment_of_the_last_byte_decides(desk: Desk) -> None:
    data = desk.sealed()
    desk.journey.until(desk.journey.process().deadline_at - timedelta(minutes=5))
    desk.show()
    person = desk.bidder("bidder1")
    slow: dict[str, Any] = {"wsgi.input": AcrossTheDeadline(data, desk)}
    answer = desk.send(person, data, **slow)
    assert answer.json()["code"] == "BID-IN-TIME"
    assert not Submission.objects.exists()


def test_without_a_fresh_proof_the_page_is_asked_for_it(desk: Desk, settings) -> None:  # type: ignore[no-untyped-def]
    person, data, act_id = desk.client("bidder1"), desk.sealed(), str(uuid4())
    answer = desk.send(person, data, act_id=act_id)
    assert (answer.status_code, answer.json()["code"]) == (422, "STEP-UP-30-MIN")
    assert stored(settings) == 0
    desk.prove(person)
    assert desk.send(person, data, act_id=act_id).status_code == 200


def test_after_signing_out_a_script_is_told_and_a_person_sent_to_sign_in(desk: Desk) -> None:
    person, data = desk.bidder("bidder1"), desk.sealed()
    person.logout()
    answer = desk.send(person, data)
    assert (answer.status_code, answer.json()["code"]) == (401, "SIGN-IN-NEEDED")
    page = person.get(f"/my/bids/{desk.number}/")
    assert page.status_code == 302
    assert page["Location"].startswith("/accounts/login/?next=/my/bids/")


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 plain", b"PTBIDv1\n\x00\x00\x00\x05hello"])
def test_a_file_that_is_no_package_is_refused(desk: Desk, settings, data: bytes) -> None:  # type: ignore[no-untyped-def]
    answer = desk.send(desk.bidder("bidder1"), data)
    assert (answer.status_code, answer.json()["code"]) == (422, "BID-PACKAGE")
    assert "第二十六条" in answer.json()["law"]
    assert stored(settings) == 0


def test_a_damaged_package_is_refused(desk: Desk) -> None:
    person, data = desk.bidder("bidder1"), desk.sealed()
    cut = desk.send(person, data[:-1])
    assert (cut.status_code, cut.json()["code"]) == (422, "BID-PACKAGE")
    assert "length" in cut.json()["says"]


def test_somebody_elses_package_is_refused(desk: Desk) -> None:
    answer = desk.send(desk.bidder("bidder3"), desk.sealed(ONE))
    assert (answer.status_code, answer.json()["code"]) == (422, "BID-PACKAGE")
    assert "bidder" in answer.json()["says"]


def test_a_package_larger_than_allowed_is_refused_before_it_is_stored(desk: Desk, settings) -> None:  # type: ignore[no-untyped-def]
    settings.MAX_PACKAGE_BYTES = 1000
    answer = desk.send(desk.bidder("bidder1"), desk.sealed())
    assert (answer.status_code, answer.json()["code"]) == (422, "PACKAGE-SIZE")
    assert stored(settings) == 0


def test_a_lot_that_does_not_exist_is_404_in_every_way(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    for path in ("", "package/", "uploads/", "withdraw/", "offline/", "card.json"):
        assert person.get(f"/my/bids/JLX-GC-2026-99999-01/{path}").status_code in (404, 405)
    assert (
        person.post("/my/bids/JLX-GC-2026-99999-01/package/", b"x", content_type="text/plain").status_code
        == 404
    )


def test_who_is_no_supplier_is_told_so(desk: Desk) -> None:
    answer = desk.send(desk.bidder("wangmin"), desk.sealed())
    assert (answer.status_code, answer.json()["code"]) == (403, "ACCESS-DENIED")


def test_a_refusal_before_the_deadline_is_sealed_and_brings_its_opening(desk: Desk) -> None:
    answer = desk.send(desk.bidder("bidder1"), b"no package")
    opening = answer.json()["opening"]
    assert opening["content"]["code"] == "BID-PACKAGE"
    event = Event.objects.get(outcome="refused")
    assert (event.thing, event.by_name, event.action) == ("", "", "sealed")


def test_a_body_of_another_kind_is_refused_and_never_a_fault(desk: Desk) -> None:
    person = desk.bidder("bidder1")
    for kind in ("application/x-www-form-urlencoded", "application/json", "multipart/form-data; boundary=x"):
        answer = person.post(
            f"/my/bids/{desk.number}/package/",
            b"a=b",
            content_type=kind,
            headers={"Accept": "application/json"},
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "BID-PACKAGE"), kind
    bad = desk.send(person, desk.sealed(), act_id="not-a-uuid")
    assert (bad.status_code, bad.json()["code"]) == (422, "ACT-ID-MALFORMED")


# ── segments ────────────────────────────────────────────────────────────────


def begin(desk: Desk, person: Client, length: object):  # type: ignore[no-untyped-def]
    return person.post(
        f"/my/bids/{desk.number}/uploads/", json.dumps({"ct_len": length}), content_type="application/json",
        headers={"Accept": "application/json"},
    )  # fmt: skip


def put(person: Client, upload: str, data: bytes, n: int, digest: str = ""):  # type: ignore[no-untyped-def]
    piece = data[n * SEGMENT : (n + 1) * SEGMENT]
    headers = {"Accept": "application/json", "X-Segment-Hash": digest or hashlib.sha256(piece).hexdigest()}
    return person.put(f"{upload}{n}/", piece, content_type="application/octet-stream", headers=headers)


def finish(person: Client, upload: str, act_id: str):  # type: ignore[no-untyped-def]
    body = json.dumps({"act_id": act_id, "client_time": "2026-03-05T01:00:00Z"})
    return person.post(
        f"{upload}finish/", body, content_type="application/json", headers={"Accept": "application/json"}
    )


def test_segments_arrive_in_any_order_and_may_be_sent_again(desk: Desk, settings) -> None:  # type: ignore[no-untyped-def]
    person, data, act_id = desk.bidder("bidder1"), desk.sealed(), str(uuid4())
    upload = begin(desk, person, len(data)).json()["upload"]
    assert put(person, upload, data, 1).status_code == 204
    assert person.get(upload).json() == {"have": [1]}
    early = finish(person, upload, act_id)
    assert (early.status_code, early.json()["code"]) == (422, "UPLOAD-INCOMPLETE")
    assert [put(person, upload, data, n).status_code for n in (0, 1)] == [204, 204]
    taken, again = finish(person, upload, act_id), finish(person, upload, act_id)
    assert taken.status_code == 200
    assert taken.json() == again.json()
    assert Submission.objects.get().ct_len == len(data)
    # the package itself, what was announced, and the receipt's number
    assert stored(settings) == 3


def test_a_spoiled_segment_is_refused(desk: Desk) -> None:
    person, data = desk.bidder("bidder1"), desk.sealed()
    upload = begin(desk, person, len(data)).json()["upload"]
    wrong = put(person, upload, data, 0, digest="0" * 64)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "SEGMENT-HASH")
    short = put(person, upload, data[:-1], 1)
    assert (short.status_code, short.json()["code"]) == (422, "SEGMENT-SIZE")
    assert put(person, upload, b"x" * 10, 7).json()["code"] == "SEGMENT-SIZE"


def test_a_proof_that_has_run_out_costs_no_second_transfer(desk: Desk) -> None:
    person, data, act_id = desk.client("bidder1"), desk.sealed(), str(uuid4())
    upload = begin(desk, person, len(data)).json()["upload"]
    for n in (0, 1):
        put(person, upload, data, n)
    assert finish(person, upload, act_id).json()["code"] == "STEP-UP-30-MIN"
    desk.prove(person)
    assert finish(person, upload, act_id).status_code == 200


def test_an_upload_is_its_own_units(desk: Desk) -> None:
    person, other, data = desk.bidder("bidder1"), desk.bidder("bidder3"), desk.sealed()
    upload = begin(desk, person, len(data)).json()["upload"]
    assert other.get(upload).status_code == 404
    assert put(other, upload, data, 0).status_code == 404
    assert finish(other, upload, str(uuid4())).status_code == 404


@pytest.mark.parametrize("length", [None, "12", True, 0, -1, 10**12])
def test_an_upload_says_how_long_it_is(desk: Desk, length: object) -> None:
    answer = begin(desk, desk.bidder("bidder1"), length)
    assert answer.status_code == 422
    assert answer.json()["code"] in ("UPLOAD-FORM", "PACKAGE-SIZE")


def test_a_request_that_is_no_json_is_refused(desk: Desk) -> None:
    answer = desk.bidder("bidder1").post(
        f"/my/bids/{desk.number}/uploads/",
        b"[",
        content_type="application/json",
        headers={"Accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "UPLOAD-FORM")
