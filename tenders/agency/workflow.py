"""What may happen to an agreement, a fee notice and a handover: the steps, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.accounts.messages import people_of, tell
from marketplace.flow import duties
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused
from marketplace.flow.workflow import step
from marketplace.law.statutes import CIVIL_CODE, E_TENDERING, TBL_REGULATION
from marketplace.law.workdays import end_of
from tenders.agency.models import AgencyFee, Engagement, EngagementState, FeeState, Handover, HandoverState
from tenders.models import Tender
from tenders.rules import agency as rules

S = EngagementState
PROPOSED = (S.DRAFT, S.BUYER_SIGNED, S.AGENCY_SIGNED)


def _terms(row: Engagement, act: Act) -> rules.Terms:
    return rules.Terms(act.now, row.since, row.until, clauses=len(row.scope))


def _reason(text: str, law: object) -> str:
    if not text.strip():
        raise Refused("REASON-NEEDED", "请写明理由", law, field="reason")
    return text.strip()


class EngagementWorkflow(Engagement):
    """委托代理协议：一方起草，双方签署后生效；委托人一侧由两人先后签署。到期自动终止，可以随时解除。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return engagement_duties(self)

    @step(
        S.DRAFT, S.AGENCY_SIGNED, action="engagement.sign_agency", law=TBL_REGULATION[14], says="代理机构签署委托协议",
        given=_terms, rules=(rules.the_scope_is_named, rules.the_mandate_lasts),
    )  # fmt: skip
    def agency_signs(self, act: Act, /) -> None:
        """The agency signs its own proposal; the owner has not."""
        self._sign_for_the_agency(act)

    @step(
        S.DRAFT, S.BUYER_SIGNED, action="engagement.sign_buyer", law=TBL_REGULATION[14], says="委托人签署委托协议",
        given=_terms, rules=(rules.the_scope_is_named, rules.the_mandate_lasts),
    )  # fmt: skip
    def buyer_signs(self, act: Act, /) -> None:
        """Two persons of the owner sign its own proposal (class A: it gives power to act in its name)."""
        self._sign_for_the_buyer(act)

    @step(
        S.BUYER_SIGNED, S.IN_FORCE, action="engagement.sign_agency", law=TBL_REGULATION[14], says="代理机构签署委托协议",
        given=_terms, rules=(rules.the_mandate_lasts,),
    )  # fmt: skip
    def agency_accepts(self, act: Act, /) -> None:
        """The second signature puts it in force."""
        self._sign_for_the_agency(act)
        self._hand_duties_over(act)

    @step(
        S.AGENCY_SIGNED, S.IN_FORCE, action="engagement.sign_buyer", law=TBL_REGULATION[14], says="委托人签署委托协议",
        given=_terms, rules=(rules.the_mandate_lasts,),
    )  # fmt: skip
    def buyer_accepts(self, act: Act, /) -> None:
        """The owner's two persons put it in force."""
        self._sign_for_the_buyer(act)
        self._hand_duties_over(act)

    @step(PROPOSED, S.DECLINED, action="engagement.decline", law=TBL_REGULATION[14], says="不签署委托协议")
    def decline(self, act: Act, /, *, reason: str) -> None:
        """Either side leaves it, the proposer by taking it back."""
        self._end(act, _reason(reason, TBL_REGULATION[14]))

    @step(S.IN_FORCE, S.REVOKED, action="engagement.revoke", law=CIVIL_CODE[933], says="解除委托协议")
    def revoke(self, act: Act, /, *, reason: str) -> None:
        """At any time, at once, by one person: what protects the owner does not wait for a second one."""
        self._end(act, _reason(reason, CIVIL_CODE[933]))
        self._hand_duties_over(act)
        self._tell_both("委托协议已解除", f"委托协议 {self.number} 已解除，理由：{self.reason}", act)

    @step(S.IN_FORCE, S.EXPIRED, action="engagement.expire", law=TBL_REGULATION[14], says="委托协议到期")
    def expire(self, act: Act, /) -> None:
        """The clock's: what the agency still owed goes back to the owner."""
        if act.now < self.until:
            raise Refused("MANDATE-RUNS", "委托期限还没有到", TBL_REGULATION[14])
        self.ended_at = act.now
        self._hand_duties_over(act)
        self._tell_both("委托协议已到期", f"委托协议 {self.number} 已到期，未办完的事项由委托人办理。", act)

    def _sign_for_the_agency(self, act: Act) -> None:
        self.agency_signed_by_id, self.agency_signed_at = act.person_id, act.now
        act.notes["digest"] = self.digest

    def _sign_for_the_buyer(self, act: Act) -> None:
        """The first of the two persons is who asked; the second one's confirmation is the signature."""
        self.buyer_asked_by_id = act.first.asked_by_id if act.first else None
        self.buyer_signed_by_id, self.buyer_signed_at = act.person_id, act.now
        act.notes["digest"] = self.digest

    def _end(self, act: Act, reason: str) -> None:
        self.ended_by_id, self.ended_at, self.reason = act.person_id, act.now, reason
        act.notes["reason"] = reason

    def _hand_duties_over(self, act: Act) -> None:
        """Who owes the next step of the projects, agency or owner, follows from what was just signed or ended."""
        self.save(update_fields=["buyer_signed_at", "agency_signed_at", "ended_at"])
        for tender in Tender.objects.entrusted(self.buyer_id, self.agency_id):
            duties.sync(tender, act.now)
            for process in tender.processes.all():
                duties.sync(process, act.now)

    def _tell_both(self, subject: str, text: str, act: Act) -> None:
        people = [one for unit in (self.buyer_id, self.agency_id) for one in people_of(f"org:{unit}")]
        tell(people, subject, text, self.get_absolute_url(), act.now)


