"""What leaves as a file: typed cells, no formula of strangers, codes as text, errors that can be sent again."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook

from marketplace.sheets.forms import write_errors, write_template
from marketplace.sheets.reading import read
from marketplace.sheets.writing import Shown, write_csv, write_xlsx
from tests.sheets.books import HEAD, TABLE, USCC, book

NOON = datetime(2026, 3, 2, 12, 0)
COLUMNS = (Shown("名称"), Shown("代码"), Shown("时间"), Shown("金额"), Shown("数"))


def xlsx(rows: list[list[Any]]) -> Any:
    out = io.BytesIO()
    write_xlsx(out, "清单", COLUMNS, rows, made_at=NOON, notes=["共若干条"])
    return load_workbook(out)


def csv_of(rows: list[list[Any]]) -> bytes:
    out = io.BytesIO()
    write_csv(out, COLUMNS, rows)
    return out.getvalue()


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", '=HYPERLINK("http://x")', "#N/A"]
)
def test_what_strangers_typed_is_no_formula(text: str) -> None:
    cell = xlsx([[text, "", None, None, None]])["清单"]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    first = next(csv.reader(io.StringIO(csv_of([[text]]).decode("utf-8-sig").split("\r\n", 1)[1])))[0]
    assert first == (f"'{text}" if text[0] in "=+-@" else text)


def test_codes_stay_text_and_the_rest_has_its_type() -> None:
    moment, day = datetime(2026, 3, 2, 9, 30), date(2026, 3, 2)
    sheet = xlsx(
        [["甲", "114093000000000001", moment, Decimal("4863200.00"), 3], ["乙", "0350", day, None, None]]
    )["清单"]
    assert [cell.value for cell in sheet[2]] == ["甲", "114093000000000001", moment, 4863200, 3]
    assert [cell.number_format for cell in sheet[2]][1:4] == ["@", "yyyy-mm-dd hh:mm", "#,##0.00"]
    assert sheet.freeze_panes == "A2"
    assert sheet["C3"].value.date() == day


def test_csv_has_its_mark_and_keeps_long_figures() -> None:
    raw = csv_of(
        [
            ["甲", "114093000000000001", datetime(2026, 3, 2, 9, 30), Decimal("4863200.00"), 3],
            ["乙", "12E45", None, None, None],
            ["丙", "0350", None, None, None],
        ]
    )
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows[1] == ["甲", "\t114093000000000001", "2026-03-02 09:30:00", "4863200.00", "3"]
    assert (rows[2][1], rows[3][1]) == ("\t12E45", "\t0350")


def test_characters_that_xml_cannot_hold_are_left_out() -> None:
    assert xlsx([["甲\x07乙\ud800", "长" * 40_000, None, None, None]])["清单"]["A2"].value == "甲乙"
    assert len(xlsx([["x", "长" * 40_000, None, None, None]])["清单"]["B2"].value) == 32_767


def test_the_template_is_text_all_over_and_offers_the_choices() -> None:
    out = io.BytesIO()
    write_template(out, TABLE, made_at=NOON)
    made = load_workbook(out)
    sheet = made["单位"]
    assert [cell.value for cell in sheet[1]] == HEAD
    assert sheet.freeze_panes == "A2"
    assert {sheet.column_dimensions[letter].number_format for letter in "ABDE"} == {"@"}
    (chosen,) = sheet.data_validations.dataValidation
    assert (chosen.formula1, str(chosen.sqref)) == ('"采购人,代理机构"', "C2:C20001")
    explained = [[cell.value for cell in row] for row in made["填写说明"].iter_rows()]
    assert explained[1][:2] == ["单位名称", "必填"]
    assert "采购人、代理机构" in explained[3][2]


def test_a_filled_template_is_read_and_its_errors_can_be_sent_again() -> None:
    template = io.BytesIO()
    write_template(template, TABLE, made_at=NOON)
    filled = load_workbook(template)
    filled["单位"].append(["静乐县水利局", USCC, "采购人"])
    filled["单位"].append([None, 9.11e17, "学校"])
    typed = filled["单位"]["A3"]
    typed.value, typed.data_type = "=cmd()", "s"
    out = io.BytesIO()
    filled.save(out)
    wrong = [line for line in read(out, TABLE).lines if line.problems]
    assert [line.number for line in wrong] == [3]

    errors = io.BytesIO()
    write_errors(errors, TABLE, wrong, made_at=NOON)
    sheet = load_workbook(errors).active
    assert [cell.value for cell in sheet[1]] == ["原行号", *HEAD, "问题", "怎样改"]
    row = sheet[2]
    assert row[0].value == 3
    assert (row[1].data_type, row[2].data_type, row[2].number_format) == ("s", "s", "@")
    assert [cell.fill.fgColor.rgb == "00F6D5D2" for cell in row[1:4]] == [False, True, True]
    assert "统一社会信用代码：被表格转成了数字" in row[-2].value
    assert "设为“文本”" in row[-1].value

    sheet["C2"], sheet["D2"] = USCC, "代理机构"
    corrected = io.BytesIO()
    sheet.parent.save(corrected)
    again = read(corrected, TABLE)
    assert (again.header.extra, again.lines[0].problems) == ((), [])
    assert again.lines[0].values["name"] == "=cmd()"


def test_our_own_csv_is_read_back() -> None:
    out = io.BytesIO()
    write_csv(
        out, [Shown(title) for title in HEAD[:5]], [["-甲", USCC, "采购人", "13800000001", "03506520000"]]
    )
    line = read(io.BytesIO(out.getvalue()), TABLE).lines[0]
    assert (line.problems, line.values["name"], line.values["phone"]) == ([], "-甲", "03506520000")


def test_a_numbered_column_counts_as_no_content() -> None:
    assert (
        read(
            book([["序号", *HEAD[:3]], [1, "甲", USCC, "采购人"], [2, None, None, None]]), TABLE
        ).header.extra
        == ()
    )
