"""Is the list of notices found by business, type, time, place, buyer and words, at a price that does not grow?"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import rfc8785
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bidding.demo.journey import Journey
from bidding.models import State
from cms.tree import plant
from marketplace.flow import clock
from marketplace.law.workdays import SHANGHAI
from marketplace.notices import freezing
from marketplace.notices.models import Notice
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
KINDS = (("E03", "工程建设"), ("E12", "工程建设"), ("G03", "政府采购"), ("L01", "土地使用权"))


def a_notice(n: int, **more: Any) -> Notice:
    """A row as a step leaves it; the list does not ask how it came to be."""
    code, business = KINDS[n % len(KINDS)]
    at = MONDAY - timedelta(days=n, minutes=n)
    row = Notice(
        number=f"JLX-GC-2026-{n:05d}-{code}-1", type=code, business=business, title=f"第 {n} 号道路改造工程施工（示例）",
        tender=f"JLX-GC-2026-{n:05d}", fields=[{"label": "招标内容", "value": "道路"}], buyer="静乐县交通局（示例）",
        method="公开招标", amount_fen=100_000_00 + n, published_at=at, law_on=at.date(), deadline_at=at + timedelta(days=30),
    )  # fmt: skip
    for name, value in more.items():
        setattr(row, name, value)
    row.hash = freezing.digest(row.frozen())
    return row


def keep(*rows: Notice) -> None:
    Notice.objects.bulk_create(rows)


@pytest.fixture
def public(client: Client) -> Client:
    plant()
    clock.move_to(MONDAY)
    return client


def page(client: Client, **asked: str) -> str:
    return client.get("/notices/", asked).content.decode().replace("<wbr>", "")


def test_two_levels_of_classes_count_what_is_published(public: Client) -> None:
    keep(*(a_notice(n) for n in range(1, 9)))
    first = page(public)
    assert "共 8 份公告" in first
    assert '全部 <b class="num">8</b>' in first
    assert '工程建设 <b class="num">4</b>' in first
    assert '<span>矿业权 <b class="num">0</b></span>' in first
    second = page(public, business="工程建设")
    assert "共 4 份公告" in second
    assert '招标公告 <b class="num">2</b>' in second
    assert "共 2 份公告" in page(public, business="工程建设", type="E12")


def test_time_buyer_words_and_order(public: Client) -> None:
    old = datetime(2024, 12, 31, 16, 30, tzinfo=SHANGHAI)
    keep(
        a_notice(1), a_notice(2, buyer="静乐县水利局（示例）", amount_fen=900_000_000_00),
        a_notice(3, published_at=old, law_on=old.date(), title="旧的桥梁（示例）"),
    )  # fmt: skip
    assert "共 1 份公告" in page(public, year="2024")
    assert "共 1 份公告" in page(public, year="2024", month="12")
    assert "共 0 份公告" in page(public, year="2024", month="11")
    assert "共 1 份公告" in page(public, buyer="水利局")
    assert "共 1 份公告" in page(public, q="旧的 桥梁")
    assert "共 2 份公告" in page(public, period="7")
    oldest = page(public, sort="oldest")
    assert oldest.index("旧的桥梁") < oldest.index("第 1 号")
    dearest = page(public, sort="amount")
    assert dearest.index("第 2 号") < dearest.index("第 1 号")


def test_the_last_second_of_a_month_belongs_to_it(public: Client) -> None:
    last = datetime(2025, 11, 30, 23, 59, 59, tzinfo=SHANGHAI)
    keep(
        a_notice(1, published_at=last, law_on=last.date()),
        a_notice(2, published_at=last + timedelta(seconds=1)),
    )
    assert "共 1 份公告" in page(public, year="2025", month="11")
    assert "共 1 份公告" in page(public, year="2025", month="12")


def test_what_the_address_asks_and_nobody_knows_is_named(public: Client) -> None:
    keep(a_notice(1))
    said = page(public, colour="red", type="E99", month="3")
    assert "有不认识的查询条件，已忽略" in said
    assert "colour" in said
    assert "type=E99" in said
    assert "month（请同时选择年份）" in said
    assert "共 1 份公告" in said


def test_twenty_a_page_and_the_filter_goes_along(public: Client) -> None:
    keep(*(a_notice(4 * n) for n in range(1, 26)))
    first = page(public, business="工程建设")
    assert first.count('class="title"') == 20
    assert "business=%E5%B7%A5%E7%A8%8B%E5%BB%BA%E8%AE%BE&amp;page=2" in first
    assert page(public, business="工程建设", page="2").count('class="title"') == 5
    assert page(public, business="工程建设", page="99").count('class="title"') == 5


def queries(client: Client, path: str) -> int:
    """How many a warm page asks."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("/notices/", 12),
        ("/notices/?business=工程建设&type=E03&year=2026&q=道路", 12),
        ("/", 14),
        ("/honours/", 7),
    ],
)
def test_pages_cost_the_same_for_fifty_and_for_five_hundred(public: Client, path: str, most: int) -> None:
    """Page tree and site take five, what is hidden one; counts, years, regions and rows one each."""
    keep(*(a_notice(n) for n in range(1, 51)))
    few = queries(public, path)
    keep(*(a_notice(n) for n in range(51, 501)))
    assert queries(public, path) == few <= most


