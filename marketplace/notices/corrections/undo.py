"""Which own acts can be undone within half an hour, how, and why the others cannot (误操作撤销)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from marketplace.accounts.models import User
from marketplace.flow import acts, duties
from marketplace.flow import pending as second_person
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, RuleBroken, require
from marketplace.flow.models import Message, Pending
from marketplace.law.statutes import PLATFORM
from marketplace.notices.corrections import rules
from marketplace.notices.corrections.models import Correction
from marketplace.notices.corrections.workflow import CorrectionWorkflow
from marketplace.record.models import Event

Inverse = Callable[[Event, Act], None]


@dataclass(frozen=True, slots=True)
class Undoable:
    """One kind of act that may be taken back: what that does and why it is safe."""

    action: str
    says: str
    why: str
    inverse: Inverse
    told_at: str = ""  # the address in the message by which another person learns of it


def _withdraw(event: Event, act: Act) -> None:
    """What waits for its second person is asked for no more."""
    waiting = Pending.objects.filter(act_id=event.act_id, decided_at=None).first()
    if waiting is None:
        raise Refused("ALREADY-DECIDED", "复核人已经处理，不能撤回", PLATFORM["UNDO"])
    row = second_person.subject_of(waiting)
    acts.remember(row)
    Pending.objects.filter(pk=waiting.pk).update(
        decided_at=act.now, confirmed=False, reason=f"{act.by.name} 本人撤回"
    )
    duties.sync(row, act.now)
    acts.record(
        act, row, acts.line(act, waiting.action, "refused", row, code="TAKEN-BACK", says=f"本人撤回：{waiting.title}")
    )  # fmt: skip


def _unhide(event: Event, act: Act) -> None:
    row = Correction.objects.numbered(event.thing)
    if not isinstance(row, CorrectionWorkflow):
        raise Refused("TARGET-GONE", "这次遮蔽已不存在", PLATFORM["UNDO"])
    row.take_back(act)


ASKED = "asked"  # every class A act while it waits
TABLE: dict[str, Undoable] = {
    row.action: row
    for row in (
        Undoable(
            ASKED, "撤回提交给复核人的事项", "复核人确认之前没有任何效力，撤回不影响他人",
            _withdraw, "/my/confirm/{act}/",
        ),
        Undoable(
            "redaction.hide", "撤销刚才的遮蔽，恢复原文", "遮蔽没有公开任何内容，第二人决定之前恢复不损害他人",
            _unhide, "/desk/correct/{thing}/",
        ),
    )
}  # fmt: skip
# The rest of what people ask for most, and the lawful way instead.
NOT: dict[str, str] = {
    "question.answer": "答复已经对所有人公开，有错的请发澄清",
    "tender.clarify": "公告已经公开，请另发澄清或者延期",
    "tender.publish": "公告已经公开，请用澄清、延期或者终止",
    "objection.answer": "答复已经送达提出人，有错的请另行改正",
    "bid.submit": "投标截止前请用“撤回投标文件”，任何时候都可以",
    "bid.withdraw": "投标截止前可以重新递交",
    "evaluation.submit_scores": "评分只能追加新版本，由评标委员会说明理由",
    "erratum.make": "已经公开，请再次勘误",
    "delegation.give": "随时可以在“代办授权”里收回",
    "account.step_up": "不需要撤销",
}  # fmt: skip
OTHERWISE = "已经生效，他人可能已经看到或者据此办理；请用更正的其他办法，或者由监督部门决定"


def declare(row: Undoable) -> None:
    """A chapter names an act of its own that can be undone."""
    TABLE[row.action] = row


def kind_of(event: Event) -> Undoable | None:
    """How this act would be undone."""
    return TABLE.get(ASKED if event.outcome == Event.Outcome.ASKED else event.action)


def others_since(event: Event, kind: Undoable | None) -> int:
    """How many acts of others came behind it, and how many have read that it is their turn."""
    behind = Event.objects.filter(thing=event.thing, pk__gt=event.pk, outcome__in=("done", "asked"))
    count = behind.exclude(by=event.by_id).count() if event.thing else 0
    if kind is None or not kind.told_at:
        return count
    url = kind.told_at.format(act=event.act_id, thing=event.thing)
    read = Message.objects.filter(url=url, read_at__isnull=False, at__gte=event.at)
    return count + read.exclude(to=event.by_id).count()


def mistake(event: Event, person: int | None, now: datetime) -> rules.Mistake:
    """What the rules ask about."""
    kind = kind_of(event)
    return rules.Mistake(
        now, event.at, is_own=person is not None and event.by_id == person, others_since=others_since(event, kind),
        is_undoable=kind is not None,
    )  # fmt: skip


RULES = (
    rules.it_was_ones_own, rules.it_can_be_undone, rules.it_is_not_half_an_hour_ago, rules.nobody_else_has_acted,
)  # fmt: skip


def why_not(event: Event) -> str:
    return NOT.get(event.action, OTHERWISE)


def refusal(event: Event, person: int | None, now: datetime) -> RuleBroken | None:
    """The first rule that does not hold, for the page that offers it."""
    facts = mistake(event, person, now)
    broken = next((rule for rule in RULES if not rule(facts)), None)
    if broken is None:
        return None
    return RuleBroken(broken, says=why_not(event) if broken is rules.it_can_be_undone else "")


def recent(person: int | None, now: datetime) -> list[Event]:
    """The person's own acts of the last half hour that are not undone yet."""
    mine = Event.objects.filter(by=person, at__gt=now - rules.UNDO_WITHIN).filter(
        Q(outcome="done") | Q(outcome="asked")
    )
    undone = set(mine.filter(action="act.undo").values_list("body__undoes", flat=True))
    found: dict[UUID, Event] = {}
    for row in mine.exclude(action__in=("act.undo", "account.step_up")).order_by("-pk")[:60]:
        if str(row.act_id) not in undone and (row.act_id not in found or kind_of(row) is not None):
            found[row.act_id] = row
    return list(found.values())


@act("act.undo", law=PLATFORM["UNDO"], says="撤销误操作", lock="none")
def undo(person: User, act: Act, /, *, undoes: str) -> str:
    """Take an own act back; it and its undoing both stay in the record. Returns what it was about."""
    found = (
        Event.objects.filter(act_id=_uuid(undoes), by=act.by.user_id)
        .exclude(outcome="refused")
        .order_by("pk")
    )
    event = next((row for row in found if kind_of(row) is not None), found.first())
    if event is None:
        raise Refused("UNDO-UNKNOWN", "没有这一次办理，或者不是您本人办理的", PLATFORM["UNDO"])
    facts, kind = mistake(event, act.by.user_id, act.now), kind_of(event)
    for rule in RULES:
        require(rule, facts, says=why_not(event) if rule is rules.it_can_be_undone else "")
    assert kind is not None  # noqa: S101 - it_can_be_undone holds
    kind.inverse(event, act)
    act.notes |= {"undoes": str(event.act_id), "what": event.says, "of": event.thing}
    return event.thing


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Refused("UNDO-UNKNOWN", "没有这一次办理", PLATFORM["UNDO"]) from None


def rows(person: int | None, now: datetime) -> list[dict[str, Any]]:
    """The page's list: each act with its button or the reason why there is none."""
    found = []
    for event in recent(person, now):
        refused, kind = refusal(event, person, now), kind_of(event)
        found.append({
            "event": event, "says": event.says or event.action, "how": kind.says if kind else "",
            "refused": str(refused) if refused else "", "until": event.at + rules.UNDO_WITHIN,
        })  # fmt: skip
    return found
