"""Who may do it: one matrix of actions and roles; what is not in it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from marketplace.flow.errors import Misdeclared, NotPermitted
from marketplace.law.statutes import PLATFORM


class Role(StrEnum):
    """Roles of the field (OCDS where it has a word). Label = what people call it."""

    BUYER = "buyer"
    PROCURING_ENTITY = "procuringEntity"
    SUPPLIER = "supplier"
    TENDERER = "tenderer"
    WINNER = "winner"
    EVALUATOR = "evaluator"
    LEADER = "leader"
    REVIEW_BODY = "reviewBody"
    CENTRE = "centre"
    EDITOR = "editor"
    PAGE_REVIEWER = "pageReviewer"
    PUBLISHER = "publisher"
    CLOCK = "clock"
    CUSTODIAN = "custodian"
    PERSON = "person"
    ADMINISTRATOR = "administrator"
    INSPECTION = "inspection"
    OPERATOR = "operator"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Role.BUYER: "招标人",
    Role.PROCURING_ENTITY: "招标代理机构",
    Role.SUPPLIER: "已核验的单位",
    Role.TENDERER: "投标人",
    Role.WINNER: "中标人",
    Role.EVALUATOR: "评标委员会成员",
    Role.LEADER: "评标委员会主任",
    Role.REVIEW_BODY: "行政监督部门",
    Role.CENTRE: "交易中心",
    Role.EDITOR: "网站编辑",
    Role.PAGE_REVIEWER: "网站审核",
    Role.PUBLISHER: "网站发布",
    Role.CLOCK: "时钟（到点自动办理）",
    Role.CUSTODIAN: "开标密钥保管方",
    Role.PERSON: "登录用户",
    Role.ADMINISTRATOR: "本单位管理员",
    Role.INSPECTION: "纪检监察机关",
    Role.OPERATOR: "平台运维单位",
}
# How the domain books abbreviate the same roles (tendering.md, "Abbreviations").
ABBREVIATIONS = {
    "TR": Role.BUYER,
    "AG": Role.PROCURING_ENTITY,
    "BD": Role.TENDERER,
    "CM": Role.EVALUATOR,
    "EX": Role.EVALUATOR,
    "TC": Role.CENTRE,
    "SU": Role.REVIEW_BODY,
    "SYS": Role.CLOCK,
}

Parties = Mapping[Role, frozenset[str]]


class HasParties(Protocol):
    """A thing that knows who is what here; keys are "org:12" or "user:5"."""

    def parties(self) -> Parties: ...


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person in one organisation, the clock, or a custodian program."""

    key: str
    name: str
    keys: frozenset[str] = frozenset()
    standing: frozenset[Role] = frozenset()
    user_id: int | None = None
    org_id: int | None = None
    organisation: str = ""
    reads_only: bool = False  # a member who may look and not act

    def __str__(self) -> str:
        return f"{self.organisation} {self.name}".strip()


CLOCK = Actor("clock", "平台时钟", frozenset({"clock"}), frozenset({Role.CLOCK}))
NOBODY = Actor("", "未登录")

