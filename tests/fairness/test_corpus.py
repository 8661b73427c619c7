"""The development corpus reaches the agreed numbers."""

from __future__ import annotations

import pytest

from benchmarks.fairness import judge, measure, read, shared

CORPUS = shared() / "domain" / "fair_competition_dev.jsonl"


@pytest.mark.skipif(not CORPUS.exists(), reason="the shared development corpus is not here (SHARED_DIR)")
def test_the_development_corpus_reaches_the_agreed_numbers() -> None:
    measured = measure(judge(read(CORPUS)))
    assert measured["clause_p"] >= 0.97
    assert measured["clause_r"] >= 0.97
    assert measured["false_flags"] <= 0.03
    assert measured["rule_f1"] >= 0.93
