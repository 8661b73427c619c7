"""Files become text with a way back to page and paragraph; what cannot be read safely is refused in Chinese."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pypdf
import pytest

from tenders.fairness import Unreadable, read_document, review
from tenders.fairness.documents import _joined
from tests.fairness.files import docx

LAW_ON = date(2026, 4, 1)


def _zip(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _scan() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _locked() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_word_file_is_reviewed_with_paragraph_numbers() -> None:
    document = read_document(
        docx(
            "一、投标人资格要求",
            "投标人注册资本不低于500万元。",
            rows=(("评分项", "标准"), ("信誉", "获得鲁班奖得2分")),
        )
    )
    found = review(document, {"law": "政府采购法"}, law_on=LAW_ON).findings
    assert [(finding.rule, finding.paragraph) for finding in found] == [
        ("FC-SCALE-01", 2),
        ("FC-SCORE-09", 4),
    ]
    assert document.text[found[0].start : found[0].end].startswith("注册资本")


def test_a_spreadsheet_and_a_web_page_and_plain_text_are_read() -> None:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c t="s"><v>0</v></c><c><v>3</v></c></row></sheetData></worksheet>'
    strings = '<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>分值</t></si></sst>'.encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/sharedStrings.xml", strings)
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    assert read_document(out.getvalue()).text == "分值 | 3"
    page = "<html><body><script>var a;</script><p>注册资本</p><table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    assert read_document(page.encode()).text == "注册资本\n甲 | 乙"
    assert read_document("投标人须知".encode("gb18030")).text == "投标人须知"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"\0\0\0", "empty"),
        (b"a" * 30_000_001, "too-large"),
        (bytes(range(256)) * 40, "encoding"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "encrypted-or-old"),
        (b"PK\x03\x04broken", "broken"),
        (b"%PDF-1.7 broken", "broken"),
        (_zip(**{"word/document.xml": b"0" * 9_000_000}), "zip-bomb"),
        (_zip(**{"readme.txt": b"hello"}), "unknown-kind"),
        (_locked(), "encrypted"),
        (_scan(), "scan"),
        ("\u4e2d\ufffd\x01".encode() * 100, "encoding"),
    ],
    ids=[
        "empty",
        "zeros",
        "large",
        "binary",
        "ole",
        "zip",
        "pdf",
        "stuffed",
        "archive",
        "locked",
        "scan",
        "garbled",
    ],
)
def test_a_bad_file_is_refused_with_a_chinese_sentence(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(data)
    assert refused.value.code == code
    assert any("\u4e00" <= c <= "\u9fff" for c in refused.value.says)


def test_macros_and_declarations_inside_are_refused() -> None:
    for names, code in (
        (("word/document.xml", "word/vbaProject.bin"), "macros"),
        (("word/document.xml",), "unsafe-xml"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in names:
                archive.writestr(name, '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        with pytest.raises(Unreadable) as refused:
            read_document(out.getvalue())
        assert refused.value.code == code


def test_a_sentence_broken_at_the_margin_is_put_together() -> None:
    page = "投标人须在静乐县行政区域内设有固定的售后服务机\n构并提供证明。\n二、评分标准\n短行\n（一）报价"
    assert list(_joined(page)) == [
        "投标人须在静乐县行政区域内设有固定的售后服务机构并提供证明。",
        "二、评分标准",
        "短行",
        "（一）报价",
    ]


def test_a_scan_is_accepted_as_evidence() -> None:
    document = read_document(_scan(), evidence=True)
    assert document.is_scan
    assert document.text == ""
