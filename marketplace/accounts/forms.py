"""What people fill in about their own account, and what every form that does an act has in common."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.http import HttpRequest, HttpResponse

from marketplace.accounts.actors import deputy_for, moment
from marketplace.accounts.models import Delegation, Membership
from marketplace.accounts.signin import entering, people
from marketplace.accounts.signin.ways import Way
from marketplace.templatetags.ui import when


class ActForm(forms.Form):
    """A form that does an act; whoever holds a delegation for it may choose in whose name."""

    def __init__(self, *args: Any, deputies: Sequence[Delegation] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if deputies:
            named = [
                (str(row.pk), f"代 {row.giver} 办理，至 {when(row.until, 'short end')}") for row in deputies
            ]
            self.fields["on_behalf_of"] = forms.ChoiceField(
                label="以谁的名义办理", choices=[("", "本人办理"), *named], required=False,
                help_text="代办的，记录和回执写明“谁 代 谁”",
            )  # fmt: skip

    @property
    def given(self) -> dict[str, Any]:
        """The form's own answers, without the one about in whose name."""
        return {name: value for name, value in self.cleaned_data.items() if name != "on_behalf_of"}


def sent(request: HttpRequest, action: str = "") -> dict[str, Any]:
    """What a form is made of: the data of a POST, and whose deputy the person is for the action."""
    posted = request.method == "POST"
    return {
        "data": request.POST if posted else None,
        "files": request.FILES if posted else None,
        "deputies": deputy_for(request.user, action, moment(request)) if action else (),
    }


class SignInForm(LoginForm):  # type: ignore[misc] # allauth is untyped
    """Telephone, user name or e-mail, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "手机号、用户名或者邮箱"
        self.fields["password"].label = "密码"
        self.fields["password"].help_text = ""
        self.fields["remember"].label = "在这台电脑上保持登录（公用电脑请不要勾选）"
        for name in ("login", "password"):
            self.fields[name].widget.attrs.pop("placeholder", None)

    def user_credentials(self) -> dict[str, str]:
        """Whatever name was typed, the password is tried on one account, under its user name."""
        typed = self.cleaned_data
        return {"username": people.username_of(typed["login"]), "password": typed["password"]}

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        remember = self.cleaned_data["remember"]
        return entering.let_in(request, self.user, Way.PASSWORD, to=redirect_url or "", remember=remember)


# What one may let somebody else do: each scope is a list of actions of the access matrix (design D23).
SCOPES: dict[str, tuple[str, tuple[str, ...]]] = {
    "draft": ("编制招标资料、上传文件、提交审查", ("tender.edit", "tender.attach", "tender.submit_review")),
    "review": ("公平竞争审查", ("tender.pass_review", "tender.return_draft")),
    "publish": ("发布、终止和复核确认", ("tender.publish", "tender.terminate")),
    "change": ("答疑、澄清、延期", ("question.answer", "tender.clarify", "tender.extend")),
    "objection": ("答复异议", ("objection.answer",)),
    "opening": ("主持开标、组建评标委员会", ("process.start_opening", "process.sign_record", "process.order_draw")),
    "award": ("公示、定标、通知", ("process.post_candidates", "process.award", "process.notify")),
    "contract": ("合同、报告、退还保证金", (
        "contract.draft", "contract.sign_buyer", "contract.sign_supplier", "process.conclude_contract",
        "process.report", "process.refund_bonds",
    )),
    "bid": ("递交和撤回投标文件、解密", ("bid.submit", "bid.withdraw", "bid.release")),
}  # fmt: skip


def actions_in(scopes: Sequence[str]) -> list[str]:
    """The actions that the chosen scopes stand for."""
    return [action for scope in scopes for action in SCOPES[scope][1]]


def in_words(actions: Sequence[str]) -> str:
    """What a delegation covers, as people say it."""
    named = [label for label, members in SCOPES.values() if set(members) <= set(actions)]
    return "、".join(named) if actions else "全部事项"


class DelegationForm(forms.Form):
    """Who acts for me, from when to when, for what."""

    taker = forms.ChoiceField(label="授权给", help_text="本单位的在册人员")
    since = forms.DateTimeField(label="开始时间")
    until = forms.DateTimeField(label="结束时间", help_text="到时自动收回，无需办理")
    scope = forms.MultipleChoiceField(
        label="代办范围",
        help_text="不勾选就是全部事项。同一件事的提交和复核，代办人不能一人办两步",
        choices=[(code, label) for code, (label, _) in SCOPES.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, colleagues: Sequence[Membership], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {row.user.username: row.user for row in colleagues}
        taker = self.fields["taker"]
        assert isinstance(taker, forms.ChoiceField)  # noqa: S101 - declared above
        taker.choices = [(row.user.username, f"{row.user} {row.title}".strip()) for row in colleagues]
        self.fields["since"].initial = now.replace(second=0, microsecond=0)
