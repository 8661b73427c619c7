"""Do the statistics say what the rows say, and nothing of a lot that is still open?"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bidding.demo.journey import Journey
from bidding.models import Contract, State
from cms import statistics, statistics_drawing, statistics_facts
from cms.statistics_facts import Deal, Facts, Objected, Timed
from marketplace.flow import clock
from marketplace.law.workdays import SHANGHAI, end_of
from tests.factories import CEILING, OFFERS
from tests.public.conftest import show

UNTIL = datetime(2026, 11, 24, tzinfo=SHANGHAI)
FACTS = Facts(
    2026, UNTIL,
    deals=[
        Deal(3, 455_000_000, 486_320_000, "公开招标（资格后审）", "本县", 40),
        Deal(3, 90_000_000, 100_000_000, "公开招标（资格后审）", "省外", 50),
        Deal(11, 198_000_000, 200_000_000, "竞争性磋商", "本省其他市", 20),
    ],
    bidders=[2, 4, 5, 12], failed=1, methods={2025: Counter({"公开招标（资格后审）": 3}), 2026: Counter({"公开招标（资格后审）": 3, "竞争性磋商": 1})},
    objections=[Objected("对评标结果的异议", 3, 2, 1)], timers=[Timed("静乐县交通局（示例）", 10, 9)],
)  # fmt: skip


def chart(key: str, facts: Facts = FACTS) -> statistics.Chart:
    return next(one for one in statistics.charts(facts) if one.key == key)


@pytest.mark.parametrize(
    ("key", "title"),
    [
        ("turnover", "2026 年签订合同 3 份，共 743.00 万元"),
        ("savings", "节资率中位数 6.4%"),
        ("competition", "平均每个标段 5.8 家投标，流标 1 个"),
        ("methods", "2026 年发布 4 个标段，公开招标（资格后审）占 75%"),
        ("duration", "从公告到签约，中位数 40 天"),
        ("objections", "异议 3 件，按期答复 2 件，成立 1 件"),
        ("homes", "67% 的合同由县外单位中标"),
        ("timers", "10 项期限届满，按期办结 9 项"),
    ],
)
def test_each_chart_is_a_sentence(key: str, title: str) -> None:
    found = chart(key)
    assert found.title == title
    assert found.spoken
    assert found.head
    assert all(len(row) == len(found.head) for row in found.rows)
    assert found.bars or found.drawn


@pytest.mark.parametrize("made", statistics.CHARTS, ids=lambda make: make.__name__)
def test_without_facts_a_chart_says_why(made: Callable[[Facts], statistics.Chart]) -> None:
    found = made(Facts(2026, UNTIL))
    assert found.empty.endswith("。")
    assert not found.rows


def test_months_that_are_not_over_yet_are_not_drawn() -> None:
    assert [label for label, _ in chart("turnover").bars][-1] == "11月"
    assert (
        len(
            chart(
                "turnover",
                Facts(2025, datetime(2026, 1, 1, tzinfo=SHANGHAI) - timedelta(hours=1), deals=FACTS.deals),
            ).bars
        )
        == 12
    )


def test_quantiles_are_those_of_spreadsheets() -> None:
    rows = [Decimal(n) for n in (1, 2, 3, 4)]
    assert statistics_drawing.median(rows) == Decimal("2.5")
    assert statistics_drawing.quantile(rows, Decimal("0.25")) == Decimal("1.75")
    assert statistics_drawing.quantile([Decimal(7)], Decimal("0.75")) == 7


def test_shares_fill_the_whole_width() -> None:
    made = statistics_drawing.shares([("2026年", [("甲", 1), ("乙", 1), ("丙", 1)])])
    assert sum(row.width for row in made.rects) == statistics_drawing.WIDTH - statistics_drawing.LABEL


@pytest.mark.parametrize(
    ("uscc", "home"),
    [("12140926MB1A0001X4", "本县"), ("91140902MA0K00013D", "本市其他县"), ("91140100MA0K00013D", "本省其他市"), ("91110000MA0K00013D", "省外")],
)  # fmt: skip
def test_a_unit_is_at_home_where_its_code_says(uscc: str, home: str) -> None:
    assert statistics_facts.home(uscc) == home


# ── with a database ─────────────────────────────────────────────────────────


def page(client: Client) -> str:
    """Without the time of day and the token of forms."""
    html = client.get("/stats/").content.decode()
    return re.sub(r'\d\d:\d\d:\d\d|\d+ 秒|name="csrfmiddlewaretoken" value="[^"]*"', "", html)


@pytest.mark.django_db
def test_bids_for_an_open_lot_change_nothing(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.RECEIVING)
    journey.later(days=3)
    show(journey)
    before = page(public)
    for offer in OFFERS:
        journey.submit(offer)
    assert page(public) == before
    facts = statistics_facts.of_year(2026, journey.now)
    assert (facts.bidders, facts.deals) == ([], [])
    assert "还没有截止的标段" in before


@pytest.mark.django_db
def test_a_lot_counts_from_the_day_after_it_is_closed(public: Client, lot_at: Callable[..., Journey]) -> None:
    journey = lot_at(State.OPENED)
    assert "还没有截止的标段" in page(public)
    clock.move_to(end_of(journey.now.date()))
    assert "平均每个标段 4.0 家投标，没有流标" in page(public)


@pytest.mark.django_db
def test_a_contract_is_in_every_chart_and_its_table_in_a_file(
    public: Client, lot_at: Callable[..., Journey]
) -> None:
    journey = lot_at(State.CONTRACTED)
    clock.move_to(end_of(journey.now.date()))
    html, contract = page(public), Contract.objects.get()
    rate = f"{Decimal(CEILING - contract.amount_fen) * 100 / CEILING:.1f}%"
    assert f"2026 年签订合同 1 份，共 {statistics.wan(contract.amount_fen)} 万元" in html
    assert f"节资率中位数 {rate}" in html
    assert html.count('role="img"') == html.count("数据表、定义和下载") >= 6
    answer = public.get("/stats/savings.csv", {"year": "2026"})
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows == [
        ["方式", "合同份数", "最低", "中位", "最高"],
        ["公开招标（资格后审）", "1", rate, rate, rate],
    ]
    assert public.get("/stats/nothing.csv").status_code == 404
    with CaptureQueriesContext(connection) as asked:
        public.get("/stats/")
    assert len(asked) <= 14


@pytest.mark.django_db
def test_a_year_nobody_knows_is_said(public: Client, db: None) -> None:
    for year in ("1949", "soon", "99999999999"):
        answer = public.get("/stats/", {"year": year})
        assert answer.status_code == 200
        assert "没有这一年的数据" in answer.content.decode()
