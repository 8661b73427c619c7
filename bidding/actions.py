"""What bidders, members and parties do with a lot beside taking its steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, BinaryIO

from bidding import contracts, drawing, evaluating, facts
from bidding.models import Bid, Contract, Member, Process, Review, Score, Submission
from bidding.openings import card_of
from bidding.rules import award as award_rules
from bidding.rules import evaluation as evaluation_rules
from bidding.rules import opening as opening_rules
from bidding.rules import submission as submission_rules
from marketplace.accounts.actors import STEP_UP_LASTS
from marketplace.accounts.messages import tell
from marketplace.accounts.models import Organization, User
from marketplace.flow import tick
from marketplace.flow.acts import Act, act, constraint
from marketplace.flow.errors import Refused, RuleBroken, WrongState, require
from marketplace.flow.numbers import receipt_number
from marketplace.law.money import Money
from marketplace.law.statutes import E_TENDERING, TBL, TBL_REGULATION
from marketplace.trust import blobs, statements
from marketplace.trust.codes import normalise
from marketplace.trust.errors import SealedError, TrustError
from marketplace.trust.header import Header, read
from marketplace.trust.merkle import SEGMENT, SegmentRoot
from marketplace.trust.platform_keys import LOG_ORIGIN, seed
from marketplace.trust.sealed import Sealed, check_header, check_release, release
from marketplace.trust.suites import INT1
from tenders.actions import new_objection
from tenders.models import Objection
from tenders.rules import objection as objection_rules

constraint("one_live_bid", submission_rules.bid_continues_the_chain)
constraint("one_bid_serial", submission_rules.bid_continues_the_chain)
constraint(
    "bidding_submission.process_id, bidding_submission.organization_id",
    submission_rules.bid_continues_the_chain,
)


@dataclass(frozen=True, slots=True)
class Package:
    """A file whose last byte is in: measured before any lock is taken. `problem` says why it is no package."""

    blob: str
    ct_root: str
    ct_len: int
    client_time: datetime
    header: Header | None = None
    problem: TrustError | None = None

    def digest_value(self) -> list[str]:
        return [self.ct_root, str(self.ct_len)]

    @property
    def sealed(self) -> Sealed:
        """What the statement says of it; raises the problem of a file that is no package."""
        if self.header is None:
            raise self.problem or SealedError("magic", "不是 ptb/1 加密投标文件")
        return Sealed(
            self.header, self.header.hash.hex(), self.ct_root, self.ct_len, self.header.core.pt_root
        )


def measure(blob: str, file: BinaryIO, client_time: datetime) -> Package:
    """Read a stored file once: root, length, and its header when it is a package. Never refuses by itself."""
    root, length = SegmentRoot(INT1.hash), 0
    while piece := file.read(SEGMENT):
        root.update(piece)
        length += len(piece)
    file.seek(0)
    digest = root.digest().hex()
    try:
        return Package(blob, digest, length, client_time, header=read(file))
    except TrustError as error:
        return Package(blob, digest, length, client_time, problem=error)


def _damaged(error: TrustError) -> Refused:
    return Refused("BID-PACKAGE", f"{error.says}（{error.check}）", E_TENDERING[26])


def _last(process: Process, organization: Organization) -> Submission | None:
    return process.submissions.filter(organization=organization).order_by("-seq").first()


def expected_next(process: Process, organization: Organization) -> tuple[int, str | None]:
    """The `seq` and `prev` that the bidder's next statement must carry."""
    return next_of(_last(process, organization))


def next_of(last: Submission | None) -> tuple[int, str | None]:
    """What follows a bidder's last submission, or the withdrawal of it."""
    if last is None:
        return 1, None
    if last.withdrawal:
        return int(last.withdrawal["statement"]["seq"]) + 1, str(last.withdrawal["hash"])
    return last.seq + 1, last.statement_hash


def _arrival(process: Process, act: Act, **more: Any) -> submission_rules.Arrival:
    person = User.objects.get(pk=act.person_id)
    fresh = person.stepped_up_at is not None and act.now - person.stepped_up_at < STEP_UP_LASTS
    project = process.tender.project
    related = act.principal.org_id in (project.buyer_id, project.procuring_entity_id)
    return submission_rules.Arrival(
        act.now, deadline=process.deadline_at, receiving=process.state == Process.State.RECEIVING,
        stepped_up=fresh, conflict="招标人或者代理机构" if related else "", **more,
    )  # fmt: skip


