"""Does what must not become public block, and is everything else said and no more?"""

from __future__ import annotations

import pytest

from cms.checks import Draft, Passage, look_through, masked, mobiles, person_ids

# Made up: the district code 140926 with a birthday and the check digit that belongs to it.
PERSON, WRONG = "140926199001011233", "140926199001011234"


def codes(draft: Draft) -> list[str]:
    return [remark.code for remark in look_through(draft)]


def said(text: str) -> Draft:
    return Draft("通知", (Passage("段落", text),))


def test_a_person_id_blocks_and_is_named_without_being_repeated() -> None:
    remark = look_through(said(f"张某，身份证号{PERSON}，男"))[0]
    assert (remark.code, remark.blocks) == ("PAGE-PERSON-ID", True)
    assert "段落" in remark.says
    assert masked(PERSON) in remark.says
    assert PERSON not in remark.says


@pytest.mark.parametrize(
    "text",
    [WRONG, f"1{PERSON}", f"{PERSON}7", "91140926MA0K00012X", "140926199013011233", "统一编号 140926199001"],
)
def test_eighteen_figures_that_are_no_person_id_pass(text: str) -> None:
    assert person_ids(text) == []


@pytest.mark.parametrize("text", ["13800138000", "电话：13800138000。", "+86 13800138000", "8613800138000"])
def test_a_mobile_number_is_seen(text: str) -> None:
    assert len(mobiles(text)) == 1


@pytest.mark.parametrize(
    "text", ["0350-6522001", "12800138000", "138001380001", "113800138000", "0.13800138000"]
)
def test_other_figures_are_no_mobile_number(text: str) -> None:
    assert mobiles(text) == []


def test_a_mobile_number_belongs_in_the_contact_field_only() -> None:
    assert codes(Draft("通知", contact="13800138000")) == []
    assert codes(said("请打13800138000")) == ["PAGE-MOBILE"]
    assert codes(Draft("通知", contact=PERSON)) == ["PAGE-PERSON-ID"]


def test_a_picture_needs_words_that_are_no_file_name() -> None:
    assert codes(Draft("通知", alts=("开标大厅：主持人宣读唱标记录",))) == []
    assert codes(Draft("通知", alts=("", "IMG_2031", "会场.jpg"))) == [
        "PAGE-ALT-TEXT",
        "PAGE-ALT-NAME",
        "PAGE-ALT-NAME",
    ]


@pytest.mark.parametrize(("length", "found"), [(40, []), (41, ["PAGE-TITLE-LONG"])])
def test_a_title_is_at_most_forty_characters(length: int, found: list[str]) -> None:
    assert codes(Draft("字" * length)) == found


@pytest.mark.parametrize(
    "number",
    [
        "静政办发〔2026〕12号",
        "国办发〔2024〕21号",
        "国家发展改革委令第16号",
        "国务院令第783号",
        "财政部、住房和城乡建设部令第2号",
        "",
    ],
)
def test_numbers_as_they_are_written_pass(number: str) -> None:
    assert codes(Draft("通知", document_number=number)) == []


@pytest.mark.parametrize(
    "number",
    ["静政办发[2026]12号", "静政办发（2026）12号", "静政办发〔26〕12号", "静政办发〔2026〕第12号", "12"],
)
def test_numbers_with_the_wrong_brackets_are_said(number: str) -> None:
    assert codes(Draft("通知", document_number=number)) == ["PAGE-DOCUMENT-NUMBER"]


def test_the_rest_is_said_and_blocks_nothing() -> None:
    draft = Draft(
        "通知",
        (Passage("段落", "工程,货物"),),
        tables_without_heading=1,
        scans=("盖章页",),
        broken_links=("/nowhere/",),
    )
    found = look_through(draft)
    assert [row.code for row in found] == ["PAGE-TABLE-HEADING", "PAGE-SCAN", "PAGE-LINK", "PAGE-PUNCTUATION"]
    assert not any(row.blocks for row in found)
