"""Sets written before their errors were seen; their first run stands in the decision record, here they must not be lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.fairness import judge, measure, read
from tests.fairness.corpus import paraphrases

HERE = Path(__file__).parent
SETS = ("blind_first.jsonl", "blind_second.jsonl", "blind_third.jsonl", "blind_fourth.jsonl")
# The same in the shorter form, each by a writer with a voice of their own: spoken, formal, indirect, tables, everyday, everyday.
VOICES = (
    "blind_sixth.txt", "blind_seventh.txt", "blind_eighth.txt", "blind_ninth.txt", "blind_tenth.txt", "blind_eleventh.txt",
)  # fmt: skip


@pytest.mark.parametrize("name", SETS)
def test_a_blind_set_stays_answered(name: str) -> None:
    measured = measure(judge(read(HERE / name)))
    assert measured["clause_p"] >= 0.99
    assert measured["clause_r"] >= 0.98
    assert measured["false_flags"] <= 0.005
    assert measured["rule_f1"] >= 0.98


@pytest.mark.parametrize("name", SETS)
def test_quotations_replies_and_corrections_are_never_flagged(name: str) -> None:
    words = ("质疑", "异议", "更正", "补遗", "《", "投诉", "案例", "通报", "自查", "审查", "删除", "负面清单")
    rows = [row for row in judge(read(HERE / name)) if not row.labels and any(w in row.text for w in words)]
    assert len(rows) >= 2
    assert [row.text for row in rows if row.found] == []


@pytest.mark.parametrize("name", VOICES)
def test_every_voice_stays_answered(name: str) -> None:
    measured = measure(judge(paraphrases(name)))
    assert measured["clause_p"] >= 0.97
    assert measured["clause_r"] >= 0.96
    assert measured["false_flags"] <= 0.03
    assert measured["rule_f1"] >= 0.94
