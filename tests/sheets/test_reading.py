"""What a file says, forgivingly; and what is said when a cell or the file cannot be right."""

from __future__ import annotations

import io
import struct
from datetime import date, datetime
from typing import Any

import pytest

from marketplace.sheets.columns import Table
from marketplace.sheets.errors import Unreadable, Wrong
from marketplace.sheets.opening import LONGEST
from marketplace.sheets.reading import read
from marketplace.sheets.values import as_text
from tests.sheets.books import HEAD, TABLE, USCC, archive, book, with_parts

GOOD: list[Any] = [
    "静乐县水利局",
    USCC,
    "采购人",
    "13800000001",
    "0350-6520000",
    48.6,
    "2026年12月",
    "2027-01-31",
    "工程、货物",
    "a@b.cn",
]


def code_of(file: io.BytesIO, table: Table = TABLE, **more: int) -> str:
    with pytest.raises(Unreadable) as refused:
        read(file, table, **more)
    return refused.value.code


# ── forgiving ───────────────────────────────────────────────────────────────


def test_a_row_becomes_values_of_their_kinds() -> None:
    line = read(book([HEAD, GOOD]), TABLE).lines[0]
    assert (line.number, line.problems) == (2, [])
    assert line.values == {
        "name": "静乐县水利局", "uscc": USCC, "kind": "buyer", "mobile": "13800000001", "phone": "0350-6520000",
        "budget": 48_600_000, "month": date(2026, 12, 1), "until": date(2027, 1, 31), "business": ["works", "goods"],
        "email": "a@b.cn",
    }  # fmt: skip


def test_columns_stand_in_any_order_under_other_names_below_a_title() -> None:
    rows = [
        ["静乐县单位一览"],
        [None],
        ["序号", " 信用代码* ", "类别（必填）", "备注", "机构名称"],
        [1, USCC, "招标人", "随便", "静乐县水利局"],
    ]
    sheet = read(book(rows), TABLE)
    assert (sheet.header.row, sheet.header.extra) == (3, ("备注",))
    assert sheet.lines[0].number == 4
    assert sheet.lines[0].values["name"] == "静乐县水利局"
    assert sheet.lines[0].problems == []


def test_blank_and_merely_numbered_rows_are_skipped_and_the_rest_keeps_its_number() -> None:
    rows = [["序号", *HEAD], [1, *GOOD], [2], [], ["", *GOOD]]
    assert [line.number for line in read(book(rows), TABLE).lines] == [2, 5]


def test_full_width_figures_and_spaces_are_read() -> None:
    wide = "９１１４０９２６ ＭＡ０ＫＸＹＰＴ９Ｍ"
    line = read(
        book([HEAD, ["水利局", wide, "采购人", "１３８００００００01", "", "４８．６", "２０２６年１２月"]]),
        TABLE,
    ).lines[0]
    assert (line.values["uscc"], line.values["mobile"]) == (USCC, "13800000001")
    assert (line.values["budget"], line.values["month"]) == (48_600_000, date(2026, 12, 1))


def test_the_first_sheet_with_a_known_header_is_read() -> None:
    made = book([["说明"], ["请填写第二页"]])
    from openpyxl import load_workbook

    opened = load_workbook(made)
    second = opened.create_sheet("名单")
    second.append(HEAD)
    second.append(GOOD)
    out = io.BytesIO()
    opened.save(out)
    assert read(out, TABLE).name == "名单"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t", ";"])
def test_csv_in_the_encodings_and_marks_of_offices(encoding: str, mark: str) -> None:
    text = (
        "\r\n".join(mark.join(row) for row in (HEAD[:3], ["静乐县水利局", USCC, "采购人"], ["", "", ""]))
        + "\r\n"
    )
    sheet = read(io.BytesIO(text.encode(encoding)), TABLE)
    assert [line.values["name"] for line in sheet.lines] == ["静乐县水利局"]


