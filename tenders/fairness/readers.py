"""How do DOCX, XLSX, HTML and plain text become lines with a page number?"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from xml.etree import ElementTree

from tenders.fairness.errors import Unreadable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"

Piece = tuple[int, str]


def open_zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, OSError) as broken:
        raise Unreadable("broken", "文件已损坏，打不开。请重新导出后上传") from broken


def _part(archive: zipfile.ZipFile, name: str) -> ElementTree.Element | None:
    """One XML part; a document type declaration is refused, since it is only good for attacks."""
    if name not in archive.NameToInfo:
        return None
    try:
        raw = archive.read(name)
        if b"<!DOCTYPE" in raw[:2000] or b"<!ENTITY" in raw[:2000]:
            raise Unreadable("unsafe-xml", "文件内部结构异常，为安全起见不予打开")
        return ElementTree.fromstring(raw)  # noqa: S314 - declarations are refused above
    except (
        ElementTree.ParseError,
        zipfile.BadZipFile,
        OSError,
        RuntimeError,
        NotImplementedError,
        EOFError,
        ValueError,
    ) as broken:
        raise Unreadable("broken", "文件已损坏，打不开。请重新导出后上传") from broken


def _docx(data: bytes) -> Iterator[Piece]:
    with open_zip(data) as archive:
        body = _part(archive, "word/document.xml")
        notes = [_part(archive, name) for name in ("word/footnotes.xml", "word/endnotes.xml")]
    counter = _Pages()
    for root in (body, *notes):
        if root is not None:
            yield from _blocks(root, counter)


class _Pages:
    """Pages as the word processor last rendered them."""

    def __init__(self) -> None:
        self.page = 1


def _blocks(node: ElementTree.Element, pages: _Pages) -> Iterator[Piece]:
    for child in node:
        if child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                cells = [
                    " ".join(_paragraph(p, pages) for p in cell.iter(f"{_W}p")).strip()
                    for cell in row.iter(f"{_W}tc")
                ]
                yield pages.page, " | ".join(cells)
        elif child.tag == f"{_W}p":
            page = pages.page
            yield page, _paragraph(child, pages)
        elif child.tag not in {_FALLBACK, f"{_W}sectPr"}:
            yield from _blocks(child, pages)


def _paragraph(node: ElementTree.Element, pages: _Pages) -> str:
    words: list[str] = []
    _collect(node, words, pages)
    return "".join(words)


def _collect(node: ElementTree.Element, words: list[str], pages: _Pages) -> None:
    for child in node:
        if child.tag in {_FALLBACK, f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"}:
            continue
        if child.tag == f"{_W}t":
            words.append(child.text or "")
        elif child.tag in {f"{_W}tab"}:
            words.append(" ")
        elif child.tag in {f"{_W}br", f"{_W}cr", f"{_W}lastRenderedPageBreak"}:
            is_page = child.tag.endswith("lastRenderedPageBreak") or child.get(f"{_W}type") == "page"
            pages.page += is_page and child.tag.endswith("lastRenderedPageBreak")
            words.append("" if is_page else "\n")
        else:
            _collect(child, words, pages)


def _xlsx(data: bytes) -> Iterator[Piece]:
    with open_zip(data) as archive:
        strings = [_plain(item) for item in _children(_part(archive, "xl/sharedStrings.xml"), f"{_S}si")]
        sheets = sorted(
            (n for n in archive.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", n)),
            key=lambda n: int(re.sub(r"\D", "", n)),
        )
        for number, name in enumerate(sheets, 1):
            root = _part(archive, name)
            for row in root.iter(f"{_S}row") if root is not None else ():
                yield number, " | ".join(_cell(cell, strings) for cell in row.iter(f"{_S}c"))


def _children(root: ElementTree.Element | None, tag: str) -> list[ElementTree.Element]:
    return [] if root is None else root.findall(tag)


def _plain(node: ElementTree.Element) -> str:
    return "".join(text.text or "" for text in node.iter(f"{_S}t"))


def _cell(cell: ElementTree.Element, strings: list[str]) -> str:
    if cell.get("t") == "inlineStr":
        return _plain(cell)
    value = cell.findtext(f"{_S}v") or ""
    if cell.get("t") == "s" and value.isdigit() and int(value) < len(strings):
        return strings[int(value)]
    return value


_BLOCK = {"p", "div", "br", "tr", "li", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "title"}


class _Words(HTMLParser):
    """Text of an HTML page: blocks become lines, cells are set apart, scripts are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in {"script", "style"}
        if tag in _BLOCK:
            self.out.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in {"script", "style"} and self.hidden > 0
        self.out.append(" | " if tag in {"td", "th"} else "\n" if tag in _BLOCK else "")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.out.append(re.sub(r"\s+", " ", data))


def _html(data: bytes) -> Iterator[Piece]:
    parser = _Words()
    parser.feed(text_of_bytes(data))
    for line in "".join(parser.out).split("\n"):
        if line.strip(" |"):
            yield 0, line.strip().removesuffix("|").rstrip()


def _text(data: bytes) -> Iterator[Piece]:
    for line in re.split(r"\r\n|\r|\n", text_of_bytes(data)):
        yield 0, line


_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_USUAL = re.compile(r"[\u4e00-\u9fff\u3000-\u303f\uff00-\uffefA-Za-z0-9\s\x20-\x7e]")


def text_of_bytes(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB 18030; what is none of them is refused, never guessed."""
    for mark, name in (
        (b"\xef\xbb\xbf", "utf-8-sig"),
        (b"\xff\xfe", "utf-16"),
        (b"\xfe\xff", "utf-16"),
        (b"", "utf-8"),
        (b"", "gb18030"),
    ):
        if data.startswith(mark):
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            sample = text[:20_000]
            if not _CONTROL.search(sample) and len(_USUAL.findall(sample)) >= 0.9 * len(sample):
                return text
    raise Unreadable(
        "encoding", "认不出文件的文字编码，或者这不是文本文件。请另存为 UTF-8 文本、DOCX 或 PDF 后上传"
    )


READERS: dict[str, Callable[[bytes], Iterator[Piece]]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "html": _html,
    "text": _text,
}
