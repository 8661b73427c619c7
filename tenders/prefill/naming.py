"""What the project and the lot are called, who approved the project, and who pays for it."""

from __future__ import annotations

import re

from tenders.prefill.clauses import Clause
from tenders.prefill.notice import Notice
from tenders.prefill.outline import Section
from tenders.prefill.text import Found
from tenders.prefill.values import compact, cut, quoted
from tenders.prefill.vocabulary import Kind

_OPENING_WORDS = re.compile(r"(?:本次|本)?(?:招标|采购|工程)?项目(?=[^,，。:]{4})|(?:本)?招标工程")
_NAME_ENDS = re.compile(
    r"\(项目名称\)|\(以下简称|已?由[^,，。]{3,40}(?:以|批准|核准|备案)|已由|已经|已获|已批准|已列入|已具备|,|，|。|项目业主|业主为|招标人为|招标人\(|采购人为|建设资金|项目资金|资金来|经.{2,30}批准"
)
_TENDERED = re.compile(
    r"(?:现|拟)?(?:就|对)(?P<name>[^,，。;；\n]{5,90}?)(?:的施工)?(?:进行|组织|实施)(?:国内)?(?:公开)?招标"
)
_VAGUE = re.compile(r"该|本项目|上述|其|以下")
_TITLE_TAIL = re.compile(r"(?:的)?(?:国内)?(?:公开)?(?:招标|采购)(?:的)?公告(?:[(（][^()（）]{0,20}[)）])?$")
_LONGEST_NAME = 120


def project_name(notice: Notice, title: str) -> Found[str] | None:
    """The label, else the first sentence of the conditions, else what is tendered, else the title."""
    for clause in notice.of(Kind.NAME):
        found = cut(notice, clause, "。；;\n|")
        if found and 3 <= len(found.value) <= _LONGEST_NAME:
            return found
    return _name_in_conditions(notice) or _name_tendered(notice) or _name_in_title(notice, title)


def _name_in_conditions(notice: Notice) -> Found[str] | None:
    line = next((line for line in notice.inside(Section.CONDITIONS)), None)
    if line is None:
        return None
    plain = notice.text.plain
    opening = _OPENING_WORDS.match(plain, line.start, line.end)
    start = opening.end() if opening else line.start
    start += 1 if plain.startswith(":", start) else 0
    stop = _NAME_ENDS.search(plain, start, min(line.end, start + _LONGEST_NAME))
    if stop is None or stop.start() - start < 4:
        return None
    name = compact(notice.text.words(start, stop.start()))
    return None if _VAGUE.match(name) or "委托" in name else notice.text.found(name, start, stop.start())


def _name_tendered(notice: Notice) -> Found[str] | None:
    for match in _TENDERED.finditer(notice.text.plain, 0, 3000):
        if not _VAGUE.search(match["name"]):
            start, end = match.span("name")
            numbered = match["name"].find("(项目编号")
            end = start + numbered if numbered > 0 else end
            return notice.text.found(compact(notice.text.words(start, end)), start, end)
    return None


def _name_in_title(notice: Notice, title: str) -> Found[str] | None:
    """The title without 招标公告; where the text repeats it, the place in the text."""
    written = title.strip() or _first_line(notice)
    name = _TITLE_TAIL.sub("", "".join(written.split())) if written else ""
    if not name or name == written:
        return None
    place = notice.text.original.find(name)
    return Found(name, (place, place + len(name)) if place >= 0 else (0, 0), written)


def _first_line(notice: Notice) -> str:
    """The first line where it reads like a title."""
    first = notice.text.original.lstrip().partition("\n")[0].strip()
    return first if first.endswith("公告") and len(first) <= _LONGEST_NAME else ""


def lot_name(notice: Notice, title: str) -> Found[str] | None:
    """The label where there is one lot, else the title."""
    labelled = list(notice.of(Kind.LOT))
    found = cut(notice, labelled[0], "。；;\n|") if len(labelled) == 1 else None
    if found and len(found.value) <= _LONGEST_NAME:
        return found
    return _name_in_title(notice, title)


