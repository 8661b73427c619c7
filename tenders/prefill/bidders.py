"""Who may bid: what the company, the manager and past work must show, and whether consortia may."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tenders.prefill.notice import Notice
from tenders.prefill.outline import ITEM, Section
from tenders.prefill.text import Found

_COMPANY = re.compile(
    r"资质|营业执照|许可证|法人资格|独立法人|能力|认证|经营范围|资格证书|资格条件|第二十[二六]条"
)
_MANAGER = re.compile(
    r"项目负责人|项目经理|建造师|总监理工程师|项目总监|主?设计师|设计负责人|勘察负责人|(?:项目|拟派)技术负责人|拟派总监"
)
_GROUP = re.compile(r"[^。;；:]{2,16}:|(?:拟派|投标人|供应商|其他|项目|总监|业绩|资质|人员)[^。;；:]{0,16}")
_PERFORMANCE = re.compile(r"业绩|完成过|承接过|承担过|实施过|类似项目|类似工程")
_DISQUALIFIED = re.compile(r"失信|违法行为记录|不良行为|行贿|黑名单|重大税收违法")
_TOPIC = re.compile(
    f"{_COMPANY.pattern}|{_MANAGER.pattern}|{_PERFORMANCE.pattern}|{_DISQUALIFIED.pattern}|联合体|资格后审|拟派|其他"
)
_MANAGER_OR_WORSE = re.compile(f"{_MANAGER.pattern}|{_DISQUALIFIED.pattern}|单位负责人|联合体")
_CONSORTIUM = re.compile(
    r"接受联合体(?:投标)?:?\n?\(?(?P<answer>否|是)|\(\n?(?P<box>否|是)\n?\)接受联合体"
    r"|联合体(?:投标|参加投标|形式)?[^。;；\n]{0,4}(?P<after>不接受|不允许|接受|允许|:否|:不|:是)"
    r"|(?P<before>不接受|不允许|不得|拒绝|非|禁止|接受|允许)[^。;；\n]{0,10}联合体"
)
_OPEN_QUESTION = ("是否", "/否)")
_MOST_REQUIREMENTS = 1500


def company(notice: Notice) -> Found[str] | None:
    """Qualification, licences and capacity of the company itself."""
    return _requirements(notice, _COMPANY, unwanted=_MANAGER_OR_WORSE, foreign=_MANAGER)


def manager(notice: Notice) -> Found[str] | None:
    """What the 项目负责人 (总监, 主设计师) must hold."""
    return _requirements(notice, _MANAGER, unwanted=_DISQUALIFIED)


def performance(notice: Notice) -> Found[str] | None:
    """The past work that is asked for."""
    return _requirements(notice, _PERFORMANCE, unwanted=_DISQUALIFIED)


def _requirements(
    notice: Notice,
    wanted: re.Pattern[str],
    *,
    unwanted: re.Pattern[str],
    foreign: re.Pattern[str] | None = None,
) -> Found[str] | None:
    """The sentences of the qualification chapter that speak of it, or stand under a heading that does."""
    kept = [
        (start, end)
        for start, end, heading in _sentences(notice)
        if _speaks_of(notice.text.plain[start:end], heading, wanted, unwanted)
        and not (foreign and foreign.search(heading))
    ]
    if not kept:
        return None
    value = "\n".join(notice.text.words(start, end) for start, end in kept)[:_MOST_REQUIREMENTS]
    return notice.text.found(value, kept[0][0], kept[-1][1])


def _speaks_of(words: str, heading: str, wanted: re.Pattern[str], unwanted: re.Pattern[str]) -> bool:
    named = wanted.search(words) or wanted.search(heading)
    return named is not None and not unwanted.search(words) and not words.startswith("其他")


def _sentences(notice: Notice) -> Iterator[tuple[int, int, str]]:
    """The statements of the chapter, each with the heading it stands under: 拟派项目负责人, 业绩要求.

    A sentence without a topic of its own belongs to the one before it.
    """
    heading = ""
    plain = notice.text.plain
    for line in notice.inside(Section.QUALIFICATION):
        words = plain[line.start : line.end]
        if _GROUP.fullmatch(words) and (words.endswith(":") or line.depth == ITEM):
            heading = words
            continue
        begin = line.start
        for start, end in _parts(plain, line.start, line.end):
            if start > line.start and _TOPIC.search(plain, start, end):
                yield begin, start, heading
                begin = start
        yield begin, line.end, heading


def _parts(plain: str, start: int, limit: int) -> Iterator[tuple[int, int]]:
    """The sentences of a line."""
    while start < limit:
        stop = plain.find("。", start, limit)
        end = stop + 1 if stop >= 0 else limit
        yield start, end
        start = end


def consortium(notice: Notice) -> Found[bool] | None:
    """Whether consortia may bid: the first plain answer; 是否接受 without one is still a question."""
    plain = notice.text.plain
    for match in _CONSORTIUM.finditer(plain):
        answer = match["answer"] or match["box"] or match["after"] or match["before"]
        asked = plain[max(0, match.start() - 12) : match.start()].replace("\n", "")
        if match["before"] and asked.endswith(_OPEN_QUESTION):
            continue
        return notice.text.found(answer in {"是", ":是", "接受", "允许"}, *match.span())
    return None
