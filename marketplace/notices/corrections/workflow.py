"""What may happen to a correction: a second person announces it, or confirms or lifts what was hidden."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from marketplace.accounts.messages import tell
from marketplace.flow import duties
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.duties import Owed
from marketplace.flow.errors import Refused
from marketplace.flow.workflow import step
from marketplace.law.limits import limit
from marketplace.law.statutes import NOTICES, PLATFORM
from marketplace.law.workdays import day_of
from marketplace.notices.corrections import announcing, rules, targets
from marketplace.notices.corrections.models import Correction, CorrectionState
from marketplace.notices.publish import publish

S = CorrectionState


def _pair(row: Correction, act: Act) -> rules.Pair:
    first = {row.asked_by_id, row.asked_for or row.asked_by_id}
    second = {act.by.user_id or 0, act.principal.user_id or 0}
    return rules.Pair(frozenset(first), frozenset(second))


class CorrectionWorkflow(Correction):
    """更正公告和补录由两人先后办理；遮蔽一人先办，另一人在 1 个工作日内确认或者恢复。"""

    class Meta:
        proxy = True

    def duties(self, now: datetime) -> Iterable[Owed]:
        return duties_of(self)

    def outside_mandate(self, action: str, now: datetime) -> Refused | None:
        """An agency corrects what its client entrusted to it; the chapter of the project says so."""
        return targets.outside_mandate(self.scope, action, now)

    @step(S.DRAFTED, S.ANNOUNCED, action="correction.announce", law=NOTICES[16], says="发布更正公告")
    def announce(self, act: Act, /) -> None:
        """A new notice, linked to the first one; periods run anew; who took the documents is told."""
        original = announcing.original_of(self)
        announcing.must_still_be_the_way(self, original, act.now)
        moved = targets.recompute(original, act)
        self.notice = publish(
            announcing.code_for(original), announcing.about(original), act, replaces=original,
            fields=announcing.fields(self, original, moved, act.now),
        )  # fmt: skip
        self._second(act)
        tell(
            targets.takers_of(original), "您关注的项目发布了更正公告", f"{original.title} 有更正，请查看新的公告。",
            self.notice.get_absolute_url(), act.now, topic="change",
        )  # fmt: skip

    @step(S.ENTERED, S.ANNOUNCED, action="past.list", law=PLATFORM["BACKFILL"], says="公开补录的过去项目")
    def list_past(self, act: Act, /) -> None:
        """One labelled notice; no lot, no bid, no contract stands behind it, so no figure counts it."""
        self.notice = announcing.publish_past(self, act)
        self._second(act)

    @step(
        S.HIDDEN, S.CONFIRMED, action="redaction.confirm", law=PLATFORM["REDACTION"], says="确认遮蔽",
        given=_pair, rules=(rules.another_person_decides,),
    )  # fmt: skip
    def confirm(self, act: Act, /) -> None:
        """It stays hidden. The original is kept and its hash is not touched."""
        self._second(act)

    @step(
        S.HIDDEN, S.RESTORED, action="redaction.restore", law=PLATFORM["REDACTION"], says="恢复原文",
        given=_pair, rules=(rules.another_person_decides,),
    )  # fmt: skip
    def restore(self, act: Act, /, *, reason: str) -> None:
        """The second person does not agree: the words come back, and both acts are seen."""
        if not reason.strip():
            raise Refused("REASON-NEEDED", "请写明为什么恢复", PLATFORM["REDACTION"], field="reason")
        self._second(act)
        self.note = act.notes["reason"] = reason.strip()
        tell(
            [self.asked_by], "遮蔽没有得到确认，原文已恢复", self.note, self.desk_url, act.now, topic="change"
        )

    @step(S.HIDDEN, S.RESTORED, action="redaction.take_back", law=PLATFORM["UNDO"], says="撤销误遮蔽")
    def take_back(self, act: Act, /) -> None:
        """Who hid the wrong words takes it back before anybody decided (undo.py judges when)."""
        if act.by.user_id != self.asked_by_id:
            raise Refused("NOT-OWN", "只能撤销本人的遮蔽", PLATFORM["UNDO"])

    def _second(self, act: Act) -> None:
        self.second_by_id, self.second_at = act.by.user_id, act.now


Correction.WORKFLOW = CorrectionWorkflow


def duties_of(row: Correction) -> Iterable[Owed]:
    """A redaction waits one working day for its second person, at the owner's or at the centre."""
    if row.state != S.HIDDEN:
        return
    period = limit("REDACTION", on=day_of(row.asked_at))
    parties = row.parties()
    owners = frozenset().union(
        *(parties.get(role, frozenset()) for role in (Role.BUYER, Role.CENTRE, Role.EDITOR))
    )
    yield Owed(
        "REDACTION", "redaction.confirm", Role.CENTRE, owners, f"确认遮蔽：{row.title}", period.law,
        due_at=period.due_at(row.asked_at), url=row.desk_url,
        barred=duties.people(row.asked_by_id, row.asked_for),
    )  # fmt: skip
