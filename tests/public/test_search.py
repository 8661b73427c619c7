"""Does the search find any part of what is published, and nothing else?"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from bidding.demo.journey import Journey
from bidding.models import State
from search import query as query_of
from search import text
from search.embedded import Embedded
from search.indexing import index_new, rebuild
from search.models import Entry
from tests.conftest import MONDAY

pytestmark = pytest.mark.django_db
MOMENT = MONDAY


def hits(query: str, **more: object) -> list[str]:
    """Keys of what the engine finds for all words of the query."""
    wanted = query_of.read(query, MOMENT, **more).wanted  # type: ignore[arg-type]
    ids = Embedded().search(wanted, offset=0, limit=20).ids
    rows = Entry.objects.in_bulk(ids)
    return [rows[pk].key for pk in ids]


@pytest.mark.parametrize(
    ("given", "cut"),
    [
        ("供热管网", ["供 热 管 网"]),
        ("JLX-GC-2026", ["jlx gc 2026"]),
        ("ＣＡ证书", ["ca", "证 书"]),
        ('"供热管网"工程', ["供 热 管 网", "工 程"]),
        ('"*()', []),
    ],
)
def test_a_query_is_cut_into_phrases_of_single_characters(given: str, cut: list[str]) -> None:
    found = [" ".join(phrase) for phrase in text.phrases(given)]
    assert sorted(" ".join(found).split()) == sorted(" ".join(cut).split())
    assert not cut or cut[0] in found or len(found) > 1


@pytest.mark.parametrize(
    "query", ["供", "热管", "管网改造", "换热站", "供热 施工", "静发改审批", "JLX-GC-2026", "市政 三级"]
)
def test_any_part_of_a_notice_finds_it(lot_at: Callable[..., Journey], query: str) -> None:
    journey = lot_at(State.RECEIVING)
    assert any(key.startswith(journey.number) for key in hits(query))


@pytest.mark.parametrize("query", ["热供", "网管", "火星"])
def test_characters_in_another_order_do_not(lot_at: Callable[..., Journey], query: str) -> None:
    lot_at(State.RECEIVING)
    assert hits(query) == []


@pytest.mark.parametrize(
    "query",
    ['"', "a OR b", "供热 NOT 管网", "供热*", "NEAR(供 热)", "'; DROP TABLE search_entry; --", "%", "\\"],
)
def test_nothing_in_a_query_is_an_operator(
    public: Client, lot_at: Callable[..., Journey], query: str
) -> None:
    lot_at(State.RECEIVING)
    assert public.get("/search/", {"q": query}).status_code == 200
    assert Entry.objects.exists()


def test_indexing_follows_once_and_can_be_repeated(lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.OPENED)
    count = Entry.objects.count()
    assert index_new(journey.now) == 0
    journey.later(minutes=5)
    assert index_new(journey.now) == 0
    found = hits("供热")
    assert rebuild(journey.now) == count
    assert hits("供热") == found


def test_only_what_is_published_is_found(public: Client, journey: Callable[..., Journey]) -> None:
    from tests.factories import OFFERS, a_draft, a_process
    from tests.public.conftest import show

    found = journey()
    a_process(found)
    found.submit(OFFERS[0])
    unit = found.process().submissions.get().organization
    other = journey(found.now)
    a_draft(other)
    show(other)
    assert hits(unit.name) == []
    assert hits(unit.uscc) == []
    assert not Entry.objects.filter(key=other.number).exists()


def test_no_common_hit_widens_to_any_word_and_says_so(public: Client, lot_at: Callable[..., Journey]) -> None:
    lot_at(State.RECEIVING)
    html = public.get("/search/", {"q": "供热 火星"}).content.decode()
    assert "已放宽为任一字词" in html
    assert "<mark>供热</mark>" in html


def test_a_number_jumps_to_its_object(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.RECEIVING)
    for typed, to in (
        (journey.number, "/tenders/"),
        (f"{journey.number}-E03-1", "/notices/"),
        (f" {journey.number.lower()} ", "/tenders/"),
    ):
        answer = public.get("/search/", {"q": typed})
        assert answer.headers["Location"].startswith(f"{to}{journey.number}")


def test_filters_narrow_and_unknown_ones_are_named(public: Client, lot_at: Callable[..., Journey]) -> None:
    lot_at(State.OPENED)
    html = public.get("/search/", {"q": "供热", "scope": "tenders", "foo": "1"}).content.decode()
    assert "“供热”：共 1 条" in html
    assert "foo" in html
    assert "招标公告" not in html.split('id="results"')[1]


def test_a_closed_tender_is_not_due(lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.OPENED)
    wanted = query_of.read("供热", journey.now, filters={"due": "open"}).wanted
    assert Embedded().search(wanted, offset=0, limit=20).total == 0
    assert hits("供热", filters={"scope": "tenders"}) == [journey.number]


def test_the_search_page_costs_a_constant_number_of_queries(
    public: Client, lot_at: Callable[..., Journey], django_assert_max_num_queries: Callable[..., object]
) -> None:
    lot_at(State.CONTRACTED)
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        public.get("/search/", {"q": "供热 火星"})


def test_the_clock_keeps_the_index_fresh(journey: Callable[..., Journey]) -> None:
    from marketplace.flow import tick
    from tests.factories import a_process

    found = journey()
    a_process(found)
    tick.tick(found.now)
    assert hits("供热", filters={"scope": "tenders"}) == [found.number]


def test_an_article_is_found_while_it_is_live(db: None) -> None:
    from datetime import date

    from cms.models import GuideIndexPage, GuidePage

    row = GuidePage(
        title="电子保函怎么用", summary="开具、提交、退还", body=[("paragraph", "<p>银行和担保机构均可开具。</p>")],
        issued_on=date(2026, 3, 1),
    )  # fmt: skip
    GuideIndexPage.objects.get().add_child(instance=row)
    row.save_revision().publish()
    index_new(MONDAY)
    assert hits("担保机构") == [str(row.pk)]
    row.unpublish()
    index_new(MONDAY)
    assert hits("担保机构") == []
