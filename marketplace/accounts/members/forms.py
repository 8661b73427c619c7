"""What is filled in about a unit's people: who asks, whom one invites, what each may do."""

from __future__ import annotations

from typing import Any

from django import forms

from marketplace.accounts.forms import ActForm
from marketplace.accounts.models import Membership
from marketplace.accounts.registration.forms import checked_phone

PARTS = (
    (Membership.Part.HANDLER, "经办人｜可以办理本单位的各项事务"),
    (Membership.Part.ADMIN, "管理员｜还可以管理人员和变更登记"),
    (Membership.Part.READER, "只看｜能看不能办"),
)


def _part() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="权限", choices=PARTS, initial=Membership.Part.HANDLER, widget=forms.RadioSelect
    )


def _title() -> forms.CharField:
    return forms.CharField(
        label="职务", max_length=40, required=False, widget=forms.TextInput({"class": "inp mid"})
    )


class NameForm(forms.Form):
    """One's own name, as it stands on receipts."""

    name = forms.CharField(
        label="您的姓名", help_text="写在回执和办理记录里", max_length=80,
        widget=forms.TextInput({"class": "inp mid", "autocomplete": "name"}),
    )  # fmt: skip


class AskForm(NameForm):
    """Asking to join: who one is."""

    title = _title()


class InviteForm(forms.Form):
    """Whom, as what."""

    phone = forms.CharField(
        label="对方手机号", help_text="短信里有链接；对方用这个手机号登录或者注册后才能加入", max_length=24,
        widget=forms.TextInput({"data-kind": "phone", "autocomplete": "off"}),
    )  # fmt: skip
    title = _title()
    part = _part()

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])


class PartForm(forms.Form):
    """What a member may do from now on."""

    title = _title()
    part = _part()


class AcceptForm(ActForm):
    """As what the person joins; the desk also says how it checked."""

    part = _part()
    reason = forms.CharField(
        label="怎样核实的", help_text="例如回拨登记电话、查验授权委托书", max_length=200,
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, by_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not by_desk:
            del self.fields["reason"]


class RefuseForm(ActForm):
    reason = forms.CharField(
        label="不同意的理由", help_text="对方看得到", max_length=200, widget=forms.Textarea({"rows": 2})
    )


class RemoveForm(ActForm):
    """Nothing to fill in: the button says what happens."""
