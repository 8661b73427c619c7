"""Who issues the tender, who acts for the issuer, who supervises, and how each is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum

from tenders.prefill.clauses import Clause
from tenders.prefill.notice import Notice
from tenders.prefill.outline import Section
from tenders.prefill.text import Found
from tenders.prefill.values import quoted
from tenders.prefill.vocabulary import Kind


class Party(StrEnum):
    """Whose line it is in the contact chapter."""

    BUYER = "buyer"
    AGENCY = "agency"
    SUPERVISOR = "supervisor"
    NOBODY = "nobody"


_NAME = r"(?P<name>[^,，。;；:\n|、]{2,50})"
_IS = r"(?:\([^()\n]{1,20}\))?(?:名称)?[为是:]"
_BUYER = re.compile(rf"(?:招标人|采购人|招标单位|建设单位){_IS}:?{_NAME}")
_AGENCY = re.compile(
    r"(?:招标|采购)?(?:代理机构|代理人|代理单位|代理公司|代理)(?:\([^()\n]{1,20}\))?(?:名称)?[为是:]?"
    r"(?P<name>[^,，。;；:\n|、为是]{3,40}?(?:公司|中心|事务所|院))"
)
_COMMISSION = re.compile(
    r"(?P<agency>[^,，。;；:\n]{4,40})(?:接受|受)(?P<buyer>[^,，。;；:\n]{3,40}?)(?:的)?委托"
)
_SUPERVISOR = re.compile(rf"(?:监督|监管|主管)(?:部门|单位|机构){_IS}:?{_NAME}")
_PHONE = re.compile(
    r"[0-9×*]{3,4}[-—－]?[0-9×*]{3,12}(?:[-/、,，;；和及 转或]{1,2}[0-9×*][0-9×*\-—－]{4,14})*"
)
_NAMES = re.compile(r"[一-龥]{2,4}(?:[、,，][一-龥]{2,4})*(?=[,，:]?[0-9×*])")
_OUTSIDERS = re.compile(r"异议|投诉|质疑|监督|监管|技术支持|软件|平台|咨询|纪检")
_LESS_LIKELY = re.compile(r"主管|受理|业主|建设单位")
_NOT_A_NAME = re.compile(r"详见|以下|系统|\d{4}")
_KINDS_BY_FIELD = {"contact": Kind.CONTACT, "phone": Kind.PHONE, "address": Kind.ADDRESS}


def buyer(notice: Notice) -> Found[str] | None:
    """The 招标人 of the contact chapter, else of the conditions, else who commissions the agency."""
    return _party(notice, Kind.BUYER, _BUYER) or _by_commission(notice, "buyer")


def agency(notice: Notice) -> Found[str] | None:
    """The 招标代理机构, looked for in the same places."""
    return _party(notice, Kind.AGENCY, _AGENCY) or _by_commission(notice, "agency")


def supervisor(notice: Notice) -> Found[str] | None:
    """The supervising department, by its label or in a sentence."""
    return _party(notice, Kind.SUPERVISOR, _SUPERVISOR)


def _party(notice: Notice, kind: Kind, pattern: re.Pattern[str]) -> Found[str] | None:
    labelled = [clause for clause in notice.of(kind) if _is_name(_first_part(notice, clause))]
    labelled.sort(
        key=lambda clause: (
            _LESS_LIKELY.search(clause.label) is not None,
            clause.section is not Section.CONTACT,
        )
    )
    for clause in labelled:
        part = _first_part(notice, clause)
        return quoted(notice, clause.value_start, clause.value_start + len(part))
    named = _named_by_chapter(notice, kind)
    if named:
        return named
    for match in pattern.finditer(notice.text.plain):
        if _is_name(match["name"]):
            return quoted(notice, match.start("name"), match.end("name"))
    return None


def _first_part(notice: Notice, clause: Clause) -> str:
    """The value up to the first stop; a name ends there."""
    return re.split(r"[,，。;；\n|]|联系|地址|电话", notice.value(clause).lstrip("\n"), maxsplit=1)[0].rstrip(
        "("
    )


def _is_name(words: str) -> bool:
    return (
        2 <= len(words) <= 50
        and not _NOT_A_NAME.search(words)
        and re.search(r"[一-龥]{2}", words) is not None
    )


def _named_by_chapter(notice: Notice, kind: Kind) -> Found[str] | None:
    """采购人信息 / 名称：X, the form of government procurement."""
    wanted = {Kind.BUYER: Party.BUYER, Kind.AGENCY: Party.AGENCY, Kind.SUPERVISOR: Party.SUPERVISOR}[kind]
    for party, clause in _addressed(notice):
        if party is wanted and clause.kind is Kind.PARTY_NAME:
            part = _first_part(notice, clause)
            start = notice.text.plain.find(part, clause.value_start)
            return quoted(notice, start, start + len(part)) if _is_name(part) else None
    return None


def _by_commission(notice: Notice, side: str) -> Found[str] | None:
    match = _COMMISSION.search(notice.text.plain, 0, 3000)
    if match is None or not _is_name(match[side]):
        return None
    return quoted(notice, match.start(side), match.end(side))


def reach(notice: Notice, party: Party, field: str) -> Found[str] | None:
    """The contact person, phone or address of a party: the first one that stands under its name."""
    for owner, clause in _addressed(notice):
        if owner is party and clause.kind is _KINDS_BY_FIELD[field]:
            found = _read(notice, clause)
            if found:
                return found
    return _named_beside_phone(notice, party) if field == "contact" else None


def _named_beside_phone(notice: Notice, party: Party) -> Found[str] | None:
    """联系方式：刘老师，0350-…; for the agency else the 项目联系人."""
    for owner, clause in _addressed(notice):
        start, end = _trimmed(notice, clause)
        names = _NAMES.match(notice.text.plain, start, end)
        if owner is party and clause.kind is Kind.PHONE and names:
            return quoted(notice, start, names.end())
        if party is Party.AGENCY and "项目联系人" in clause.label:
            return _read(notice, clause)
    return None


def _read(notice: Notice, clause: Clause) -> Found[str] | None:
    start, end = _trimmed(notice, clause)
    value = notice.text.plain[start:end]
    phone = _PHONE.search(value)
    if clause.kind is Kind.PHONE:
        return quoted(notice, start + phone.start(), start + phone.end()) if phone else None
    if clause.kind is Kind.CONTACT and phone:
        end = start + phone.start()
    if not notice.text.plain[start:end].strip(",，/。()"):
        return None
    names = notice.text.words(start, end).split()
    if clause.kind is Kind.CONTACT and all(2 <= len(name) <= 4 for name in names):
        return notice.text.found("、".join(names), start, end)
    return quoted(notice, start, end)


def _trimmed(notice: Notice, clause: Clause) -> tuple[int, int]:
    """The value without leading line breaks, up to the first line break or 。"""
    plain = notice.text.plain
    start = clause.value_start
    while start < clause.value_end and plain[start] in "\n|:":
        start += 1
    stops = [plain.find(stop, start, clause.value_end) for stop in "\n。|"]
    return start, min((stop for stop in stops if stop >= 0), default=clause.value_end)


def _addressed(notice: Notice) -> Iterator[tuple[Party, Clause]]:
    """The clauses of the contact chapters with the party they belong to."""
    party = Party.NOBODY
    columns = _columns(notice)
    chapters = iter(sorted(_chapters(notice), key=lambda pair: pair[0]))
    following = next(chapters, None)
    for clause in notice.clauses:
        while following and following[0] < clause.start:
            party, following = following[1], next(chapters, None)
        party = _owner(clause, party)
        named = columns.get(clause.start) or _named_in_label(clause)
        if clause.section in {Section.CONTACT, Section.SUPERVISION, Section.OTHER, Section.MEDIA} or named:
            yield named or party, clause


def _columns(notice: Notice) -> dict[int, Party]:
    """Where two parties stand side by side, each line says a thing twice: first the buyer's, then the agency's."""
    seen: dict[tuple[int, Kind], int] = {}
    sides: dict[int, Party] = {}
    for clause in notice.of(*_KINDS_BY_FIELD.values()):
        first = seen.setdefault((clause.line, clause.kind), clause.start)
        if first != clause.start:
            sides[first], sides[clause.start] = Party.BUYER, Party.AGENCY
    return sides


def _chapters(notice: Notice) -> Iterator[tuple[int, Party]]:
    """Lines that only name a party: 1.采购人信息."""
    for line in notice.lines:
        words = notice.text.plain[line.start : line.end].rstrip(":")
        if len(words) <= 16 and (line.is_heading or line.depth):
            party = _named(words)
            if party:
                yield line.start, party


def _named(words: str) -> Party | None:
    if _OUTSIDERS.search(words):
        return Party.NOBODY
    if "代理" in words:
        return None if "招标人" in words else Party.AGENCY
    if re.search(r"招标人|采购人|招标单位|采购单位", words):
        return Party.BUYER
    return Party.NOBODY if "项目联系" in words else None


def _owner(clause: Clause, before: Party) -> Party:
    """Who is spoken of from this clause on."""
    if clause.kind is Kind.BUYER:
        return Party.BUYER
    if clause.kind is Kind.AGENCY:
        return Party.AGENCY
    if clause.kind is Kind.SUPERVISOR:
        return Party.SUPERVISOR
    return Party.NOBODY if _OUTSIDERS.search(clause.label) else before


def _named_in_label(clause: Clause) -> Party | None:
    """招标人地址, 代理机构联系方式: the label itself says whose it is."""
    if clause.kind not in _KINDS_BY_FIELD.values():
        return None
    if "代理" in clause.label:
        return Party.AGENCY
    return Party.BUYER if re.search(r"招标人|采购人|采购单位", clause.label) else None
