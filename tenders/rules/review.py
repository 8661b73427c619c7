"""Who may conclude the fair-competition review, and when is it a conclusion?"""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.rules import rule
from marketplace.law.statutes import FAIR_REVIEW


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A reviewer's sheet: who drafted, who concludes, what is answered."""

    author: int = 1
    reviewer: int = 2
    unanswered: int = 0
    violations: int = 0
    conclusion: str = "conforms"
    reason: str = ""


@rule(
    "REVIEWER-NOT-AUTHOR",
    law=FAIR_REVIEW[20],
    says="审查人不得是招标文件的编制人",
    holds=[ReviewFacts()],
    breaks=[ReviewFacts(author=1, reviewer=1)],
)
def reviewer_is_not_the_author(facts: ReviewFacts) -> bool:
    return facts.author != facts.reviewer


@rule(
    "REVIEW-COMPLETE",
    law=FAIR_REVIEW[20],
    says="审查表应当逐项作答",
    holds=[ReviewFacts()],
    breaks=[ReviewFacts(unanswered=1)],
)
def every_item_is_answered(facts: ReviewFacts) -> bool:
    return facts.unanswered == 0


@rule(
    "REVIEW-CONCLUSION",
    law=FAIR_REVIEW[20],
    says="有不符合项的，只能作出“适用例外规定”并写明理由，或者退回修改",
    holds=[ReviewFacts(), ReviewFacts(violations=1, conclusion="exception", reason="国家安全")],
    breaks=[
        ReviewFacts(violations=1),
        ReviewFacts(violations=1, conclusion="exception"),
        ReviewFacts(conclusion="violates"),
    ],
)
def conclusion_fits_the_answers(facts: ReviewFacts) -> bool:
    if facts.conclusion == "exception":
        return bool(facts.reason.strip())
    return facts.conclusion == "conforms" and facts.violations == 0
