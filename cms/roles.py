"""Which groups Wagtail has and what they may do: made from the matrix (design 4.7), never by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from cms.models import HomePage, SecondPersonTask
from cms.models.governed import GROUPS
from marketplace.flow.access import Role, allowed

T = TypeVar("T")
WORKFLOW = "内容审核"
ENTER = (("wagtailadmin", "access_admin"),)
# What a row of the matrix needs in Wagtail: codenames on the page tree, on collections, on models.
ON_PAGES: dict[str, tuple[str, ...]] = {
    "page.submit": ("add_page", "change_page"),
    "page.review": ("lock_page", "unlock_page"),
    "page.publish": ("lock_page", "unlock_page"),
}
ON_FILES: dict[str, tuple[tuple[str, str], ...]] = {
    "page.submit": (
        ("wagtaildocs", "add_document"), ("wagtaildocs", "change_document"), ("wagtaildocs", "choose_document"),
        ("wagtailimages", "add_image"), ("wagtailimages", "change_image"), ("wagtailimages", "choose_image"),
    ),
    "page.review": (("wagtaildocs", "choose_document"), ("wagtailimages", "choose_image")),
}  # fmt: skip
ON_MODELS: dict[str, tuple[tuple[str, str], ...]] = {
    "page.submit": (("cms", "view_feedback"), ("cms", "change_feedback")),
    "page.publish": (
        ("wagtailredirects", "add_redirect"), ("wagtailredirects", "change_redirect"), ("wagtailredirects", "view_redirect"),
    ),
}  # fmt: skip
TASKS = ((Role.PAGE_REVIEWER, "审核"), (Role.PUBLISHER, "发布"))


def grant(home: HomePage) -> None:
    """The three groups, their permissions and the workflow; safe to run again."""
    for role, name in GROUPS.items():
        _group(role, name, home)
    Group.objects.filter(name__in=("Editors", "Moderators")).delete()  # Wagtail's own, which know no matrix
    _workflow(home)


def _held(role: Role, table: Mapping[str, tuple[T, ...]]) -> list[T]:
    """What a role needs, from the rows of the matrix it stands in."""
    return [given for action, rows in table.items() if role in allowed(action) for given in rows]


def _permission(app: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _group(role: Role, name: str, home: HomePage) -> Group:
    group, _ = Group.objects.get_or_create(name=name)
    models = [*ENTER, *_held(role, ON_MODELS)]
    group.permissions.set([_permission(*row) for row in models])
    root = Collection.get_first_root_node()
    for codename in _held(role, ON_PAGES):
        permission = _permission("wagtailcore", codename)
        GroupPagePermission.objects.get_or_create(
            group=group, page=Page.objects.get(pk=home.pk), permission=permission
        )
    for row in _held(role, ON_FILES):
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=root, permission=_permission(*row)
        )
    return group


def _workflow(home: HomePage) -> None:
    """内容审核: first 审核, then 发布, on everything under the front page."""
    workflow, _ = Workflow.objects.get_or_create(name=WORKFLOW)
    for order, (role, name) in enumerate(TASKS):
        task = SecondPersonTask.objects.filter(name=name).first() or SecondPersonTask.objects.create(
            name=name
        )
        task.groups.set([Group.objects.get(name=GROUPS[role])])
        WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    WorkflowPage.objects.update_or_create(page=Page.objects.get(pk=home.pk), defaults={"workflow": workflow})
    # Wagtail's own workflow is not for this site
    Workflow.objects.filter(active=True).exclude(pk=workflow.pk).update(active=False)
