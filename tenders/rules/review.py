"""Who may conclude the fair-competition review, and when is it a conclusion?"""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.rules import rule
from marketplace.law.statutes import FAIR_REVIEW, PLATFORM


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


@dataclass(frozen=True, slots=True)
class Keeping:
    """A clause the author keeps although the engine asks: who, with whom, why."""

    first: int = 1
    second: int = 2
    reason: str = "与项目安全直接相关"
    level: str = "block"


@rule(
    "KEEP-REASON",
    law=FAIR_REVIEW[20],
    says="保留有提示的条款，应当写明理由；理由随审查表公开",
    holds=[Keeping()],
    breaks=[Keeping(reason=" ")],
)
def a_reason_is_given(facts: Keeping) -> bool:
    return bool(facts.reason.strip())


@rule(
    "KEEP-TWO-PERSONS",
    law=PLATFORM["TWO-PERSONS"],
    says="保留“必须修改”的条款，须由提出保留以外的另一人确认",
    holds=[Keeping(), Keeping(second=1, level="warn")],
    breaks=[Keeping(second=1)],
)
def two_persons_keep_it(facts: Keeping) -> bool:
    return facts.level != "block" or facts.first != facts.second


@dataclass(frozen=True, slots=True)
class Questions:
    """How many findings nobody has answered, and how many wait for the second person."""

    open: int = 0
    waiting: int = 0


@rule(
    "FINDINGS-ANSWERED",
    law=FAIR_REVIEW[20],
    says="系统提示应当逐处采用或者说明理由，保留“必须修改”的条款应当经第二人确认，全部处理后方可提交审查",
    holds=[Questions()],
    breaks=[Questions(open=1), Questions(waiting=1)],
)
def every_finding_is_answered(facts: Questions) -> bool:
    return facts.open == 0 and facts.waiting == 0


@dataclass(frozen=True, slots=True)
class Amended:
    """The words of a clarification: findings that must or should be changed, and why they stay."""

    findings: int = 0
    reason: str = ""


@rule(
    "AMENDMENT-REVIEWED",
    law=FAIR_REVIEW[20],
    says="澄清、修改的内容同样要做公平竞争审查：有提示的应当修改，确需保留的写明理由，由确认人一并负责，理由公开",
    holds=[Amended(), Amended(findings=1, reason="图纸会审纪要要求")],
    breaks=[Amended(findings=1)],
)
def the_amendment_is_reviewed(facts: Amended) -> bool:
    return facts.findings == 0 or bool(facts.reason.strip())
