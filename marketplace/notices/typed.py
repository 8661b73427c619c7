"""How what was typed for a field is read, and how it reads in the notice."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI, end_of
from marketplace.notices.kinds import Item, Kind, NoticeType, Part

Values = Mapping[str, Any]


def as_stored(value: Any) -> Any:
    """JSON of a cleaned form value: moments and days in ISO, money in 分."""
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return value if isinstance(value, int) else str(value or "").strip()


def read(item: Item, stored: Any) -> Any:
    """The stored value as what its kind is; None when nothing was typed."""
    if stored in (None, ""):
        return None
    if item.kind is Kind.MOMENT:
        return datetime.fromisoformat(stored)
    if item.kind is Kind.DAY:
        return date.fromisoformat(stored)
    return int(stored) if item.kind is Kind.MONEY else str(stored)


def in_words(value: Any) -> str:
    """2026年12月1日 09:30 · 2026年12月1日 · 4,863,200.00 元（肆佰…） · the text itself."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        local = value.astimezone(SHANGHAI)
        return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return f"{Money(value)}（{Money(value).capitals()}）" if isinstance(value, int) else str(value)


def printed(kind: NoticeType, values: Values) -> dict[str, str]:
    """The fields of the notice in printing order."""
    return {item.label: in_words(read(item, values.get(item.label))) for item in kind.items}


def part(kind: NoticeType, values: Values, wanted: Part) -> Any:
    """The value of the field that plays a part; None when the type has none or it is empty."""
    item = next((item for item in kind.items if item.part is wanted), None)
    return read(item, values.get(item.label)) if item else None


def shown_until(kind: NoticeType, values: Values) -> datetime | None:
    """The end of the day until which the notice is shown."""
    until = part(kind, values, Part.UNTIL)
    return end_of(until) if until else None
