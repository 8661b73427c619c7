"""What editors meet in the admin beside their pages: notices they can read and not change (design D12).

Wagtail's own mail about workflows is switched off here: the platform tells through its own messages.
"""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import TaskState, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms import starting
from marketplace.notices.models import Notice

MAILERS = (
    (task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
    (workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
    (workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
    (workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
)


@hooks.register("register_admin_urls")
def no_mail_of_its_own() -> list[Any]:
    """Asked for once, when every application is ready; adds no address."""
    for signal, sender, uid in MAILERS:
        signal.disconnect(sender=sender, dispatch_uid=uid)
    return []


class ReadOnly(ModelPermissionPolicy):
    """Whoever may enter the admin may look; nobody may add, change or delete, not even a superuser."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and bool(user.is_active)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)


register_permission_policy(Notice, ReadOnly(Notice), exact_class=True)


class NoticeViewSet(ModelViewSet):
    """交易公告 in the admin: list and inspect."""

    model = Notice
    icon = "doc-full"
    menu_label = "交易公告（只读）"
    add_to_admin_menu = True
    inspect_view_enabled = True
    copy_view_enabled = False
    list_display = ["number", Column("type_name", label="公告类型"), "title", "published_at"]
    list_filter = ["type", "published_at"]
    search_fields = ["number", "title", "buyer"]
    inspect_view_fields = ["number", "type", "title", "tender", "buyer", "published_at", "law_on", "hash"]
    form_fields = ["title"]


starting.install()


@hooks.register("insert_global_admin_js")
def starts() -> str:
    """What Wagtail starts inline, which the policy forbids."""
    return format_html('<script src="{}"></script>', static("cms/admin-start.js"))


@hooks.register("register_admin_viewset")
def notices() -> NoticeViewSet:
    return NoticeViewSet("trading_notices")
