"""How a notice is divided: its lines, how deep each is numbered, and which chapter it belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from tenders.prefill.vocabulary import KINDS


class Section(Enum):
    """What a numbered chapter of a notice is about."""

    TOP = auto()
    CONDITIONS = auto()
    SCOPE = auto()
    QUALIFICATION = auto()
    DOCUMENTS = auto()
    BOND = auto()
    SUBMISSION = auto()
    OPENING = auto()
    MEDIA = auto()
    SUPERVISION = auto()
    CONTACT = auto()
    OTHER = auto()


_HEADINGS: tuple[tuple[Section, str], ...] = (
    (
        Section.QUALIFICATION,
        "资格要求|资格条件|资格标准|资格、|人资格|资质要求|资质条件|合格的?投标人|合格的?供应商",
    ),
    (Section.BOND, "保证金"),
    (
        Section.DOCUMENTS,
        "文件的?(?:获取|发售|领取|下载|购买|出售)|(?:获取|发售|领取|购买)(?:招标|采购)?文件|报名",
    ),
    (Section.SUBMISSION, "递交|递送|投标截止|截止时间|提交投标"),
    (Section.OPENING, "开标|开启"),
    (Section.MEDIA, "媒介|媒体|公告发布|公告的发布|发布公告"),
    (
        Section.CONTACT,
        "联系方式|联系方法|方式联系|联系人|联系事项|联系信息|机构信息|人信息|相关信息|招标人及招标代理",
    ),
    (Section.SUPERVISION, "监督|监管|异议|投诉"),
    (Section.SCOPE, "项目概况|工程概况|招标范围|基本情况|招标内容|采购内容|项目内容|采购需求|招标需求"),
    (Section.CONDITIONS, "招标条件|采购条件"),
    (Section.OTHER, "系统使用费|其他|特别说明|公告期限|补充事宜|服务费|费用|发票"),
)
_HEADING_WORDS = tuple((section, re.compile(words)) for section, words in _HEADINGS)

_NUMBER = re.compile(
    r"[▲★●◆※*#]{0,3}(?:(?P<sub>[1-9]\d?(?:\.\d{1,2}){1,3}[.、]?(?![\d万千百亿元%米公吨亩㎡平k]))|(?P<top>\d{1,2}[.、](?!\d)|[一二三四五六七八九十]{1,3}、)"
    r"|(?P<item>\([\d一二三四五六七八九十]{1,3}\)|[①-⑳]|\d{1,2}\)))"
)
ITEM = 4  # the depth of （二）, ① and 1)
_HEADING_LENGTH = 32
_CHINESE_CHAPTER = re.compile(r"^[▲★●◆※*#]{0,3}[一二三四五六七八九十]{1,3}、", re.MULTILINE)
_FEWEST_CHAPTERS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One line: where its words begin after the number, how deep the number is, and its section."""

    start: int
    end: int
    depth: int  # 0 none, 1 chapter, 2 and 3 numbered below it, ITEM
    section: Section
    is_heading: bool


def lines_of(plain: str) -> Iterator[Line]:
    """Every line with words. Where chapters are counted 一、二、三, a line 1. is no chapter."""
    section = Section.TOP
    arabic_depth = 2 if len(_CHINESE_CHAPTER.findall(plain)) >= _FEWEST_CHAPTERS else 1
    at = 0
    for row in plain.split("\n"):
        end = at + len(row)
        number = _NUMBER.match(row)
        depth = _depth(number, arabic_depth)
        start = at + (number.end() if number else 0)
        words = plain[start:end]
        heading = _heading(words, depth)
        section = heading or section
        if words:
            yield Line(start, end, depth, section, heading is not None)
        at = end + 1


def _depth(number: re.Match[str] | None, arabic_depth: int) -> int:
    if number is None:
        return 0
    if number["top"]:
        return arabic_depth if number["top"][0].isdecimal() else 1
    return ITEM if number["item"] else min(1 + number["sub"].rstrip(".、").count("."), 3)


def _heading(words: str, depth: int) -> Section | None:
    """The section a short chapter line opens; a numbered line with a value behind its label opens none."""
    body = words.rstrip(":。")
    if depth > 1 or not body or len(body) > _HEADING_LENGTH or (":" in body and depth != 1):
        return None
    name = body.partition(":")[0] if depth == 1 else body
    if name != body and name in KINDS:
        return None
    for section, pattern in _HEADING_WORDS:
        if pattern.search(name) and (depth == 1 or (len(body) <= 12 and "，" not in body)):
            return section
    return None
