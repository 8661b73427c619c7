"""What do people read where the row holds fen, moments and digests?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.template import Context, Template, TemplateSyntaxError

from marketplace.law.money import Money
from marketplace.templatetags import charts, ui

DEADLINE = datetime(2026, 12, 1, 9, 30, tzinfo=ui.SHANGHAI)


@pytest.mark.parametrize(
    ("fen", "full", "in_wan"),
    [
        (486_320_000, "4,863,200.00 元", "486.32"),
        (1, "0.01 元", "0.00"),
        (0, "0.00 元", "0.00"),
        (5_000, "50.00 元", "0.01"),
        (4_999, "49.99 元", "0.00"),
    ],
)
def test_money_is_written_to_the_fen_and_lists_round_half_up(fen: int, full: str, in_wan: str) -> None:
    assert ui.money(fen) == ui.money(Money(fen)) == full
    assert ui.wan(fen) == in_wan


def test_a_float_is_no_money() -> None:
    with pytest.raises(TypeError):
        ui.money(4863200.0)  # type: ignore[arg-type]


def test_capitals_of_a_sum() -> None:
    assert ui.capitals(459_876_000) == "肆佰伍拾玖万捌仟柒佰陆拾元整"


def test_moments_are_written_in_shanghai_with_the_weekday() -> None:
    utc = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)
    assert ui.when(utc) == "2026年12月1日（星期二）09:30"
    assert ui.when(utc, "short") == "12月1日 09:30"
    assert ui.iso(utc) == "2026-12-01T09:30:00+08:00"


def test_the_end_of_a_day_is_24_00_of_that_day() -> None:
    midnight = datetime(2026, 11, 26, tzinfo=ui.SHANGHAI)
    assert ui.when(midnight, "end") == "2026年11月25日（星期三）24:00"
    assert ui.when(midnight, "short end") == "11月25日 24:00"
    assert ui.when(midnight) == "2026年11月26日（星期四）00:00"
    assert ui.when(midnight + timedelta(minutes=1), "end") == "2026年11月26日（星期四）00:01"


def test_a_moment_without_a_zone_is_not_shown() -> None:
    with pytest.raises(TemplateSyntaxError):
        ui.when(datetime(2026, 12, 1, 9, 30))


def test_days() -> None:
    assert ui.day(date(2026, 12, 1)) == "2026年12月1日（星期二）"
    assert ui.day(datetime(2026, 11, 30, 16, 0, tzinfo=UTC), "short") == "12月1日"


def test_the_clock_of_a_receipt_shows_thousandths() -> None:
    arrived = datetime(2026, 11, 27, 15, 42, 7, 318_999, tzinfo=ui.SHANGHAI)
    assert (ui.clock(arrived), ui.clock(arrived, "millis"), ui.clock(arrived, "minute")) == (
        "15:42:07",
        ".318",
        "15:42",
    )


@pytest.mark.parametrize(
    ("left", "words", "digits"),
    [
        (timedelta(days=7, hours=22, minutes=42, seconds=54), "7 天 22 小时", "7天22时42分"),
        (timedelta(days=1), "1 天 0 小时", "1天00时00分"),
        (timedelta(hours=23, minutes=59, seconds=59), "23 小时 59 分", "23时59分59秒"),
        (timedelta(minutes=59, seconds=4), "59 分 04 秒", "59分04秒"),
        (timedelta(seconds=1), "0 分 01 秒", "00分01秒"),
        (timedelta(0), "已截止", "00分00秒"),
        (timedelta(seconds=-1), "已截止", "00分00秒"),
    ],
)
def test_the_time_left_changes_its_unit(left: timedelta, words: str, digits: str) -> None:
    now = DEADLINE - left
    assert ui.until(DEADLINE, now) == words
    assert "".join(number + unit for _, number, unit in ui.countdown(DEADLINE, now)) == digits


def test_how_long_overdue_is_said_in_one_unit() -> None:
    assert ui.overdue(DEADLINE, DEADLINE + timedelta(days=2, hours=10)) == "2 天"
    assert ui.overdue(DEADLINE, DEADLINE + timedelta(hours=23, minutes=59)) == "23 小时"
    assert ui.overdue(DEADLINE, DEADLINE + timedelta(seconds=59)) == "0 分"


def test_headings_break_between_words_and_never_before_closing_punctuation() -> None:
    broken = ui.wbr("城区集中供热管网改造工程（二标段）施工")
    assert "改<wbr>造" not in broken
    assert "<wbr>）" not in broken
    assert "（<wbr>" not in broken
    assert "<wbr>（" in broken
    assert broken.replace("<wbr>", "") == "城区集中供热管网改造工程（二标段）施工"


def test_a_heading_is_escaped() -> None:
    assert "<b>" not in ui.wbr("<b>工程</b>")
    assert "&lt;" in ui.wbr("<b>工程</b>")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("投标人,代理机构", "投标人，代理机构"),
        ("截止时间:12月1日", "截止时间：12月1日"),
        ("工程(二标段)施工", "工程（二标段）施工"),
        ("可以吗?", "可以吗？"),
        ("完成.", "完成。"),
        ("4,863,200.00 元", "4,863,200.00 元"),
        ("09:30", "09:30"),
        ("GB/T 37668-2019 (AA)", "GB/T 37668-2019 (AA)"),
    ],
)
def test_punctuation_after_han_is_full_width(typed: str, shown: str) -> None:
    assert ui.cjk(typed) == shown


def test_sizes_and_digests() -> None:
    assert [ui.size(octets) for octets in (0, 84_000, 99_999, 100_000, 201_524_219)] == [
        "1 KB",
        "84 KB",
        "99 KB",
        "0.1 MB",
        "201.5 MB",
    ]
    assert ui.short_hash("b71d" + "0" * 56 + "40ce") == "b71d…40ce"
    assert ui.octets("0123456789abcdef") == "01234567 89abcdef"


def test_every_state_is_a_word_with_one_class() -> None:
    for word in ui.STATES | ui.MARKS:
        assert f">{word}</span>" in ui.chip(word)


def test_a_word_that_is_no_state_needs_its_tone() -> None:
    with pytest.raises(TemplateSyntaxError, match="操作成功"):
        ui.chip("操作成功")
    assert ui.chip("已递交", "open") == '<span class="tag open">已递交</span>'


def test_a_chip_is_escaped() -> None:
    assert "<i>" not in ui.chip("<i>", "line")


def test_the_axis_begins_at_zero_and_ends_at_a_round_number() -> None:
    plot = charts.plot([("1月", 2140), ("2月", 1180), ("3月", 4870)])
    assert [line.label for line in plot.grid] == ["0", "2500", "5000"]
    assert [bar.height for bar in plot.bars] == [64, 35, 146]
    assert all(bar.y + bar.height == charts.BASE for bar in plot.bars)


def test_a_chart_of_nothing_has_an_axis_and_no_bars() -> None:
    assert charts.plot([]).bars == []
    assert [charts.round_top(Decimal(top)) for top in ("0", "10", "11", "0.3")] == [1, 10, 20, Decimal("0.5")]


def test_moment_is_readable_by_machines() -> None:
    shown = Template("{% load ui %}{% moment at 'short' %}").render(Context({"at": DEADLINE}))
    assert shown == '<time datetime="2026-12-01T09:30:00+08:00">12月1日 09:30</time>'
