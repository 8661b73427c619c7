"""Do all engines find the same rows, count the same facets and order alike?

The expected rows are found here by looking through the entries one by one, so that no engine is the
measure of another.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import query, text
from search.engine import WEEK_SECONDS, Engine, Wanted, band_of
from search.indexing import put, remove
from search.models import Entry, Synonym
from tests.conftest import MONDAY
from tests.search.conftest import entry, shown, world

pytestmark = pytest.mark.django_db
Filled = Callable[..., Engine]
QUERIES = (
    "供热", "热管", "管网 改造", "道路工程施工招标", "\"施工招标文件\"", "LED", "ＣＡ证书", "ca", "2.5", "18.6 公里", "860", "㎡",
    "JLX-GC-2026-00003", "m3", "招标文件", "水利工程建设中心", "供热 -一级管网", "工程 -\"教学楼\" -道路", "的", "联合体投标", "热供",
    "第二 小学", "信创", "编号尾数 7", "(第二标段)", "860 盏",
)  # fmt: skip


def _has(row: Entry, phrase: tuple[str, ...]) -> bool:
    """Whether the phrase's tokens follow one another in title or body."""
    body = "\n".join((row.key, *row.codes, *row.names, row.buyer, row.type, row.text))
    wanted = f" {' '.join(phrase)} "
    return any(wanted in f" {text.spaced(part)} " for part in (row.title, body))


def _expected(wanted: Wanted, *, without: str = "") -> list[Entry]:
    """The rows that match, found one by one; `without` leaves out one filter."""
    found = []
    for row in Entry.objects.live():
        words = [any(_has(row, phrase) for phrase in word) for word in wanted.words]
        if words and not (any(words) if wanted.any_word else all(words)):
            continue
        if any(_has(row, phrase) for phrase in wanted.without) or (row.sample and not wanted.samples):
            continue
        if all(_fits(row, name, value, wanted) for name, value in wanted.filters if name != without):
            found.append(row)
    return found


def _fits(row: Entry, name: str, value: str, wanted: Wanted) -> bool:
    if name == "band":
        return band_of(row.amount_fen) == value
    if name == "due":
        return value in _due(row, wanted)
    return bool(getattr(row, name) == value)


def _due(row: Entry, wanted: Wanted) -> tuple[str, ...]:
    if row.deadline_at is None:
        return ()
    left = (row.deadline_at - wanted.now).total_seconds()
    return ("closed",) if left <= 0 else ("week", "open") if left <= WEEK_SECONDS else ("open",)


def _facet(rows: list[Entry], name: str, wanted: Wanted) -> dict[str, int]:
    counts: Counter[str] = Counter()
    for row in rows:
        values = (
            _due(row, wanted)
            if name == "due"
            else (band_of(row.amount_fen),)
            if name == "band"
            else (getattr(row, name),)
        )
        counts.update(value for value in values if value)
    return dict(counts)


def _read(typed: str, **more: Any) -> Wanted:
    return query.read(typed, MONDAY, **more).wanted


@pytest.mark.parametrize("typed", QUERIES)
def test_every_engine_finds_the_rows_that_have_the_words(filled: Filled, typed: str) -> None:
    engine, wanted = filled(), _read(typed)
    hits = engine.search(wanted, offset=0, limit=100)
    expected = {row.pk for row in _expected(wanted)}
    assert set(hits.ids) == expected
    assert hits.total == len(expected) == engine.count(wanted).total


def test_the_queries_of_this_suite_find_something_and_not_everything(filled: Filled) -> None:
    engine = filled()
    totals = [engine.count(_read(typed)).total for typed in QUERIES]
    assert sum(total > 0 for total in totals) >= len(QUERIES) - 2, [
        q for q, n in zip(QUERIES, totals, strict=True) if not n
    ]
    assert sum(0 < total < 40 for total in totals) >= len(QUERIES) // 2


FILTERS = (
    {"type": "招标公告"}, {"region": "140926", "type": "招标公告"}, {"band": "400"}, {"due": "open"}, {"due": "week"}, {"due": "closed"},
    {"buyer": "原平市教育局"}, {"industry": "水利", "band": "0"}, {"state": "投标中", "due": "open"}, {"scope": "lots"},
    {"buyer": "没有这个单位"}, {"type": "'; DROP TABLE search_entry; --"},
)  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("typed", ["", "工程"])
def test_every_engine_counts_the_same_facets(filled: Filled, typed: str, filters: dict[str, str]) -> None:
    engine, wanted = filled(), _read(typed, filters=filters)
    counted = engine.count(wanted)
    assert counted.total == len(_expected(wanted)) == engine.search(wanted, offset=0, limit=1).total
    for name in (
        "scope",
        "type",
        "state",
        "region",
        "band",
        "industry",
        "business",
        "method",
        "due",
        "buyer",
    ):
        assert counted.facets[name] == _facet(_expected(wanted, without=name), name, wanted), name


@pytest.mark.parametrize("sort", ["newest", "deadline", "amount"])
def test_every_engine_orders_alike(filled: Filled, sort: str) -> None:
    engine, wanted = filled(), _read("工程", sort=sort)
    keys: dict[str, Callable[[Entry], Any]] = {
        "newest": lambda row: (-row.published_at.timestamp(), -row.pk),
        "deadline": lambda row: (row.deadline_at is None, row.deadline_at or MONDAY, -row.pk),
        "amount": lambda row: (row.amount_fen is None, -(row.amount_fen or 0), -row.pk),
    }
    expected = [row.pk for row in sorted(_expected(wanted), key=keys[sort])]
    pages = [engine.search(wanted, offset=start, limit=7).ids for start in range(0, len(expected) + 7, 7)]
    assert list(itertools.chain(*pages)) == expected


