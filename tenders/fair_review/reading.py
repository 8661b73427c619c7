"""Which words of a tender are reviewed, where do they stand, and how is one clause of them replaced?"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.core.cache import cache

from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import FAIR_REVIEW
from tenders.fairness import Context as Known
from tenders.fairness import Document as Text
from tenders.fairness import Regime, Section, Unreadable, plain_text, read_document
from tenders.fairness.rewriting import EDITABLE, replace_nth, rewrite_file
from tenders.models import Document, Tender

# Whose 本地 it is: the county this platform belongs to (entities.py compares places with it).
REGION = "山西省/忻州市/静乐县"
KEPT_FOR = 24 * 3600
FILE = "file:"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of words of the tender: its name for people, its code, where it stands in the papers."""

    code: str
    name: str
    text: Text
    section: Section | None = None
    unread: str = ""
    homes: tuple[tuple[int, int, str], ...] = field(default=())

    @property
    def is_file(self) -> bool:
        return self.code.startswith(FILE)

    @property
    def editable(self) -> bool:
        """Whether a clause can be replaced here; otherwise the author changes the file itself."""
        return not self.is_file or self.text.kind in EDITABLE


def parts_of(tender: Tender) -> list[Part]:
    """Everything the engine reads, in the order of the papers."""
    found = [
        Part(
            "qualification", "资格条件", plain_text(tender.particular("qualification")), Section.QUALIFICATION
        ),
        Part("scope", "招标范围", plain_text(tender.particular("scope")), Section.TECHNICAL),
        _criteria(tender),
        Part("bond", "合同与保证金", plain_text(_bond(tender)), Section.OTHER),
    ]
    return [*(part for part in found if part.text.text.strip()), *_files(tender)]


def known(tender: Tender, section: Section | None) -> Known:
    """What the engine knows besides the words."""
    ceiling = sum(lot.ceiling_fen for lot in tender.lots.all())
    return Known(
        section=section, law=Regime.TB, category="工程", method="公开招标", region=REGION,
        budget=Decimal(ceiling) / 100 if ceiling else None,
        bid_bond=Decimal(tender.bond_fen) / 100 if tender.bond_fen else None,
    )  # fmt: skip


def _bond(tender: Tender) -> str:
    return f"投标保证金{Decimal(tender.bond_fen) / 100}元。" if tender.bond_fen else ""


def _criteria(tender: Tender) -> Part:
    """The score table as lines; `homes` says which words come from which level, so that one can be changed."""
    lines: list[str] = []
    homes: list[tuple[int, int, str]] = []
    at = 0
    for row, criterion in enumerate(tender.evaluation.get("criteria", [])):
        line = f"{criterion['name']}："
        for step, level in enumerate(criterion.get("levels", [])):
            homes.append((at + len(line), at + len(line) + len(level["says"]), f"{row}.{step}"))
            line += f"{level['says']}得{level['points']}分；"
        lines.append(line)
        at += len(line) + 1
    return Part("criteria", "评分办法", plain_text("\n".join(lines)), Section.SCORING, homes=tuple(homes))


def _files(tender: Tender) -> Iterator[Part]:
    for document in newest(tender):
        if document.kind not in (Document.Kind.TENDER_DOCUMENT, Document.Kind.CLARIFICATION):
            continue
        text, unread = text_of(document)
        yield Part(f"{FILE}{document.name}", document.name, text, unread=unread)


def newest(tender: Tender) -> list[Document]:
    """The last version of each file."""
    last = {row.name: row for row in sorted(tender.documents.all(), key=lambda row: row.version)}
    return sorted(last.values(), key=lambda row: (row.kind, row.name))


def text_of(document: Document) -> tuple[Text, str]:
    """The text of a stored file, read once for each content; or why it cannot be read."""
    cached: tuple[Text, str] | None = cache.get(f"fair-text:{document.sha256}")
    if cached is None:
        with document.file.open("rb") as file:
            cached = _read(file.read())
        cache.set(f"fair-text:{document.sha256}", cached, KEPT_FOR)
    return cached


def _read(content: bytes) -> tuple[Text, str]:
    try:
        return read_document(content), ""
    except Unreadable as unread:
        return Text("unread", "", ()), unread.says


Edit = Callable[[dict[str, Any]], None]


def replace(
    tender: Tender, act: Act, part: Part, old: str, new: str, nth: int, *, edit: Edit, attach: Edit
) -> None:
    """Put `new` where the nth `old` of a part stands; `edit` and `attach` are the acts that change the tender."""
    if part.is_file:
        attach(_new_version(tender, part, old, new, nth))
    elif part.code == "criteria":
        edit({"evaluation": _with_level(tender, old, new)})
    elif part.code in ("qualification", "scope"):
        changed = replace_nth(part.text.text, old, new, nth)
        if changed is None:
            raise _gone()
        edit({"particulars": tender.particulars | {part.code: changed}})
    else:
        raise Refused("NOT-EDITABLE", "这一项请到“合同与保证金”里改", FAIR_REVIEW[20])


def _gone() -> Refused:
    return Refused("CLAUSE-CHANGED", "这一句已经改过，请刷新页面后再处理", FAIR_REVIEW[20])


def _with_level(tender: Tender, old: str, new: str) -> dict[str, Any]:
    """A level of the score table is replaced as a whole: its points stay."""
    evaluation: dict[str, Any] = copy.deepcopy(tender.evaluation)
    for criterion in evaluation.get("criteria", []):
        for level in criterion.get("levels", []):
            if level["says"] == old:
                level["says"] = new
                return evaluation
    raise _gone()


def _new_version(tender: Tender, part: Part, old: str, new: str, nth: int) -> dict[str, Any]:
    row = next(row for row in newest(tender) if f"{FILE}{row.name}" == part.code)
    with row.file.open("rb") as file:
        content = file.read()
    try:
        changed = rewrite_file(content, part.text.kind, old, new, nth)
    except Unreadable as refused:
        raise Refused(refused.code.upper(), refused.says, FAIR_REVIEW[20]) from refused
    return {"kind": row.kind, "name": row.name, "content": changed}
