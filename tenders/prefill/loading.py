"""Where a notice comes from: FILE, or FILE.jsonl.gz#id, as its title and its text."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import docx
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table

from marketplace.law.errors import MarketplaceError

LARGEST = 20 * 1024 * 1024  # bytes read of a file, and of what a compressed one unpacks to
_TITLE_LENGTH = 120
_BLOCKS = frozenset({"p", "div", "br", "tr", "li", "table", "section", "h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN = frozenset({"script", "style", "head", "title"})


class NoticeUnreadable(MarketplaceError, ValueError):
    """The file, the number or the content is not there; the message says which, for people."""


def load_notice(spec: str) -> tuple[str, str]:
    """Title and text of the notice that `spec` names; the title is empty where the file has none."""
    name, _, number = spec.partition("#")
    file = Path(name)
    if not file.is_file():
        raise NoticeUnreadable(f"找不到文件“{name}”")
    lower = file.name.lower()
    if lower.endswith((".jsonl", ".jsonl.gz")):
        title, text = _from_collection(file, number)
    elif lower.endswith(".docx"):
        title, text = _titled(_from_docx(_read(file), file.name))
    elif lower.endswith((".html", ".htm")):
        title, text = _titled(_from_html(_decoded(_read(file), file.name)))
    else:
        title, text = _titled(_decoded(_read(file), file.name))
    if not text.strip():
        raise NoticeUnreadable(f"“{spec}”没有内容")
    return title, text


def _read(file: Path) -> bytes:
    with file.open("rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise NoticeUnreadable(f"“{file.name}”超过 20 MB")
    return content


def _decoded(content: bytes, name: str) -> str:
    """UTF-8, else GB 18030, which old notices still use."""
    if b"\0" in content:
        raise NoticeUnreadable(f"“{name}”不是文本文件")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise NoticeUnreadable(f"“{name}”不是文本文件，或编码无法识别")


def _titled(text: str) -> tuple[str, str]:
    """The first line is the title when it reads like one."""
    first = text.lstrip().partition("\n")[0].strip()
    return (first if first.endswith("公告") and len(first) <= _TITLE_LENGTH else ""), text


def _from_collection(file: Path, number: str) -> tuple[str, str]:
    if not number:
        raise NoticeUnreadable(f"“{file.name}”收有多篇公告，请在文件名后加 #编号")
    for row in _rows(file):
        if str(row.get("id")) == number:
            return str(row.get("title") or ""), str(row.get("text") or "")
    raise NoticeUnreadable(f"“{file.name}”中没有编号为“{number}”的公告")


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    """The objects of the collection, line by line."""
    try:
        with gzip.open(file, "rb") if file.name.endswith(".gz") else file.open("rb") as stream:
            yield from _objects(stream, file.name)
    except (gzip.BadGzipFile, EOFError):
        raise NoticeUnreadable(f"“{file.name}”不是完整的 gzip 文件") from None


def _objects(lines: Iterable[bytes], name: str) -> Iterator[dict[str, Any]]:
    read = 0
    for line in lines:
        read += len(line)
        if read > LARGEST:
            raise NoticeUnreadable(f"“{name}”超过 20 MB")
        try:
            row = json.loads(line) if line.strip() else None
        except ValueError:
            raise NoticeUnreadable(f"“{name}”不是逐行的 JSON") from None
        if isinstance(row, dict):
            yield row


def _from_docx(content: bytes, name: str) -> str:
    """Paragraphs and tables in the order of the document; the cells of a row parted by bars."""
    try:
        document = docx.Document(BytesIO(content))
    except (PackageNotFoundError, BadZipFile, KeyError, ValueError):
        raise NoticeUnreadable(f"“{name}”不是 Word 文档（.docx）") from None
    lines: list[str] = []
    for block in document.iter_inner_content():
        lines += _table_lines(block) if isinstance(block, Table) else [block.text]
    return "\n".join(lines)


def _table_lines(table: Table) -> list[str]:
    return [" | ".join(cell.text.replace("\n", " ").strip() for cell in row.cells) for row in table.rows]


class _Page(HTMLParser):
    """The words of a page, a line for each block, cells parted by bars."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag in _BLOCKS:
            self.parts.append("\n")
        elif tag in {"td", "th"} and self.parts and not self.parts[-1].endswith("\n"):
            self.parts.append(" | ")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in _HIDDEN and self._hidden > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        words = " ".join(data.split())
        if words and not self._hidden:
            self.parts.append(words)


def _from_html(markup: str) -> str:
    page = _Page()
    page.feed(markup)
    page.close()
    lines = ("".join(page.parts)).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip(" |"))
