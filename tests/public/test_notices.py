"""Are frozen notices listed, shown, fed and linked; do files come in pieces?"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import AsyncClient, Client

from bidding.demo.journey import Journey
from bidding.models import State
from marketplace.notices.models import Notice

pytestmark = pytest.mark.django_db


def test_the_page_tree_has_the_front_page_and_the_notices(public: Client, db: None) -> None:
    assert public.get("/").status_code == 200
    assert "共 0 份公告" in public.get("/notices/").content.decode()


def test_a_notice_shows_every_field_its_hash_and_its_medium(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    journey = lot_at(State.RECEIVING)
    row = Notice.objects.get(tender=journey.number, type="E03")
    html = public.get(row.get_absolute_url()).content.decode().replace("<wbr>", "")
    assert all(item["label"] in html for item in row.fields)
    assert row.hash[:8] in html
    assert "期限自此起算" in html


def test_a_change_and_its_original_point_at_each_other(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    journey = lot_at(State.RECEIVING)
    journey.two_persons(
        journey.tender, "clarify", "wangmin", "zhaozhiqiang", text="补充图纸", affects_bids=False,
        new_deadline=journey.tender.deadline_at,
    )  # fmt: skip
    old, new = f"/notices/{journey.number}-E03-1/", f"/notices/{journey.number}-E05-1/"
    assert new in public.get(old).content.decode()
    assert "这份公告已有变更" in public.get(old).content.decode()
    assert old in public.get(new).content.decode()


def test_the_list_is_filtered_and_names_what_it_does_not_know(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    lot_at(State.OPENED)
    both = public.get("/notices/").content.decode()
    one = public.get("/notices/", {"type": "E09", "colour": "red"}).content.decode()
    assert "共 2 份公告" in both
    assert "共 1 份公告" in one
    assert "已忽略" in one
    assert "colour" in one


def test_the_list_costs_the_same_for_two_and_for_six(
    public: Client, lot_at: Callable[..., Journey], django_assert_max_num_queries: Callable[..., object]
) -> None:
    lot_at(State.CONTRACTED)
    with django_assert_max_num_queries(12):  # type: ignore[attr-defined]
        public.get("/notices/")


def test_an_unknown_notice_is_404_with_a_search_box(public: Client, db: None) -> None:
    answer = public.get("/notices/JLX-GC-2026-00001-E03-9/")
    assert answer.status_code == 404
    assert 'action="/search/"' in answer.content.decode()


def test_the_feed_is_atom_and_newest_first(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.OPENED)
    answer = public.get("/notices/atom.xml")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    links = re.findall(r"<id>([^<]*E\d\d-\d/)</id>", answer.content.decode())
    assert [link.rsplit(journey.number, 1)[1] for link in links] == ["-E09-1/", "-E03-1/"]


def test_the_site_map_lists_notices_and_tenders(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.RECEIVING)
    said = public.get("/sitemap.xml").content.decode()
    assert f"/tenders/{journey.number}/" in said
    assert f"/notices/{journey.number}-E03-1/" in said


def test_the_time_is_not_stored(public: Client, db: None) -> None:
    answer = public.get("/time")
    assert "no-store" in answer.headers["Cache-Control"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+08:00", answer.json()["now"])


def test_notices_are_read_only_even_for_a_superuser(client: Client, lot_at: Callable[..., Journey]) -> None:
    from marketplace.accounts.models import User

    lot_at(State.RECEIVING)
    boss = User.objects.create_superuser("boss", password="a-long-password", name="管理员")
    client.force_login(boss)
    row = Notice.objects.get()
    listed = client.get("/manage/trading_notices/")
    assert listed.status_code == 200
    assert "公告类型" in listed.content.decode()
    assert client.get(f"/manage/trading_notices/inspect/{row.pk}/").status_code == 200
    for path in ("new/", f"edit/{row.pk}/", f"delete/{row.pk}/"):
        assert client.get(f"/manage/trading_notices/{path}").status_code in (302, 403)


# ── files ───────────────────────────────────────────────────────────────────


@pytest.fixture
def file_url(lot_at: Callable[..., Journey]) -> tuple[str, str, int]:
    journey = lot_at(State.RECEIVING)
    row = journey.tender.documents.get()
    return f"/tenders/{journey.number}/files/{row.sha256[:16]}/", row.sha256, row.size


async def read(url: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    answer = await AsyncClient().get(url, headers=headers)
    body = (
        b"".join([piece async for piece in answer.streaming_content]) if answer.streaming else answer.content
    )
    return answer.status_code, body, dict(answer.headers)


@pytest.mark.django_db(transaction=False)
def test_a_file_comes_whole_in_part_or_not_at_all(file_url: tuple[str, str, int]) -> None:
    import hashlib

    from asgiref.sync import async_to_sync

    url, digest, size = file_url
    get = async_to_sync(read)
    status, body, headers = get(url)
    assert (status, hashlib.sha256(body).hexdigest(), headers["ETag"]) == (200, digest, f'"{digest}"')
    assert headers["Content-Disposition"].startswith("attachment")
    part_status, part, part_headers = get(url, Range="bytes=10-19")
    assert (part_status, part, part_headers["Content-Range"]) == (206, body[10:20], f"bytes 10-19/{size}")
    assert get(url, Range="bytes=-5")[1] == body[-5:]
    assert get(url, Range=f"bytes={size}-")[0] == 416
    assert get(url, **{"If-None-Match": f'"{digest}"'})[0] == 304
    assert get(url, **{"Range": "bytes=0-1", "If-Range": '"another"'})[0] == 200


def test_an_unpublished_file_does_not_exist(public: Client, journey: Callable[..., Journey]) -> None:
    from tests.factories import a_draft

    found = journey()
    a_draft(found)
    row = found.tender.documents.get()
    assert public.get(f"/tenders/{found.number}/files/{row.sha256[:16]}/").status_code == 404