def test_a_break_inside_a_csv_cell_is_one_row() -> None:
    text = f'{",".join(HEAD[:3])}\n"静乐县\n水利局",{USCC},采购人\n丙,{USCC},采购人\n'
    assert [(line.number, line.values["name"]) for line in read(io.BytesIO(text.encode()), TABLE).lines] == [
        (2, "静乐县 水利局"), (3, "丙"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        (48.6, 48_600_000),
        (0.1 + 0.2, 300_000),
        ("1,200", 1_200_000_000),
        ("48.6万元", 48_600_000),
        ("486000元", 48_600_000),
        (7, 7_000_000),
    ],
)
def test_sums_are_in_ten_thousands_unless_the_cell_says_otherwise(cell: object, fen: int) -> None:
    line = read(book([HEAD, ["甲", USCC, "采购人", "", "", cell]]), TABLE).lines[0]
    assert (line.values["budget"], line.problems) == (fen, [])


@pytest.mark.parametrize(
    "cell",
    [
        datetime(2026, 12, 15),
        "2026-12",
        "2026/12",
        "2026.12",
        "202612",
        202612,
        "2026年12月15日",
        "2026-12-15 00:00",
    ],
)
def test_a_month_in_the_ways_people_write_it(cell: object) -> None:
    line = read(book([HEAD, ["甲", USCC, "采购人", "", "", "", cell]]), TABLE).lines[0]
    assert (line.values.get("month"), line.problems) == (date(2026, 12, 1), [])


# ── cells that cannot be right ──────────────────────────────────────────────


@pytest.mark.parametrize(
    ("column", "cell", "says"),
    [
        ("统一社会信用代码", 911409260000000000, "被表格转成了数字"),
        ("统一社会信用代码", 9.11409e17, "被表格转成了数字"),
        ("统一社会信用代码", "9.11E+17", "被表格转成了数字"),
        ("统一社会信用代码", USCC[:-1] + "K", "第 18 位校验码不符"),
        ("统一社会信用代码", "", "没有填写"),
        ("手机号", "1.38E+10", "被表格转成了数字"),
        ("手机号", "1380000000", "应为 11 位"),
        ("电话", 3506520000, "区号开头的 0 可能已经丢失"),
        ("电话", "无", "不像电话号码"),
        ("类别", "学校", "没有“学校”这一项"),
        ("预算（万元）", "若干", "不是金额"),
        ("预算（万元）", -3, "应当大于 0"),
        ("预算（万元）", "0.0000001", "最多精确到分"),
        ("预计采购时间", "年底", "看不出是哪一天"),
        ("预计采购时间", "2026-13", "看不出是哪一天"),
        ("营业期限至", "2026-12", "不是日期"),
        ("业务", "工程、旅游", "没有“旅游”这一项"),
        ("邮箱", "abc", "不是邮箱地址"),
        ("单位名称", "长" * 21, "太长"),
        ("单位名称", "#REF!", "公式出错"),
    ],
)
def test_a_wrong_cell_is_named_with_its_row_and_a_cure(column: str, cell: object, says: str) -> None:
    wrong = list(GOOD)
    wrong[HEAD.index(column)] = cell
    lines = read(book([HEAD, GOOD, wrong]), TABLE).lines
    assert lines[0].problems == []
    (problem,) = lines[1].problems
    assert (problem.row, problem.column) == (3, column)
    assert says in problem.says
    assert problem.cure
    assert str(problem).startswith(f"第 3 行 {column}")


def test_a_code_turned_into_a_number_is_explained_in_one_sentence() -> None:
    wrong = [*GOOD[:1], 9.11409e17, *GOOD[2:]]
    (problem,) = read(book([HEAD, wrong]), TABLE).lines[0].problems
    assert str(problem) == (
        "第 2 行 统一社会信用代码被表格转成了数字，末几位可能已经丢失，请把这一列的单元格格式设为“文本”，再重新填写完整的号码"
    )


def test_a_mobile_number_kept_as_a_whole_number_has_lost_nothing() -> None:
    line = read(book([HEAD, [*GOOD[:3], 13800000001, *GOOD[4:]]]), TABLE).lines[0]
    assert (line.values["mobile"], line.problems) == ("13800000001", [])


# ── files that are refused, each with its own sentence ──────────────────────


