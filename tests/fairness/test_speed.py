"""No pattern runs away on hostile text, and time grows with length and no faster."""

from __future__ import annotations

import time
from datetime import date

import pytest

from tenders.fairness import RULES, review
from tenders.fairness.guards import shields
from tenders.fairness.lexicon import LOCAL, PATTERNS
from tenders.fairness.segment import LONGEST

LAW_ON = date(2026, 4, 1)
HOSTILE = [
    "得" * LONGEST,
    "1" * LONGEST,
    LOCAL * LONGEST,
    "投标人须在" * (LONGEST // 5),
    "不得以将把对" * (LONGEST // 6),
    "保证金联合体业绩合同" * (LONGEST // 10),
    "优良好一般1分2分-" * (LONGEST // 10),
    "由经报交对在" * (LONGEST // 6),
    "甲1分、" * (LONGEST // 4),
    "（" * (LONGEST // 2) + "）" * (LONGEST // 2),
    "须应必须限经从与" * (LONGEST // 8),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_each_pattern_is_bounded_on_a_longest_clause(text: str) -> None:
    slow = []
    for pattern in PATTERNS:
        started = time.perf_counter()
        for _ in pattern.finditer(text):
            pass
        if time.perf_counter() - started > 0.25:
            slow.append(pattern.pattern[:80])
    assert slow == []


def test_guards_are_bounded_on_a_long_line() -> None:
    for text in HOSTILE:
        started = time.perf_counter()
        shields(text * 6)
        assert time.perf_counter() - started < 3


def test_time_is_linear_in_length() -> None:
    text = (
        "\n".join(
            example.text for rows in RULES.values() for row in rows for example in (*row.breaks, *row.holds)
        )
        + "\n"
    )

    def seconds(times: int) -> float:
        started = time.perf_counter()
        review(text * times, {"law": "政府采购法"}, law_on=LAW_ON)
        return time.perf_counter() - started

    seconds(1)
    assert seconds(12) < 4 * seconds(6) + 0.2
