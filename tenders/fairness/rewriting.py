"""How is one clause of a document replaced by another, so that nothing else of the file changes?

Text files and DOCX are rewritten in place (in DOCX only the words inside the runs, never the markup); in other formats the author changes
the clause in the program the file came from.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from html import unescape
from xml.sax.saxutils import escape

from tenders.fairness.errors import Unreadable
from tenders.fairness.readers import open_zip, text_of_bytes

EDITABLE = frozenset({"text", "docx"})
_MARKS = "。；！？\n|"
_NUMBERING = re.compile(
    r"\s*(?:[-•·●■★▲*]\s*)?(?:第[一二三四五六七八九十\d]{1,3}[章节条]|[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}(?:\.\d{1,2})*[.、．)）]?|[①-⑳])?\s*"
)
_LABEL = re.compile(r"[^，。；：:]{1,14}[：:]\s*")


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause a finding stands in: between full stops, without its number and its label (服务机构：)."""
    left = max(text.rfind(mark, 0, start) for mark in _MARKS) + 1
    right = min(
        (at for mark in _MARKS if (at := text.find(mark, max(end, start + 1) - 1)) >= 0), default=len(text)
    )
    for lead in (_NUMBERING, _LABEL):
        found = lead.match(text, left, right)
        if found and found.end() <= start:
            left = found.end()
    while right > left and text[right - 1].isspace():
        right -= 1
    return left, max(right, min(end, len(text)))


def replace_nth(text: str, old: str, new: str, nth: int) -> str | None:
    """The text with the nth (from 0) occurrence replaced; None when there is none."""
    at = -1
    for _ in range(nth + 1):
        at = text.find(old, at + 1)
        if at < 0:
            return None
    return text[:at] + new + text[at + len(old) :]


def rewrite_file(data: bytes, kind: str, old: str, new: str, nth: int) -> bytes:
    """The file with one clause replaced."""
    if kind not in EDITABLE:
        raise Unreadable("not-editable", "这种格式不能在页面上改，请在原来的软件里改好后重新上传")
    changed = _docx(data, old, new, nth) if kind == "docx" else _text(data, old, new, nth)
    if changed is None:
        raise Unreadable("not-found", "这一句跨了段落或者已经改过，请在原来的软件里改好后重新上传")
    return changed


def _text(data: bytes, old: str, new: str, nth: int) -> bytes | None:
    changed = replace_nth(text_of_bytes(data), old, new, nth)
    return None if changed is None else changed.encode()


_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_RUN_TEXT = re.compile(r"(<w:t(?: [^>]*)?>)([^<]*)(</w:t>)")


def _docx(data: bytes, old: str, new: str, nth: int) -> bytes | None:
    with open_zip(data) as archive:
        xml = archive.read("word/document.xml").decode("utf-8")
        changed = _changed_xml(xml, old, new, nth)
        if changed is None:
            return None
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for entry in archive.infolist():
                is_body = entry.filename == "word/document.xml"
                target.writestr(entry, changed.encode() if is_body else archive.read(entry.filename))
    return out.getvalue()


def _changed_xml(xml: str, old: str, new: str, nth: int) -> str | None:
    """Counts occurrences paragraph by paragraph, in the order in which the reader met them."""
    left = nth
    for paragraph in _PARAGRAPH.finditer(xml):
        words = "".join(unescape(run[2]) for run in _RUN_TEXT.finditer(paragraph[0]))
        here = words.count(old)
        if left < here:
            at = -1
            for _ in range(left + 1):
                at = words.find(old, at + 1)
            body = "".join(_runs(paragraph[0], at, at + len(old), new))
            return xml[: paragraph.start()] + body + xml[paragraph.end() :]
        left -= here
    return None


def _runs(paragraph: str, start: int, end: int, new: str) -> Iterator[str]:
    """The paragraph's markup as it was; the words between start and end replaced in the first run they touch."""
    at = done = 0
    for run in _RUN_TEXT.finditer(paragraph):
        words = unescape(run[2])
        upto = at + len(words)
        kept = words
        if at < end and start < upto:
            first = at <= start
            kept = (
                words[: max(start - at, 0)] + (new if first else "") + words[max(end - at, 0) :]
                if upto > end or first
                else ""
            )
        yield paragraph[done : run.start()] + run[1] + escape(kept) + run[3]
        at, done = upto, run.end()
    yield paragraph[done:]
