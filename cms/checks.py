"""What is looked at before a text becomes public: what blocks, and what an editor should see.

Only two things block: personal data (公民身份号码 with a valid check digit, a mobile number outside the contact
field; 政府信息公开条例 15) and a picture without words. Everything else is said and left to people.
Pure: facts in, remarks out; `cms.examining` builds the facts from a page.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from marketplace.law.identifiers import BadIdentifier, read_mobile, read_person_id

LONGEST_TITLE = 40
_DIGITS_18 = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_DIGITS_11 = re.compile(r"(?<![0-9.])(?:\+?86[- ]?)?(1[3-9][0-9]{9})(?![0-9])")
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,16}〔(19|20)[0-9]{2}〕[0-9]{1,5}号|[\u4e00-\u9fff、]{2,40}第[0-9]{1,4}号|第[0-9]{1,4}号"
)
_HALF = re.compile(r"[\u4e00-\u9fff][,;:?!][\u4e00-\u9fff]")
_FILE_NAME = re.compile(
    r"\.(avif|gif|jpe?g|png|svg|webp)$|^(IMG|DSC|微信图片|未命名|图片[0-9]*$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a text: where it stands and what it says."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What the checks know of an article."""

    title: str
    passages: tuple[Passage, ...] = ()
    contact: str = ""
    document_number: str = ""
    alts: tuple[str, ...] = ()
    tables_without_heading: int = 0
    scans: tuple[str, ...] = ()
    broken_links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """One finding: a sentence with what to do, and whether it keeps the page from being submitted."""

    code: str
    says: str
    blocks: bool = False


def look_through(draft: Draft) -> list[Remark]:
    """All remarks, what blocks first."""
    return [
        *_personal(draft), *_pictures(draft), *_title(draft), *_document_number(draft), *_tables(draft),
        *_scans(draft), *_links(draft), *_punctuation(draft),
    ]  # fmt: skip


def person_ids(text: str) -> list[str]:
    """Numbers that are 公民身份号码: eighteen figures whose birthday and check digit hold."""
    return [found for found in _DIGITS_18.findall(text) if _holds(read_person_id, found)]


def mobiles(text: str) -> list[str]:
    return [found for found in _DIGITS_11.findall(text) if _holds(read_mobile, found)]


def _holds(read: object, text: str) -> bool:
    try:
        read(text)  # type: ignore[operator]
    except BadIdentifier:
        return False
    return True


def masked(number: str) -> str:
    """Enough to find it, not enough to use it."""
    return f"{number[:3]}…{number[-2:]}"


def _personal(draft: Draft) -> Iterator[Remark]:
    for passage in (Passage("标题", draft.title), *draft.passages, Passage("咨询方式", draft.contact)):
        for number in person_ids(passage.text):
            says = f"{passage.place}里有公民身份号码（{masked(number)}），请删去或者只留前 3 位和后 2 位"
            yield Remark("PAGE-PERSON-ID", says, blocks=True)
    for passage in (Passage("标题", draft.title), *draft.passages):
        for number in mobiles(passage.text):
            says = f"{passage.place}里有手机号（{masked(number)}），联系电话请写在“咨询方式”一栏或者用座机"
            yield Remark("PAGE-MOBILE", says, blocks=True)


def _pictures(draft: Draft) -> Iterator[Remark]:
    for alt in draft.alts:
        if not alt.strip():
            yield Remark("PAGE-ALT-TEXT", "有一张图没有替代文字，请写清图里是什么", blocks=True)
        elif _FILE_NAME.search(alt.strip()):
            yield Remark("PAGE-ALT-NAME", f"图的替代文字“{alt}”像文件名，请改成图里的内容")


def _title(draft: Draft) -> Iterator[Remark]:
    length = len(draft.title)
    if length > LONGEST_TITLE:
        yield Remark(
            "PAGE-TITLE-LONG", f"标题有 {length} 字，超过 {LONGEST_TITLE} 字，手机和列表里会换三行以上"
        )


def _document_number(draft: Draft) -> Iterator[Remark]:
    number = draft.document_number
    if number and not _NUMBER.fullmatch(number):
        yield Remark(
            "PAGE-DOCUMENT-NUMBER",
            f"文号“{number}”不合格式，例如“静政办发〔2026〕12号”（六角括号，不加“第”）",
        )


def _tables(draft: Draft) -> Iterator[Remark]:
    if draft.tables_without_heading:
        yield Remark(
            "PAGE-TABLE-HEADING",
            f"有 {draft.tables_without_heading} 个表格没有表头，请在“表头”一栏选“首行是表头”",
        )


def _scans(draft: Draft) -> Iterator[Remark]:
    for title in draft.scans:
        yield Remark(
            "PAGE-SCAN",
            f"附件《{title}》是扫描件，不能检索和朗读，请换成由文字导出的 PDF，或者在正文写明内容",
        )


def _links(draft: Draft) -> Iterator[Remark]:
    for target in draft.broken_links:
        yield Remark("PAGE-LINK", f"链接“{target}”打不开，请改正或者删去")


def _punctuation(draft: Draft) -> Iterator[Remark]:
    places = _places(passage for passage in draft.passages if _HALF.search(passage.text))
    if places:
        yield Remark("PAGE-PUNCTUATION", f"{places}里有半角标点，请改用全角")


def _places(passages: Iterable[Passage]) -> str:
    return "、".join(dict.fromkeys(passage.place for passage in passages))