def test_what_is_no_table_is_refused_by_its_bytes() -> None:
    assert code_of(io.BytesIO(b"")) == "SHEET-EMPTY"
    assert code_of(io.BytesIO(b"%PDF-1.7\n")) == "SHEET-OTHER-KIND"
    assert code_of(archive({"word/document.xml": b"<w/>"})) == "SHEET-OTHER-KIND"
    assert code_of(archive({"xl/workbook.bin": b"\0"})) == "SHEET-BINARY"
    assert code_of(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))) == "SHEET-OLD-FORMAT"
    assert code_of(io.BytesIO(b"\x81\xff\x00\x01" * 9)) == "SHEET-ENCODING"


def test_encryption_is_seen_in_both_containers() -> None:
    inside = "EncryptedPackage".encode("utf-16-le")
    assert code_of(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + inside)) == "SHEET-ENCRYPTED"
    raw = bytearray(book([HEAD, GOOD]).getvalue())
    at = raw.index(b"PK\x01\x02")
    raw[at + 8 : at + 10] = struct.pack("<H", 1)  # general purpose flag: encrypted
    assert code_of(io.BytesIO(bytes(raw))) == "SHEET-ENCRYPTED"


def test_macros_are_refused_whatever_the_file_is_called() -> None:
    assert code_of(with_parts(book([HEAD, GOOD]), {"xl/vbaProject.bin": b"\0"})) == "SHEET-MACROS"


def test_an_archive_that_unfolds_is_not_opened() -> None:
    bomb = with_parts(book([HEAD, GOOD]), {"xl/media/a.bin": bytes(90 * 1024 * 1024)})
    assert bomb.getbuffer().nbytes < 200_000
    assert code_of(bomb) == "SHEET-UNFOLDS"


def test_a_definition_of_entities_is_not_read() -> None:
    sheet = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet/>'
    assert code_of(with_parts(book([HEAD, GOOD]), {"xl/worksheets/sheet1.xml": sheet})) == "SHEET-UNFOLDS"


def test_a_broken_file_says_so() -> None:
    assert code_of(io.BytesIO(book([HEAD, GOOD]).getvalue()[:2000])) == "SHEET-BROKEN"
    assert (
        code_of(with_parts(book([HEAD, GOOD]), {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row"}))
        == "SHEET-BROKEN"
    )
    assert code_of(io.BytesIO(f'{",".join(HEAD[:3])}\n"{"甲" * 140_000}'.encode())) == "SHEET-BROKEN"


def test_a_row_that_claims_a_huge_number_costs_no_time() -> None:
    sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="{LONGEST * 900}"/></sheetData></worksheet>'
    assert (
        code_of(with_parts(book([HEAD, GOOD]), {"xl/worksheets/sheet1.xml": sheet.encode()}))
        == "SHEET-NO-HEADER"
    )


def test_the_header_is_asked_for_by_its_names() -> None:
    assert code_of(book([["a", "b"], [1, 2]])) == "SHEET-NO-HEADER"
    assert code_of(book([HEAD[:2], GOOD[:2]])) == "SHEET-COLUMN-MISSING"
    assert code_of(book([[*HEAD, "名称"], GOOD])) == "SHEET-TITLE-TWICE"
    assert code_of(book([HEAD])) == "SHEET-NO-ROWS"
    # another unit of money is another column
    assert read(book([[*HEAD[:3], "预算（元）"], [*GOOD[:3], 5]]), TABLE).header.extra == ("预算（元）",)


def test_too_many_rows_and_too_many_octets() -> None:
    assert code_of(book([HEAD, GOOD, GOOD, GOOD]), most=2) == "SHEET-TOO-MANY-ROWS"
    assert len(read(book([HEAD, GOOD, GOOD]), TABLE, most=2).lines) == 2
    assert code_of(io.BytesIO(b"a," * (5 * 1024 * 1024 + 1))) == "SHEET-TOO-LARGE"


def test_text_of_cells_of_every_type() -> None:
    assert as_text(True) == "是"
    assert as_text(5.0) == "5"
    assert as_text(0.1 + 0.2) == "0.3"
    assert as_text(datetime(2026, 1, 2, 3, 4)) == "2026-01-02 03:04"
    assert as_text("'=1+1") == "=1+1"
    assert as_text(" a\n b ") == "a b"
    with pytest.raises(Wrong):
        TABLE.columns[0].read("长" * 21)
