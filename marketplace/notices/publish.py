"""How a notice comes to stand: required fields checked, frozen, hashed, entered in the media ledger."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import rfc8785
from django.conf import settings

from marketplace.flow.acts import Act
from marketplace.flow.errors import Misdeclared, require
from marketplace.law.rules import rule
from marketplace.law.statutes import NOTICES
from marketplace.notices.models import Medium, Notice
from marketplace.notices.types import TYPES

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Draft:
    """The fields somebody wants to announce, against what the type requires."""

    required: tuple[str, ...]
    filled: frozenset[str]

    @property
    def missing(self) -> list[str]:
        return [label for label in self.required if label not in self.filled]


@rule(
    "NOTICE-FIELDS",
    law=NOTICES[5],
    says="公告应当载明规定的全部内容",
    holds=[Draft(("名称", "资格"), frozenset({"名称", "资格", "备注"}))],
    breaks=[Draft(("名称", "资格"), frozenset({"名称"})), Draft(("名称",), frozenset())],
)
def all_required_fields_are_filled(facts: Draft) -> bool:
    return not facts.missing


@dataclass(frozen=True, slots=True)
class About:
    """What lists and search say of the notice's project."""

    title: str
    tender: str
    lots: tuple[str, ...]
    buyer: str
    method: str
    amount_fen: int | None = None
    deadline_at: datetime | None = None


def _says(draft: Draft) -> str:
    return f"公告缺少：{'、'.join(draft.missing)}，请补齐后再发布"


def publish(
    code: str, about: About, act: Act, *, fields: dict[str, str], replaces: Notice | None = None
) -> Notice:
    """Freeze and publish a notice inside the running act; `fields` in printing order."""
    kind = TYPES.get(code)
    if kind is None:
        raise Misdeclared(f"no notice type {code}")
    filled = {label: value.strip() for label, value in fields.items() if value and value.strip()}
    require(all_required_fields_are_filled, Draft(kind.required, frozenset(filled)), says=_says)
    rows = [{"label": label, "value": value} for label, value in filled.items()]
    serial = Notice.objects.of_tender(about.tender).filter(type=code).count() + 1
    frozen: dict[str, Any] = {
        "type": code,
        "title": about.title,
        "tender": about.tender,
        "lots": list(about.lots),
        "fields": rows,
    }
    frozen["published_at"] = act.now.isoformat()
    notice = Notice.objects.create(
        number=f"{about.tender}-{code}-{serial}",
        type=code,
        title=about.title,
        tender=about.tender,
        lots=list(about.lots),
        fields=rows,
        hash=hashlib.sha256(rfc8785.dumps(frozen)).hexdigest(),
        published_at=act.now,
        law_on=act.now.astimezone(SHANGHAI).date(),
        replaces=replaces,
        method=about.method,
        buyer=about.buyer,
        amount_fen=about.amount_fen,
        deadline_at=about.deadline_at,
    )
    _own_medium(notice)
    act.notes.setdefault("notices", []).append({"number": notice.number, "hash": notice.hash})
    return notice


def _own_medium(notice: Notice) -> None:
    """The platform as a designated medium fills its own row (10-8)."""
    url = f"{settings.SITE_URL}{notice.get_absolute_url()}"
    Medium.objects.create(notice=notice, name=settings.SITE["name"], at=notice.published_at, url=url)