def test_the_page_of_a_notice_costs_the_same_with_many_changes(public: Client) -> None:
    keep(a_notice(4))
    first = Notice.objects.get()
    few = queries(public, first.get_absolute_url())
    keep(*(a_notice(4, number=f"JLX-GC-2026-00004-E03-{n}", replaces=first) for n in range(2, 12)))
    assert queries(public, first.get_absolute_url()) == few <= 13


def test_a_feed_and_a_sheet_hold_what_the_filter_asks(public: Client) -> None:
    keep(*(a_notice(n) for n in range(1, 9)))
    feed = public.get("/notices/atom.xml", {"business": "土地使用权"}).content.decode()
    assert feed.count("<entry") == 2
    assert "土地使用权" in feed[: feed.index("<entry")]
    table = public.get("/notices/list.csv", {"business": "土地使用权"})
    assert table.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert [row["类型"] for row in rows] == ["国有建设用地使用权出让公告"] * 2
    assert rows[0]["金额（元）"] == "100000.03"
    book = public.get("/notices/list.xlsx", {"business": "土地使用权"})
    assert zipfile.ZipFile(io.BytesIO(book.content)).testzip() is None


def test_anybody_makes_the_hash_of_every_notice_again(public: Client, lot_at: Callable[..., Journey]) -> None:
    import hashlib

    journey = lot_at(State.CONTRACTED)
    rows = list(Notice.objects.of_tender(journey.number))
    assert len(rows) == 5
    for row in rows:
        said = json.loads(public.get(f"/notices/{row.number}.json").content)
        assert hashlib.sha256(rfc8785.dumps(said["frozen"])).hexdigest() == said["hash"] == row.hash
        assert said["frozen"]["fields"] == row.fields
        changed = said["frozen"] | {"title": said["frozen"]["title"] + "。"}
        assert hashlib.sha256(rfc8785.dumps(changed)).hexdigest() != row.hash


def test_a_moved_deadline_is_struck_through_on_the_original(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    journey = lot_at(State.RECEIVING)
    assert journey.tender.deadline_at is not None
    later = journey.tender.deadline_at + timedelta(days=7)
    journey.two_persons(
        journey.tender, "extend", "wangmin", "zhaozhiqiang", new_deadline=later, reason="应投标人要求顺延"
    )
    original = Notice.objects.get(tender=journey.number, type="E03")
    html = public.get(original.get_absolute_url()).content.decode()
    assert "<del>" in html
    assert (
        f"{later.astimezone(SHANGHAI).month}月{later.astimezone(SHANGHAI).day}日"
        in html[html.index("<ins>") :]
    )


def test_a_printed_notice_carries_its_address_hash_and_the_way_to_verify(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    journey = lot_at(State.RECEIVING)
    row = Notice.objects.get(tender=journey.number)
    html = public.get(row.get_absolute_url()).content.decode()
    assert f"SHA-256 {row.hash}" in html
    assert f"/verify/?number={row.number}&amp;digits={row.hash[:8]}" in html[html.index("data-qr=") :]
    assert "属实" in public.get("/verify/", {"number": row.number, "digits": row.hash[:8]}).content.decode()
