"""How an owner lets out what its agency prepared: the agency asks, one person of the owner decides.

Two persons before effect (design D23): who asks is the agency's, who decides the owner's; see docs/decisions/owner-approval.md.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from marketplace.accounts.actors import STEP_UP_LASTS, stepped_up
from marketplace.accounts.messages import people_of, tell
from marketplace.accounts.models import User
from marketplace.flow import pending as second_person
from marketplace.flow.access import SECOND
from marketplace.flow.acts import Act, act
from marketplace.flow.duties import kind_of
from marketplace.flow.errors import Refused, require
from marketplace.flow.models import Pending
from marketplace.law.statutes import PLATFORM, TBL
from tenders import announcements
from tenders.agency.actions import acting_unit
from tenders.agency.models import ProposedText
from tenders.lots_port import lots
from tenders.models import Tender, TenderState
from tenders.rules import agency as rules
from tenders.workflow import TenderWorkflow

LAW = PLATFORM["TWO-PERSONS"]


def ask_to_publish(tender: TenderWorkflow, act: Act) -> None:
    """The owner's person asks a colleague; the agency asks the owner and leaves the text it asked for."""
    if act.principal.org_id == tender.project.procuring_entity_id:
        hand_over(tender, act)
    else:
        tender.publish(act)


@act("tender.hand_over", law=TBL[15], says="提请委托人确认发布", lock="none")
def hand_over(tender: TenderWorkflow, act: Act, /) -> None:
    """Word for word what is to be published, kept beside the request: the next one is compared with it."""
    tender.publish(act)
    fields = announcements.tender_notice(tender, lots().keys(tender))
    rows = [{"label": label, "value": value} for label, value in fields.items() if value.strip()]
    ProposedText.objects.create(
        act_id=act.id, tender=tender, action="tender.publish", notices=[{"type": "E03", "fields": rows}],
        agency_id=acting_unit(act), by_id=act.person_id, at=act.now,
    )  # fmt: skip


def last_request(tender: Tender) -> Pending | None:
    """What the owner was last asked to let out."""
    rows = Pending.objects.filter(kind=kind_of(tender), thing_pk=tender.pk, action__in=SECOND)
    return rows.filter(decided_at=None).last() or rows.order_by("pk").last()


def waiting(tender: Tender, asked: str) -> Pending:
    """The request, while nobody has decided on it."""
    row = Pending.objects.of_act(UUID(asked))
    if row is None or (row.kind, row.thing_pk) != (kind_of(tender), tender.pk):
        raise Refused("PENDING-GONE", "这一事项已不存在", LAW)
    return row


def proved_lately(person: User, now: datetime) -> bool:
    """Signing in is a proof as good as repeating it: whoever came by the link of the message has just done so."""
    fresh = person.sign_ins.still_open().filter(at__gt=now - STEP_UP_LASTS)
    return stepped_up(person, now) or fresh.exists()


@act("tender.approve", law=LAW, says="同意公开", lock="none")
def approve(tender: TenderWorkflow, act: Act, /, *, asked: str) -> None:
    """The owner's yes, by somebody who has just proved who they are; it is published at once."""
    person = User.objects.get(pk=act.person_id)
    facts = rules.Approval(wrote=False, proved=proved_lately(person, act.now))
    require(rules.the_approver_has_proved_who_they_are, facts)
    row = waiting(tender, asked)
    second_person.confirm(row, act)
    _tell(row, "委托人已同意公开", f"{row.title}：{tender.title}，委托人已同意，已经公开。", act)


@act("tender.send_back", law=LAW, says="退回代理机构修改", lock="none")
def send_back(tender: TenderWorkflow, act: Act, /, *, asked: str, reason: str) -> None:
    """The owner's no: nothing is published; a draft goes back to the agency, who may then change it."""
    row = waiting(tender, asked)
    second_person.reject(row, act, reason=reason)
    if tender.state == TenderState.READY:
        tender.return_draft(act, reason=reason)
    _tell(row, "委托人退回了您提请公开的内容", f"{row.title}：{tender.title}。退回的理由：{reason}", act)


def _tell(row: Pending, subject: str, text: str, act: Act) -> None:
    asker: Any = row.asked_by
    tell(people_of(f"user:{asker.pk}"), subject, text, f"/my/tenders/{row.thing}/", act.now)
