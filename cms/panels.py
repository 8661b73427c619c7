"""What stands above the form: whether a date that was set will really publish the page.

Editors elsewhere set a date, save a draft, and find on the day that nothing happened. Here the page says
so until it is submitted, while it is under review, and when it is approved.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail.admin.panels import Panel

from marketplace.flow import clock
from marketplace.templatetags.ui import when


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence about a date, and how loud it is."""

    text: str
    tone: str


def schedule_of(page: Any) -> Said | None:
    """The sentence; None for a page without a date, or one that is public and waits for nothing."""
    if not page.pk or not page.go_live_at or (page.live and not page.has_unpublished_changes):
        return None
    at = when(page.go_live_at, "short")
    if page.approved_schedule:
        return Said(f"已批准，{at} 自动发布", "success")
    if page.workflow_in_progress:
        return Said(f"已设定 {at}，正在审核，批准后才会发布", "info")
    return Said(f"已设定 {at}，但尚未提交，届时不会发布", "warning")


def passing_label(page: Any) -> str:
    """通过，送发布 · 通过并发布 · 通过，12月1日 08:00 发布."""
    state = page.current_workflow_state
    if state is None or not state.is_at_final_task:
        return "通过，送发布"
    if page.go_live_at and clock.now() < page.go_live_at:
        return f"通过，{when(page.go_live_at, 'short')} 发布"
    return "通过并发布"


class SchedulePanel(Panel):
    """The sentence above the form."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "cms/admin/schedule.html"

        def is_shown(self) -> bool:
            return schedule_of(self.instance) is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"said": schedule_of(self.instance)}
