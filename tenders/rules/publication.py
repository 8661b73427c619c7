"""May this tender be published now, with this deadline and these documents?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.limits import limit
from marketplace.law.rules import rule
from marketplace.law.statutes import FAIR_REVIEW, PLATFORM, TBL, TBL_REGULATION
from marketplace.law.workdays import day_of, end_of, is_provisional, is_workday

_MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)  # 2026-03-02 09:00 in Shanghai


def _morning(days: int) -> datetime:
    return _MONDAY + timedelta(days=days)


@dataclass(frozen=True, slots=True)
class Publication:
    """What is about to be published. Moments are aware; the start day is not counted (民法典 201)."""

    now: datetime
    deadline: datetime | None = None
    documents_until: datetime | None = None
    has_documents: bool = True
    review_passed: bool = True
    unchanged_since_review: bool = True
    sheet_complete: bool = True
    cards_ready: bool = True
    lots: int = 1
    weights: int = 100


_GOOD = Publication(_MONDAY, deadline=_morning(21), documents_until=_morning(7))


@rule(
    "DEADLINE-20-DAYS",
    law=TBL[24],
    says="自招标文件开始发出之日起至投标截止之日，最短不得少于 20 日",
    holds=[Publication(_MONDAY, deadline=_morning(20)), _GOOD],
    breaks=[Publication(_MONDAY, deadline=_morning(19)), Publication(_MONDAY)],
)
def twenty_days_to_prepare(facts: Publication) -> bool:
    if facts.deadline is None:
        return False
    return day_of(facts.deadline) >= limit("E-T03", on=day_of(facts.now)).earliest(facts.now)


@rule(
    "DOCUMENTS-5-DAYS",
    law=TBL_REGULATION[16],
    says="招标文件的发售期不得少于 5 日",
    holds=[Publication(_MONDAY, documents_until=end_of(day_of(_morning(5)))), _GOOD],
    breaks=[Publication(_MONDAY, documents_until=_morning(4)), Publication(_MONDAY)],
)
def documents_are_offered_five_days(facts: Publication) -> bool:
    if facts.documents_until is None:
        return False
    return facts.documents_until >= limit("E-T01", on=day_of(facts.now)).ends_at(facts.now)


@rule(
    "DEADLINE-ON-WORKDAY",
    law=PLATFORM["WORKDAY-DEADLINE"],
    says="投标截止和开标应当安排在工作日",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, deadline=_morning(26))],
)
def deadline_is_a_workday(facts: Publication) -> bool:
    return facts.deadline is None or is_workday(day_of(facts.deadline))


@rule(
    "DEADLINE-YEAR-ANNOUNCED",
    law=PLATFORM["WORKDAY-DEADLINE"],
    says="该年的节假日安排尚未公布，投标截止不能定在该年；请选择更早的日期，或者待节假日表导入后再办",
    holds=[_GOOD, Publication(_MONDAY)],
    breaks=[Publication(_MONDAY, deadline=datetime(2199, 1, 5, 1, 0, tzinfo=UTC))],
)
def holidays_of_the_deadline_are_announced(facts: Publication) -> bool:
    return facts.deadline is None or not is_provisional(day_of(facts.deadline))


@rule(
    "DOCUMENTS-ATTACHED",
    law=TBL[19],
    says="公告发布时应当同时提供招标文件",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, has_documents=False)],
)
def documents_are_attached(facts: Publication) -> bool:
    return facts.has_documents


@rule(
    "FAIR-REVIEW-PASSED",
    law=FAIR_REVIEW[20],
    says="招标文件经公平竞争审查并作出符合或者适用例外的结论后，方可发布",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, review_passed=False)],
)
def fair_review_has_passed(facts: Publication) -> bool:
    return facts.review_passed


@rule(
    "FAIR-SHEET",
    law=FAIR_REVIEW[20],
    says="公平竞争审查表的四个部分逐项作答后方可发布，审查表随公告公开",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, sheet_complete=False)],
)
def review_sheet_is_complete(facts: Publication) -> bool:
    return facts.sheet_complete


@rule(
    "UNCHANGED-SINCE-REVIEW",
    law=FAIR_REVIEW[20],
    says="审查之后招标文件有改动的，应当重新审查",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, unchanged_since_review=False)],
)
def unchanged_since_review(facts: Publication) -> bool:
    return facts.unchanged_since_review


@rule(
    "KEYS-READY",
    law=PLATFORM["LEVELS"],
    says="每个标段的开标密钥由各保管方生成并随公告公布后，方可接收投标",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, cards_ready=False)],
)
def key_cards_are_ready(facts: Publication) -> bool:
    return facts.cards_ready


@rule(
    "HAS-LOTS",
    law=TBL[19],
    says="招标项目至少有一个标段，并写明最高投标限价和工期",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, lots=0)],
)
def there_is_a_lot(facts: Publication) -> bool:
    return facts.lots > 0


@rule(
    "WEIGHTS-100",
    law=TBL_REGULATION[49],
    says="评标办法各评分因素的分值合计应当为 100",
    holds=[_GOOD],
    breaks=[Publication(_MONDAY, weights=95)],
)
def weights_add_up(facts: Publication) -> bool:
    return facts.weights == 100
