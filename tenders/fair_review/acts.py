"""What people do about a finding: adopt the rewrite, keep the clause, take it back; and say the review was wrong."""

from __future__ import annotations

from typing import Any

from marketplace.flow import duties
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, WrongState, require
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import FAIR_REVIEW
from marketplace.law.workdays import day_of
from tenders import actions
from tenders.fair_review.asking import Asked, questions
from tenders.fair_review.models import FairAnswer, FairCase
from tenders.fair_review.reading import REGION, Part, parts_of, replace
from tenders.fair_review.workflow import FairAnswerWorkflow, FairCaseWorkflow
from tenders.models import Tender
from tenders.rules import review

LAW = FAIR_REVIEW[20]


def _must_be_draft(tender: Tender) -> None:
    if tender.state != Tender.State.DRAFT:
        raise WrongState("NOT-DRAFT", "已提交审查，不能再处理提示；要改的，请审查人先退回", LAW)


def _asked(tender: Tender, act: Act, key: str) -> Asked:
    """The finding as it stands now; one that is gone or answered is not answered again."""
    found = next((row for row in questions(tender, day_of(act.now)).asked if row.key == key), None)
    if found is None:
        raise Refused("FINDING-GONE", "这一处已经改过，不再有提示，请刷新页面", LAW)
    if not found.is_open:
        raise Refused("FINDING-ANSWERED", "这一处已经处理，要改的请先撤回", LAW)
    return found


def _change(tender: Tender, act: Act, part: Part, old: str, new: str, nth: int) -> None:
    def edit(given: dict[str, Any]) -> None:
        actions.edit_tender(tender, act, **given)

    def attach(given: dict[str, Any]) -> None:
        file = actions.Upload(given["name"], given["content"])
        actions.attach(tender, act, kind=given["kind"], file=file)

    replace(tender, act, part, old, new, nth, edit=edit, attach=attach)


def _answer(tender: Tender, act: Act, row: Asked, state: str, **given: str) -> FairAnswer:
    """An answer to a finding, with the duty that may follow from it."""
    found = FairAnswerWorkflow(
        number=f"SC-{receipt_number()}", tender=tender, state=state, key=row.key, part=row.part.code, where=row.where[:240],
        rule=row.finding.rule, level=row.level, says=row.finding.says, law=row.finding.law[:300], clause=row.clause,
        by_id=act.person_id, at=act.now, **given,
    )  # fmt: skip
    found.save()
    duties.sync(found, act.now)
    act.notes |= {"finding": found.number, "rule": found.rule, "level": found.level, "clause": found.clause}
    return found


@act("fairness.adopt", law=LAW, says="采用建议的改法")
def adopt(tender: Tender, act: Act, /, *, key: str, text: str) -> str:
    """The clause is replaced by the rewrite (or by what the author made of it); returns the answer's number."""
    _must_be_draft(tender)
    row, words = _asked(tender, act, key), text.strip().rstrip("。；")
    if not words:
        raise Refused("TEXT-EMPTY", "请写下改后的条款", LAW, field="text")
    if words == row.clause:
        raise Refused("TEXT-SAME", "改后的条款和原句一样；要保留原句的，请写明理由", LAW, field="text")
    _change(tender, act, row.part, row.clause, words, row.nth)
    return _answer(tender, act, row, FairAnswer.State.ADOPTED, text=words).number


@act("fairness.keep", law=LAW, says="保留条款并说明理由")
def keep(tender: Tender, act: Act, /, *, key: str, reason: str) -> str:
    """The clause stays with a public reason; one that must be changed waits for a second person."""
    _must_be_draft(tender)
    row = _asked(tender, act, key)
    require(review.a_reason_is_given, review.Keeping(reason=reason, level=row.level), field="reason")
    state = FairAnswer.State.ASKED if row.level == "block" else FairAnswer.State.KEPT
    return _answer(tender, act, row, state, reason=reason.strip()).number


@act("fairness.undo", law=LAW, says="撤回对提示的处理")
def undo(tender: Tender, act: Act, /, *, number: str) -> None:
    """What was adopted goes back to the old words; what was kept is open again."""
    _must_be_draft(tender)
    row = tender.fair_answers.standing().numbered(number)
    if row is None:
        raise Refused("ANSWER-UNKNOWN", "没有这一处处理，或者已经撤回", LAW)
    if row.state == FairAnswer.State.ADOPTED:
        part = next((part for part in parts_of(tender) if part.code == row.part), None)
        if part is None or row.text not in part.text.text:
            raise Refused("CLAUSE-CHANGED", "采用之后这一句又改过，不能自动退回原句，请直接修改", LAW)
        _change(tender, act, part, row.text, row.clause, 0)
    FairAnswerWorkflow.objects.get(pk=row.pk).take_back(act)


@act("fairness.dispute", law=FAIR_REVIEW[18], says="对公平竞争审查提出意见", lock="none")
def dispute(
    tender: Tender, act: Act, /, *, kind: str, text: str, section: str, rule: str, reason: str
) -> str:
    """A missed clause or a wrong finding of a published tender; returns the case's number."""
    if tender.published_at is None:
        raise WrongState("NOT-PUBLISHED", "公告发布后可以提出意见", FAIR_REVIEW[18])
    for field, words in (("text", text), ("reason", reason)):
        if not words.strip():
            raise Refused("WORDS-NEEDED", "请写明条款原文和理由", FAIR_REVIEW[18], field=field)
    row = FairCaseWorkflow(
        number=f"YJ-{receipt_number()}", tender=tender, kind=kind, text=text.strip(), section=section, rule=rule,
        reason=reason.strip(), filed_by_id=act.person_id, filed_at=act.now,
    )  # fmt: skip
    row.save()
    duties.sync(row, act.now)
    act.notes["case"] = row.number
    return row.number


def labelled(case: FairCase) -> dict[str, Any]:
    """An accepted case as one line of a corpus (text, labels, context, note)."""
    context = {"section": case.section, "law": "招标投标法", "category": "工程", "region": REGION}
    return {
        "text": case.text, "labels": case.labels, "note": f"{case.number} {case.get_kind_display()}：{case.answer}",
        "context": {name: value for name, value in context.items() if value},
    }  # fmt: skip