_OWNER = frozenset({Role.BUYER, Role.PROCURING_ENTITY})
MAY: dict[str, frozenset[Role]] = {
    # from intention to published documents
    "project.create": _OWNER,
    "project.copy": frozenset({Role.PROCURING_ENTITY}),
    "tender.edit": _OWNER,
    "tender.attach": _OWNER,
    "tender.submit_review": _OWNER,
    "tender.return_draft": frozenset({Role.BUYER}),
    "tender.pass_review": frozenset({Role.BUYER}),
    "tender.publish": _OWNER,
    "tender.hand_over": frozenset({Role.PROCURING_ENTITY}),
    "tender.approve": frozenset({Role.BUYER}),
    "tender.send_back": frozenset({Role.BUYER}),
    "tender.retender": _OWNER,
    "registration.register": frozenset({Role.PERSON}),
    "question.ask": frozenset({Role.PERSON}),
    "question.answer": _OWNER,
    "tender.clarify": _OWNER,
    "tender.extend": _OWNER,
    "tender.terminate": frozenset({Role.BUYER}),
    # what the fair-competition review asks, and who answers
    "tender.fail_review": frozenset({Role.BUYER}),
    "fairness.adopt": _OWNER,
    "fairness.keep": _OWNER,
    "fairness.undo": _OWNER,
    "fairness.second": frozenset({Role.BUYER}),
    "fairness.note": frozenset({Role.REVIEW_BODY}),
    "fairness.dispute": frozenset({Role.PERSON}),
    "fairness.decide": frozenset({Role.REVIEW_BODY}),
    # from the first bid to the opening
    "process.issue_card": frozenset({Role.CUSTODIAN, Role.CLOCK}),
    "process.receive": frozenset({Role.BUYER}),
    "bid.submit": frozenset({Role.SUPPLIER}),
    "bid.withdraw": frozenset({Role.SUPPLIER}),
    "bid.read_before_opening": frozenset(),  # nobody, and it says so (招标投标法 22, 电子招标投标办法 27)
    "process.move_deadline": frozenset({Role.BUYER}),
    "process.terminate": frozenset({Role.BUYER}),
    "process.close": frozenset({Role.CLOCK}),
    "process.fail": frozenset({Role.CLOCK}),
    "process.start_opening": frozenset({Role.BUYER, Role.PROCURING_ENTITY, Role.CLOCK}),
    "bid.release": frozenset({Role.TENDERER}),
    "process.end_release": frozenset({Role.CLOCK}),
    "custody.answer": frozenset({Role.CUSTODIAN}),
    "process.announce": frozenset({Role.CLOCK}),
    "process.fail_opened": frozenset({Role.CLOCK}),
    "process.sign_record": _OWNER,
    # evaluation
    "process.order_draw": _OWNER,
    "process.freeze_roster": frozenset({Role.CLOCK}),
    "process.seat": frozenset({Role.CLOCK}),
    "evaluation.check_in": frozenset({Role.EVALUATOR}),
    "evaluation.recuse": frozenset({Role.EVALUATOR}),
    "evaluation.vote_leader": frozenset({Role.EVALUATOR}),
    "evaluation.review": frozenset({Role.EVALUATOR}),
    "process.conclude_preliminary": frozenset({Role.LEADER}),
    "process.reject_all": frozenset({Role.LEADER}),
    "evaluation.score": frozenset({Role.EVALUATOR}),
    "evaluation.submit_scores": frozenset({Role.EVALUATOR}),
    "process.conclude_scoring": frozenset({Role.LEADER}),
    "evaluation.sign": frozenset({Role.EVALUATOR}),
    "process.deliver_report": frozenset({Role.LEADER}),
    # award and contract
    "process.post_candidates": frozenset({Role.BUYER}),
    "process.end_publicity": frozenset({Role.CLOCK}),
    "process.correct_result": frozenset({Role.BUYER}),
    "process.award": frozenset({Role.BUYER}),
    "process.notify": frozenset({Role.BUYER}),
    "process.give_up": frozenset({Role.WINNER}),
    "contract.draft": _OWNER,
    "contract.sign_buyer": frozenset({Role.BUYER}),
    "contract.sign_supplier": frozenset({Role.WINNER}),
    "process.conclude_contract": frozenset({Role.BUYER, Role.WINNER}),
    "process.report": _OWNER,
    "process.refund_bonds": _OWNER,
    "process.archive": frozenset({Role.CENTRE, Role.CLOCK}),
    # remedies
    "objection.file": frozenset({Role.SUPPLIER}),
    "objection.file_opening": frozenset({Role.TENDERER}),
    "objection.answer": frozenset({Role.BUYER}),
    # units, their people, and what one person decided alone
    "organization.register": frozenset({Role.PERSON}),
    "organization.resubmit": frozenset({Role.ADMINISTRATOR}),
    "organization.change": frozenset({Role.ADMINISTRATOR}),
    "organization.keep": frozenset({Role.ADMINISTRATOR}),
    "organization.accept": frozenset({Role.CENTRE}),
    "organization.send_back": frozenset({Role.CENTRE}),
    "organization.return_change": frozenset({Role.CENTRE}),
    "organization.refuse": frozenset({Role.CENTRE}),
    "organization.reopen": frozenset({Role.CENTRE}),
    "organization.warn_expiry": frozenset({Role.CLOCK}),
    "member.invite": frozenset({Role.ADMINISTRATOR}),
    "member.take_back_invitation": frozenset({Role.ADMINISTRATOR}),
    "member.accept_invitation": frozenset({Role.PERSON}),
    "member.set_part": frozenset({Role.ADMINISTRATOR}),
    "member.remove": frozenset({Role.ADMINISTRATOR}),
    "member.leave": frozenset({Role.PERSON}),
    "join.ask": frozenset({Role.PERSON}),
    "join.accept": frozenset({Role.ADMINISTRATOR, Role.CENTRE}),
    "join.refuse": frozenset({Role.ADMINISTRATOR, Role.CENTRE}),
    "sample.agree": frozenset({Role.CENTRE}),
    "sample.object": frozenset({Role.CENTRE}),
    "sample.settle": frozenset({Role.ADMINISTRATOR}),
    # information of business that does not run here, published by the centre
    "notice.draft": frozenset({Role.CENTRE}),
    "notice.edit": frozenset({Role.CENTRE}),
    "notice.attach": frozenset({Role.CENTRE}),
    "notice.detach": frozenset({Role.CENTRE}),
    "notice.publish": frozenset({Role.CENTRE}),
    "notice.discard": frozenset({Role.CENTRE}),
    "notice.enter_medium": frozenset({Role.CENTRE}),
    # the public pages: who wrote does not review, nobody publishes alone
    "page.submit": frozenset({Role.EDITOR}),
    "page.review": frozenset({Role.PAGE_REVIEWER}),
    "page.return": frozenset({Role.PAGE_REVIEWER, Role.PUBLISHER}),
    "page.schedule": frozenset({Role.PUBLISHER}),
    "page.publish": frozenset({Role.PUBLISHER, Role.CLOCK}),
    "page.withdraw": frozenset({Role.PUBLISHER, Role.CLOCK}),
    # an agency and its client
    "engagement.propose": _OWNER,
    "engagement.sign_buyer": frozenset({Role.BUYER}),
    "engagement.sign_agency": frozenset({Role.PROCURING_ENTITY}),
    "engagement.decline": _OWNER,
    "engagement.revoke": _OWNER,
    "engagement.expire": frozenset({Role.CLOCK}),
    "opening.arrange": _OWNER,
    "media.enter": _OWNER,
    "fee.issue": frozenset({Role.PROCURING_ENTITY}),
    "fee.settle": frozenset({Role.PROCURING_ENTITY}),
    "fee.withdraw": frozenset({Role.PROCURING_ENTITY}),
    "handover.hand": frozenset({Role.PROCURING_ENTITY}),
    "handover.receive": frozenset({Role.BUYER, Role.CENTRE}),
    # what was published with a mistake in it, or should not have been
    "erratum.make": _OWNER | {Role.PUBLISHER},
    "redaction.hide": _OWNER | {Role.CENTRE, Role.EDITOR, Role.PAGE_REVIEWER, Role.PUBLISHER},
    "redaction.confirm": _OWNER | {Role.CENTRE, Role.EDITOR, Role.PAGE_REVIEWER, Role.PUBLISHER},
    "redaction.restore": _OWNER | {Role.CENTRE, Role.EDITOR, Role.PAGE_REVIEWER, Role.PUBLISHER},
    "redaction.take_back": _OWNER | {Role.CENTRE, Role.EDITOR, Role.PAGE_REVIEWER, Role.PUBLISHER},
    "correction.draft": _OWNER,
    "correction.announce": _OWNER,
    "process.restart_publicity": _OWNER,
    "past.enter": frozenset({Role.BUYER, Role.CENTRE}),
    "past.list": frozenset({Role.BUYER, Role.CENTRE}),
    "tender.take_back": _OWNER,
    "act.undo": frozenset({Role.PERSON}),
    # the house
    "account.choose_messages": frozenset({Role.PERSON}),
    "calendar.make": frozenset({Role.PERSON}),
    "calendar.end": frozenset({Role.PERSON}),
    "account.step_up": frozenset({Role.PERSON}),
    "account.set_name": frozenset({Role.PERSON}),
    "account.change_phone": frozenset({Role.PERSON}),
    "account.change_email": frozenset({Role.PERSON}),
    "account.change_password": frozenset({Role.PERSON}),
    "account.set_up_factor": frozenset({Role.PERSON}),
    "account.ask_sms": frozenset({Role.PERSON}),
    "account.remove_factor": frozenset({Role.PERSON}),
    "account.renew_spare_codes": frozenset({Role.PERSON}),
    "account.sign_out_elsewhere": frozenset({Role.PERSON}),
    # the way back in: the unit's other administrator, or two at the desk, never the person alone
    "recovery.open": frozenset({Role.CLOCK}),
    "recovery.confirm_unit": frozenset({Role.ADMINISTRATOR}),
    "recovery.confirm_first": frozenset({Role.CENTRE}),
    "recovery.confirm_second": frozenset({Role.CENTRE}),
    "recovery.refuse": frozenset({Role.ADMINISTRATOR, Role.CENTRE}),
    "recovery.stop": frozenset({Role.PERSON}),
    "recovery.use": frozenset({Role.PERSON}),
    "recovery.expire": frozenset({Role.CLOCK}),
    "delegation.give": frozenset({Role.PERSON}),
    "delegation.revoke": frozenset({Role.PERSON}),
    # what a unit plans to buy
    "intention.write": frozenset({Role.BUYER}),
    "intention.drop": frozenset({Role.BUYER}),
    "intention.gather": frozenset({Role.BUYER}),
    "intention.publish": frozenset({Role.BUYER}),
    "intention.release": frozenset({Role.BUYER}),
    # many rows at once
    "import.begin": frozenset({Role.CENTRE, Role.BUYER}),
    "import.try": frozenset({Role.CENTRE, Role.BUYER}),
    "import.enter": frozenset({Role.CENTRE}),
    "import.keep": frozenset({Role.CENTRE, Role.BUYER}),
    "import.forget": frozenset({Role.CLOCK}),
    "search.add_synonym": frozenset({Role.CENTRE, Role.OPERATOR}),
    "search.remove_synonym": frozenset({Role.CENTRE, Role.OPERATOR}),
    "search.rebuild": frozenset({Role.CENTRE, Role.OPERATOR}),
    "record.read": frozenset({Role.REVIEW_BODY, Role.CENTRE, Role.INSPECTION}),
}

