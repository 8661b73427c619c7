"""The table of notices: complete, unchanged once released, chosen by the day."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from marketplace.law.errors import Misdeclared
from marketplace.law.statutes import STATUTES, Article
from marketplace.notices.kinds import Business, NoticeType, Part
from marketplace.notices.types import ENDING, ROWS, TYPES, by_business, type_on

RELEASED = Path(__file__).parent / "released_types.json"
WORKS = {f"E{n:02d}" for n in range(1, 18)} - {"E04"}  # E04 is delivered to those invited, never published
PROCUREMENT = {f"G{n:02d}" for n in (*range(1, 15), *range(20, 24), 30, 40, 41)}


def printed(row: NoticeType) -> str:
    return json.dumps(
        {field.name: str(getattr(row, field.name)) for field in fields(row)}, ensure_ascii=False
    )


def test_released_rows_are_never_edited() -> None:
    """A change of law is a new row with a later `since`: a notice keeps the row it was published under."""
    hashes = {
        f"{row.code}@{row.since}": hashlib.sha256(printed(row).encode()).hexdigest()[:16] for row in ROWS
    }
    assert len(hashes) == len(ROWS)
    assert hashes == json.loads(RELEASED.read_text(encoding="utf-8"))


def test_every_notice_of_the_rule_book_has_a_row() -> None:
    assert set(TYPES) >= WORKS | PROCUREMENT
    assert "E04" not in TYPES


def test_every_line_of_business_has_notices() -> None:
    assert all(by_business()[business] for business in Business)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.code)
def test_a_row_is_sound(row: NoticeType) -> None:
    labels = [item.label for item in row.items]
    assert row.required
    assert len(labels) == len(set(labels))
    for part in set(Part) - {Part.NONE}:
        assert sum(item.part is part for item in row.items) <= 1
    if isinstance(row.law, Article):
        statute = next(one for one in STATUTES if one.key == row.law.key)
        assert row.law.number <= statute.last


def test_the_row_is_chosen_by_the_day_of_publication() -> None:
    assert type_on("G41", date(2025, 6, 1)).name == "逾期未支付中小企业款项情况"
    with pytest.raises(Misdeclared, match="G41"):
        type_on("G41", date(2025, 5, 31))


def test_what_names_a_party_ends_by_itself() -> None:
    assert ENDING == ("H01", "H04")
