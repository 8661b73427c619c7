"""Small workbooks and CSV files as people make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

from marketplace.sheets import values
from marketplace.sheets.columns import Column, Table

TABLE = Table(
    "单位",
    (
        Column("name", "单位名称", values.text(20), required=True, example="静乐县水利局", synonyms=("名称", "机构名称")),
        Column("uscc", "统一社会信用代码", values.uscc(), required=True, synonyms=("信用代码",)),
        Column(
            "kind", "类别", values.choice({"采购人": "buyer", "招标人": "buyer", "代理机构": "agency"}), required=True,
            choices=("采购人", "代理机构"),
        ),
        Column("mobile", "手机号", values.mobile(), synonyms=("联系电话",)),
        Column("phone", "电话", values.phone()),
        Column("budget", "预算（万元）", values.ten_thousands(), blank=None, synonyms=("预算金额（万元）",)),
        Column("month", "预计采购时间", values.month(), blank=None),
        Column("until", "营业期限至", values.day(), blank=None),
        Column("business", "业务", values.choices({"工程": "works", "货物": "goods"}), blank=()),
        Column("email", "邮箱", values.email()),
    ),
)  # fmt: skip
USCC = "91140926MA0KXYPT9M"  # made up; its check digit holds
HEAD = [column.title for column in TABLE.columns]


def book(rows: Iterable[Sequence[Any]], *, sheet: str = "单位") -> io.BytesIO:
    """An .xlsx file with these rows, the first of which is number 1."""
    made = Workbook()
    made.active.title = sheet
    for row in rows:
        made.active.append(list(row))
    out = io.BytesIO()
    made.save(out)
    out.seek(0)
    return out


def archive(parts: dict[str, bytes]) -> io.BytesIO:
    """A zip file with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    out.seek(0)
    return out


def with_parts(source: io.BytesIO, more: dict[str, bytes]) -> io.BytesIO:
    """The workbook with some parts added or replaced."""
    with zipfile.ZipFile(source) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    return archive(parts | more)
