"""Whose turn a page is: what the inbox of writers, reviewers and publishers says about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from wagtail.models import WorkflowState

from cms import telling
from cms.models.governed import GROUPS, group_members
from marketplace.flow import duties
from marketplace.flow.access import Role
from marketplace.flow.duties import Owed
from marketplace.law.statutes import OPENNESS
from marketplace.templatetags.ui import when

LAW = OPENNESS[17]
ASKED = {
    GROUPS[Role.PAGE_REVIEWER]: (Role.PAGE_REVIEWER, "PAGE-REVIEW", "page.review", "审核稿件"),
    GROUPS[Role.PUBLISHER]: (Role.PUBLISHER, "PAGE-PUBLISH", "page.publish", "发布稿件"),
}


def turns(page: Any, now: datetime) -> Iterable[Owed]:
    """At most one line: under review, returned, or dated and forgotten."""
    state = WorkflowState.objects.for_instance(page).active().select_related("current_task_state").first()
    if state is None:
        yield from _forgotten(page)
    elif state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        yield _to_mend(page, state)
    elif state.current_task_state is not None:
        yield from _to_pass(page, state)


def _to_pass(page: Any, state: Any) -> Iterable[Owed]:
    """Everybody of the task's group but the author."""
    authors = duties.people(state.requested_by_id)
    for group in state.current_task_state.task.specific.groups.all():
        role, code, action, says = ASKED[group.name]
        owners = group_members().get(role, frozenset()) - authors
        yield Owed(code, action, role, owners, f"{says}：{page.title}", LAW, url=telling.edit_url(page))


def _to_mend(page: Any, state: Any) -> Owed:
    says = f"修改被退回的稿件：{page.title}"
    return Owed(
        "PAGE-MEND",
        "page.submit",
        Role.EDITOR,
        duties.people(state.requested_by_id),
        says,
        LAW,
        url=telling.edit_url(page),
    )


def _forgotten(page: Any) -> Iterable[Owed]:
    """A date alone publishes nothing: whoever set it must submit, and until then."""
    if page.live or not page.go_live_at or page.approved_schedule or page.owner_id is None:
        return
    says = f"提交已设定 {when(page.go_live_at, 'short')} 发布的稿件：{page.title}"
    yield Owed(
        "PAGE-SUBMIT", "page.submit", Role.EDITOR, duties.people(page.owner_id), says, LAW,
        due_at=page.go_live_at, url=telling.edit_url(page),
    )  # fmt: skip
