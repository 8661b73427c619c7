"""What the desk fills in: until when a licence runs, what is wrong, why not, what a second look found."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from marketplace.accounts.desk.defects import LIST
from marketplace.accounts.forms import ActForm


class AcceptForm(ActForm):
    """Read off the licence: when it ends, or that it does not."""

    licence_until = forms.DateField(
        label="营业期限至", help_text="照执照填写；没有期限的勾选“长期”", required=False
    )
    forever = forms.BooleanField(label="长期", required=False)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        until, forever = given.get("licence_until"), given.get("forever")
        if "licence_until" in given and bool(until) == bool(forever):
            self.add_error("licence_until", "请照执照填写营业期限，或者勾选“长期”，二者选一")
        return given

    @property
    def until(self) -> date | None:
        return self.cleaned_data["licence_until"] or None


class ReturnForm(ActForm):
    """Everything that is wrong, at once."""

    ticked = forms.MultipleChoiceField(
        label="需要补正的内容", choices=[(one.code, one.says) for one in LIST], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    defects = forms.CharField(
        label="其他需要补正的", help_text="每行一项；一次列全，以后不再提出新的要求", required=False,
        widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class ReasonForm(ActForm):
    """Why not."""

    reason = forms.CharField(
        label="理由", help_text="对方看得到，写明事实和依据", widget=forms.Textarea({"rows": 3})
    )


class LookForm(ActForm):
    """A second look found nothing."""

    note = forms.CharField(label="备注", required=False, max_length=400, widget=forms.TextInput())


class ObjectForm(ActForm):
    """A second look found something."""

    note = forms.CharField(label="哪一处不对", help_text="写明事实和依据", widget=forms.Textarea({"rows": 3}))


class SettleForm(ActForm):
    """What was done about it."""

    settlement = forms.CharField(
        label="怎样处理的", help_text="例如核对后维持；或者已发起重新核验", widget=forms.Textarea({"rows": 3})
    )
