"""What may happen to a tender's documents and to an objection: the steps, in the order of the law."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import cast
from zoneinfo import ZoneInfo

import rfc8785

from marketplace.accounts.messages import tell
from marketplace.accounts.models import Membership
from marketplace.flow.access import Actor, Role
from marketplace.flow.acts import Act, plain
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused, RuleBroken, require
from marketplace.flow.models import Pending
from marketplace.flow.workflow import step
from marketplace.law.limits import limit
from marketplace.law.statutes import FAIR_REVIEW, NOTICES, PLATFORM, TBL, TBL_REGULATION
from marketplace.law.workdays import day_of
from marketplace.notices.models import Notice
from marketplace.notices.publish import publish
from marketplace.record.models import Event
from tenders import announcements, particulars
from tenders.agency import copied
from tenders.checklist import ITEMS
from tenders.fair_review import running
from tenders.fair_review.sheet import is_complete
from tenders.lots_port import lots
from tenders.models import Amendment, FairReview, Objection, Tender, TenderState
from tenders.rules import agency as agency_rules
from tenders.rules import clarification, publication, review

SHANGHAI = ZoneInfo("Asia/Shanghai")
S = TenderState
# What somebody did who then has written the documents.
CHANGES = ("tender.edit", "tender.attach", "tender.submit_review")


def content_hash(tender: Tender) -> str:
    """hex(SHA-256) over everything the reviewer judged: text, lots, method, files."""
    content = {
        "title": tender.title,
        "particulars": tender.particulars,
        "evaluation": plain(tender.evaluation),
        "bond": tender.bond_fen,
        "lots": [
            [lot.no, lot.name, lot.scope, lot.ceiling_fen, lot.duration_days, lot.quality]
            for lot in tender.lots.all()
        ],
        "files": [[d.name, d.version, d.sha256] for d in tender.documents.order_by("name", "version")],
    }
    return hashlib.sha256(rfc8785.dumps(content)).hexdigest()


def wrote(tender: Tender, person: int) -> bool:
    """Whether the person drafted the documents or changed them: such a person does not review them."""
    edited = Event.objects.filter(
        thing=tender.number, by=person, action__in=CHANGES, outcome=Event.Outcome.DONE
    )
    return tender.drafted_by_id == person or edited.exists()


def authors(tender: Tender) -> frozenset[str]:
    """Everybody who wrote it, as keys: the review is never their turn."""
    edits = Event.objects.filter(thing=tender.number, action__in=CHANGES, outcome=Event.Outcome.DONE)
    return frozenset(f"user:{key}" for key in {tender.drafted_by_id, *edits.values_list("by", flat=True)})


def _weights(tender: Tender) -> int:
    if tender.evaluation.get("method") == "lowest":
        return 100
    total = sum((Decimal(str(row["weight"])) for row in tender.evaluation.get("criteria", [])), Decimal(0))
    return int(total) if total == int(total) else 0


def _drafted(tender: Tender, act: Act) -> publication.Publication:
    return publication.Publication(
        act.now,
        has_documents=tender.documents.exists(),
        lots=tender.lots.count(),
        weights=_weights(tender),
    )


def _publication(tender: Tender, act: Act) -> publication.Publication:
    last = tender.reviews.first()
    return publication.Publication(
        act.now,
        deadline=tender.deadline_at,
        documents_until=tender.documents_until,
        has_documents=tender.documents.exists(),
        review_passed=last is not None and last.conclusion != FairReview.Conclusion.VIOLATES,
        unchanged_since_review=last is not None and last.content_hash == content_hash(tender),
        sheet_complete=last is not None and is_complete(last.sheet),
        cards_ready=lots().ready(tender),
        lots=tender.lots.count(),
        weights=_weights(tender),
    )


class TenderWorkflow(Tender):
    """工程公开招标：从资料到发布。准备中 → 审查 → 待发布 → 已发布；发布后只能澄清、延期或者终止。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return duties_of(self, now)

    def second_person(self, pending: Pending) -> tuple[str, str, frozenset[str]]:
        """What the agency hands over the owner decides on, on a page for the telephone."""
        asker = Membership.objects.filter(user=pending.asked_principal, is_active=True)
        if not asker.filter(organization=self.project.procuring_entity_id).exists():
            return super().second_person(pending)
        unfit = authors(self) if pending.action == "tender.publish" else frozenset()
        return f"业主确认：{pending.title} · {self.title}", f"/my/approve/{pending.act_id}/", unfit

    def unfit_to_confirm(self, action: str, person_id: int) -> Refused | None:
        """Who wrote the documents does not let them out (tendering.md §1: drafter ≠ approver)."""
        facts = agency_rules.Approval(wrote=action == "tender.publish" and wrote(self, person_id))
        rule = agency_rules.the_approver_is_not_the_author
        return None if rule(facts) else RuleBroken(rule)

    @step(
        S.DRAFT, S.REVIEW, action="tender.submit_review", law=FAIR_REVIEW[20], says="提交公平竞争审查",
        given=_drafted,
        rules=(publication.there_is_a_lot, publication.documents_are_attached, publication.weights_add_up),
    )  # fmt: skip
    def submit_review(self, act: Act, /) -> None:
        """The draft is complete enough to be judged by somebody else."""
        copied.must_be_read(self.pk)
        if empty := particulars.missing(self.particulars):
            raise Refused("PARTICULARS-MISSING", f"还缺：{'、'.join(empty)}", TBL[16])
        if unsaid := announcements.unsaid(self):
            raise Refused("NOTICE-INCOMPLETE", f"公告还缺：{'、'.join(unsaid)}", NOTICES[5])
        running.hand_in(self, act)
        act.notes["content"] = content_hash(self)

    @step(S.REVIEW, S.DRAFT, action="tender.take_back", law=PLATFORM["UNDO"], says="撤回提交的审查")
    def take_back(self, act: Act, /) -> None:
        """Handed in too early; corrections.undo judges whether it may still be undone."""
        last = Event.objects.filter(thing=self.number, action="tender.submit_review").latest("pk")
        if last.by_id != act.by.user_id:
            raise Refused("NOT-OWN", "只能撤回本人提交的审查", PLATFORM["UNDO"])

    @step(
        (S.REVIEW, S.READY), S.DRAFT, action="tender.return_draft", law=FAIR_REVIEW[20], says="退回修改",
    )  # fmt: skip
    def return_draft(self, act: Act, /, *, reason: str) -> None:
        """The reviewer sends it back with a reason; prepared lots are forgotten."""
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明退回的理由", FAIR_REVIEW[20], field="reason")
        act.notes["reason"] = reason
        lots().discard(self, act)

    @step(S.REVIEW, S.READY, action="tender.pass_review", law=FAIR_REVIEW[20], says="作出公平竞争审查结论")
    def pass_review(
        self, act: Act, /, *, answers: dict[str, str], conclusion: str, reason: str = "",
        deadline_at: datetime, documents_until: datetime,
    ) -> None:  # fmt: skip
        """A named reviewer concludes; the lots are prepared and the custodians asked for their keys."""
        facts = review.ReviewFacts(
            author=act.person_id if wrote(self, act.person_id) else self.drafted_by_id,
            reviewer=act.person_id,
            unanswered=sum(answers.get(item.code) not in ("yes", "no") for item in ITEMS),
            violations=sum(answers.get(item.code) == "yes" for item in ITEMS),
            conclusion=conclusion,
            reason=reason,
        )
        for rule in (
            review.reviewer_is_not_the_author,
            review.every_item_is_answered,
            review.conclusion_fits_the_answers,
        ):
            require(rule, facts)
        running.conclude(self, act, answers, conclusion, reason, content_hash(self))
        self._plan(act, deadline_at, documents_until)
        act.notes |= {"conclusion": conclusion, "content": content_hash(self)}
        lots().prepare(self, act)

    @step(S.REVIEW, S.DRAFT, action="tender.fail_review", law=FAIR_REVIEW[20], says="作出“不符合”的审查结论")
    def fail_review(self, act: Act, /, *, answers: dict[str, str], reason: str) -> None:
        """A named reviewer concludes that the documents do not conform: back to the author, the sheet is kept."""
        require(
            review.reviewer_is_not_the_author,
            review.ReviewFacts(
                author=act.person_id if wrote(self, act.person_id) else self.drafted_by_id,
                reviewer=act.person_id,
            ),
        )
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明不符合的条款和理由", FAIR_REVIEW[20], field="reason")
        running.conclude(self, act, answers, FairReview.Conclusion.VIOLATES, reason, content_hash(self))
        act.notes |= {"conclusion": FairReview.Conclusion.VIOLATES, "reason": reason}

    def _plan(self, act: Act, deadline_at: datetime, documents_until: datetime) -> None:
        """The schedule the key cards are made for; judged again at publication."""
        facts = publication.Publication(act.now, deadline=deadline_at, documents_until=documents_until)
        for rule in (
            publication.twenty_days_to_prepare,
            publication.documents_are_offered_five_days,
            publication.deadline_is_a_workday,
            publication.holidays_of_the_deadline_are_announced,
        ):
            require(rule, facts)
        self.deadline_at, self.documents_until = deadline_at, documents_until

    @step(
        S.READY, S.PUBLISHED, action="tender.publish", law=TBL[16], says="发布招标公告和招标文件",
        given=_publication,
        rules=(
            publication.there_is_a_lot, publication.documents_are_attached, publication.fair_review_has_passed,
            publication.review_sheet_is_complete, publication.unchanged_since_review, publication.key_cards_are_ready, publication.twenty_days_to_prepare,
            publication.documents_are_offered_five_days, publication.deadline_is_a_workday,
        ),
    )  # fmt: skip
    def publish(self, act: Act, /) -> None:
        """E03 on the designated media; documents free to download; every lot receives bids."""
        self.published_at = act.now
        self.documents.filter(published_at=None).update(published_at=act.now)
        original = (
            self.predecessor and Notice.objects.filter(tender=self.predecessor.number, type="E13").first()
        )
        publish(
            "E03",
            announcements.about(self),
            act,
            fields=announcements.tender_notice(self, lots().keys(self)),
            replaces=original or None,
        )
        lots().receive(self, act)

    @step(
        S.PUBLISHED, S.PUBLISHED, action="tender.clarify", law=TBL[23], says="发布澄清（修改、补遗）",
        while_suspended=True,
    )  # fmt: skip
    def clarify(
        self, act: Act, /, *, text: str, affects_bids: bool, new_deadline: datetime, kept_reason: str = ""
    ) -> None:
        """E05; fifteen days before the deadline, or the deadline moves (条例 21); its words are reviewed too."""
        facts = self._change(act, new_deadline, text, affects_bids)
        for rule in (
            clarification.change_says_why, clarification.deadline_has_not_passed,
            clarification.deadline_moves_only_later, clarification.fifteen_days_after_a_change,
        ):  # fmt: skip
            require(rule, facts)
        running.amendment(self, act, text, kept_reason)
        self._amend(act, Amendment.Kind.CLARIFICATION, text, affects_bids, new_deadline, "E05")

    @step(
        S.PUBLISHED, S.PUBLISHED, action="tender.extend", law=TBL_REGULATION[21], says="延长投标截止时间",
        while_suspended=True,
    )  # fmt: skip
    def extend(self, act: Act, /, *, new_deadline: datetime, reason: str) -> None:
        """E06; bids already submitted may be replaced until the new deadline."""
        facts = self._change(act, new_deadline, reason, False)
        for rule in (
            clarification.change_says_why, clarification.deadline_has_not_passed, clarification.extension_is_later_and_worked,
        ):  # fmt: skip
            require(rule, facts)
        self._amend(act, Amendment.Kind.EXTENSION, reason, False, new_deadline, "E06")

    def _change(self, act: Act, new_deadline: datetime, text: str, affects: bool) -> clarification.Change:
        assert self.deadline_at is not None  # noqa: S101 - a published tender has one (check constraint)
        return clarification.Change(act.now, self.deadline_at, new_deadline, affects, text)

    def _amend(self, act: Act, kind: str, text: str, affects: bool, deadline: datetime, code: str) -> None:
        old = cast(datetime, self.deadline_at)
        original = Notice.objects.filter(tender=self.number, type="E03").first()
        notice = publish(
            code, announcements.about(self, deadline), act, replaces=original,
            fields=announcements.amendment(code, original, text, old, deadline),
        )  # fmt: skip
        Amendment.objects.create(
            tender=self, serial=self.amendments.count() + 1, kind=kind, text=text, affects_bids=affects,
            old_deadline_at=old, new_deadline_at=deadline, notice=notice.number, at=act.now,
        )  # fmt: skip
        self.documents.filter(published_at=None).update(published_at=act.now)
        told = [row.user for row in self.registrations.select_related("user")]
        tell(
            told,
            "您登记的项目有新的澄清或者延期",
            "您登记获取招标文件的项目有新的公告，请登录平台查看。",
            "/my/",
            act.now,
        )
        if deadline > old:
            self.deadline_at = deadline
            lots().move(self, act, deadline)

    @step(
        S.PUBLISHED, S.TERMINATED, action="tender.terminate", law=TBL_REGULATION[31], says="终止招标",
        while_suspended=True,
    )  # fmt: skip
    def terminate(self, act: Act, /, *, reason: str) -> None:
        """E08 with the reason; fees and bonds go back."""
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明终止的理由", TBL_REGULATION[31], field="reason")
        original = Notice.objects.filter(tender=self.number, type="E03").first()
        publish(
            "E08",
            announcements.about(self),
            act,
            replaces=original,
            fields=announcements.termination(original, reason),
        )
        lots().terminate(self, act)


