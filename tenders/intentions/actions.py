"""What a unit does with its plans before anybody sees them: write, drop, gather for publication."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from marketplace.accounts.models import Organization
from marketplace.flow import duties
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, require
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import INTENTIONS, PLATFORM
from marketplace.law.workdays import day_of
from tenders.intentions import rules
from tenders.intentions.models import Intention, IntentionBatch
from tenders.intentions.workflow import IntentionBatchWorkflow

HOUSE = PLATFORM["INTENTIONS"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of one purchase; money in 分, the month as its first day."""

    title: str
    needs: str
    budget_fen: int
    month: date
    remarks: str = ""

    def digest_value(self) -> list[Any]:
        return [self.title, self.needs, self.budget_fen, self.month.isoformat(), self.remarks]

    def values(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


def _draft(unit: Organization, number: str) -> Intention:
    """A draft of the unit; what was handed over is given back first."""
    row = Intention.objects.drafts().filter(unit=unit).numbered(number)
    if row is None:
        raise Refused("INTENTION-NO-DRAFT", "这项采购意向已经提交公开，先退回草稿再修改", HOUSE)
    return row


@act("intention.write", law=INTENTIONS, says="编写采购意向")
def write(unit: Organization, act: Act, /, *, plan: Plan, number: str = "") -> str:
    """A new one, or another text for a draft; two of one name would be one purchase told twice."""
    row = _draft(unit, number) if number else Intention(number=receipt_number(), unit=unit)
    if Intention.objects.filter(unit=unit, title=plan.title, notice="").exclude(pk=row.pk).exists():
        raise Refused("INTENTION-TWICE", "本单位已有同名的采购意向草稿", HOUSE, field="title")
    for name, value in plan.values().items():
        setattr(row, name, value)
    row.changed_at = act.now
    row.save()
    act.notes["intention"] = row.number
    return row.number


@act("intention.drop", law=HOUSE, says="删除采购意向草稿")
def drop(unit: Organization, act: Act, /, *, number: str) -> None:
    """A draft that will not be bought."""
    row = _draft(unit, number)
    act.notes["title"] = row.title
    row.delete()


def _next_number(now: datetime) -> str:
    """JLX-YX-2026-00012: batches count by themselves (tendering.md §8.6); they become public."""
    prefix = f"JLX-YX-{day_of(now).year}-"
    last = IntentionBatch.objects.filter(number__startswith=prefix).aggregate(last=Max("number"))["last"]
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"


@act("intention.gather", law=HOUSE, says="提交公开采购意向")
def gather(unit: Organization, act: Act, /, *, numbers: list[str]) -> str:
    """The chosen drafts as one batch; returns its number."""
    rows = Intention.objects.drafts().filter(unit=unit, number__in=numbers)
    require(rules.some_are_chosen_and_not_too_many, rules.Gathered(len(rows)), field="numbers")
    earliest = rules.first_day(act.now)
    for row in rows:
        require(
            rules.the_month_lies_thirty_days_ahead, rules.Planned(row.month, earliest), field="numbers",
            says=f"“{row.title}”的预计采购时间太近，最早填 {earliest.year}年{earliest.month}月",
        )  # fmt: skip
    batch = IntentionBatchWorkflow(
        number=_next_number(act.now), unit=unit, gathered_by_id=act.person_id, gathered_at=act.now
    )
    batch.save()
    Intention.objects.filter(pk__in=[row.pk for row in rows]).update(batch=batch)
    duties.sync(batch, act.now)
    act.notes |= {"batch": batch.number, "intentions": len(rows)}
    return batch.number
