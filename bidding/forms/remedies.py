"""What an objection must say (《中华人民共和国招标投标法实施条例》第二十二条、第五十四条)."""

from __future__ import annotations

from django import forms


class ObjectionForm(forms.Form):
    """Request, facts and reasons."""

    request = forms.CharField(
        label="请求",
        help_text="请求招标人做什么，例如：删去第 12 页第 3 项资格条件",
        max_length=1000,
        widget=forms.Textarea({"rows": 2, "data-soft": 200}),
    )
    facts = forms.CharField(
        label="事实与理由",
        help_text="写明页码、条款和依据；不要写与异议无关的他人信息",
        max_length=4000,
        widget=forms.Textarea({"rows": 6, "data-soft": 800}),
    )