Tender.WORKFLOW = TenderWorkflow


def duties_of(tender: Tender, now: datetime) -> Iterable[Owed]:
    """What the owner, its agency and the reviewer must do with the documents."""
    owner, url = tender.parties()[Role.BUYER], f"/my/tenders/{tender.number}/"
    if tender.state == S.DRAFT:
        yield Owed(
            "DRAFT",
            "tender.submit_review",
            Role.PROCURING_ENTITY,
            tender.runner("tender.submit_review", now),
            f"完善资料并提交审查：{tender.title}",
            TBL[16],
            url=url,
        )
    if tender.state == S.REVIEW:
        yield Owed(
            "REVIEW",
            "tender.pass_review",
            Role.BUYER,
            owner,
            f"公平竞争审查：{tender.title}",
            FAIR_REVIEW[20],
            url=f"{url}fairness/",
            barred=authors(tender),
        )
    if tender.state == S.READY:
        yield Owed(
            "PUBLISH",
            "tender.publish",
            Role.BUYER,
            owner | tender.runner("tender.hand_over", now),
            f"发布招标公告：{tender.title}",
            TBL[16],
            url=f"{url}publish/",
        )
    if tender.state == S.PUBLISHED:
        for question in tender.questions.filter(answered_at=None):
            yield Owed(
                f"ANSWER-{question.receipt}", "question.answer", Role.PROCURING_ENTITY,
                tender.runner("question.answer", now),
                f"答复提问：{tender.title}", TBL[23], due_at=tender.deadline_at, url=f"{url}questions/",
            )  # fmt: skip