_DOCUMENT = re.compile(
    r"(?P<number>(?:(?![以由])[一-龥]){1,12}[〔【\[(]?20\d\d[〕】\])]?第?\d{1,5}号|[2-3]?\d\d\d-\d{6}-\d{2}-\d{2}-\d{6})"
)
_ISSUER_TAIL = re.compile(r".*(?:公司|委员会|管理局|发展局|改革局)")
_CONDITIONS_END = 3000  # characters; approval stands at the head of a notice
_APPROVED = re.compile(
    r"(?:已经|已由|经|由)(?P<who>[^以由,，。;；\n]{3,60})以(?![下上及内外来])(?P<paper>[^。\n]{2,160}?)(?:批准|核准|备案|批复|同意|立项)"
)
_APPROVED_WITHOUT_PAPER = re.compile(
    r"(?:已经|已由|由)(?P<who>[^以由,，。;；\n]{3,60}?)(?:立项|审批|批准|核准|备案|批复|同意)"
)
_NOBODY = re.compile(r"(?:上级|主管|财政|有关|相关)部门|已\Z")


def approval(notice: Notice) -> tuple[Found[str] | None, Found[str] | None]:
    """Who approved the project, and under which number: 由 X 以 Y 批准, or each on its own."""
    plain = notice.text.plain
    number = next(
        filter(None, (_labelled_number(notice, clause) for clause in notice.of(Kind.APPROVAL))), None
    )
    match = _APPROVED.search(plain, 0, _conditions_end(notice))
    if match:
        paper = _DOCUMENT.search(plain, *match.span("paper"))
        own = _number(notice, paper) if paper else quoted(notice, *match.span("paper"))
        return _authority(notice, *match.span("who")), number or own
    match = _APPROVED_WITHOUT_PAPER.search(plain, 0, _conditions_end(notice))
    return _authority(notice, *match.span("who")) if match else None, number or _number_alone(notice)


def _labelled_number(notice: Notice, clause: Clause) -> Found[str] | None:
    """批准文号：the number in it, or all of it where it has another form."""
    paper = _DOCUMENT.search(notice.text.plain, clause.value_start, clause.value_end)
    return _number(notice, paper) if paper else cut(notice, clause, "。；;\n")


def _conditions_end(notice: Notice) -> int:
    """Approval is spoken of before the chapter on who may bid."""
    ends = (line.start for line in notice.lines if line.section is Section.QUALIFICATION)
    return min(next(ends, _CONDITIONS_END), _CONDITIONS_END)


def _number(notice: Notice, paper: re.Match[str]) -> Found[str]:
    """The number without the name of the issuer that may run into it."""
    issuer = _ISSUER_TAIL.match(paper["number"])
    return quoted(notice, paper.start("number") + (issuer.end() if issuer else 0), paper.end("number"))


def _number_alone(notice: Notice) -> Found[str] | None:
    """A number of approval that stands without 由 … 以 …: 甬能投备〔2025〕28号批准, 项目代码为 …."""
    plain = notice.text.plain
    for match in _DOCUMENT.finditer(plain, 0, _conditions_end(notice)):
        before, after = plain[max(0, match.start() - 6) : match.start()], plain[match.end() : match.end() + 5]
        if re.search("批准|核准|备案|批复", after) or "代码" in before:
            return _number(notice, match)
    return None


def _authority(notice: Notice, start: int, end: int) -> Found[str] | None:
    """The name alone: a number that follows it without 以 is no part of it."""
    paper = _DOCUMENT.search(notice.text.plain, start, end)
    if paper:
        issuer = _ISSUER_TAIL.match(paper["number"])
        end = paper.start() + (issuer.end() if issuer else 0)
    words = notice.text.plain[start:end]
    return quoted(notice, start, end) if _is_authority(words) and not _NOBODY.search(words) else None


def _is_authority(words: str) -> bool:
    return re.search(r"局|委|政府|公司|集团|厅|部|办|中心|会|院|管", words) is not None


_FUNDS = re.compile(
    r"资金(?:来自(?!筹)于?|来(?=自筹)|(?=为?(?:企业|单位)?自筹)|来源(?:于|为|是)?:?|由)(?P<words>[^,，。;；\n]{1,60})"
)
_SHARE = re.compile(
    r"(?:出资)?比例(?:为|是)?:?(?P<words>[^,，。;；\n]{0,20}?\d{1,3}(?:\.\d+)?%[^,，。;；\n]{0,40})"
)


def funding_source(notice: Notice) -> Found[str] | None:
    for match in _FUNDS.finditer(notice.text.plain, 0, 6000):
        start, end = match.span("words")
        end = min(
            end, start + len(re.split(r"出资比例|项目出资|招标人为|比例", match["words"], maxsplit=1)[0])
        )
        if end > start:
            return quoted(notice, start, end)
    return None


def funding_share(notice: Notice) -> Found[str] | None:
    for match in _SHARE.finditer(notice.text.plain, 0, 6000):
        if "出资" in match[0] or "资金" in notice.text.plain[max(0, match.start() - 30) : match.start()]:
            return quoted(notice, *match.span("words"))
    return None
