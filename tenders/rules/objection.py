"""Until when may somebody object, and what must an answer contain?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.limits import limit
from marketplace.law.rules import rule
from marketplace.law.statutes import TBL_REGULATION
from marketplace.law.workdays import day_of

_NOON = datetime(2026, 11, 10, 4, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Filing:
    """An objection about to be filed at `now`; the period that applies to its kind."""

    now: datetime
    kind: str = "document"
    deadline: datetime | None = None
    publicity_from: datetime | None = None
    publicity_until: datetime | None = None
    session_open: bool = False
    text: str = "资格条件不合理"


@rule(
    "OBJECT-DOC-10-DAYS",
    law=TBL_REGULATION[22],
    says="对招标文件有异议的，应当在投标截止时间 10 日前提出",
    holds=[Filing(_NOON, deadline=_NOON + timedelta(days=10)), Filing(_NOON, kind="result")],
    breaks=[Filing(_NOON, deadline=_NOON + timedelta(days=9)), Filing(_NOON)],
)
def ten_days_before_the_deadline(facts: Filing) -> bool:
    if facts.kind != "document":
        return True
    if facts.deadline is None:
        return False
    return facts.now < limit("E-T07", on=day_of(facts.now)).closes_at(facts.deadline)


@rule(
    "OBJECT-OPENING-ON-SPOT",
    law=TBL_REGULATION[44],
    says="对开标有异议的，应当在开标现场提出",
    holds=[Filing(_NOON, kind="opening", session_open=True), Filing(_NOON)],
    breaks=[Filing(_NOON, kind="opening")],
)
def opening_session_is_open(facts: Filing) -> bool:
    return facts.kind != "opening" or facts.session_open


@rule(
    "OBJECT-RESULT-IN-PUBLICITY",
    law=TBL_REGULATION[54],
    says="对评标结果有异议的，应当在中标候选人公示期间提出",
    holds=[
        Filing(_NOON, kind="result", publicity_from=_NOON, publicity_until=_NOON + timedelta(days=3)),
        Filing(_NOON),
    ],
    breaks=[
        Filing(_NOON, kind="result", publicity_from=_NOON - timedelta(days=3), publicity_until=_NOON),
        Filing(_NOON, kind="result"),
    ],
)
def inside_the_publicity(facts: Filing) -> bool:
    if facts.kind != "result":
        return True
    if facts.publicity_from is None or facts.publicity_until is None:
        return False
    return facts.publicity_from <= facts.now < facts.publicity_until


@rule(
    "OBJECT-HAS-FACTS",
    law=TBL_REGULATION[22],
    says="异议应当写明请求、事实和理由",
    holds=[Filing(_NOON)],
    breaks=[Filing(_NOON, text=" ")],
)
def facts_are_stated(facts: Filing) -> bool:
    return bool(facts.text.strip())
