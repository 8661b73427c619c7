"""这页有帮助吗: what a reader may say about a page, and how it is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms

from cms.models import ArticlePage, Feedback

CHOICES = [("yes", "有帮助"), ("no", "没有帮助")]


class FeedbackForm(forms.Form):
    """Yes or no, and a few words; anonymous."""

    helpful = forms.ChoiceField(
        label="这页有帮助吗",
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={"required": "请选“有帮助”或者“没有帮助”"},
    )
    text = forms.CharField(
        label="哪里看不懂、找不到或者写错了",
        required=False,
        max_length=500,
        help_text="请不要写身份证号、手机号；需要答复的，请拨打服务热线",
        widget=forms.Textarea({"rows": 3, "data-soft": 500}),
        error_messages={"max_length": "请写在 500 字以内"},
    )


def keep(page: ArticlePage, *, helpful: bool, text: str, act_id: UUID, now: datetime) -> Feedback:
    """Once per form, however often it is sent."""
    row, _ = Feedback.objects.get_or_create(
        act_id=act_id, defaults={"page": page, "helpful": helpful, "text": text, "at": now}
    )
    return row
