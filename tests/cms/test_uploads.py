"""Is a file refused with its reason, and a scan taken only on somebody's word?"""

from __future__ import annotations

import io
import zipfile
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter

from cms.models import Attachment
from cms.roles import grant
from cms.tree import plant
from cms.uploads import NotTaken, look_into
from marketplace.flow.access import Role
from tests.cms.people import person, signed_in

pytestmark = pytest.mark.django_db
PERSON = "140926199001011233"


def blank_pdf() -> bytes:
    """A page without any text, as a scanner makes it."""
    made, out = PdfWriter(), io.BytesIO()
    made.add_blank_page(595, 842)
    made.write(out)
    return out.getvalue()


def word(text: str) -> bytes:
    made, out = docx.Document(), io.BytesIO()
    made.add_paragraph(text)
    made.save(out)
    return out.getvalue()


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("清单.xlsm", packed("xl/workbook.xml", "xl/vbaProject.bin"), "带宏"),
        ("清单.xlsx", packed("xl/workbook.xml", "xl/vbaProject.bin"), "宏"),
        ("演示.pptx", packed("ppt/presentation.xml", "ppt/vbaProject.bin"), "宏"),
        ("安装.exe", b"MZ\x90\x00", "不接受 .exe"),
        ("通知.pdf", b"MZ\x90\x00 not a document", "可执行的程序"),
        ("脚本.txt", b"#!/bin/sh\nrm -rf /", "可执行的程序"),
        ("通知.doc", b"\xd0\xcf\x11\xe0", "旧版格式"),
        ("通知.pdf", b"plain words", "内容却不是 PDF"),
        ("通知.ofd", b"plain words", "打不开"),
        ("名单.docx", word(f"张某 {PERSON}"), "公民身份号码"),
        ("通知", b"plain words", "不接受 .无扩展名"),
    ],
)
def test_a_file_is_refused_with_its_reason(name: str, data: bytes, why: str) -> None:
    with pytest.raises(NotTaken, match=why):
        look_into(name, data)


def test_files_that_open_safely_are_taken() -> None:
    assert look_into("通知.docx", word("关于规范交易的通知")).has_text is None
    assert look_into("通知.ofd", packed("OFD.xml")).has_text is None
    assert look_into("扫描.pdf", blank_pdf()).has_text is False


# ── in the admin ────────────────────────────────────────────────────────────


@pytest.fixture
def writer(db: None) -> Client:
    grant(plant())
    return signed_in(person("writer", Role.EDITOR))


def upload(client: Client, name: str, data: bytes, **more: str) -> Any:
    given = {"title": name, "file": SimpleUploadedFile(name, data), "collection": "1", "tags": ""}
    return client.post("/manage/documents/add/", given | more)


def test_a_scan_needs_a_word(writer: Client) -> None:
    refused = upload(writer, "扫描.pdf", blank_pdf())
    assert "这份 PDF 是扫描件" in refused.content.decode()
    assert not Attachment.objects.exists()
    upload(writer, "扫描.pdf", blank_pdf(), scan_confirmed="on")
    row = Attachment.objects.get()
    assert (row.has_text, row.kind) == (False, "PDF（扫描件）")


def test_a_refusal_stands_at_the_file(writer: Client) -> None:
    said = upload(writer, "清单.xlsm", packed("xl/vbaProject.bin")).content.decode()
    assert "带宏的文件（.xlsm）不能上传" in said


def test_everybody_downloads_it_in_pieces(writer: Client, client: Client) -> None:
    upload(writer, "通知.docx", word("关于规范交易的通知"))
    row = Attachment.objects.get()
    answer = client.get(row.url)
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert client.get(row.url, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
