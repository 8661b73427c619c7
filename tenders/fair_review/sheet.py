"""What does the published review sheet say, and is it complete enough to publish?"""

from __future__ import annotations

from typing import Any

from tenders.checklist import ITEMS, PARTS
from tenders.fair_review.asking import Questions, snapshot

Sheet = dict[str, Any]
WORDS = {"yes": "有", "no": "没有"}


def sheet_of(rows: Questions, answers: dict[str, str], reviewer: str, organisation: str) -> Sheet:
    """The four parts item by item, and every finding with what was done about it; frozen with the conclusion."""
    return {
        "reviewer": reviewer,
        "organisation": organisation,
        "parts": [
            {
                "code": code, "name": name,
                "items": [
                    {"asks": item.asks, "law": str(item.law), "answer": WORDS.get(answers.get(item.code, ""), "")}
                    for item in ITEMS
                    if item.part == code
                ],
            }
            for code, name in PARTS.items()
        ],
        "findings": snapshot(rows),
        "adopted": [],
    }  # fmt: skip


def with_adopted(sheet: Sheet, adopted: list[Any]) -> Sheet:
    """The sheet with the clauses that were changed: they are no findings any more, and part of the story."""
    rows = [
        {"rule": row.rule, "level": row.level, "where": row.where, "says": row.says, "law": row.law, "old": row.clause,
         "new": row.text, "by": row.by.name}
        for row in adopted
    ]  # fmt: skip
    return sheet | {"adopted": rows}


def is_complete(sheet: Sheet) -> bool:
    """All four parts, every item answered."""
    parts = sheet.get("parts", [])
    return [part["code"] for part in parts] == list(PARTS) and all(
        item["answer"] for part in parts for item in part["items"]
    )
