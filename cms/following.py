"""What the platform does about what editors did: it tails Wagtail's page log (design 4.8).

Each line becomes an act through the door (matrix, record, duties), once, however often it is read; then
the author hears of it. A line that was committed late, with a lower key than one already read, is still
found: the position stays a minute behind, and an act that was taken before the clock fell over is known by
its id.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from wagtail.models import PageLogEntry

from cms import telling
from cms.models import ArticlePage, LogPosition
from marketplace.accounts.actors import actor_of
from marketplace.flow import clock, duties
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import OPENNESS

LINE = UUID("6e2c1f1e-6f0f-4f55-9d2a-8d1b0a4c7e10")
SETTLED = timedelta(minutes=1)
BATCH = 200
REVIEW_FIRST = OPENNESS[17]


@act("page.submit", law=REVIEW_FIRST, says="提交网站稿件审核", lock="none")
def submit(page: ArticlePage, act: Act, /, *, revision: int | None, comment: str) -> None:
    """The reviewers hear of it by their duty."""
    act.notes = _notes(page, revision, comment)


@act("page.review", law=REVIEW_FIRST, says="审核通过网站稿件", lock="none")
def review(page: ArticlePage, act: Act, /, *, revision: int | None, comment: str) -> None:
    act.notes = _notes(page, revision, comment)
    telling.approved(page, act.now, comment)


@act("page.return", law=REVIEW_FIRST, says="退回网站稿件", lock="none")
def send_back(page: ArticlePage, act: Act, /, *, revision: int | None, comment: str) -> None:
    act.notes = _notes(page, revision, comment)
    telling.returned(page, act.now, comment)


@act("page.schedule", law=REVIEW_FIRST, says="批准网站稿件定时发布", lock="none")
def schedule(page: ArticlePage, act: Act, /, *, revision: int | None, comment: str) -> None:
    act.notes = _notes(page, revision, comment)
    telling.scheduled(page, act.now)


@act("page.publish", law=REVIEW_FIRST, says="发布网站稿件", lock="none")
def publish(page: ArticlePage, act: Act, /, *, revision: int | None, comment: str) -> None:
    act.notes = _notes(page, revision, comment)
    telling.published(page, act.now)


@act("page.withdraw", law=REVIEW_FIRST, says="撤下网站稿件", lock="none")
def withdraw(page: ArticlePage, act: Act, /, *, revision: int | None, comment: str) -> None:
    act.notes = _notes(page, revision, comment)
    telling.withdrawn(page, act.now)


def _notes(page: ArticlePage, revision: int | None, comment: str) -> dict[str, Any]:
    """What the record keeps: which text, not the text itself."""
    newest = page.editions.first()
    return {
        "title": page.title, "address": page.url or "", "revision": revision or 0, "comment": comment,
        "edition": newest.number if newest else 0, "digest": newest.digest if newest else "",
    }  # fmt: skip


DOORS: dict[str, Callable[..., None]] = {
    "wagtail.workflow.start": submit,
    "wagtail.workflow.resume": submit,
    "wagtail.workflow.approve": review,
    "wagtail.workflow.reject": send_back,
    "wagtail.publish.schedule": schedule,
    "wagtail.publish": publish,
    "wagtail.publish.scheduled": publish,
    "wagtail.unpublish": withdraw,
    "wagtail.unpublish.scheduled": withdraw,
}
# What changes only whose turn it is.
TURNS = (
    "wagtail.create",
    "wagtail.edit",
    "wagtail.revert",
    "wagtail.workflow.cancel",
    "wagtail.schedule.cancel",
)


def carry(now: datetime) -> list[str]:
    """The clock's errand: what the log says since the last time. Mostly there is nothing: then it only reads."""
    held = LogPosition.held()
    lines = PageLogEntry.objects.filter(pk__gt=held.position, action__in=[*DOORS, *TURNS]).order_by("pk")
    rows = list(lines.select_related("user")[:BATCH])
    fresh = [row for row in rows if row.pk not in held.seen]
    if fresh:
        _follow(fresh, now)
        _keep(held, rows)
    return []


def _follow(rows: list[Any], now: datetime) -> None:
    for row in rows:
        page = ArticlePage.objects.filter(pk=row.page_id).first()
        if page is not None:
            _take(row, page, now)


def _keep(held: LogPosition, rows: list[Any]) -> None:
    """Lines of the last minute are remembered one by one, older ones by the position alone."""
    limit = clock.of_this_computer() - SETTLED
    position = max((row.pk for row in rows if row.timestamp < limit), default=held.position)
    seen = [row.pk for row in rows if row.pk > position]
    LogPosition.objects.filter(pk=held.pk).update(position=position, seen=seen)


def _identity(row: Any) -> UUID:
    return uuid5(LINE, str(row.pk))


def _take(row: Any, page: ArticlePage, now: datetime) -> None:
    """One line of the log as an act; a refusal is recorded by the door, and that is all."""
    door = DOORS.get(row.action)
    if door is None or _is_last_approval(row):
        duties.sync(page, now)
        return
    doing = Act(actor_of(row.user) if row.user else CLOCK, now, _identity(row))
    try:
        door(page, doing, revision=row.revision_id, comment=str(row.data.get("comment", ""))[:400])
    except Refused:
        return


def _is_last_approval(row: Any) -> bool:
    """The publisher's approval has a line of its own: published, or scheduled."""
    return row.action == "wagtail.workflow.approve" and not row.data.get("workflow", {}).get("next")
