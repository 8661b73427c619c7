"""Each rule fires on its unlawful examples, and lawful examples stay silent."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tenders.fairness import RULES, Rule, review
from tenders.fairness.rulebook import Example, rules_in_force
from tests.fairness.corpus import paraphrases

LAW_ON = date(2026, 4, 1)
ROWS = [row for rows in RULES.values() for row in rows]


def _on(row: Rule) -> date:
    return LAW_ON if row.in_force(LAW_ON) else row.since


def _codes(example: Example, on: date) -> set[str]:
    return {finding.rule for finding in review(example.text, example.context, law_on=on).findings}


BREAKS = [
    pytest.param(row, example, id=f"{row.code}-{row.since:%Y}-{n}")
    for row in ROWS
    for n, example in enumerate(row.breaks)
]
HOLDS = [
    pytest.param(row, example, id=f"{row.code}-{row.since:%Y}-{n}")
    for row in ROWS
    for n, example in enumerate(row.holds)
]


def test_the_catalogue_has_ninety_nine_codes_with_articles_reasons_and_lawful_wording() -> None:
    assert len(RULES) == 99
    for row in ROWS:
        assert row.law
        assert row.reason.endswith("。")
        assert row.rewrite
        assert row.cues


@pytest.mark.parametrize(("row", "example"), BREAKS)
def test_an_unlawful_example_is_found(row: Rule, example: Example) -> None:
    assert row.code in _codes(example, _on(row))


@pytest.mark.parametrize(("row", "example"), HOLDS)
def test_a_lawful_example_stays_silent(row: Rule, example: Example) -> None:
    assert _codes(example, _on(row)) == set()


@pytest.mark.parametrize(
    "name",
    [
        "paraphrases.txt",
        "paraphrases_second.txt",
        "paraphrases_third.txt",
        "paraphrases_fourth.txt",
        "paraphrases_fifth.txt",
    ],
)
def test_paraphrases_are_judged_as_labelled(name: str) -> None:
    wrong = []
    for line in paraphrases(name):
        found = {f.rule for f in review(line["text"], line["context"], law_on=LAW_ON).findings} - set(
            line["acceptable"]
        )
        if found - set(line["labels"]) or set(line["labels"]) - found - set(line["acceptable"]):
            wrong.append((line["text"], sorted(found)))
    assert wrong == []


def test_every_rule_has_an_unlawful_paraphrase_of_its_own() -> None:
    seen = {
        code
        for name in ("paraphrases.txt", "paraphrases_second.txt")
        for line in paraphrases(name)
        for code in line["labels"]
    }
    assert set(RULES) - seen == set()


def test_a_rule_binds_from_its_day_and_not_before() -> None:
    row = RULES["FC-QUAL-06"][0]
    assert row in rules_in_force(row.since)
    assert row not in rules_in_force(row.since - timedelta(days=1))


def test_the_price_deduction_of_small_firms_changed_on_1_july_2022() -> None:
    text, context = (
        "对小微企业报价给予8%的价格扣除。",
        {"section": "评分标准", "law": "GP", "category": "货物"},
    )
    assert [f.rule for f in review(text, context, law_on=date(2022, 6, 30)).findings] == []
    assert [f.rule for f in review(text, context, law_on=date(2022, 7, 1)).findings] == ["FC-SME-02"]


def test_at_most_one_row_of_a_code_is_in_force() -> None:
    for day in (date(2021, 6, 1), date(2022, 7, 1), LAW_ON):
        codes = [row.code for row in rules_in_force(day)]
        assert len(codes) == len(set(codes))


def test_a_rule_cites_the_article_of_the_regime() -> None:
    text, context = "投标人注册资本不低于300万元。", {"section": "资格要求"}
    gp = review(text, context | {"law": "政府采购法"}, law_on=LAW_ON).findings[0]
    tb = review(text, context | {"law": "招标投标法"}, law_on=LAW_ON).findings[0]
    assert "第87号" in gp.law
    assert gp.severity == "block"
    assert "16号令" in tb.law
    assert tb.severity == "warn"
