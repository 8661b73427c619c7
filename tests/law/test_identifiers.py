"""Codes: real ones hold, each broken one says where it breaks."""

import pytest
from stdnum.cn import ric, uscc

from marketplace.law.identifiers import (
    BadIdentifier,
    ProjectNumber,
    Regime,
    read_mobile,
    read_person_id,
    read_uscc,
)

VALID = [
    "914403001922038216",
    "9144030071526726XG",
    "91330100799655058B",
    "91350100M000100Y43",
    "11140926012300019A",
    "12140926MB1A0001X4",
    "91140926MA0K00013D",
]


@pytest.mark.parametrize("code", VALID)
def test_a_right_code_of_an_organisation_is_read(code: str) -> None:
    assert read_uscc(code).code == code
    assert uscc.is_valid(code)


def test_the_inner_check_digit_only_warns() -> None:
    assert read_uscc("91140926MA0K00013D").warnings == ()
    odd = read_uscc("91140926MA0K00022B")
    assert odd.warnings == ("第 17 位（组织机构代码校验码）按前 8 位应为“1”，请核对营业执照",)


def test_lower_case_full_width_and_spaces_are_normalised() -> None:
    assert str(read_uscc(" 9144030071526726xg ")) == "9144030071526726XG"
    assert str(read_uscc("９１４４０３００７１５２６７２６ＸＧ")) == "9144030071526726XG"
    assert str(read_uscc("91440300 71526726XG")) == "9144030071526726XG"


@pytest.mark.parametrize(
    ("code", "says", "position"),
    [
        ("914403001922038217", "第 18 位校验码不符（按前 17 位应为“6”）", 18),
        ("91440300192203821", "应为 18 位，现在是 17 位", None),
        ("9144030019220382166", "应为 18 位，现在是 19 位", None),
        ("9144030I1922038216", "第 8 位“I”不用于", 8),
        ("91440300O922038216", "第 9 位“O”不用于", 9),
        ("91440300S922038216", "第 9 位“S”不用于", 9),
        ("91440300V922038216", "第 9 位“V”不用于", 9),
        ("91440300Z922038216", "第 9 位“Z”不用于", 9),
        ("91A403001922038216", "第 3 位“A”应为数字", 3),
        ("", "应为 18 位，现在是 0 位", None),
    ],
)
def test_a_wrong_code_says_where(code: str, says: str, position: int | None) -> None:
    with pytest.raises(BadIdentifier) as refused:
        read_uscc(code)
    assert says in str(refused.value)
    assert refused.value.position == position


def test_every_change_of_one_character_is_noticed() -> None:
    code = "914403001922038216"
    for index, right in enumerate(code):
        for other in "0123456789ABCDEFGHJKLMNPQRTUWXY".replace(right, ""):
            with pytest.raises(BadIdentifier):
                read_uscc(code[:index] + other + code[index + 1 :])


def test_a_person_number_is_read_like_the_library_does() -> None:
    assert read_person_id("11010519491231002x") == "11010519491231002X"
    assert ric.is_valid("11010519491231002X")


@pytest.mark.parametrize(
    ("code", "position"),
    [
        ("110105194912310021", 18),
        ("11010519491331002X", 7),
        ("1101051949123100AX", 17),
        ("1101051949123100", None),
    ],
)
def test_a_wrong_person_number_says_where(code: str, position: int | None) -> None:
    with pytest.raises(BadIdentifier) as refused:
        read_person_id(code)
    assert refused.value.position == position


@pytest.mark.parametrize("text", ["13812345678", "+86 138-1234-5678", "１３８１２３４５６７８"])
def test_a_mobile_number_is_read(text: str) -> None:
    assert read_mobile(text) == "13812345678"


@pytest.mark.parametrize(
    ("text", "says"),
    [("1381234567", "现在是 10 位"), ("12812345678", "13 至 19 开头"), ("1381234567a", "只能是数字")],
)
def test_a_wrong_mobile_number_is_refused(text: str, says: str) -> None:
    with pytest.raises(BadIdentifier, match=says):
        read_mobile(text)


def test_a_project_number_is_written_and_read_back() -> None:
    project = ProjectNumber(Regime.WORKS, 2026, 12)
    assert str(project) == "JLX-GC-2026-00012"
    lot = ProjectNumber(Regime.PROCUREMENT, 2027, 99_999, 1)
    assert str(lot) == "JLX-ZC-2027-99999-01"
    assert ProjectNumber.parse("jlx-gc-2026-00012") == project
    assert ProjectNumber.parse(str(lot)) == lot


@pytest.mark.parametrize(
    "text", ["JLX-GC-2026-12", "JLX-XX-2026-00012", "JLX-GC-2026-00000", "JLX-GC-2026-00001-00"]
)
def test_a_wrong_project_number_is_refused(text: str) -> None:
    with pytest.raises(BadIdentifier, match="项目编号"):
        ProjectNumber.parse(text)


def test_a_number_that_cannot_be_written_is_not_made() -> None:
    with pytest.raises(ValueError, match="five figures"):
        ProjectNumber(Regime.WORKS, 2026, 100_000)
    with pytest.raises(ValueError, match="1 to 99"):
        ProjectNumber(Regime.WORKS, 2026, 1, 100)
