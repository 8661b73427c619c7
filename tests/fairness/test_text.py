"""Normalisation keeps the way back, segmentation carries sections down, places become roles."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenders.fairness import Section, review
from tenders.fairness.amounts import amounts, dates, days, threshold
from tenders.fairness.entities import tag
from tenders.fairness.lexicon import LOCAL, OUTSIDE
from tenders.fairness.normalise import normalise
from tenders.fairness.segment import segments


@pytest.mark.parametrize(
    ("written", "means"),
    [
        ("注 册 资 本 不 低 于 叁 佰 万 元", "注册资本不低于300万元"),
        ("百分之五", "5%"),
        ("九成", "90%"),
        ("一成二缴纳", "12%缴纳"),
        ("壹仟万元", "1000万元"),
        ("半年", "6个月"),
        ("１２３４％", "1234%"),
        ("1,200,000元", "1200000元"),
        ("金额>=5万元", "金额≥5万元"),
        ("第二十条", "第二十条"),
        ("投标⼈的⺠事责任", "投标人的民事责任"),
        ("同一个品牌", "同一个品牌"),
    ],
)
def test_ways_of_writing_become_one(written: str, means: str) -> None:
    assert normalise(written).text == means


@settings(deadline=None, max_examples=60)
@given(st.text(alphabet="注册资本不低于三百万元 （）,;:>=一十％　第x1", max_size=80))
def test_every_character_has_an_origin_in_order(source: str) -> None:
    normal = normalise(source)
    origins = [normal.origin(index) for index in range(len(normal.text))]
    assert origins == sorted(origins)
    assert all(0 <= origin < len(source) for origin in origins)


def test_a_finding_points_at_the_words_that_were_sent_in() -> None:
    text = "一、资格要求：注 册 资 金 不 低 于 叁 佰 万 元。"
    finding = review(text, {"section": "资格要求", "law": "政府采购法"}, law_on=date(2026, 4, 1)).findings[0]
    assert text[finding.start : finding.end].startswith("注 册 资 金")


def test_sections_follow_the_headings() -> None:
    text = "一、项目概况\n项目说明。\n二、投标人资格要求\n1. 依法设立。\n三、评分标准\n方案得5分。\n四、其他\n联系人。"
    found = [(text[part.start : part.end], part.section) for part in segments(text)]
    assert ("1. 依法设立。", Section.QUALIFICATION) in found
    assert ("方案得5分。", Section.SCORING) in found
    assert ("联系人。", Section.OTHER) in found


def test_places_become_roles() -> None:
    tagged = tag("在静乐县境内注册，外省企业除外，本地部署", "山西省/忻州市/静乐县")
    assert tagged[1:6] == LOCAL * 5
    assert OUTSIDE * 2 in tagged
    assert LOCAL not in tagged[-4:]


def test_numbers_of_a_sentence() -> None:
    assert [int(value) for value in amounts("保证金5万元，预算260万元")] == [50_000, 2_600_000]
    assert threshold("3000万元以上") == 30_000_000
    assert [float(value) for value in days("10个工作日，两年，3个月".replace("两", "2"))] == [
        14.0,
        730.0,
        90.0,
    ]
    assert [day for day, _ in dates("4月8日发出，2026-04-14截止", 2026)] == [
        date(2026, 4, 8),
        date(2026, 4, 14),
    ]