class ObjectionWorkflow(Objection):
    """异议：提出后三日内答复，答复前暂停（条例 22、44、54）。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return objection_duties(self)

    @step(
        Objection.State.FILED, Objection.State.ANSWERED, action="objection.answer", law=TBL_REGULATION[22], says="答复异议",
        while_suspended=True,
    )  # fmt: skip
    def give_answer(self, act: Act, /, *, answer: str, founded: bool) -> None:
        """A substantive answer lifts the suspension; a founded one leads to a correction of its own."""
        if not answer.strip():
            raise Refused("ANSWER-EMPTY", "请写明答复的事实、依据和结论", TBL_REGULATION[22], field="answer")
        self.answer, self.founded, self.answered_at = answer, founded, act.now
        lots().lift(self.tender, act, source=self.number)


Objection.WORKFLOW = ObjectionWorkflow


def objection_duties(row: Objection) -> Iterable[Owed]:
    """Three days to answer (E-T08)."""
    if row.state != Objection.State.FILED:
        return
    period = limit("E-T08", on=day_of(row.filed_at))
    yield Owed(
        "E-T08", "objection.answer", Role.BUYER, row.tender.parties()[Role.BUYER],
        f"答复{row.get_kind_display()}：{row.tender.title}", period.law,
        due_at=period.due_at(row.filed_at), url=f"/my/objections/{row.number}/",
    )  # fmt: skip


def tender_for(actor: Actor, number: str) -> TenderWorkflow:
    """A tender the actor may see, or DoesNotExist (a stranger's draft does not exist for them)."""
    return cast(TenderWorkflow, Tender.objects.with_parties().visible_to(actor).get(number=number))
