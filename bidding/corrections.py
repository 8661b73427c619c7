"""What chapter 2 knows when a result's notice is corrected: the publicity runs anew, every bidder is told."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bidding.models import Process, State
from marketplace.accounts.models import User
from marketplace.flow.acts import Act, act
from marketplace.law.limits import limit
from marketplace.law.statutes import TBL_REGULATION
from marketplace.law.workdays import day_of
from marketplace.notices.corrections import targets
from marketplace.notices.corrections.targets import Way
from marketplace.notices.models import Notice
from tenders.announcements import end_in_words

CANDIDATES = ("E10", "E11")
AFTER_OPENING = ("E09", "E10", "E11", "E12", "E13", "E15", "E16")


def _posted(notice: Notice) -> list[Process]:
    """Lots of the notice whose candidates are on show now."""
    rows = Process.objects.with_tender().filter(number__in=notice.lots, state=State.PUBLICITY)
    return list(rows.order_by("number"))


@act("process.restart_publicity", law=TBL_REGULATION[54], says="更正公示内容，公示期重新计算")
def restart_publicity(process: Process, act: Act, /) -> None:
    """Three full days from the corrected notice on; never earlier than it would have ended."""
    until = limit("E-T13", on=day_of(act.now)).ends_at(act.now)
    process.publicity_until = max(until, process.publicity_until or until)
    process.save(update_fields=["publicity_until"])
    act.notes["publicity_until"] = process.publicity_until


class Lots(targets.Chapter):
    """Results stand to objections for three days: a changed one stands for three new ones."""

    def other_way(self, notice: Notice, label: str, now: datetime) -> Way | None:
        if notice.type in CANDIDATES and not _posted(notice):
            return Way("公示期已满，候选人公示的内容不能再更正；按异议、投诉处理", TBL_REGULATION[54])
        return None

    def takers(self, notice: Notice) -> Iterable[User]:
        if notice.type not in AFTER_OPENING:
            return ()
        return User.objects.filter(
            memberships__is_active=True, memberships__organization__bids__process__number__in=notice.lots
        ).distinct()

    def recompute(self, notice: Notice, act: Act) -> str:
        if notice.type not in CANDIDATES:
            return ""
        rows = _posted(notice)
        for row in rows:
            restart_publicity(row, act)
        return f"公示期重新计算，至 {end_in_words(rows[0].publicity_until)}" if rows else ""


def install() -> None:
    """Called once, when the chapter is ready."""
    targets.install(Lots())
