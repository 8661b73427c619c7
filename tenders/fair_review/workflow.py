"""What happens to an answer and to a case: confirmed by a second person, noted by the authority, decided."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused, WrongState, require
from marketplace.flow.workflow import step
from marketplace.law.statutes import FAIR_REVIEW, PLATFORM
from tenders.fair_review.models import FairAnswer, FairCase
from tenders.fairness.rulebook import RULES
from tenders.models import TenderState
from tenders.rules import review

A, C = FairAnswer.State, FairCase.State


class FairAnswerWorkflow(FairAnswer):
    """必须修改的条款要保留：经办人写理由 → 第二人确认 → 监督部门收到。采用和保留都可以撤回，直到提交审查。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        owners = self.tender.parties()
        if self.state == A.ASKED:
            yield Owed(
                "FAIR-SECOND", "fairness.second", Role.BUYER, owners[Role.BUYER],
                f"确认保留“必须修改”的条款：{self.tender.title}"[:200], FAIR_REVIEW[20], url=f"/my/fair-review/{self.number}/",
            )  # fmt: skip
        if self.state == A.KEPT and self.level == "block" and self.noted_at is None:
            yield Owed(
                "FAIR-CARD", "fairness.note", Role.REVIEW_BODY, owners[Role.REVIEW_BODY],
                f"招标人保留了“必须修改”的条款：{self.tender.title}"[:200], FAIR_REVIEW[18], url=f"/my/fair-review/{self.number}/",
            )  # fmt: skip

    @step(A.ASKED, A.KEPT, action="fairness.second", law=PLATFORM["TWO-PERSONS"], says="确认保留条款")
    def second(self, act: Act, /) -> None:
        """Somebody else of the buyer takes responsibility too; the authority gets its card."""
        require(
            review.two_persons_keep_it,
            review.Keeping(first=self.by_id, second=act.person_id, reason=self.reason, level=self.level),
        )
        self.seconded_by_id, self.seconded_at = act.person_id, act.now
        act.notes |= {"rule": self.rule, "reason": self.reason}

    @step(
        (A.ADOPTED, A.ASKED, A.KEPT), A.WITHDRAWN, action="fairness.undo", law=FAIR_REVIEW[20], says="撤回对提示的处理",
    )  # fmt: skip
    def take_back(self, act: Act, /) -> None:
        """Until the draft is handed in; what was adopted goes back to the old words (acts.undo)."""
        if self.tender.state != TenderState.DRAFT:
            raise WrongState("NOT-DRAFT", "已提交审查，不能撤回；要改的，请审查人先退回", FAIR_REVIEW[20])
        act.notes["rule"] = self.rule

    @step(A.KEPT, A.KEPT, action="fairness.note", law=FAIR_REVIEW[18], says="监督部门查看保留的条款")
    def take_note(self, act: Act, /, *, note: str = "") -> None:
        """The authority has read why the clause stays; what it thinks of it is kept with it."""
        if self.noted_at is not None:
            raise WrongState("ALREADY-NOTED", "这一条已经看过", FAIR_REVIEW[18])
        self.noted_by_id, self.noted_at, self.note = act.person_id, act.now, note.strip()
        act.notes["note"] = self.note


FairAnswer.WORKFLOW = FairAnswerWorkflow


class FairCaseWorkflow(FairCase):
    """审查意见：任何登录用户提出 → 监督部门处理 → 成立的成为标注案例，不改动已公开的审查表。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        if self.state == C.FILED:
            yield Owed(
                "FAIR-CASE", "fairness.decide", Role.REVIEW_BODY, self.tender.parties()[Role.REVIEW_BODY],
                f"处理公平竞争审查意见：{self.tender.title}"[:200], FAIR_REVIEW[18], url=f"/fair-review/cases/{self.number}/",
            )  # fmt: skip

    @step(C.FILED, C.ACCEPTED, action="fairness.decide", law=FAIR_REVIEW[18], says="认定审查意见成立")
    def accept(self, act: Act, /, *, labels: list[str], answer: str) -> None:
        """A labelled case: the rules the clause breaks, or none for a clause that was flagged wrongly."""
        known = set(RULES)
        if unknown := [code for code in labels if code not in known]:
            raise Refused(
                "RULE-UNKNOWN", f"没有这条规则：{'、'.join(unknown)}", FAIR_REVIEW[18], field="labels"
            )
        if self.kind == self.Kind.MISSED and not labels:
            raise Refused("LABELS-NEEDED", "漏审成立的，请选定违反的规则", FAIR_REVIEW[18], field="labels")
        self._decide(act, labels, answer)

    @step(C.FILED, C.REJECTED, action="fairness.decide", law=FAIR_REVIEW[18], says="认定审查意见不成立")
    def reject(self, act: Act, /, *, answer: str) -> None:
        """The review stands as it is."""
        self._decide(act, [], answer)

    def _decide(self, act: Act, labels: list[str], answer: str) -> None:
        if not answer.strip():
            raise Refused("ANSWER-EMPTY", "请写明处理的理由", FAIR_REVIEW[18], field="answer")
        self.labels, self.answer = labels, answer.strip()
        self.decided_by_id, self.decided_at = act.person_id, act.now
        act.notes |= {"labels": labels, "answer": self.answer}


FairCase.WORKFLOW = FairCaseWorkflow
