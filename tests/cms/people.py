"""Three people of the site's three groups, and what they send from the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from cms.models import ArticlePage, PolicyIndexPage
from cms.models.governed import GROUPS
from marketplace.accounts.models import User
from marketplace.flow.access import Role


def person(username: str, role: Role) -> User:
    user = User.objects.create_user(username, name=username)
    user.groups.add(Group.objects.get(name=GROUPS[role]))
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def policy_form(**more: Any) -> dict[str, Any]:
    """The five fields that a policy needs, as the admin sends them."""
    given: dict[str, Any] = {
        "title": "关于规范限额以下工程交易的通知", "issuer": "静乐县人民政府办公室", "document_number": "", "level": "county",
        "issued_on": "2026-03-02", "summary": "限额以下工程进平台的范围和办法。",
        "body": streamfield([("paragraph", rich_text("<p>限额以下的工程建设项目进入平台交易。</p>"))]), "related": streamfield([]),
        "source": "", "source_url": "", "change_note": "", "repealed_on": "", "repealed_by": "",
        "comments": inline_formset([]), "go_live_at": "", "expire_at": "",
    }  # fmt: skip
    return dict(nested_form_data(given | more))


def create(client: Client, **more: Any) -> Any:
    index = PolicyIndexPage.objects.get()
    return client.post(f"/manage/pages/add/cms/policypage/{index.pk}/", policy_form(**more))


def edit(client: Client, page: ArticlePage, **more: Any) -> Any:
    return client.post(f"/manage/pages/{page.pk}/edit/", policy_form(**more))


def decide(client: Client, page: ArticlePage, action: str, comment: str = "") -> Any:
    """The reviewer's button."""
    state = ArticlePage.objects.get(pk=page.pk).current_workflow_task_state
    return client.post(f"/manage/pages/workflow/action/{page.pk}/{action}/{state.pk}/", {"comment": comment})