@act("bid.submit", law=E_TENDERING[27], says="递交投标文件", lock="shared")
def submit_bid(process: Process, act: Act, /, *, organization: Organization, package: Package) -> str:
    """Take a sealed package that arrived before the deadline; returns the receipt number.

    `act.now` was read once when the last byte was in (design D11). A complete new package takes the
    place of the one before; until then the old one counts.
    """
    arrival = _arrival(process, act)
    for rule in (
        submission_rules.bid_arrives_before_the_deadline, submission_rules.lot_is_receiving,
        submission_rules.bidder_is_independent, submission_rules.person_proved_again_who_they_are,
    ):  # fmt: skip
        require(rule, arrival)
    if open_reason := process.suspensions().first():
        raise WrongState("SUSPENDED", f"已暂停：{open_reason.says}，恢复后可以递交", open_reason.law)
    seq, prev = expected_next(process, organization)
    try:
        check_header(
            package.sealed.header,
            package.ct_len,
            card_of(process),
            bidder=organization.uscc,
            seq=seq,
            prev=prev,
        )
    except TrustError as error:
        if error.check == "sequence":
            raise RuleBroken(submission_rules.bid_continues_the_chain) from error
        raise _damaged(error) from error
    process.submissions.live().filter(organization=organization).update(superseded_at=act.now)
    return _receive(process, act, organization, package, seq).number


def _receive(
    process: Process, act: Act, organization: Organization, package: Package, seq: int
) -> Submission:
    person = User.objects.get(pk=act.person_id)
    stepup = str(person.step_up_act)
    statement = statements.submission(package.sealed, client_time=package.client_time, stepup=stepup)
    digest = statements.statement_hash(statement)
    before = _last(process, organization)
    body = statements.receipt(
        digest, received_at=act.now, deadline=process.deadline_at,
        log={"origin": LOG_ORIGIN, "event": str(act.id), "blind": ""},
        prev_receipt=statements.receipt_hash(before.receipt["body"]) if before else None,
    )  # fmt: skip
    row = Submission.objects.create(
        number=receipt_number(), process=process, organization=organization, user=person, seq=seq,
        own_lock=not package.sealed.header.core.auto, header=package.sealed.header.core.as_json(),
        header_hash=package.sealed.header_hash, ct_root=package.ct_root, ct_len=package.ct_len, blob=package.blob,
        statement=statement, statement_hash=digest, signature=statements.attest(statement, seed()),
        receipt={"body": body, "sig": statements.sign_receipt(body, seed())}, arrived_at=act.now,
    )  # fmt: skip
    tell(
        [person],
        f"回执 {row.number}",
        f"您的递交已收到，回执号 {row.number}。请登录平台查看回执全文。",
        f"/receipts/{row.number}/",
        act.now,
    )
    act.keeper = row
    act.notes |= {"statement": digest, "ct_root": package.ct_root}
    return row


@act("bid.withdraw", law=TBL[29], says="撤回投标文件", lock="shared")
def withdraw_bid(process: Process, act: Act, /, *, organization: Organization, reason: str = "") -> str:
    """Take the bid back before the deadline; the bond goes back within five days (E-T10)."""
    live = process.submissions.live().filter(organization=organization).first()
    arrival = _arrival(process, act, own_bid_live=live is not None)
    for rule in (
        submission_rules.bid_arrives_before_the_deadline, submission_rules.lot_is_receiving,
        submission_rules.there_is_a_bid_to_withdraw, submission_rules.person_proved_again_who_they_are,
    ):  # fmt: skip
        require(rule, arrival)
    assert live is not None  # noqa: S101 - judged above
    person = User.objects.get(pk=act.person_id)
    statement = statements.withdrawal(live.statement, client_time=act.now, stepup=str(person.step_up_act))
    live.withdrawn_at = act.now
    live.withdrawal = {
        "statement": statement, "hash": statements.statement_hash(statement),
        "signature": statements.attest(statement, seed()), "reason": reason, "receipt": receipt_number(),
        "submission_opening": live.opening,  # `opening` is from now on that of the withdrawal
    }  # fmt: skip
    live.save()
    act.keeper = live
    act.notes["statement"] = live.withdrawal["hash"]
    return live.number


