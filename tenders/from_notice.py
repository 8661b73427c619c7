"""What a read notice gives a new tender: the form's values, and what nobody found and a person must type."""

from __future__ import annotations

from dataclasses import dataclass

from tenders.prefill import Prefill

ESSENTIAL = {
    "lot_name": "招标项目名称",
    "ceiling": "最高投标限价",
    "duration_days": "工期（日历天）",
    "scope": "招标范围",
}


@dataclass(frozen=True, slots=True)
class FromNotice:
    """Values by the names of the tender form; money in 分. Empty text means not found."""

    title: str
    project: dict[str, str]
    particulars: dict[str, str]
    lot_name: str
    scope: str
    ceiling_fen: int | None
    duration_days: int | None
    quality: str
    bond_fen: int | None
    missing: tuple[str, ...]

    @property
    def essential_missing(self) -> list[str]:
        """Without these a person cannot even begin."""
        given = {
            "lot_name": self.title,
            "ceiling": self.ceiling_fen,
            "duration_days": self.duration_days,
            "scope": self.scope or self.particulars["scale"],
        }
        return [ESSENTIAL[name] for name, value in given.items() if not value]


def _text(prefill: Prefill, name: str, limit: int = 4000) -> str:
    found = getattr(prefill, name)
    return str(found.value).strip()[:limit] if found else ""


def _qualification(prefill: Prefill) -> str:
    parts = [
        _text(prefill, name)
        for name in ("company_requirements", "performance_requirements", "manager_requirements")
    ]
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _consortium(prefill: Prefill) -> str:
    if prefill.consortium is None:
        return ""
    return "接受联合体投标" if prefill.consortium.value else "不接受联合体投标"


def from_notice(prefill: Prefill, title: str = "") -> FromNotice:
    """Map the fields found in a notice to the tender form."""
    name = _text(prefill, "lot_name", 180) or _text(prefill, "project_name", 180)
    share = _text(prefill, "funding_share", 40)
    funds = "，".join(
        part for part in (_text(prefill, "funding_source", 120), share and f"出资比例 {share}") if part
    )
    return FromNotice(
        title=name or title.strip()[:180],
        project={
            "name": _text(prefill, "project_name", 180) or name or title.strip()[:180],
            "approval_number": _text(prefill, "approval_no", 110),
            "approval_authority": _text(prefill, "approval_authority", 110),
            "funds": funds,
            "place": _text(prefill, "location", 190),
        },
        particulars={
            "scope": _text(prefill, "scope"),
            "scale": _text(prefill, "scale"),
            "qualification": _qualification(prefill),
            "consortium": _consortium(prefill),
            "owner_address": _text(prefill, "buyer_address", 190),
            "owner_contact": _text(prefill, "buyer_contact", 60),
            "owner_phone": _text(prefill, "buyer_phone", 60),
            "agency_contact": _text(prefill, "agency_contact", 60),
            "agency_phone": _text(prefill, "agency_phone", 60),
        },
        lot_name="一标段",
        scope=_text(prefill, "scope"),
        ceiling_fen=prefill.ceiling.value.fen if prefill.ceiling else None,
        duration_days=prefill.duration_days.value if prefill.duration_days else None,
        quality=_text(prefill, "quality", 190),
        bond_fen=prefill.bond.value.fen if prefill.bond else None,
        missing=prefill.missing,
    )
