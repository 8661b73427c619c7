"""The tender's own fields are judged by the same rules as its words."""

from __future__ import annotations

from datetime import date

import pytest

from tenders.fairness import Context, review_fields

LAW_ON = date(2026, 4, 1)
GOODS = {"law": "政府采购法", "method": "公开招标", "category": "货物"}
WORKS = {"law": "招标投标法", "method": "公开招标", "category": "工程"}


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        (GOODS | {"price_weight": 30}, []),
        (GOODS | {"price_weight": 29}, ["FC-SCORE-05"]),
        (GOODS | {"method": "竞争性磋商", "price_weight": 61}, ["FC-SCORE-06"]),
        (GOODS | {"budget": 1_000_000, "bid_bond": 20_000}, []),
        (GOODS | {"budget": 1_000_000, "bid_bond": 20_001}, ["FC-BOND-01"]),
        (WORKS | {"budget": 90_000_000, "bid_bond": 800_001}, ["FC-BOND-01"]),
        (WORKS | {"retention_ratio": 0.03}, []),
        (WORKS | {"retention_ratio": 0.031}, ["FC-BOND-06"]),
        (WORKS | {"performance_bond_ratio": 0.11}, ["FC-BOND-02"]),
        (GOODS | {"doc_issue_date": "2026-03-02", "bid_deadline": "2026-03-22"}, []),
        (GOODS | {"doc_issue_date": "2026-03-02", "bid_deadline": "2026-03-21"}, ["FC-PROC-01"]),
        (GOODS | {"issue_start": "2026-04-30", "issue_end": "2026-05-06"}, ["FC-PROC-02"]),
        (GOODS | {"clarification_date": "2026-03-02", "bid_deadline": "2026-03-16"}, ["FC-PROC-04"]),
        (GOODS | {"budget": 2_000_000, "sme_reserved": False}, ["FC-SME-01"]),
        (GOODS | {"budget": 2_000_001, "sme_reserved": False}, []),
        (GOODS | {"industry": None}, ["FC-SME-04"]),
        (GOODS | {"accept_consortium": None}, ["FC-PROC-16"]),
    ],
)
def test_a_limit_holds_at_its_edge_and_breaks_beyond(fields: dict[str, object], codes: list[str]) -> None:
    found = review_fields(Context.of(fields), LAW_ON)
    assert [finding.rule for finding in found] == codes
    assert all(finding.start == finding.end == 0 for finding in found)