# Effect only after a second person (design D23).
CLASS_A = frozenset(
    {
        "organization.refuse", "organization.reopen", "correction.announce", "past.list",
        "tender.publish", "tender.clarify", "tender.extend", "tender.terminate",
        "engagement.sign_buyer", "process.post_candidates", "process.award", "intention.publish", "notice.publish",
    }
)  # fmt: skip
# Who may be the second person where others too may ask: what an agency hands over the owner decides on.
SECOND: dict[str, frozenset[Role]] = dict.fromkeys(
    ("tender.publish", "tender.clarify", "tender.extend", "correction.announce"), frozenset({Role.BUYER})
)
# One person decides, another looks at it by the next working day (design D23).
CLASS_B = frozenset({"organization.accept", "import.enter", "erratum.make"})
# Roles that people have by their unit's kind, wherever they look: "role:centre" owns what is theirs.
STANDING_ROLES = frozenset({Role.CENTRE, Role.INSPECTION, Role.OPERATOR})


def allowed(action: str) -> frozenset[Role]:
    """The roles that may take an action; an action nobody declared is a fault of ours."""
    try:
        return MAY[action]
    except KeyError:
        raise Misdeclared(f"action {action} is not in the access matrix") from None


def deciders(action: str) -> frozenset[Role]:
    """The roles that may confirm what somebody asked for; by default those that may ask."""
    return SECOND.get(action, allowed(action))


