"""The second person: confirms or rejects a class A act that another asked for (design D23)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.apps import apps

from marketplace.flow import access, acts, duties
from marketplace.flow.acts import Act
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.flow.models import Pending
from marketplace.flow.workflow import Subject
from marketplace.law.statutes import PLATFORM


def subject_of(pending: Pending) -> Subject:
    """The row the pending act is about."""
    row = apps.get_model(pending.kind)._base_manager.get(pk=pending.thing_pk)
    if not isinstance(row, Subject):
        raise Refused("PENDING-GONE", "这一事项已不存在")
    return row


def pending_of(act: Act) -> Pending | None:
    """The class A act that this act asked for and that still waits for its second person."""
    return Pending.objects.filter(act_id=act.id, decided_at=None).first()


def _judge(pending: Pending, row: Subject, act: Act) -> None:
    if pending.decided_at is not None:
        raise Refused("ALREADY-DECIDED", "这一事项已由他人处理", PLATFORM["TWO-PERSONS"])
    access.authorise(act.principal, pending.action, row, act.now)
    if not access.may_decide(act.principal, pending.action, row):
        who = "、".join(sorted(role.label for role in access.deciders(pending.action)))
        raise NotPermitted("DECIDES-ANOTHER", f"这一事项由{who}确认", PLATFORM["TWO-PERSONS"])
    here = {act.by.user_id, act.principal.user_id}
    if here & {pending.asked_by_id, pending.asked_principal}:
        raise NotPermitted(
            "SAME-PERSON", "复核须由另一人办理，不能由提交人本人或其代办人确认", PLATFORM["TWO-PERSONS"]
        )
    if unfit := row.unfit_to_confirm(pending.action, act.person_id):
        raise unfit
    if row.version != pending.version:
        raise Refused(
            "CHANGED-SINCE-ASKED", "提交之后内容已有变动，请退回后重新提交", PLATFORM["TWO-PERSONS"]
        )


def confirm(pending: Pending, act: Act) -> None:
    """Take the step the first person asked for; it is judged anew by today's facts."""
    row = subject_of(pending)
    digest = acts.digest_of(pending, {})

    def perform() -> None:
        locked = _lock(pending)
        _judge(locked, row, act)
        Pending.objects.filter(pk=locked.pk).update(
            decided_by=act.by.user_id, decided_at=act.now, confirmed=True
        )
        inputs = dict(locked.inputs)
        method = getattr(row, inputs.pop("_method"))
        act.first = locked
        act.notes["asked_by"] = locked.asked_by.name
        method(act, **typed(method, inputs))

    acts.enter(act, f"confirm:{pending.action}"[:64], digest, row, perform)


def reject(pending: Pending, act: Act, *, reason: str) -> None:
    """Send it back with a reason; nothing has changed."""
    row = subject_of(pending)

    def perform() -> None:
        locked = _lock(pending)
        _judge(locked, row, act)
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明退回的理由", PLATFORM["TWO-PERSONS"], field="reason")
        Pending.objects.filter(pk=locked.pk).update(
            decided_by=act.by.user_id, decided_at=act.now, confirmed=False, reason=reason
        )
        duties.sync(row, act.now)
        act.notes["reason"] = reason
        acts.record(
            act,
            row,
            acts.line(act, pending.action, "refused", row, says=f"退回：{reason}"[:400], code="RETURNED"),
        )

    acts.enter(
        act, f"reject:{pending.action}"[:64], acts.digest_of(pending, {"reason": reason}), row, perform
    )


def _lock(pending: Pending) -> Pending:
    return Pending.objects.select_for_update(of=("self",)).get(pk=pending.pk)


def typed(method: Any, inputs: dict[str, Any]) -> dict[str, Any]:
    """Stored inputs are JSON; dates and moments come back as what the step declares."""
    hints = {name: str(hint) for name, hint in method.step.body.__annotations__.items()}
    return {name: _typed(value, hints.get(name, "")) for name, value in inputs.items()}


def _typed(value: Any, hint: str) -> Any:
    if isinstance(value, str) and "datetime" in hint:
        return datetime.fromisoformat(value)
    if isinstance(value, str) and hint.startswith("date"):
        return date.fromisoformat(value)
    return value
