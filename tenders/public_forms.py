"""What the public fills in on a tender's pages."""

from __future__ import annotations

from django import forms


class AskForm(forms.Form):
    """One question to the owner; the asker is not named."""

    text = forms.CharField(
        label="您的问题",
        help_text="请不要写单位、姓名、电话：答复时问题与答复一并公开。引用文件的，写明页码。",
        max_length=2000,
        widget=forms.Textarea({"rows": 6, "data-soft": 500}),
    )


class RegisterForm(forms.Form):
    """登记获取: nothing to fill in; who registers is the signed-in unit."""
