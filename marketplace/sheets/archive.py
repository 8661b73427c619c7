"""Which files are opened at all: what a file is by its bytes, and why some are refused before they are read.

openpyxl itself guards against neither entity expansion nor an archive that unfolds to gigabytes; so an
archive is weighed by its directory first, and a part that declares a DOCTYPE, which no office program
writes, is refused. The sizes in the directory bind: zipfile reads no part beyond the size it declares.
"""

from __future__ import annotations

import zipfile
from typing import BinaryIO, Literal

from marketplace.sheets.errors import Unreadable

LARGEST = 10 * 1024 * 1024
UNFOLDED = 160 * 1024 * 1024
STRINGS = 48 * 1024 * 1024  # openpyxl keeps the shared strings in memory
PARTS = 2_000
HEAD = 4_096
RATIO = 200

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHERS = {
    b"%PDF": "PDF", b"\x89PNG": "图片", b"\xff\xd8\xff": "图片", b"Rar!": "压缩包", b"7z\xbc\xaf": "压缩包", b"PK\x05\x06": "空的压缩包",
}  # fmt: skip


def broken() -> Unreadable:
    """Cut off, damaged, or made by a program that keeps no rules."""
    return Unreadable(
        "SHEET-BROKEN", "文件打不开，可能没有下载完整；请用 Excel 或者 WPS 打开后另存为 .xlsx 再上传"
    )


def kind_of(file: BinaryIO) -> Literal["xlsx", "csv"]:
    """What the file is by its bytes, whatever its name says; or why it is not read."""
    head, size = _head_and_size(file)
    if not size:
        raise Unreadable("SHEET-EMPTY", "文件是空的，请重新选择")
    if size > LARGEST:
        raise Unreadable(
            "SHEET-TOO-LARGE", f"文件有 {size / 1_048_576:.1f} MB，超过 10 MB；请去掉图片或者分成几个文件"
        )
    if head.startswith(_OLE):
        raise _old_or_encrypted(file)
    if head.startswith(_ZIP):
        _weigh(file)
        return "xlsx"
    for magic, name in _OTHERS.items():
        if head.startswith(magic):
            raise Unreadable("SHEET-OTHER-KIND", f"这是{name}，不是表格；请上传 .xlsx 或者 .csv")
    return "csv"


def _head_and_size(file: BinaryIO) -> tuple[bytes, int]:
    size = file.seek(0, 2)
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return head, size


def _old_or_encrypted(file: BinaryIO) -> Unreadable:
    """Both live in the same container; an encrypted .xlsx names its package in the directory."""
    is_encrypted = _ENCRYPTED in file.read()
    file.seek(0)
    if is_encrypted:
        return Unreadable("SHEET-ENCRYPTED", "文件设了打开密码，平台读不到内容；请取消密码后另存再上传")
    return Unreadable(
        "SHEET-OLD-FORMAT", "这是旧版格式（.xls、.et），请用 Excel 或者 WPS 另存为 .xlsx 再上传"
    )


def _weigh(file: BinaryIO) -> None:
    """Refuse macros, encryption, other office files and what unfolds too far."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _must_be_plain_workbook(parts)
            _must_stay_small(parts)
            _must_declare_no_doctype(archive, parts)
    except (zipfile.BadZipFile, NotImplementedError, OSError, RuntimeError) as error:
        raise broken() from error
    finally:
        file.seek(0)


def _must_be_plain_workbook(parts: list[zipfile.ZipInfo]) -> None:
    names = {part.filename.lower() for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("SHEET-ENCRYPTED", "文件设了打开密码，平台读不到内容；请取消密码后另存再上传")
    if any("vbaproject" in name or "/macrosheets/" in name for name in names):
        raise Unreadable("SHEET-MACROS", "文件带有宏，不能上传；请另存为不带宏的 .xlsx")
    if "xl/workbook.bin" in names:
        raise Unreadable("SHEET-BINARY", "这是二进制工作簿（.xlsb），请另存为 .xlsx 再上传")
    if "xl/workbook.xml" not in names:
        raise Unreadable("SHEET-OTHER-KIND", "这不是 Excel 表格；请上传 .xlsx 或者 .csv")


def _must_stay_small(parts: list[zipfile.ZipInfo]) -> None:
    unfolded = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    strings = max((part.file_size for part in parts if "sharedstrings" in part.filename.lower()), default=0)
    if unfolded > UNFOLDED or strings > STRINGS or len(parts) > PARTS or unfolded > RATIO * max(packed, HEAD):
        raise Unreadable(
            "SHEET-UNFOLDS", "文件展开以后过大，平台不打开；请把需要的行复制到一个新的工作簿再上传"
        )


def _must_declare_no_doctype(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        with archive.open(part) as opened:
            start = opened.read(HEAD).replace(b"\0", b"")
        if b"<!DOCTYPE" in start.upper() or b"<!ENTITY" in start.upper():
            raise Unreadable(
                "SHEET-UNFOLDS", "文件内含不应有的定义，平台不打开；请用 Excel 或者 WPS 另存后再上传"
            )