def roles_of(actor: Actor, thing: HasParties) -> frozenset[Role]:
    """The actor's standing roles and those that arise from this thing."""
    here = {role for role, keys in thing.parties().items() if keys & actor.keys}
    return actor.standing | here


_OF_THE_PERSON = frozenset({Role.PERSON})


def may(actor: Actor, action: str, thing: HasParties) -> bool:
    """Whether the matrix lets the actor take the action on the thing."""
    return bool(_roles_for(actor, allowed(action), thing))


def may_decide(actor: Actor, action: str, thing: HasParties) -> bool:
    """Whether the actor may be the second person of the action on the thing."""
    return bool(_roles_for(actor, deciders(action), thing))


def _roles_for(actor: Actor, roles: frozenset[Role], thing: HasParties) -> frozenset[Role]:
    if actor.reads_only:
        roles &= _OF_THE_PERSON
    return roles & roles_of(actor, thing)


_BY_MANDATE = frozenset({Role.PROCURING_ENTITY})


def authorise(actor: Actor, action: str, thing: HasParties, now: datetime) -> None:
    """Raise NotPermitted unless the matrix allows it, and the mandate of who acts only by one."""
    roles = _roles_for(actor, allowed(action), thing)
    if roles:
        outside = getattr(thing, "outside_mandate", None) if roles == _BY_MANDATE else None
        if outside and (refused := outside(action, now)):
            raise refused
        return
    if actor.reads_only:
        raise NotPermitted(
            "READS-ONLY", "您在本单位的权限是只看，需要办理请联系本单位管理员", PLATFORM["ACCESS"]
        )
    who = "、".join(sorted(role.label for role in allowed(action))) or "任何人都不得"
    raise NotPermitted(
        "ACCESS-DENIED",
        f"这一步由{who}办理，您（{actor or '未登录'}）在本项目中没有这一身份",
        PLATFORM["ACCESS"],
    )
