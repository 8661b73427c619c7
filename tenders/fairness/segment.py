"""Into which clauses does a tender fall, and in which section and under which heading does each stand?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenders.fairness.context import Section

LONGEST = 600
_SPLIT = re.compile(r"[。；！？](?:[”）])?|$")
_NUMBERING = re.compile(
    r"\s*(?:(?P<chapter>第[一二三四五六七八九十\d]{1,3}[章部节篇]分?)|(?P<han>[一二三四五六七八九十]{1,3}[、.．])|(?P<han2>（[一二三四五六七八九十]{1,3}）)"
    r"|(?P<dots>\d{1,2}(?:\.\d{1,2}){0,4})(?=[.、．\s\u4e00-\u9fff])[.、．]?|(?P<paren>（\d{1,2}）)|(?P<circle>[①-⑳]))\s*"
)
_HEADS: tuple[tuple[Section, re.Pattern[str]], ...] = (
    (Section.SCORING, re.compile(r"评[分审标](?:标准|办法|细则|因素|方法|项目|内容|明细|构成|指标)|综合评[分估审]|打分表|评分表|计分|评审(?:分值|办法|规则)")),
    (Section.QUALIFICATION, re.compile(r"资格(?:要求|条件|审查|标准)|(?:申请人|供应商|投标人|响应人)(?:的)?(?:基本)?(?:资格|条件|资质)|合格(?:投标人|供应商)|资质要求|特定资格|准入条件")),
    (Section.TECHNICAL, re.compile(r"技术(?:参数|要求|规格|规范|标准|需求|条款)|采购需求|服务(?:要求|内容|标准|需求)|项目需求|货物需求|招标范围|采购(?:清单|内容)|用户需求|工程量清单")),
    (Section.COMMERCIAL, re.compile(r"商务(?:条款|要求|部分|条件)|合同(?:条款|主要|草案|格式|文本|协议|专用)|付款|支付方式|结算|履约保证金|质量保证|违约责任")),
)  # fmt: skip
_OTHER_HEAD = re.compile(
    r"(?:招标|采购|磋商|谈判|询价|资格预审)?文件的?(?:获取|领取|发售|递交|提交)|获取|递交|提交|公告|联系|开标|开启|质疑|投诉|异议|其他|附件|格式|声明|项目(?:概况|基本情况|名称|背景)|概况|须知|保证金|时间|地点|发布|监督|凡对|受理|重要提示|报名|条件$"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One clause: where it stands in the normalised text, in which line, section and under which heading."""

    start: int
    end: int
    line_start: int
    line_end: int
    section: Section | None
    heading: str


def _rank(line: str) -> tuple[int, int]:
    """How high a heading stands (0 the highest, 9 no numbering), and where its words begin."""
    found = _NUMBERING.match(line)
    if not found:
        return 9, 0
    kind = found.lastgroup or ""
    rank = {"chapter": 0, "han": 1, "han2": 2, "paren": 7, "circle": 8}.get(kind)
    return (3 + found["dots"].count(".") if rank is None else rank), found.end()


def _names(words: str) -> Section | None:
    for section, pattern in _HEADS:
        if pattern.search(words):
            return section
    return None


class _Outline:
    """The section in force while the lines of a document go by."""

    def __init__(self) -> None:
        self.section: Section | None = None
        self.rank = 9
        self.heading = ""

    def read(self, line: str) -> None:
        if not 2 <= len(line.strip()) <= 400:
            return
        rank, at = _rank(line)
        words = re.split(r"[：:。，]", line[at : at + 40], maxsplit=1)[0].strip()
        is_heading = rank < 9 or len(line.strip()) <= 20
        if not is_heading or len(words) > 24:
            return
        section = _names(words)
        if section is not None and (rank <= self.rank or rank < 4 or len(line.strip()) <= 24):
            self.section, self.rank, self.heading = section, rank, words
        elif self.section is None:
            self.heading = words if rank < 9 else self.heading
        elif rank <= self.rank and (
            rank < self.rank or (rank < 9 and len(words) <= 16 and _OTHER_HEAD.search(words))
        ):
            self.section, self.rank, self.heading = Section.OTHER, rank, words


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Sentences of one line; a very long one is cut at commas, else by length, so that time stays linear."""
    at = start
    for stop in _SPLIT.finditer(text, start, end):
        upto = min(stop.end(), end)
        while upto - at > LONGEST:
            cut = text.rfind("，", at + LONGEST // 2, at + LONGEST)
            cut = cut + 1 if cut > 0 else at + LONGEST
            yield at, cut
            at = cut
        if upto > at:
            yield at, upto
        at = upto


def segments(text: str) -> Iterator[Segment]:
    """All clauses in order; what the outline says about sections is carried down to each."""
    outline = _Outline()
    at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        if text[at:end].strip():
            outline.read(text[at : min(end, at + 500)])
            for start, stop in _pieces(text, at, end):
                yield Segment(start, stop, at, end, outline.section, outline.heading)
        at = end + 1