def test_titles_come_before_texts_and_exact_names_before_both(filled: Filled) -> None:
    engine = filled(
        [
            entry(1, key="a", title="某工程", text="供热管网"),
            entry(4, key="b", title="供热管网工程", text="无"),
        ]
    )
    first = engine.search(_read("供热管网"), offset=0, limit=2).ids[0]
    assert Entry.objects.get(pk=first).key == "b"
    put([entry(7, key="c", title="别的", names=["供热管网"], text="供热管网")])
    shown(engine)
    assert Entry.objects.get(pk=engine.search(_read("供热管网"), offset=0, limit=3).ids[0]).key == "c"


def test_the_first_hits_of_all_engines_overlap(filled: Filled) -> None:
    """Ranking formulas differ; half of the first ten must be the ones that have the words in their title."""
    engine = filled()
    for typed in ("供热管网", "河道治理", "教学楼", "路灯"):
        wanted = _read(typed)
        titled = [
            row.pk
            for row in _expected(wanted)
            if all(any(" ".join(p) in text.spaced(row.title) for p in w) for w in wanted.words)
        ]
        first = engine.search(wanted, offset=0, limit=min(10, max(1, len(titled)))).ids
        assert not titled or len(set(first) & set(titled)) * 2 >= len(first)


def test_synonyms_count_as_the_word_itself(filled: Filled) -> None:
    engine = filled()
    assert engine.count(_read("采暖")).total == 0
    Synonym.objects.create(words="供热=采暖=供暖")
    assert engine.count(_read("采暖")).total == engine.count(_read("供热")).total > 0
    assert engine.count(_read("采暖管网")).total == engine.count(_read("供热管网")).total > 0


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("jinglexianchengshi", "静乐县城市供热服务中心"),
        ("jlxcsgrfwzx", "静乐县城市供热服务中心"),
        ("ypsjyj", "原平市教育局"),
    ],
)
def test_names_are_found_by_pinyin_and_initials(filled: Filled, typed: str, name: str) -> None:
    engine = filled()
    hits = engine.search(_read(typed), offset=0, limit=100)
    assert hits.total == Entry.objects.filter(buyer=name, sample=False).count() > 0


@pytest.mark.parametrize(
    ("typed", "relaxation", "word"),
    [("供惹", "sound", "供热"), ("供热 火星", "any", "火星"), ("河道治里", "sound", "治理")],
)
def test_what_is_relaxed_is_said(filled: Filled, typed: str, relaxation: str, word: str) -> None:
    engine = filled()
    found = query.relaxed(
        query.read(typed, MONDAY), typed, lambda wanted: engine.count(wanted, parties=0).total
    )
    assert found.relaxed == relaxation
    assert word in found.says
    assert engine.count(found.wanted).total > 0


def test_a_row_put_again_replaces_itself_and_a_removed_one_is_gone(filled: Filled) -> None:
    engine = filled([entry(0)])
    put([entry(0, title="改了名字的工程", text="")])
    shown(engine)
    assert engine.count(_read("换热站")).total == 0
    assert engine.count(_read("改了名字")).total == 1
    remove("notices", [entry(0).key])
    shown(engine)
    assert engine.count(_read("改了名字")).total == 0
    assert engine.count(_read("")).total == 0
    assert not Entry.objects.live().exists()


def test_samples_are_found_only_when_asked_for(filled: Filled) -> None:
    engine = filled()
    with_samples = engine.count(_read("", samples=True)).total
    assert with_samples - engine.count(_read("")).total == sum(row.sample for row in world()) > 0


def test_a_saved_query_looks_only_at_the_new_rows(filled: Filled) -> None:
    engine = filled()
    fresh = list(Entry.objects.order_by("-seq").values_list("pk", flat=True)[:10])
    queries = [
        _read(typed, filters=filters, ids=fresh)
        for typed, filters in (("工程", {}), ("供热", {}), ("", {"type": "招标公告"}), ("火星", {}))
    ]
    expected = [tuple(sorted(row.pk for row in _expected(one) if row.pk in fresh)) for one in queries]
    assert engine.matches(queries) == expected
    assert any(expected)


def test_dates_are_half_open(filled: Filled) -> None:
    engine = filled()
    since, until = MONDAY - timedelta(hours=10), MONDAY - timedelta(hours=5)
    found = engine.search(_read("", since=since, until=until, samples=True), offset=0, limit=100)
    moments = set(Entry.objects.filter(pk__in=found.ids).values_list("published_at", flat=True))
    assert moments == {MONDAY - timedelta(hours=hours) for hours in range(6, 11)}


HOSTILE = (
    '"', "a OR b", "供热 NOT 管网", "供热*", "NEAR(供 热)", "'; DROP TABLE search_entry; --", "%", "\\", "{\"match_all\":{}}", "-", "--", "-供热",
    "\x00", "\x01供热\x1f", "供" * 10_000, "\ud83d\ude00", "<script>alert(1)</script>", "title:供热", "供热 AND", "((((", "^5", "~", "&& || !", "_id:1",
    "供热\u202e", "＂供热＂", "\"\"\"", "🀄🀄", "${jndi:ldap://x}", "'供热'::tsquery", "\n\t\r",
)  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_any_query_is_answered(filled: Filled, typed: str) -> None:
    engine = filled()
    wanted = _read(typed)
    assert engine.count(wanted).total >= engine.search(wanted, offset=0, limit=3).total >= 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.sampled_from(["", "newest"]))
def test_any_text_is_answered_alike(filled: Filled, typed: str, sort: str) -> None:
    engine = filled([entry(number) for number in range(6)])
    wanted = _read(typed, sort=sort)
    if wanted.words:
        assert set(engine.search(wanted, offset=0, limit=50).ids) == {row.pk for row in _expected(wanted)}
