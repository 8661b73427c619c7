"""Who may pass a page: a member of the task's group who neither wrote nor submitted it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import AbstractGroupApprovalTask, TaskState

PASS, RETURN = "approve", "reject"


class SecondPersonTask(AbstractGroupApprovalTask):
    """A review by somebody else than the author (PLATFORM["TWO-PERSONS"])."""

    class Meta:
        verbose_name = "换人审核"
        verbose_name_plural = "换人审核"

    @classmethod
    def get_description(cls) -> str:
        return "由所选用户组里没有写过、没有提交过这份稿件的人办理"

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return bool(self._user_in_groups(user))

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        """Only the reviewer may correct what is under review; then somebody else passes it."""
        return not self._user_in_groups(user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self._user_in_groups(user) or user.pk in _authors(obj):
            return []
        return [(RETURN, "退回修改", True), (PASS, "通过", False), (PASS, "通过并写意见", True)]

    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> Any:
        """Asked again when it is done: a reviewer may have corrected the text with the same button."""
        if action_name == PASS and user.pk in _authors(task_state.workflow_state.content_object):
            raise PermissionDenied("who corrected the text does not pass it")
        return super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> Any:
        if not self._user_in_groups(user):
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.exclude(workflow_state__requested_by=user)


def _authors(page: Any) -> set[int | None]:
    """Who submitted the page and who wrote its newest text."""
    state, newest = page.current_workflow_state, page.latest_revision
    return {state.requested_by_id if state else None, newest.user_id if newest else None}
