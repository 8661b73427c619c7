"""How a notice comes to stand: required fields checked, frozen, hashed, entered in the media ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings

from marketplace.flow.acts import Act
from marketplace.flow.errors import Misdeclared, require
from marketplace.law.rules import rule
from marketplace.law.statutes import NOTICES
from marketplace.notices import freezing
from marketplace.notices.kinds import NoticeType
from marketplace.notices.models import HERE, Medium, Notice
from marketplace.notices.types import TYPES, type_on

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
    """What lists and search say of the notice's project; `business` only where it is not the type's own."""

    title: str
    tender: str
    lots: tuple[str, ...]
    buyer: str
    method: str
    amount_fen: int | None = None
    deadline_at: datetime | None = None
    business: str = ""
    region: str = HERE
    shown_until: datetime | None = None


def missing_in(kind: NoticeType, filled: Mapping[str, str]) -> list[str]:
    """Labels that the type requires and nobody filled."""
    return Draft(kind.required, frozenset(label for label, value in filled.items() if value.strip())).missing


def _says(draft: Draft) -> str:
    return f"公告缺少：{'、'.join(draft.missing)}，请补齐后再发布"


def compose(
    code: str, about: About, now: datetime, *, fields: Mapping[str, str], serial: int,
    replaces: Notice | None = None, files: Iterable[dict[str, Any]] = (),
) -> Notice:  # fmt: skip
    """The notice as it would stand, not saved: what a preview shows is what is published."""
    if code not in TYPES:
        raise Misdeclared(f"no notice type {code}")
    day = now.astimezone(SHANGHAI).date()
    kind = type_on(code, day)
    notice = Notice(
        number=f"{about.tender}-{code}-{serial}", type=code, title=about.title, tender=about.tender, lots=list(about.lots),
        fields=[{"label": label, "value": value.strip()} for label, value in fields.items() if value and value.strip()],
        files=list(files), published_at=now, law_on=day, replaces=replaces, method=about.method, buyer=about.buyer,
        business=about.business or kind.business, region=about.region, amount_fen=about.amount_fen,
        deadline_at=about.deadline_at, shown_until=about.shown_until,
    )  # fmt: skip
    notice.hash = freezing.digest(notice.frozen())
    return notice


def next_serial(tender: str, code: str) -> int:
    return Notice.objects.of_tender(tender).filter(type=code).count() + 1


def publish(
    code: str, about: About, act: Act, *, fields: Mapping[str, str], replaces: Notice | None = None,
    files: Iterable[dict[str, Any]] = (),
) -> Notice:  # fmt: skip
    """Freeze and publish a notice inside the running act; `fields` in printing order."""
    serial = next_serial(about.tender, code)
    notice = compose(code, about, act.now, fields=fields, serial=serial, replaces=replaces, files=files)
    filled = frozenset(row["label"] for row in notice.fields)
    require(all_required_fields_are_filled, Draft(notice.kind.required, filled), says=_says)
    notice.save()
    _own_medium(notice)
    act.notes.setdefault("notices", []).append({"number": notice.number, "hash": notice.hash})
    return notice


def _own_medium(notice: Notice) -> None:
    """The platform as a designated medium fills its own row (10-8)."""
    url = f"{settings.SITE_URL}{notice.get_absolute_url()}"
    Medium.objects.create(notice=notice, name=settings.SITE["name"], at=notice.published_at, url=url)
