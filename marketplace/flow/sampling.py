"""What the second look at a class B act does: agree, object, and settle what was objected to."""

from __future__ import annotations

from marketplace.flow.acts import Act, act
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.flow.models import Sample
from marketplace.law.statutes import PLATFORM

LAW = PLATFORM["SAMPLED"]


def is_own(sample: Sample, act: Act) -> bool:
    """Whether the decision was this person's, or made in the name of one of them."""
    return bool({act.by.user_id, act.principal.user_id} & {sample.done_by_id, sample.done_for})


def _look(sample: Sample, act: Act) -> None:
    if sample.sampled_at is not None:
        raise Refused("ALREADY-SAMPLED", "这一事项已由他人抽查", LAW)
    if is_own(sample, act):
        raise NotPermitted("SAME-PERSON", "抽查须由另一人办理，不能由办理人本人或其代办人抽查", LAW)
    sample.sampled_by_id, sample.sampled_at = act.person_id, act.now


@act("sample.agree", law=LAW, says="抽查认可")
def agree(sample: Sample, act: Act, /, *, note: str = "") -> None:
    """Looked at, nothing to object to."""
    _look(sample, act)
    sample.agreed, sample.note = True, note.strip()
    sample.save()


@act("sample.object", law=LAW, says="抽查提出异议")
def disagree(sample: Sample, act: Act, /, *, note: str, settle_by: str) -> None:
    """Objected to with a reason; `settle_by` owns the duty to settle it. The decision stands until then."""
    _look(sample, act)
    if not note.strip():
        raise Refused("REASON-NEEDED", "请写明哪一处不对、依据什么", LAW, field="note")
    sample.agreed, sample.note, sample.settle_by = False, note.strip(), settle_by
    sample.save()
    act.notes["note"] = sample.note


@act("sample.settle", law=LAW, says="处理抽查异议")
def settle(sample: Sample, act: Act, /, *, settlement: str) -> None:
    """What was done about the objection, in words; what changes is a step of the thing itself."""
    if sample.agreed is not False or sample.settled_at is not None:
        raise Refused("NOTHING-TO-SETTLE", "没有待处理的抽查异议", LAW)
    if not settlement.strip():
        raise Refused("REASON-NEEDED", "请写明怎样处理的", LAW, field="settlement")
    sample.settled_by_id, sample.settled_at, sample.settlement = act.person_id, act.now, settlement.strip()
    sample.save()
    act.notes["settlement"] = sample.settlement