Engagement.WORKFLOW = EngagementWorkflow


def engagement_duties(row: Engagement) -> Iterable[Owed]:
    """Whose signature it waits for; its end is the clock's."""
    url, parties = row.get_absolute_url(), row.parties()
    awaited = {
        S.BUYER_SIGNED: ("SIGN-AGENCY", "engagement.sign_agency", Role.PROCURING_ENTITY, row.buyer.name),
        S.AGENCY_SIGNED: ("SIGN-BUYER", "engagement.sign_buyer", Role.BUYER, row.agency.name),
    }
    if row.state in awaited:
        code, action, role, other = awaited[S(row.state)]
        yield Owed(code, action, role, parties[role], f"签署委托协议：{other}", TBL_REGULATION[14], url=url)
    if row.state == S.IN_FORCE:
        yield Owed(
            "ENGAGEMENT-END", "engagement.expire", Role.CLOCK, frozenset({"clock"}), f"委托协议到期：{row.agency.name}",
            TBL_REGULATION[14], due_at=row.until, url=url,
        )  # fmt: skip


class AgencyFeeWorkflow(AgencyFee):
    """代理费通知：按协议计算，发给付款单位；到账后由代理机构登记，算错的撤回重发。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return fee_duties(self)

    @step(FeeState.ISSUED, FeeState.PAID, action="fee.settle", law=TBL_REGULATION[14], says="登记代理费到账")
    def settle(self, act: Act, /) -> None:
        """The agency says that the money is there."""
        self.settled_by_id, self.settled_at = act.person_id, act.now
        text = f"代理费通知 {self.number} 已登记到账。"
        tell(people_of(f"org:{self.payer_id}"), "代理费已到账", text, self.get_absolute_url(), act.now)

    @step(
        FeeState.ISSUED, FeeState.WITHDRAWN, action="fee.withdraw", law=TBL_REGULATION[14], says="撤回代理费通知",
    )  # fmt: skip
    def withdraw(self, act: Act, /, *, reason: str) -> None:
        """With a reason; a new notice may follow."""
        self.reason = _reason(reason, TBL_REGULATION[14])
        self.settled_by_id, self.settled_at = act.person_id, act.now
        act.notes["reason"] = self.reason
        text = f"代理费通知 {self.number} 已撤回：{self.reason}"
        tell(people_of(f"org:{self.payer_id}"), "代理费通知已撤回", text, self.get_absolute_url(), act.now)


AgencyFee.WORKFLOW = AgencyFeeWorkflow


def fee_duties(row: AgencyFee) -> Iterable[Owed]:
    """Who pays, until when; met when the agency has noted the payment."""
    if row.state != FeeState.ISSUED:
        return
    role = Role.BUYER if row.payer_id == row.engagement.buyer_id else Role.WINNER
    yield Owed(
        "FEE", "fee.settle", role, frozenset({f"org:{row.payer_id}"}), f"支付代理费：{row.tender.title}",
        TBL_REGULATION[14], due_at=end_of(row.due_on), url=row.get_absolute_url(),
    )  # fmt: skip


class HandoverWorkflow(Handover):
    """档案移交：代理机构按清单移交，接收人核对后出具回执；不齐、不符的退回。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return handover_duties(self)

    @step(
        HandoverState.HANDED, HandoverState.RECEIVED, action="handover.receive", law=E_TENDERING[40], says="接收移交的档案",
    )  # fmt: skip
    def receive(self, act: Act, /) -> None:
        """The receipt: who, for which unit, when, over which list."""
        self.received_by_id, self.received_at = act.person_id, act.now
        self.received_for = act.principal.organisation
        act.notes["digest"] = self.digest
        text = f"档案移交 {self.number} 已由{self.received_for}接收。"
        tell(people_of(f"org:{self.agency_id}"), "档案已接收", text, self.get_absolute_url(), act.now)

    @step(
        HandoverState.HANDED, HandoverState.RETURNED, action="handover.receive", law=E_TENDERING[40], says="退回移交的档案",
    )  # fmt: skip
    def send_back(self, act: Act, /, *, reason: str) -> None:
        """What is missing or does not agree with the list."""
        self.reason = _reason(reason, E_TENDERING[40])
        self.received_by_id, self.received_at = act.person_id, act.now
        act.notes["reason"] = self.reason
        text = f"档案移交 {self.number} 被退回：{self.reason}"
        tell(people_of(f"org:{self.agency_id}"), "档案移交被退回", text, self.get_absolute_url(), act.now)


Handover.WORKFLOW = HandoverWorkflow


def handover_duties(row: Handover) -> Iterable[Owed]:
    """Whoever receives looks through the list and signs for it."""
    if row.state != HandoverState.HANDED:
        return
    role = Role.CENTRE if row.to_centre else Role.BUYER
    owners = frozenset({"role:centre"}) if row.to_centre else row.parties()[Role.BUYER]
    yield Owed(
        "RECEIVE", "handover.receive", role, owners, f"接收档案：{row.tender.title}", E_TENDERING[40],
        url=row.get_absolute_url(),
    )  # fmt: skip
