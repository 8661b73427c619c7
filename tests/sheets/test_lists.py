"""Every list leaves as a table with the page's own rows, and nothing sealed before its time."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.http import HttpResponseBase
from django.test import Client, RequestFactory
from openpyxl import load_workbook

from bidding.demo.journey import Journey
from bidding.models import State
from cms.tree import plant
from marketplace import lists
from marketplace.accounts.models import User
from marketplace.flow import clock
from search.indexing import index_new
from tests.cms.conftest import a_policy, publish
from tests.conftest import MONDAY
from tests.factories import OFFERS, a_process

pytestmark = pytest.mark.django_db
PUBLIC = ("/notices/list.{}", "/tenders/?file={}", "/search/?q=供热&file={}", "/hall/?file={}")
# who may read which list, and one word that stands in it
STAFF = (
    ("/my/tenders/?file={}", "wangmin", "JLX-GC-2026-00001"),
    ("/my/bids/?file={}", "bidder1", "已递交"),
    ("/oversight/?file={}", "jiandu", "投标中"),
    ("/desk/orgs/?file={}", "centre1", "统一社会信用代码"),
    ("/desk/samples/?file={}", "centre1", "办理人"),
    ("/desk/archive/?file={}", "centre1", "合同订立"),
    ("/my/unit/?file={}", "wangmin", "赵志强"),
    ("/my/intentions/?file={}", "wangmin", "采购需求概况"),
)
OTHERS = ("bidder2", "wangmin", "lijun", "centre1", "jiandu", "expert01")
PRICES = ("4700000", "4,700,000", "470000000", "4650000", "4550000")


def body(answer: HttpResponseBase) -> bytes:
    """What arrives, streamed or not."""

    async def pieces() -> bytes:
        return b"".join([piece async for piece in answer.streaming_content])  # type: ignore[attr-defined]

    return asyncio.run(pieces()) if answer.streaming else answer.content  # type: ignore[attr-defined]


def rows_of(raw: bytes, kind: str) -> list[list[Any]]:
    if kind == "csv":
        assert raw.startswith(b"\xef\xbb\xbf")
        return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(raw)).worksheets[0]
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def as_text(raw: bytes, kind: str) -> str:
    """Everything a file says, on every sheet."""
    if kind == "csv":
        return raw.decode("utf-8-sig")
    book = load_workbook(io.BytesIO(raw))
    return "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


@pytest.fixture(autouse=True)
def _page_tree(db: None) -> None:
    cache.clear()
    plant()


@pytest.fixture
def sealed(journey: Callable[..., Journey]) -> Journey:
    """A lot that receives bids: four have arrived, one of them was taken back."""
    j = journey(start=MONDAY)
    a_process(j, at=State.RECEIVING)
    j.later(days=1)
    for offer in OFFERS:
        j.submit(offer)
    j.withdraw("bidder3")
    clock.move_to(j.now)
    index_new(j.now)
    return j


def reader(username: str) -> Client:
    client = Client()
    if username:
        client.force_login(User.objects.get(username=username))
    return client


@pytest.mark.parametrize("kind", lists.KINDS)
def test_public_lists_leave_as_they_are_filtered(sealed: Journey, kind: str) -> None:
    for address in PUBLIC:
        answer = reader("").get(address.format(kind))
        assert answer.status_code == 200, address
        assert f".{kind}" in answer["Content-Disposition"]
        rows = rows_of(body(answer), kind)
        assert len(rows) > 1, address
        assert any(sealed.number in str(cell) for cell in rows[1]), address
    none = reader("").get(f"/tenders/?state=ended&file={kind}")
    assert len(rows_of(body(none), kind)) == 1


@pytest.mark.parametrize("kind", lists.KINDS)
@pytest.mark.parametrize(("address", "username", "word"), STAFF)
def test_staff_lists_are_their_readers_own(
    sealed: Journey, address: str, username: str, word: str, kind: str
) -> None:
    answer = reader(username).get(address.format(kind))
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert word in as_text(body(answer), kind)
    assert reader("").get(address.format(kind)).status_code in (302, 404)


@pytest.mark.parametrize("kind", lists.KINDS)
def test_each_page_links_its_own_list(sealed: Journey, kind: str) -> None:
    """The link stands on the page and opens; a filter stays in it."""
    pages = [*((address, "") for address in PUBLIC[1:]), *((row[0], row[1]) for row in STAFF)]
    for address, username in (*pages, ("/desk/orgs/?state=verified&file={}", "centre1")):
        link = address.format(kind)
        client, page = reader(username), link.replace(f"file={kind}", "").rstrip("?&")
        query = quote(link.partition("?")[2], safe="=&").replace("&", "&amp;")
        assert f'href="?{query}"' in client.get(page).content.decode(), page
        assert client.get(link).status_code == 200
    record = f"/oversight/tenders/{sealed.number}/record.{kind}"
    assert f'href="{record}"' in reader("jiandu").get(record.rpartition("record")[0]).content.decode()


def test_articles_offer_no_table(sealed: Journey) -> None:
    """The sections share the lists' frame, but nobody declared a table of articles."""
    article = publish(a_policy())
    page = reader("").get("/policies/").content.decode()
    assert article.url in page
    assert "file=csv" not in page


