"""What editors meet first in the admin: what to write, what readers said, how a text becomes public."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from cms.models import Feedback, SectionIndexPage
from cms.models.indexes import FaqIndexPage, GuideIndexPage, NewsIndexPage, PolicyIndexPage
from marketplace.flow import clock
from marketplace.law.workdays import day_of

SECTIONS: tuple[type[SectionIndexPage], ...] = (
    NewsIndexPage,
    PolicyIndexPage,
    GuideIndexPage,
    FaqIndexPage,
)


class WritePanel(Component):
    """写一篇: one press from the first page to the form of each kind."""

    order = 50
    template_name = "cms/admin/write.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        indexes = [index for model in SECTIONS for index in model.objects.live()]
        offered = [index for index in indexes if index.permissions_for_user(user).can_add_subpage()]
        return {
            "kinds": [{"label": index.article._meta.verbose_name, "url": _add(index)} for index in offered],
            "waiting": Feedback.objects.waiting().count() if offered else 0,
        }


def _add(index: SectionIndexPage) -> str:
    meta = index.article._meta
    return reverse("wagtailadmin_pages:add", args=(meta.app_label, meta.model_name, index.pk))


class HandlingForm(WagtailAdminModelForm):
    """处理情况: what was done about a remark; the day is the platform's."""

    class Meta:
        model = Feedback
        fields = ["note"]
        widgets = {"note": forms.TextInput()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = True

    def save(self, commit: bool = True) -> Any:
        self.instance.handled_on = day_of(clock.now())
        return super().save(commit)


class FeedbackViewSet(ModelViewSet):
    """读者意见 in the admin: newest first, with what was done about each."""

    model = Feedback
    icon = "comment"
    menu_label = "读者意见"
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    list_display = [
        Column("page", label="页面", sort_key="page__title"),
        BooleanColumn("helpful", label="有帮助"),
        Column("text", label="说明"),
        DateColumn("at", label="时间", sort_key="at"),
        Column("note", label="处理情况"),
    ]
    list_filter = ["helpful", "handled_on"]
    list_export = ["page", "helpful", "text", "at", "note", "handled_on"]
    inspect_view_fields = ["page", "helpful", "text", "at", "note", "handled_on"]
    search_fields = ["text"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return HandlingForm
