"""What a region's six-figure code is called (GB/T 2260)."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).resolve().parent.parent / "tenders" / "fairness" / "data" / "divisions.csv"


@cache
def _names() -> dict[str, str]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["code"]: row["name"] for row in csv.DictReader(stream)}


def region_name(code: str) -> str:
    """静乐县 for 140926; the code itself when nobody knows it."""
    return _names().get(code, code)
