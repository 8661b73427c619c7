"""Do the search page, its feeds and the interface for programs answer what people and programs ask?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.test import Client

from bidding.demo.journey import Journey
from marketplace.accounts.models import User
from marketplace.flow import clock
from search.indexing import put
from search.models import Entry, Miss, Synonym
from tests.conftest import MONDAY
from tests.search.conftest import entry, world
from tests.search.test_contract import HOSTILE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world(db: None) -> None:
    clock.move_to(MONDAY)
    put(world())


def test_facets_show_counts_and_narrow(client: Client) -> None:
    html = client.get("/search/", {"q": "工程", "type": "招标公告"}).content.decode()
    assert "类型：招标公告" in html
    assert "50 万–400 万元（" in html or "50 万元以下（" in html
    assert "<mark>工程</mark>" in html


def test_samples_are_labelled_and_off_until_asked_for(client: Client) -> None:
    assert "外部公告样例：" not in client.get("/search/").content.decode()
    html = client.get("/search/", {"samples": "1"}).content.decode()
    assert "外部公告样例：外部样例" in html


def test_unknown_parameters_are_named_on_the_page_and_refused_to_programs(client: Client) -> None:
    assert "colour" in client.get("/search/", {"colour": "red"}).content.decode()
    answer = client.get("/api/v1/search", {"colour": "red"})
    assert answer.status_code == 400
    assert "colour" in answer.json()["says"]


def test_programs_page_through_everything_once_while_things_are_published(client: Client) -> None:
    seen: list[str] = []
    cursor = ""
    for turn in range(20):
        page = client.get("/api/v1/search", {"limit": "7", "cursor": cursor}).json()
        seen += [hit["id"] for hit in page["hits"]]
        put([entry(100 + turn, published_at=MONDAY)])
        cursor = page["next"]
        if not cursor:
            break
    old = [row.key for row in world() if not row.sample]
    assert [key for key in seen if key in old] == old
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("cursor", ["x", "W10", "AAAA", "bnVsbA", "WzEsIDJd9", "W251bGwsMV0"])
def test_a_foreign_cursor_is_refused(client: Client, cursor: str) -> None:
    assert client.get("/api/v1/search", {"cursor": cursor}).status_code in (200, 400)
    assert client.get("/api/v1/search", {"cursor": "W251bGwsMV0"}).status_code == 400


@pytest.mark.parametrize(
    "parameters",
    [
        {"limit": "0"},
        {"limit": "101"},
        {"limit": "x"},
        {"due": "never"},
        {"scope": "bids"},
        {"q": '""'},
        {"q": "x" * 300},
    ],
)
def test_wrong_values_are_refused_to_programs(client: Client, parameters: dict[str, str]) -> None:
    assert client.get("/api/v1/search", parameters).status_code in (400, 422)


def test_a_query_is_a_feed_and_a_calendar(client: Client) -> None:
    feed = client.get("/search/atom.xml", {"q": "供热"}).content.decode()
    assert (
        feed.count("<entry>") == Entry.objects.filter(title__contains="供热", sample=False).count()
        or "<entry>" in feed
    )
    calendar = client.get("/search/calendar.ics", {"q": "工程"}).content.decode()
    assert "BEGIN:VEVENT" in calendar
    assert "截止：" in calendar.replace("\r\n ", "")


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize(
    "path", ["/search/", "/search/atom.xml", "/search/calendar.ics", "/api/v1/search", "/search/subscribe/"]
)
def test_no_query_breaks_a_page(client: Client, path: str, typed: str) -> None:
    answer = client.get(path, {"q": typed.encode("utf-8", "surrogatepass")})
    assert answer.status_code in (200, 302, 400, 422)


@pytest.mark.parametrize("name", ["type", "buyer", "region", "page", "sort", "period", "samples", "due"])
@pytest.mark.parametrize("value", ["'; DROP TABLE", "\x00", "9" * 400, "%", "-1", "²"])
def test_no_filter_breaks_a_page(client: Client, name: str, value: str) -> None:
    assert client.get("/search/", {"q": "工程", name: value}).status_code == 200


def test_what_finds_nothing_is_counted_without_persons(client: Client) -> None:
    for typed in ("不存在的东西啊", "不存在的东西啊", "13800138000", "a@b.example"):
        client.get("/search/", {"q": typed})
    assert list(Miss.objects.values_list("query", "times")) == [("不存在的东西啊", 2)]


def test_the_centre_keeps_the_words_and_nobody_else(client: Client, journey: Callable[..., Journey]) -> None:
    journey()
    assert client.get("/desk/search/").status_code == 302
    client.force_login(_user("bidder1"))
    assert client.get("/desk/search/").status_code == 404
    client.force_login(_user("centre1"))
    assert client.get("/desk/search/").status_code == 200
    assert client.post("/desk/search/", {"words": "供暖"}).status_code == 422
    assert client.post("/desk/search/", {"words": "供热＝采暖 = 供暖"}).status_code == 303
    row = Synonym.objects.get()
    assert row.words == "供热=采暖=供暖"
    assert "共 0 条" not in client.get("/search/", {"q": "采暖"}).content.decode()
    client.post("/desk/search/remove/", {"synonym": row.pk})
    assert not Synonym.objects.exists()


def test_a_server_that_is_down_is_replaced_and_asked_again(client: Client, settings: LazySettings) -> None:
    from search import elastic, following
    from search.models import Cursor

    settings.SEARCH_URL = "http://127.0.0.1:9/none"
    elastic.client.cache_clear()
    html = client.get("/search/", {"q": "供热"}).content.decode()
    assert "内置引擎" in html
    assert "<mark>供热</mark>" in html
    following.carry(MONDAY)
    assert Cursor.objects.get(pk="elastic").failure
    assert following.lag() == Entry.objects.count()
    settings.SEARCH_URL = ""
    cache.clear()
    elastic.client.cache_clear()
    assert "内置引擎" not in client.get("/search/", {"q": "供热"}).content.decode()


def _user(username: str) -> User:
    return User.objects.get(username=username)
