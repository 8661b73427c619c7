"""What editors meet in the admin beside their pages: notices they can read and not change (design D12).

Wagtail's own mail about workflows is switched off here: the platform tells through its own messages.
"""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.models import TaskState, WorkflowState
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected, workflow_submitted

from cms import starting
from cms.desk import FeedbackViewSet, WritePanel
from cms.models import Edition
from cms.models.workflow import PASS
from cms.panels import passing_label
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
def scripts() -> SafeString:
    """What Wagtail starts inline, which the policy forbids, and the words it has only in English."""
    names = ("cms/admin-start.js", "cms/admin-words.js")
    return format_html_join("", '<script src="{}"></script>', ((static(name),) for name in names))


@hooks.register("insert_global_admin_css")
def colours() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("cms/admin.css"))


@hooks.register("construct_homepage_panels")
def write_first(request: Any, panels: list[Any]) -> None:
    """What to write stands above what was written."""
    panels.append(WritePanel())


@hooks.register("construct_page_action_menu")
def passing_first(items: list[Any], request: Any, context: dict[str, Any]) -> None:
    """A reviewer's first button is the review; what it does is in its words."""
    passes = [item for item in items if item.name == PASS and not item.launch_modal]
    for item in passes:
        item.label = passing_label(context["page"])
    items.sort(key=lambda item: item not in passes)


@hooks.register("after_edit_page")
def say_what_exists(request: Any, page: Any) -> None:
    """The last review makes a page public: its edition and its address, not only 「已更新」."""
    newest = Edition.objects.filter(page_id=page.pk).first()
    if (
        request.POST.get("workflow-action-name") == PASS
        and newest
        and newest.revision_id == page.latest_revision_id
    ):
        messages.success(
            request, f"《{page.title}》已发布，{newest}", buttons=[messages.button(page.url, "打开看看")]
        )


@hooks.register("construct_help_menu")
def no_other_hosts(request: Any, items: list[Any]) -> None:
    """Only what works without leaving the site."""
    items[:] = [item for item in items if item.name == "keyboard-shortcuts-trigger"]


@hooks.register("register_admin_viewset")
def remarks() -> FeedbackViewSet:
    return FeedbackViewSet("feedback")


@hooks.register("register_admin_viewset")
def notices() -> NoticeViewSet:
    return NoticeViewSet("trading_notices")
