"""工程公开招标（资格后审）, one lot, from the first day of bidding to the archive.

准备中 → 投标中 → 待开标 → 开标中（解密、等待密钥、唱标）→ 已开标 → 抽取评标委员会 → 评审中（初步、详细、签署）
→ 评审完成 → 公示期内 → 待定标 → 已定标 → 待签约 → 履约中 → 已完成；流标、已终止 are ends of their own.
Read the steps from top to bottom; each names its article. 招标投标法 = TBL, 条例 = TBL_REGULATION.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bidding import announcements, awarding, contracts, drawing, evaluating, facts, openings
from bidding.duties import duties_of
from bidding.models import Process, State
from bidding.rules import award, evaluation, opening
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused, require
from marketplace.flow.workflow import step
from marketplace.law.limits import limit
from marketplace.law.statutes import E_TENDERING, EVALUATION, PLATFORM, TBL, TBL_REGULATION
from marketplace.law.workdays import day_of
from marketplace.notices.publish import publish


class WorksOpenTender(Process):
    """工程公开招标（资格后审）。"""

    PROCEDURE = "works-open"

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return duties_of(self, now)

    # ── 发布与投标 ─────────────────────────────────────────────────────────

    @step(
        State.PREPARED,
        State.PREPARED,
        action="process.issue_card",
        law=PLATFORM["LEVELS"],
        says="签发开标密钥卡",
    )
    def issue_card(self, act: Act, /, *, card: dict[str, Any], digest: str) -> None:
        """All custodians have made their key entries: the card is complete and is printed in the notice."""
        self.keycard, self.keycard_hash = card, digest
        act.notes["keycard"] = digest

    @step(State.PREPARED, State.RECEIVING, action="process.receive", law=TBL[16], says="开始接收投标")
    def receive(self, act: Act, /) -> None:
        """The notice is out; sealed bids are taken until the deadline."""

    @step(
        State.RECEIVING, State.RECEIVING, action="process.move_deadline", law=TBL_REGULATION[21], says="顺延投标截止时间",
        exclusive=True, while_suspended=True,
    )  # fmt: skip
    def move_deadline(self, act: Act, /, *, deadline: str) -> None:
        """Later only; each custodian is told and acknowledges."""
        openings.move_deadline(self, act, deadline)

    @step(
        (State.PREPARED, State.RECEIVING), State.TERMINATED, action="process.terminate", law=TBL_REGULATION[31], says="终止招标",
        exclusive=True, while_suspended=True,
    )  # fmt: skip
    def terminate(self, act: Act, /) -> None:
        """Packages stay sealed; bonds and fees go back."""

    # ── 截标与开标 ─────────────────────────────────────────────────────────

    @step(
        State.RECEIVING, State.CLOSED, action="process.close", law=TBL[28], says="截止投标",
        given=facts.opening, rules=(opening.deadline_has_passed,), exclusive=True,
    )  # fmt: skip
    def close(self, act: Act, /) -> None:
        """What arrived in time is frozen; now the number of bidders is known, to all at once."""
        openings.freeze(self, act)

    @step(
        State.CLOSED, State.FAILED, action="process.fail", law=TBL_REGULATION[44], says="宣布招标失败（投标人少于 3 个）",
        given=facts.opening, rules=(opening.fewer_than_three_bids,),
    )  # fmt: skip
    def fail(self, act: Act, /) -> None:
        """No opening; packages stay sealed; E13; the owner must tender again."""
        publish(
            "E13",
            announcements.about(self),
            act,
            fields=announcements.failure(self, "投标截止时投标人少于 3 个，不得开标"),
        )

    @step(
        State.CLOSED, State.RELEASING, action="process.start_opening", law=TBL[34], says="开标",
        given=facts.opening, rules=(opening.at_least_three_bids, opening.clock_opens_only_when_agreed),
    )  # fmt: skip
    def start_opening(self, act: Act, /) -> None:
        """The release window begins for bidders with an own lock; names are shown."""
        self.release_from = act.now

    @step(
        State.RELEASING, State.KEYS, action="process.end_release", law=E_TENDERING[30], says="结束解密，请保管方交出开标密钥",
        given=facts.opening, rules=(opening.release_window_is_over,),
    )  # fmt: skip
    def end_release(self, act: Act, /) -> None:
        """Who released is fixed before any opening key exists, so nobody can choose after seeing others."""
        openings.end_release(self, act)

    @step(
        State.KEYS, State.ANNOUNCED, action="process.announce", law=TBL[36], says="唱标：公布投标人名称、报价和其他主要内容",
        given=facts.opening, rules=(opening.enough_keys_are_present,),
    )  # fmt: skip
    def announce(self, act: Act, /, *, outcomes: list[dict[str, Any]]) -> None:
        """All packages were opened at once; prices appear together; failures are told apart (20-31)."""
        openings.announce(self, act, outcomes)

    @step(
        State.ANNOUNCED, State.FAILED, action="process.fail_opened", law=TBL_REGULATION[44], says="宣布招标失败（有效解密少于 3 份）",
        given=facts.opening, rules=(opening.fewer_than_three_decrypted, opening.opening_objections_are_answered),
    )  # fmt: skip
    def fail_opened(self, act: Act, /) -> None:
        """Fewer than three readable bids count as fewer than three bidders."""
        publish(
            "E13",
            announcements.about(self),
            act,
            fields=announcements.failure(self, "解密后的投标文件少于 3 份"),
        )

    @step(
        State.ANNOUNCED, State.OPENED, action="process.sign_record", law=E_TENDERING[32], says="签署开标记录",
        given=facts.opening, rules=(opening.at_least_three_decrypted, opening.opening_objections_are_answered),
        while_suspended=True,
    )  # fmt: skip
    def sign_record(self, act: Act, /) -> None:
        """The record of the opening is signed by the host and published (E09)."""
        self.opened_at = act.now
        publish("E09", announcements.about(self), act, fields=announcements.opening_record(self, act))

    # ── 评标委员会 ─────────────────────────────────────────────────────────

    @step(
        State.OPENED,
        State.DRAWING,
        action="process.order_draw",
        law=TBL[37],
        says="组建评标委员会（随机抽取）",
    )
    def order_draw(self, act: Act, /, *, seats: dict[str, int], representative: int | None = None) -> None:
        """Seats per specialty; the platform commits to its number, the custodians to theirs."""
        drawing.order(self, act, seats, representative)

    @step(
        State.DRAWING, State.DRAWING, action="process.freeze_roster", law=PLATFORM["DRAW"], says="冻结专家名单",
        given=facts.committee, rules=(evaluation.all_numbers_are_committed,),
    )  # fmt: skip
    def freeze_roster(self, act: Act, /) -> None:
        """Pool minus recusals, sorted and hashed; the platform's number is revealed before any other."""
        drawing.freeze(self, act)

    @step(
        State.DRAWING, State.EVALUATING, action="process.seat", law=TBL_REGULATION[46], says="抽取完成，评标委员会就位",
        given=facts.committee, rules=(evaluation.all_numbers_are_revealed,),
    )  # fmt: skip
    def seat(self, act: Act, /) -> None:
        """The ranking is computed; the first ranks are seated, the others are reserves in order."""
        drawing.seat(self, act)
        self.evaluation_from = act.now

    # ── 评标 ───────────────────────────────────────────────────────────────

    @step(
        State.EVALUATING, State.SCORING, action="process.conclude_preliminary", law=TBL_REGULATION[51], says="完成初步评审",
        given=facts.committee,
        rules=(
            evaluation.committee_is_lawful, evaluation.everybody_checked_in, evaluation.committee_has_a_leader,
            evaluation.every_bid_is_reviewed_by_all, evaluation.some_bid_is_valid,
        ),
    )  # fmt: skip
    def conclude_preliminary(self, act: Act, /, *, competition: str = "") -> None:
        """Rejections by majority, each with its article; under three valid bids the committee says why it goes on."""
        evaluating.reject(self, act, competition)

    @step(
        (State.EVALUATING, State.SCORING), State.FAILED, action="process.reject_all", law=TBL[42], says="否决所有投标",
        given=facts.committee, rules=(evaluation.every_bid_is_reviewed_by_all, evaluation.competition_may_be_lacking),
    )  # fmt: skip
    def reject_all(self, act: Act, /, *, reason: str) -> None:
        """No valid bid is left, or competition is clearly lacking: re-tender (E13)."""
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明否决所有投标的理由", EVALUATION[27], field="reason")
        evaluating.apply_rejections(self)
        publish(
            "E13",
            announcements.about(self),
            act,
            fields=announcements.failure(self, f"否决所有投标：{reason}"),
        )

    @step(
        State.SCORING, State.SIGNING, action="process.conclude_scoring", law=TBL_REGULATION[49], says="汇总评分，排出名次",
        given=facts.committee, rules=(evaluation.everybody_scored,),
    )  # fmt: skip
    def conclude_scoring(
        self, act: Act, /, *, tie_order: list[int] | None = None, tie_reason: str = ""
    ) -> None:
        """The platform computes by the document's method; every intermediate value stays visible."""
        evaluating.rank(self, act, tie_order or [], tie_reason)

    @step(
        State.SIGNING, State.EVALUATED, action="process.deliver_report", law=TBL_REGULATION[53], says="提交评标报告",
        given=facts.committee, rules=(evaluation.everybody_signed,),
    )  # fmt: skip
    def deliver_report(self, act: Act, /) -> None:
        """The signed report goes to the owner, with a copy to the authority; three days to post it."""
        self.report_at = act.now
        act.notes["report"] = evaluating.report_hash(self)

    # ── 公示、定标、合同 ───────────────────────────────────────────────────

    @step(
        State.EVALUATED, State.PUBLICITY, action="process.post_candidates", law=TBL_REGULATION[54], says="公示中标候选人",
        given=facts.decision, rules=(award.there_are_candidates,),
    )  # fmt: skip
    def post_candidates(self, act: Act, /) -> None:
        """E10 for at least three days whose last one is worked; objections are heard meanwhile."""
        self.publicity_from = act.now
        self.publicity_until = limit("E-T13", on=day_of(act.now)).ends_at(act.now)
        publish("E10", announcements.about(self), act, fields=announcements.candidates(self))

    @step(
        State.PUBLICITY, State.AWARDING, action="process.end_publicity", law=TBL_REGULATION[54], says="公示期满",
        given=facts.decision, rules=(award.publicity_is_over, award.result_objections_are_answered, award.founded_objections_are_corrected),
    )  # fmt: skip
    def end_publicity(self, act: Act, /) -> None:
        """No open objection is left."""

    @step(
        (State.PUBLICITY, State.AWARDING), State.EVALUATING, action="process.correct_result", law=TBL_REGULATION[81],
        says="异议成立，由原评标委员会复核",
    )  # fmt: skip
    def correct_result(self, act: Act, /, *, reason: str) -> None:
        """A founded objection: the committee judges again and the candidates are posted anew."""
        evaluating.reopen(self, act, reason)

    @step(
        State.AWARDING, State.AWARDED, action="process.award", law=TBL_REGULATION[55], says="确定中标人",
        given=facts.decision, rules=(award.publicity_is_over, award.result_objections_are_answered, award.founded_objections_are_corrected),
    )  # fmt: skip
    def determine(self, act: Act, /, *, rank: int, reason: str = "") -> None:
        """Rank 1, or the next one when those before it are out for a recorded reason."""
        require(award.first_standing_candidate_wins, facts.decision(self, act, rank=rank))
        awarding.determine(self, act, rank, reason)

    @step(State.AWARDED, State.NOTIFIED, action="process.notify", law=TBL[45], says="发出中标通知书")
    def notify(self, act: Act, /) -> None:
        """Win and result letters at the same moment, E12; thirty days to sign the contract begin."""
        self.notified_at = act.now
        awarding.send_letters(self, act)
        publish("E12", announcements.about(self), act, fields=announcements.result(self))

    @step(State.NOTIFIED, State.AWARDING, action="process.give_up", law=TBL_REGULATION[55], says="放弃中标")
    def give_up(self, act: Act, /, *, reason: str) -> None:
        """The next candidate in order comes up, or the owner tenders again."""
        awarding.cancel(self, act, reason)

    @step(
        State.NOTIFIED, State.CONTRACTED, action="process.conclude_contract", law=TBL[46], says="订立书面合同",
        given=facts.agreement, rules=(award.both_sides_signed, award.contract_says_what_the_bid_says),
    )  # fmt: skip
    def conclude_contract(self, act: Act, /) -> None:
        """Both signed the same text; E15 makes it public; bonds go back within five days."""
        self.contracted_at = act.now
        publish("E15", announcements.about(self), act, fields=announcements.contract(self))

    @step(State.CONTRACTED, State.ARCHIVED, action="process.archive", law=E_TENDERING[40], says="归档")
    def archive_all(self, act: Act, /, *, package: dict[str, Any]) -> None:
        """The archive package is complete and sealed; opening keys leave the hot database."""
        contracts.store_archive(self, act, package)
