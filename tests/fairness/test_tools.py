"""The check anybody may use: marks and findings with the same numbers, refusals that help, and nothing kept."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

URL = "/tools/fair-review/"
CLAUSES = (
    "二、投标人资格要求\n投标人须在本县设有分公司。\n本项目接受联合体投标。\n投标保证金不接受保函，只收电汇。"
)


def _upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def _zipped(files: dict[str, bytes], *, flag: int = 0) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    raw = bytearray(out.getvalue())
    if flag:
        raw[raw.index(b"PK\x01\x02") + 8] |= flag
    return bytes(raw)


def _word() -> bytes:
    document = docx.Document()
    for words in CLAUSES.split("\n"):
        document.add_paragraph(words)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _locked_pdf() -> bytes:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(client: Client, **sent: Any) -> Any:
    return client.post(URL, sent)


@pytest.fixture
def asked(client: Client, db: None) -> Client:
    return client


def test_the_page_needs_no_account_and_writes_nothing(
    asked: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(2) as seen:  # the clock, and whether anything is hidden
        answer = _page(asked, text=CLAUSES, law="招标投标法")
    assert answer.status_code == 200
    assert all(query["sql"].startswith("SELECT") for query in seen.captured_queries)
    assert answer.headers["Cache-Control"].startswith("max-age=0")


def test_marks_and_findings_carry_the_same_numbers_and_lead_to_each_other(asked: Client) -> None:
    page = _page(asked, text=CLAUSES, law="招标投标法").content.decode()
    found = sorted(set(re.findall(r'id="f(\d+)"', page)))
    assert len(found) >= 2
    assert sorted(re.findall(r'id="m(\d+)"', page)) == found
    for number in found:
        assert f'href="#f{number}"' in page
        assert f'href="#m{number}"' in page
    assert '<mark class="must">' in page
    for words in ("必须修改", "依据", "建议改为", "FC-LOC-02", "1 段没有提示"):
        assert words in page


def test_the_same_words_in_a_word_file_give_the_same_findings(asked: Client) -> None:
    pasted = _page(asked, text=CLAUSES).content.decode()
    sent = _page(asked, file=_upload("招标文件.docx", _word())).content.decode()
    codes = re.compile(r"FC-[A-Z]+-\d+")
    assert codes.findall(sent) == codes.findall(pasted)


def test_words_are_shown_as_words(asked: Client) -> None:
    page = _page(asked, text="外地企业不得参加投标<script>alert(1)</script>。").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_nothing_found_is_not_called_a_pass(asked: Client) -> None:
    page = _page(asked, text="欢迎依法设立的企业投标。").content.decode()
    assert "没有找到" in page
    assert "审查通过" not in page


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("空.txt", b"", "文件是空的"),
        ("图.txt", bytes(range(256)) * 40, "认不出文件的文字编码"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        ("锁.pdf", _locked_pdf(), "去掉密码"),
        ("锁.docx", _zipped({"word/document.xml": b"<a/>"}, flag=1), "去掉密码"),
        ("错.txt", "投标人须知".encode("utf-16-be")[:-1], "认不出文件的文字编码"),
        ("弹.docx", _zipped({"word/document.xml": b"0" * 9_000_000}), "展开后过大"),
        ("宏.docm", _zipped({"word/document.xml": b"<a/>", "word/vbaProject.bin": b"x"}), "带有宏"),
        ("包.zip", _zipped({"readme.txt": b"hello"}), "压缩包请解压"),
        ("坏.pdf", b"%PDF-1.7 broken", "已损坏"),
    ],
    ids=[
        "empty",
        "binary",
        "ole",
        "locked-pdf",
        "locked-docx",
        "encoding",
        "bomb",
        "macros",
        "archive",
        "broken",
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_to_do(
    asked: Client, name: str, content: bytes, says: str
) -> None:
    answer = _page(asked, file=_upload(name, content), region="山西省忻州市静乐县")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert 'value="山西省忻州市静乐县"' in page


def test_fifty_megabytes_are_refused_and_never_held(asked: Client, settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    answer = _page(asked, file=_upload("大.pdf", b"%PDF-1.7" + b"0" * 50_000_000))
    assert answer.status_code == 422
    assert "文件超过30MB" in answer.content.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_refusal_keeps_the_pasted_words(asked: Client) -> None:
    answer = _page(asked, text=CLAUSES, file=_upload("a.txt", "投标人须知".encode()))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "一次只检查一样" in page
    assert "投标人须在本县设有分公司。" in page


def test_nothing_at_all_and_too_much_are_refused(asked: Client) -> None:
    assert "请粘贴文字，或者选择一个文件" in _page(asked, text=" \n").content.decode()
    assert "按章节分开检查" in _page(asked, text="投标人" * 140_000).content.decode()
    answer = _page(asked, text="投标人" * 1_000_000)
    assert answer.status_code == 413
    assert "没有收下" in answer.content.decode()


def test_a_form_from_elsewhere_is_refused(db: None) -> None:
    assert Client(enforce_csrf_checks=True).post(URL, {"text": CLAUSES}).status_code == 403