@act("bid.release", law=E_TENDERING[30], says="解密投标文件")
def release_bid(process: Process, act: Act, /, *, organization: Organization, secret: str) -> None:
    """The bidder's secret S_b (64 hex digits), checked at once against what the package committed to."""
    if process.state != Process.State.RELEASING:
        raise WrongState("NOT-RELEASING", "现在不在解密时限内", E_TENDERING[30])
    require(opening_rules.release_window_is_open, facts.opening(process, act))
    bid = process.bids.filter(organization=organization).select_related("submission").first()
    if bid is None or not bid.own_lock:
        raise Refused("NO-OWN-LOCK", "您的投标文件到点自动解密，无需操作", E_TENDERING[30])
    if bid.released_at is not None:
        raise Refused("ALREADY-RELEASED", "您的投标文件已经解密，无需再次操作", E_TENDERING[30])
    _check_secret(bid, secret)
    bid.released_at, bid.released_secret = act.now, secret
    bid.save()


def _check_secret(bid: Bid, secret: str) -> None:
    try:
        with blobs.open_blob(bid.submission.blob) as file:
            check_release(read(file), bytes.fromhex(secret))
    except (TrustError, ValueError) as error:
        raise Refused(
            "RELEASE-CODE-WRONG", "解密码不是本次投标的解密码，请核对后重试", E_TENDERING[30], field="code"
        ) from error


def secret_from_code(bid: Bid, code: str) -> str:
    """S_b from the bidder's typed code; for people whose browser cannot compute it."""
    try:
        with blobs.open_blob(bid.submission.blob) as file:
            return release(read(file), normalise(code)).hex()
    except TrustError as error:
        raise Refused("RELEASE-CODE-WRONG", error.says, E_TENDERING[30], field="code") from error


@act("objection.file_opening", law=TBL_REGULATION[44], says="对开标提出异议")
def object_to_opening(process: Process, act: Act, /, *, organization: Organization, facts_stated: str) -> str:
    """On the spot, while the session is open; it must be answered before the record is signed."""
    filing = objection_rules.Filing(
        act.now, kind="opening", session_open=process.state in (Process.State.RELEASING, Process.State.KEYS, Process.State.ANNOUNCED),
        text=facts_stated,
    )  # fmt: skip
    require(objection_rules.opening_session_is_open, filing)
    require(objection_rules.facts_are_stated, filing, field="facts")
    row = new_objection(
        process.tender, process.lot, Objection.Kind.OPENING, organization, act, "", facts_stated
    )
    return row.number


@act("objection.file", law=TBL_REGULATION[54], says="对评标结果提出异议")
def object_to_result(
    process: Process, act: Act, /, *, organization: Organization, request: str, facts_stated: str
) -> str:
    """Inside the publicity; the lot stands still until the answer (条例 54)."""
    filing = objection_rules.Filing(
        act.now,
        kind="result",
        publicity_from=process.publicity_from,
        publicity_until=process.publicity_until,
        text=facts_stated,
    )
    require(objection_rules.inside_the_publicity, filing)
    require(objection_rules.facts_are_stated, filing, field="facts")
    row = new_objection(
        process.tender, process.lot, Objection.Kind.RESULT, organization, act, request, facts_stated
    )
    tick.suspend(
        process,
        reason="OBJECTION",
        says="对评标结果的异议尚未答复",
        law=TBL_REGULATION[54],
        source=row.number,
        now=act.now,
    )
    return row.number


# ── the committee ───────────────────────────────────────────────────────────


def seat_of(process: Process, act: Act) -> Member:
    """The member who acts; a recused one has no seat any more."""
    member = process.members.filter(user=act.by.user_id, recused_at=None).first()
    if member is None:
        raise WrongState("NO-SEAT", "您不是本项目现任评标委员会成员", TBL[37])
    return member


@act("evaluation.check_in", law=TBL[37], says="签到并声明无应当回避的情形")
def check_in(process: Process, act: Act, /, *, declares_no_conflict: bool) -> None:
    """Bidders' names are shown only here; who has a conflict recuses instead."""
    member = seat_of(process, act)
    if not declares_no_conflict:
        raise Refused("CONFLICT-DECLARATION", "请声明不存在应当回避的情形；存在的，请选择“申请回避”", TBL[37])
    Member.objects.filter(pk=member.pk, checked_in_at=None).update(checked_in_at=act.now)


@act("evaluation.recuse", law=TBL[37], says="申请回避")
def recuse(process: Process, act: Act, /, *, reason: str) -> None:
    """Work ends at once, opinions given are void, the next reserve takes the seat (条例 48)."""
    member = seat_of(process, act)
    if not reason.strip():
        raise Refused("REASON-NEEDED", "请写明回避的理由", TBL[37], field="reason")
    Member.objects.filter(vote=member).update(vote=None)
    Member.objects.filter(pk=member.pk).update(recused_at=act.now, recusal=reason, vote=None)
    drawing.replace_member(member)
    act.notes["reason"] = reason


