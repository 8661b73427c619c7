"""Which words changed between two versions, and what another medium printed differently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenders.agency.differing import differing, fields, pieces


@given(some.text(alphabet="甲乙丙0123., \n", max_size=40), some.text(alphabet="甲乙丙0123., \n", max_size=40))
def test_old_and_new_can_be_read_out_of_the_pieces(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.text for piece in found if piece.kind != "gone") == new
    assert "".join(piece.text for piece in found if piece.kind != "new") == old


def test_a_number_changes_as_a_whole() -> None:
    assert [(one.kind, one.text) for one in pieces("工期 120 日", "工期 150 日")] == [
        ("same", "工期 "), ("gone", "120"), ("new", "150"), ("same", " 日"),
    ]  # fmt: skip


def test_fields_that_came_and_went() -> None:
    found = fields(
        [{"label": "甲", "value": "一"}, {"label": "乙", "value": "二"}],
        [{"label": "乙", "value": "二"}, {"label": "丙", "value": "三"}],
    )
    assert [(one.label, one.changed) for one in found] == [("乙", False), ("丙", True), ("甲", True)]


ROWS = [
    {"label": "招标内容", "value": "一级管网更换 3.2 公里。换热站改造 4 座。"},
    {"label": "投标截止时间", "value": "2026年12月1日 09:30"},
]


@pytest.mark.parametrize(
    "printed",
    [
        "招标内容：一级管网更换3.2公里；换热站改造４座。\n投标截止时间：2026年12月1日09：30",
        "　一级管网更换 3.2 公里。 换热站改造 4 座。 截止 2026年12月1日 09:30 ",
    ],
)
def test_blanks_widths_and_punctuation_do_not_count(printed: str) -> None:
    assert differing(ROWS, printed) == []


def test_the_first_sentence_that_differs_is_named() -> None:
    assert differing(ROWS, "一级管网更换 3.2 公里。换热站改造 5 座。2026年12月1日 09:30") == [
        ("招标内容", "换热站改造 4 座")
    ]
    assert [label for label, _ in differing(ROWS, "")] == ["招标内容", "投标截止时间"]
