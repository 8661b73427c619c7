"""When the documents are given out, and until when bids are taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from tenders.prefill.moments import Moment, moments
from tenders.prefill.notice import Notice
from tenders.prefill.outline import Section
from tenders.prefill.text import Found

_PERIOD = re.compile(r"\n?(?:\([^()\n]{0,20}\))?[起止]?\n?(?:至|到|—|－|-|~|～|--)\n?")
_FETCH = re.compile(r"获取|报名|发售|领取|下载|购买|时间")
_OTHER_DEADLINES = re.compile(
    r"保证金|到账|提问|获取|报名|下载|质疑|异议|发售|答疑|踏勘|澄清|购买|领取|公示|开始"
)
_CLOSING = re.compile(r"截止|前递交|前提交|前\(北京时间\)|开标时间|开启时间|递交.{0,10}时间|之前")
_NEAR = 70
_LABEL_ABOVE = 14  # characters of a label on the line above


def documents(notice: Notice) -> tuple[Found[datetime] | None, Found[datetime] | None]:
    """When the documents are given out: the first pair of moments of the chapter."""
    for start, end in (*_chapters(notice, Section.DOCUMENTS), *_fetching_lines(notice)):
        listed = list(moments(notice.text.plain, start, end))
        for first, second in pairwise(listed):
            if _PERIOD.fullmatch(notice.text.plain, first.end, second.start) and first.day <= second.day:
                return _opens(notice, first), _closes(notice, second)
    return None, None


def _chapters(notice: Notice, section: Section) -> Iterator[tuple[int, int]]:
    """Stretches of neighbouring lines of one section."""
    lines = [line for line in notice.lines if line.section is section]
    if lines:
        yield lines[0].start, lines[-1].end


def _fetching_lines(notice: Notice) -> Iterator[tuple[int, int]]:
    for line in notice.lines:
        if _FETCH.search(notice.text.plain, line.start, line.end):
            yield line.start, line.end


def _opens(notice: Notice, moment: Moment) -> Found[datetime]:
    return notice.text.found(moment.opens_at, moment.start, moment.end)


def _closes(notice: Notice, moment: Moment) -> Found[datetime]:
    return notice.text.found(moment.closes_at, moment.start, moment.end)


def deadline(notice: Notice) -> Found[datetime] | None:
    """The moment beside 截止 that is about bids; the opening is the same moment by law (法34)."""
    best: tuple[int, Moment] | None = None
    for line in notice.lines:
        for moment in moments(notice.text.plain, line.start, line.end):
            weight = _weight(notice, line.section, line.start, line.end, moment)
            if weight and moment.hour is not None and (best is None or weight > best[0]):
                best = weight, moment
    return _opens(notice, best[1]) if best else None


def _weight(notice: Notice, section: Section, start: int, end: int, moment: Moment) -> int:
    """How much speaks for a moment being the deadline; 0 is not at all."""
    plain = notice.text.plain
    begin = max(
        [start, moment.start - _NEAR, *(plain.rfind(stop, start, moment.start) + 1 for stop in "。；;")]
    )
    if moment.start - start <= 2:
        begin = max(0, moment.start - _LABEL_ABOVE)
    before = plain[begin : moment.start]
    around = before + plain[moment.end : min(end, moment.end + 30)]
    if _OTHER_DEADLINES.search(before) and "投标截止" not in before:
        return 0
    if not _CLOSING.search(around) and section not in {Section.SUBMISSION, Section.OPENING}:
        return 0
    weight = 4 if "截止" in before else 1
    weight += 2 if re.search(r"投标|递交|响应|提交", before) else 0
    weight += 2 if section is Section.SUBMISSION else 1 if section is Section.OPENING else 0
    return weight