@act("evaluation.vote_leader", law=TBL[37], says="推举评标委员会主任")
def vote_leader(process: Process, act: Act, /, *, member: int) -> None:
    """One vote each; more than half elects (12-9)."""
    voter = seat_of(process, act)
    candidate = process.members.filter(pk=member, recused_at=None).first()
    if candidate is None:
        raise Refused("NO-SUCH-MEMBER", "被推举人不是现任成员", TBL[37])
    Member.objects.filter(pk=voter.pk).update(vote=candidate)


@act("evaluation.review", law=TBL_REGULATION[51], says="初步评审意见")
def review_bid(
    process: Process, act: Act, /, *, bid: int, passed: bool, code: str = "", reason: str = ""
) -> None:
    """Pass, or reject by a case of the catalogue with its reason; the last word before the conclusion counts."""
    if process.state != Process.State.EVALUATING:
        raise WrongState("NOT-REVIEWING", "现在不是初步评审阶段", TBL_REGULATION[51])
    member = _checked_in(process, act)
    target = process.bids.opened().filter(pk=bid).first()
    if target is None:
        raise Refused("NO-SUCH-BID", "没有这份投标文件", TBL_REGULATION[51])
    if not passed:
        require(
            evaluation_rules.rejection_says_why,
            evaluation_rules.Mark(reason=reason if code else ""),
            field="reason",
        )
    Review.objects.update_or_create(
        member=member,
        bid=target,
        defaults={"passed": passed, "code": code if not passed else "", "reason": reason, "at": act.now},
    )


def _checked_in(process: Process, act: Act) -> Member:
    member = seat_of(process, act)
    if member.checked_in_at is None:
        raise WrongState("NOT-CHECKED-IN", "请先签到并声明是否应当回避", TBL[37])
    return member


@act("evaluation.score", law=TBL_REGULATION[49], says="打分")
def score(process: Process, act: Act, /, *, bid: int, criterion: str, value: str, reason: str = "") -> None:
    """One cell; a change is a new version. Nobody sees others' numbers before their own sheet is in."""
    if process.state != Process.State.SCORING:
        raise WrongState("NOT-SCORING", "现在不是打分阶段", TBL_REGULATION[49])
    member = _checked_in(process, act)
    target = process.bids.valid().filter(pk=bid).first()
    row = next((row for row in facts.scored_criteria(process) if row["code"] == criterion), None)
    if target is None or row is None:
        raise Refused("NO-SUCH-CELL", "没有这一评分项", TBL_REGULATION[49])
    mark = evaluation_rules.Mark(
        value=_points(value), maximum=Decimal(str(row["weight"])), submitted=member.submitted_at is not None
    )
    require(evaluation_rules.scores_are_still_open, mark)
    require(
        evaluation_rules.score_is_in_range,
        mark,
        says=f"“{row['name']}”应在 0 至 {row['weight']} 分之间",
        field="value",
    )
    before = Score.objects.filter(member=member, bid=target, criterion=criterion).count()
    Score.objects.create(
        member=member,
        bid=target,
        criterion=criterion,
        value=mark.value,
        reason=reason,
        version=before + 1,
        at=act.now,
    )


def _points(text: str) -> Decimal:
    try:
        points = Decimal(text)
    except InvalidOperation:
        points = Decimal("NaN")
    if not points.is_finite() or points != round(points, 2):
        raise Refused(
            "SCORE-MALFORMED", f"“{text}”不是分数，请填数字，最多两位小数", TBL_REGULATION[49], field="value"
        )
    return points


@act("evaluation.submit_scores", law=TBL_REGULATION[49], says="提交评分")
def submit_scores(process: Process, act: Act, /) -> None:
    """Complete sheets only; after this nothing of the sheet changes."""
    member = _checked_in(process, act)
    if process.state != Process.State.SCORING:
        raise WrongState("NOT-SCORING", "现在不是打分阶段", TBL_REGULATION[49])
    valid = list(process.bids.valid().values_list("pk", flat=True))
    missing = facts.scores_missing(process, [member], valid)
    if missing:
        raise RuleBroken(evaluation_rules.everybody_scored, says=f"还有 {missing} 项没有打分")
    Member.objects.filter(pk=member.pk, submitted_at=None).update(submitted_at=act.now)


