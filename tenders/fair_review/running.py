"""When does the engine run, what must be answered by then, and what is kept of the run?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date

from marketplace.accounts.models import User
from marketplace.flow import duties
from marketplace.flow.acts import Act
from marketplace.flow.errors import require
from marketplace.flow.numbers import receipt_number
from marketplace.law.workdays import day_of
from tenders.fair_review.asking import Questions, of_amendment, questions, snapshot, text_hash
from tenders.fair_review.models import FairAnswer, FairRun
from tenders.fair_review.reading import text_of
from tenders.fair_review.sheet import sheet_of, with_adopted
from tenders.fair_review.workflow import FairAnswerWorkflow
from tenders.fairness import Finding, Review, Severity, rule_set
from tenders.fairness.rewriting import clause_around
from tenders.models import FairReview, Tender
from tenders.rules import review

URGENT = (Severity.BLOCK, Severity.WARN)


def hand_in(tender: Tender, act: Act) -> None:
    """Every finding is answered before somebody else is asked to conclude."""
    rows = questions(tender, day_of(act.now))
    facts = review.Questions(
        open=sum(row.is_open for row in rows.asked), waiting=sum(row.waits for row in rows.asked)
    )
    require(review.every_finding_is_answered, facts, says=_unanswered(rows))
    _kept(tender, act, FairRun.Occasion.HAND_IN, rows)


def _unanswered(rows: Questions) -> str:
    named = "、".join(f"第 {row.number} 处" for row in rows.unanswered[:8])
    return f"还有 {len(rows.unanswered)} 处提示没有处理（{named}）。{review.every_finding_is_answered.says}"


def _kept(tender: Tender, act: Act, occasion: str, rows: Questions) -> None:
    digest, on = text_hash([part for part, _ in rows.reviews]), day_of(act.now)
    FairRun.objects.create(
        tender=tender, occasion=occasion, at=act.now, by_id=act.person_id, text_hash=digest, rule_set=rule_set(on),
        law_on=on, found=snapshot(rows),
    )  # fmt: skip
    act.notes |= {"rules": rule_set(on), "read": digest, "found": len(rows.asked)}


def conclude(
    tender: Tender, act: Act, answers: dict[str, str], conclusion: str, reason: str, content: str
) -> FairReview:
    """The named reviewer's sheet: frozen, with every finding and what was done about it."""
    rows, on = questions(tender, day_of(act.now)), day_of(act.now)
    person = User.objects.get(pk=act.person_id)
    sheet = sheet_of(rows, answers, person.name, act.principal.organisation)
    sheet = with_adopted(sheet, list(tender.fair_answers.adopted().with_people()))
    _kept(tender, act, FairRun.Occasion.REVIEW, rows)
    return FairReview.objects.create(
        tender=tender, reviewer_id=act.person_id, answers=answers, conclusion=conclusion, reason=reason,
        concluded_at=act.now, law_on=on, content_hash=content, rule_set=rule_set(on), sheet=sheet,
    )  # fmt: skip


def urgent(done: Review) -> list[Finding]:
    """Findings of a clarification that have to be changed or given a reason; questions alone do not stop it."""
    return [row for row in done.findings if row.severity in URGENT]


def amendment(tender: Tender, act: Act, text: str, reason: str) -> None:
    """A clarification and its files are reviewed before they are public; what stays in them stays by two persons.

    The first person asked for the clarification, the second confirms it (class A): both answer for the clause, and the reason is public.
    """
    on, serial = day_of(act.now), tender.amendments.count() + 1
    found = [(words, where, row) for words, where, done in _amended(tender, text, on) for row in urgent(done)]
    named = "；".join(f"“{words[row.start : row.end]}”{row.says}（{row.law}）" for words, _, row in found[:5])
    require(
        review.the_amendment_is_reviewed, review.Amended(findings=len(found), reason=reason),
        says=f"澄清内容有 {len(found)} 处提示：{named}。请修改；确需保留的，写明理由", field="kept_reason",
    )  # fmt: skip
    rows = [_kept_in_amendment(tender, act, one, reason.strip(), serial) for one in found]
    FairRun.objects.create(
        tender=tender, occasion=FairRun.Occasion.AMENDMENT, serial=serial, at=act.now, by_id=act.person_id,
        text_hash=hashlib.sha256(text.encode()).hexdigest(), rule_set=rule_set(on), law_on=on,
        found=[{name: getattr(row, name) for name in ("rule", "level", "where", "clause", "says", "law", "reason")} for row in rows],
    )  # fmt: skip
    act.notes |= {"rules": rule_set(on), "found": len(found)}


def _amended(tender: Tender, text: str, on: date) -> Iterator[tuple[str, str, Review]]:
    """The words of the clarification, then the files that become public with it."""
    yield text, "澄清内容", of_amendment(tender, text, on)
    for document in tender.documents.waiting():
        words = text_of(document)[0].text
        if words:
            yield words, document.name, of_amendment(tender, words, on)


Found = tuple[str, str, Finding]


def _kept_in_amendment(tender: Tender, act: Act, found: Found, reason: str, serial: int) -> FairAnswer:
    text, where, finding = found
    start, end = clause_around(text, finding.start, finding.end)
    first = act.first.asked_by_id if act.first else act.person_id
    second = act.person_id if act.first else None
    key = hashlib.sha256(f"{serial}\0{where}\0{finding.rule}\0{finding.start}".encode()).hexdigest()[:24]
    row = FairAnswerWorkflow(
        number=f"SC-{receipt_number()}", tender=tender, state=FairAnswer.State.KEPT, key=key, part=f"amendment:{serial}",
        where=f"第 {serial} 次澄清、修改（{where}）"[:240], rule=finding.rule, level=finding.severity.value, says=finding.says,
        law=finding.law[:300], clause=text[start:end], reason=reason, by_id=first, at=act.now, amendment=serial,
        seconded_by_id=second, seconded_at=act.now if second else None,
    )  # fmt: skip
    row.save()
    duties.sync(row, act.now)
    return row
