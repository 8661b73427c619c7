"""What is known about the tender besides its words: regime, method, money, dates, blanks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from tenders.fairness.amounts import amounts, dates


class Regime(StrEnum):
    """The two bodies of law; the same sentence may be lawful under one and not the other."""

    GP = "政府采购法"
    TB = "招标投标法"


class Section(StrEnum):
    """Which part of a tender a clause stands in."""

    QUALIFICATION = "资格要求"
    SCORING = "评分标准"
    TECHNICAL = "技术参数"
    COMMERCIAL = "商务条款"
    OTHER = "其他"


@dataclass(frozen=True, slots=True)
class Context:
    """The tender's own fields. None is unknown; a field the tender left empty is named in `blank`."""

    section: Section | None = None
    law: Regime | None = None
    method: str = ""
    category: str = ""
    region: str = ""
    eval_method: str = ""
    budget: Decimal | None = None
    bid_bond: Decimal | None = None
    price_weight: Decimal | None = None
    performance_bond_ratio: Decimal | None = None
    retention_ratio: Decimal | None = None
    publish_date: date | None = None
    deadline: date | None = None
    doc_issue_date: date | None = None
    bid_deadline: date | None = None
    issue_start: date | None = None
    issue_end: date | None = None
    clarification_date: date | None = None
    affects_preparation: bool | None = None
    import_approved: bool | None = None
    sme_reserved: bool | None = None
    sme_reason: str = ""
    is_innovation_procurement: bool | None = None
    accept_consortium: bool | None = None
    compulsory: bool | None = None
    blank: frozenset[str] = field(default=frozenset())

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Context:
        """Read a mapping such as a line of a corpus; fields unknown to the review are left aside."""
        known = {f.name: f for f in fields(cls) if f.name != "blank"}
        read = {
            name: _read(name, str(known[name].type), value) for name, value in values.items() if name in known
        }
        blank = frozenset(name for name, value in values.items() if value is None)
        return cls(**{name: value for name, value in read.items() if value is not None}, blank=blank)

    @property
    def is_tender(self) -> bool:
        """Open or restricted tendering, as opposed to negotiation, consultation or inquiry."""
        return self.method in {"", "公开招标", "邀请招标"}


def _read(name: str, kind: str, value: Any) -> Any:  # noqa: PLR0911 - one line a type
    if value is None or value == "":
        return None
    if name == "law":
        return _regime(str(value))
    if name == "section":
        return Section(value) if value in set(Section) else None
    if kind.startswith("Decimal"):
        return _number(str(value))
    if kind.startswith("date"):
        return value if isinstance(value, date) else _day(str(value))
    if kind.startswith("bool"):
        return str(value).strip().lower() not in {"否", "不", "false", "no", "0"}
    return str(value)


def _number(words: str) -> Decimal | None:
    """260, 2600000.00, 260万元; what is no number stays unknown."""
    sums = amounts(words.replace(",", ""))
    if sums:
        return sums[0]
    try:
        return Decimal(words.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None


def _day(words: str) -> date | None:
    named = dates(words, year=1)
    return named[0][0] if named else None


def _regime(words: str) -> Regime | None:
    if words in {"GP", "gp"} or "政府采购" in words:
        return Regime.GP
    if words in {"TB", "tb"} or "招标投标" in words or "招投标" in words:
        return Regime.TB
    return None