@act("evaluation.sign", law=TBL_REGULATION[53], says="签署评标报告")
def sign_report(process: Process, act: Act, /, *, dissent: str = "") -> None:
    """Sign, with a written dissent where there is one (条例 53)."""
    if process.state != Process.State.SIGNING:
        raise WrongState("NOT-SIGNING", "评标报告尚未形成", TBL_REGULATION[53])
    member = _checked_in(process, act)
    Member.objects.filter(pk=member.pk, signed_at=None).update(signed_at=act.now, dissent=dissent.strip())
    act.notes |= {"report": evaluating.report_hash(process), "dissent": bool(dissent.strip())}


# ── the contract ────────────────────────────────────────────────────────────


@act("contract.draft", law=TBL[46], says="起草合同")
def draft_contract(
    process: Process, act: Act, /, *, amount_fen: int, duration_days: int, quality: str, manager: str,
    terms: str = "", performance_bond_fen: int = 0,
) -> None:  # fmt: skip
    """What it departs from bid and documents in is shown at once and keeps it from being signed."""
    if process.state != Process.State.NOTIFIED:
        raise WrongState("NOT-NOTIFIED", "中标通知书发出后方可起草合同", TBL[46])
    award = process.awards.get(cancelled_at=None)
    known = facts.current_contract(process)
    if known and (known.buyer_signed_at or known.supplier_signed_at):
        raise WrongState("CONTRACT-SIGNED", "合同已有一方签署，不能再改", TBL[46])
    row = known or Contract(process=process, award=award, number=f"{process.number}-HT{award.rank}")
    row.amount_fen, row.duration_days, row.quality, row.manager = amount_fen, duration_days, quality, manager
    row.terms, row.performance_bond_fen, row.drafted_at = terms, performance_bond_fen, act.now
    bond = award_rules.Agreement(amount_fen=amount_fen, performance_bond_fen=performance_bond_fen)
    require(award_rules.performance_bond_is_at_most_a_tenth, bond, field="performance_bond")
    row.differences, row.hash = contracts.differences(row), contracts.hash_of(row)
    row.save()
    act.notes |= {"contract": row.hash, "differences": row.differences}


def _to_sign(process: Process) -> Contract:
    row = facts.current_contract(process)
    if row is None or process.state != Process.State.NOTIFIED:
        raise WrongState("NO-CONTRACT", "合同尚未起草", TBL[46])
    if row.differences:
        names = "、".join(one["term"] for one in row.differences)
        raise RuleBroken(
            award_rules.contract_says_what_the_bid_says,
            says=f"合同的{names}与中标人的投标文件不一致，请改正后再签署",
        )
    return row


@act("contract.sign_buyer", law=TBL[46], says="招标人签署合同")
def sign_as_buyer(process: Process, act: Act, /) -> None:
    """Only a text without differences can be signed."""
    row = _to_sign(process)
    Contract.objects.filter(pk=row.pk, buyer_signed_at=None).update(
        buyer_signed_at=act.now, buyer_signed_by=act.person_id
    )
    act.notes["contract"] = row.hash


@act("contract.sign_supplier", law=TBL[46], says="中标人签署合同")
def sign_as_supplier(process: Process, act: Act, /) -> None:
    """Only a text without differences can be signed."""
    row = _to_sign(process)
    Contract.objects.filter(pk=row.pk, supplier_signed_at=None).update(
        supplier_signed_at=act.now, supplier_signed_by=act.person_id
    )
    act.notes["contract"] = row.hash


@act("process.report", law=TBL[47], says="提交招标投标情况书面报告")
def report_to_authority(process: Process, act: Act, /, *, summary: str) -> None:
    """Within fifteen days of the determination, to the supervising authority."""
    if process.awarded_at is None:
        raise WrongState("NOT-AWARDED", "确定中标人后提交书面报告", TBL[47])
    if not summary.strip():
        raise Refused("REPORT-EMPTY", "请写明招标投标情况", TBL[47], field="summary")
    process.reported_at = act.now
    process.save()
    act.notes["summary"] = summary.strip()


@act("process.refund_bonds", law=TBL_REGULATION[57], says="退还投标保证金及银行同期存款利息")
def refund_bonds(process: Process, act: Act, /) -> None:
    """Within five days of the contract, to the winner and all others."""
    if process.contracted_at is None:
        raise WrongState("NOT-CONTRACTED", "合同签订后退还投标保证金", TBL_REGULATION[57])
    process.bonds_refunded_at = act.now
    process.save()
    act.notes["bond"] = Money(process.tender.bond_fen).yuan()