def test_nothing_sealed_leaves_before_the_deadline(sealed: Journey) -> None:
    """Searched in every list, for everybody but the bidder: no bidder, no price, no receipt."""
    receipts = [row.number for row in sealed.process().submissions.all()]
    bidders = [User.objects.get(username=offer.username) for offer in OFFERS]
    names = {str(user.memberships.get().organization) for user in bidders}
    for kind in lists.KINDS:
        for address in (*PUBLIC, *(row[0] for row in STAFF)):
            for username in ("", *OTHERS):
                own = reader(username)
                answer = own.get(address.format(kind))
                if answer.status_code != 200:
                    continue
                said = as_text(body(answer), kind)
                mine = username == "bidder2" and address.startswith(("/my/bids/", "/my/unit/"))
                assert not any(price in said for price in PRICES), (address, username)
                if not mine and not address.startswith("/desk/orgs/"):
                    assert not any(name in said for name in names), (address, username)
                    assert not any(number in said for number in receipts), (address, username)


def test_the_record_of_a_project_leaves_as_a_workbook_too(sealed: Journey) -> None:
    where = f"/oversight/tenders/{sealed.number}/record"
    client = reader("jiandu")
    listed = rows_of(body(client.get(f"{where}.csv")), "csv")
    made = rows_of(body(client.get(f"{where}.xlsx")), "xlsx")
    assert made[0] == listed[0]
    assert len(made) == len(listed)
    assert client.get(f"{where}.pdf").status_code == 404
    assert reader("wangmin").get(f"{where}.xlsx").status_code == 404


# ── the helper itself ───────────────────────────────────────────────────────


LETTERS = lists.declare("letters", "字母", ("字", lambda row: row[0], 8), ("数", lambda row: row[1], 8))


def asked(address: str) -> Any:
    request = RequestFactory().get(address)
    request._moment = datetime(2026, 3, 2, 9, 0, tzinfo=MONDAY.tzinfo)  # type: ignore[attr-defined]
    return request


@pytest.mark.parametrize("address", ["/x/", "/x/?file=", "/x/?file=pdf"])
def test_a_page_is_a_page_unless_it_is_asked_for_as_a_file(address: str) -> None:
    assert lists.as_file(asked(address), LETTERS, []) is None


def test_a_file_says_what_it_is_and_where_it_ends() -> None:
    answer = lists.as_file(asked("/x/?q=甲&file=xlsx"), LETTERS, [("a", 1), ("b", 2)])
    assert answer is not None
    book = load_workbook(io.BytesIO(body(answer)))
    assert [cell.value for cell in book["字母"][3]] == ["b", 2]
    notes = [row[0].value for row in book["说明"].iter_rows()]
    assert "制表时间 2026-03-02 09:00，共 2 行，查询“甲”" in notes


def test_a_long_list_stops_and_says_so() -> None:
    endless = ((str(n), n) for n in range(lists.MOST + 5))
    answer = lists.as_file(asked("/x/?file=csv"), LETTERS, endless)
    assert answer is not None
    rows = rows_of(body(answer), "csv")
    assert len(rows) == lists.MOST + 2
    assert rows[-1] == ["只列出前 20000 行，请缩小查询范围后再下载"]


def test_a_large_list_is_sent_in_pieces() -> None:
    large = ((f"{n} " + "长" * 200, n) for n in range(5_000))
    answer = lists.as_file(asked("/x/?file=csv"), LETTERS, large)
    assert answer is not None
    assert answer.streaming
    raw = body(answer)
    assert len(raw) == int(answer["Content-Length"]) > lists.WHOLE
    assert len(rows_of(raw, "csv")) == 5_001
