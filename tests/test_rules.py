"""Every rule's examples are its tests; every article exists; every rule is used."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

import pytest

import bidding.rules
import tenders.rules
from marketplace.law.rules import RULES, Rule
from marketplace.law.statutes import PLATFORM, STATUTES, Article, HouseRule, Paper

for package in (bidding.rules, tenders.rules):
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
importlib.import_module("marketplace.notices.publish")

ROOT = Path(__file__).resolve().parent.parent
SOURCES = "\n".join(
    path.read_text(encoding="utf-8")
    for app in ("bidding", "tenders", "marketplace")
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_examples_stand_on_their_sides(rule: Rule[object]) -> None:
    assert all(rule(facts) for facts in rule.holds)
    assert not any(rule(facts) for facts in rule.breaks)


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_the_article_exists(rule: Rule[object]) -> None:
    if isinstance(rule.law, HouseRule):
        assert PLATFORM[rule.law.code] is rule.law
        return
    if isinstance(rule.law, Paper):
        assert rule.law.number  # a paper is cited whole: it has no articles
        return
    assert isinstance(rule.law, Article)
    statute = next(one for one in STATUTES if one.key == rule.law.key)
    assert 1 <= rule.law.number <= statute.last


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_some_step_or_act_asks_the_rule(rule: Rule[object]) -> None:
    assert SOURCES.count(rule.name) >= 2, f"{rule.code} is declared and never asked"
