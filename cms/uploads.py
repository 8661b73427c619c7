"""Which files may be put on the site, and what is found inside them when they arrive.

A file is refused with its reason: programs, macros, passwords, kinds that do not open safely, 公民身份号码 in its
text. A PDF without a text layer is taken only when the editor vouches that the page says what is in it.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from cms.checks import masked, person_ids
from tenders.fairness.documents import read_document
from tenders.fairness.errors import Unreadable

LARGEST = 30 * 1024 * 1024
READ = ("pdf", "docx", "xlsx", "txt", "csv")
# Kinds of which only the directory is looked at: what must be in it.
PACKED = {"ofd": "OFD.xml", "pptx": "ppt/presentation.xml"}
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe")
MACRO_KINDS = ("docm", "dotm", "xlsm", "xltm", "xlsb", "pptm", "ppsm")
OLD_KINDS = ("doc", "xls", "ppt", "wps", "et", "dps")


class NotTaken(ValueError):
    """Why a file cannot be put on the site: a sentence for people."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in a file: whether it can be read aloud and searched; None where it has no pages to ask."""

    has_text: bool | None


def look_into(name: str, data: bytes) -> Seen:
    """The file's state, or NotTaken with the reason."""
    kind = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    _must_be_a_kind_we_take(kind, data)
    if kind in PACKED:
        _must_be_packed_as(kind, data)
        return Seen(None)
    try:
        found = read_document(data, evidence=True)
    except Unreadable as error:
        raise NotTaken(str(error)) from error
    _must_name_nobody(found.text)
    return Seen(not found.is_scan if kind == "pdf" else None)


def _must_be_a_kind_we_take(kind: str, data: bytes) -> None:
    if kind in MACRO_KINDS:
        raise NotTaken(f"带宏的文件（.{kind}）不能上传，请另存为不含宏的格式，例如 .docx、.xlsx")
    if kind in OLD_KINDS:
        raise NotTaken(f"旧版格式（.{kind}）不能上传，请另存为 .docx、.xlsx 或者导出 PDF")
    if kind not in READ and kind not in PACKED:
        raise NotTaken(f"不接受 .{kind or '无扩展名'} 文件，请用 PDF、OFD、DOCX、XLSX、PPTX、TXT 或者 CSV")
    if data.startswith(PROGRAMS):
        raise NotTaken("这是可执行的程序，不是文档，不能上传")
    if len(data) > LARGEST:
        raise NotTaken("文件超过 30 MB，请压缩图片或者分成几份")
    if kind == "pdf" and b"%PDF-" not in data[:1024]:
        raise NotTaken("扩展名是 .pdf，内容却不是 PDF，请重新导出")


def _must_be_packed_as(kind: str, data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {entry.filename.lower() for entry in archive.infolist()}
    except zipfile.BadZipFile:
        raise NotTaken(f"扩展名是 .{kind}，内容却打不开，请重新导出") from None
    if any("vbaproject" in name for name in names):
        raise NotTaken("文件带有宏，不能上传，请另存为不含宏的格式")
    if PACKED[kind].lower() not in names:
        raise NotTaken(f"扩展名是 .{kind}，内容却不是，请重新导出")


def _must_name_nobody(text: str) -> None:
    if found := person_ids(text):
        raise NotTaken(f"文件里有公民身份号码（{masked(found[0])}），请遮蔽后再上传")
