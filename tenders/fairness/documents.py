"""What text does a file hold, and on which page and paragraph does each character stand?

DOCX, XLSX and HTML are read with the standard library, PDF with pypdf. Nothing is run, fetched or repaired:
a file that cannot be read safely is refused with a sentence that says what to do.
"""

from __future__ import annotations

import io
import logging
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pypdf
from pypdf.errors import PyPdfError

from tenders.fairness.errors import Unreadable
from tenders.fairness.readers import READERS, Piece, open_zip

LARGEST_FILE = 30_000_000
LARGEST_UNPACKED = 200_000_000
LARGEST_RATIO = 200
LARGEST_TEXT = 5_000_000
MOST_PAGES = 2_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a piece of text starts, and the page and paragraph it came from (page 0: the format has none)."""

    start: int
    page: int
    paragraph: int


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file with a map back. A scan accepted as evidence has no text and says so."""

    kind: str
    text: str
    places: tuple[Place, ...]
    is_scan: bool = False

    def place(self, index: int) -> Place:
        """Page and paragraph of a character."""
        at = bisect_right([place.start for place in self.places], index) - 1
        return self.places[max(at, 0)] if self.places else Place(0, 0, 0)


def read_document(data: bytes, *, evidence: bool = False) -> Document:
    """The text of a file. `evidence`: 证明材料 may be a scan; a tender's own text may not."""
    if not data.strip(b"\0 \r\n\t"):
        raise Unreadable("empty", "文件是空的，请重新选择")
    if len(data) > LARGEST_FILE:
        raise Unreadable("too-large", "文件超过30MB，请去掉图片或者分开上传")
    kind = _kind(data)
    if kind == "pdf":
        return _pdf(data, evidence=evidence)
    pieces = list(_within_limits(READERS[kind](data)))
    document = _assemble(kind, pieces)
    if not document.text.strip():
        if evidence:
            return Document(kind, "", (), is_scan=True)
        raise Unreadable("no-text", "文件里没有文字。招标文件请上传可以复制文字的版本")
    return document


def plain_text(words: str) -> Document:
    """What somebody pasted, line by line."""
    pieces: list[Piece] = [(0, line) for line in words.replace("\r\n", "\n").split("\n")]
    return _assemble("text", list(_within_limits(pieces)))


def _kind(data: bytes) -> str:
    if data.startswith(b"%PDF") or b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(_OLE):
        raise Unreadable(
            "encrypted-or-old",
            "文件加了密码，或者是旧版 .doc/.xls 格式。请去掉密码，另存为 .docx、.xlsx 或 PDF 后上传",
        )
    if data.startswith(b"PK"):
        return _office_kind(data)
    head = data[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return "html" if head.startswith((b"<!doctype html", b"<html", b"<?xml")) and b"<html" in head else "text"


def _office_kind(data: bytes) -> str:
    """Which Office format, after looking at the directory only: sizes, ratio, macros, encryption."""
    with open_zip(data) as archive:
        entries = archive.infolist()
        names = {entry.filename for entry in entries}
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Unreadable("encrypted", "文件加了密码，请去掉密码后上传")
    unpacked = sum(entry.file_size for entry in entries)
    greedy = any(
        entry.file_size > 5_000_000 and entry.file_size > LARGEST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if unpacked > LARGEST_UNPACKED or greedy or len(entries) > 20_000:
        raise Unreadable("zip-bomb", "压缩文件展开后过大，为安全起见不予打开")
    if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise Unreadable("macros", "文件带有宏，为安全起见不予打开。请另存为不含宏的 .docx 或 .xlsx 后上传")
    if "word/document.xml" in names:
        return "docx"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise Unreadable("unknown-kind", "只接受 DOCX、XLSX、PDF、HTML 和文本文件；压缩包请解压后逐个上传")


def _pdf(data: bytes, *, evidence: bool) -> Document:
    pages = _pdf_pages(data)
    pieces = [(number, line) for number, page in enumerate(pages, 1) for line in _joined(page)]
    written = sum(len(line.strip()) for _, line in pieces)
    if written < 20 * len(pages):
        if evidence:
            return Document("pdf", "", (), is_scan=True)
        raise Unreadable(
            "scan",
            "这份 PDF 是扫描件，没有可以复制的文字，无法逐条审查。请用 Word 或 WPS 直接导出 PDF，或者上传 DOCX；扫描件可以作为证明材料上传",
        )
    return _assemble("pdf", list(_within_limits(pieces)))


def _pdf_pages(data: bytes) -> list[str]:
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("encrypted", "文件加了密码，请去掉密码后上传")
        if len(reader.pages) > MOST_PAGES:
            raise Unreadable("too-long", "PDF 超过2000页，请分开上传")
        return [page.extract_text() for page in reader.pages]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
        NotImplementedError,
    ) as broken:
        raise Unreadable("broken", "PDF 已损坏或者加密方式不受支持，打不开。请重新导出后上传") from broken


_ENDS = re.compile(r"[。；：！？:;]\s*$")
_STARTS = re.compile(
    r"\s*(?:第[一二三四五六七八九十\d]+[章节条部]|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+(?:\.\d+)*[.、．\s]|[①-⑳★▲●■•-])"
)


def _joined(page: str) -> Iterator[str]:
    """Lines of a page put together again where a sentence was broken at the margin."""
    lines = page.split("\n")
    full = 0.6 * max((len(line.strip()) for line in lines), default=0)
    held, reached = "", 0
    for line in lines:
        if held and (_ENDS.search(held) or _STARTS.match(line) or reached < full):
            yield held
            held = line
        else:
            held += line.strip() if held else line
        reached = len(line.strip())
    if held:
        yield held


def _within_limits(pieces: Iterable[Piece]) -> Iterator[Piece]:
    total = 0
    for page, text in pieces:
        total += len(text)
        if total > LARGEST_TEXT:
            raise Unreadable("too-long", "文字超过五百万字，请按章节分开上传")
        yield page, text


def _assemble(kind: str, pieces: list[Piece]) -> Document:
    places: list[Place] = []
    at = 0
    for number, (page, text) in enumerate(pieces, 1):
        places.append(Place(at, page, number))
        at += len(text) + 1
    return Document(kind, "\n".join(text for _, text in pieces), tuple(places))
