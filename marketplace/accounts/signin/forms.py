"""What people fill in to prove who they are, to change their account, and to get back in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from marketplace.accounts.models import User
from marketplace.accounts.signin.ways import Way

_PASTE = "可以粘贴"


def _code(label: str, hint: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=40, widget=forms.TextInput({"data-kind": "code"})
    )


def _phone(label: str, hint: str = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, max_length=24, widget=forms.TextInput({"data-kind": "phone"})
    )


class PhoneForm(forms.Form):
    """To which number a code is sent."""

    phone = _phone("手机号", "11 位，收验证码用")


class SmsForm(forms.Form):
    code = _code("短信验证码", f"6 位数字，5 分钟内有效，{_PASTE}")


class RememberedSmsForm(SmsForm):
    """The first step by SMS, and whether this computer is one's own."""

    remember = forms.BooleanField(label="在这台电脑上保持登录（公用电脑请不要勾选）", required=False)


class TotpForm(forms.Form):
    code = _code("动态口令", f"验证器应用里现在显示的 6 位数字，{_PASTE}")


class SpareForm(forms.Form):
    code = _code("备用码", f"8 位数字，每个只能用一次，{_PASTE}")


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="登录密码",
        help_text=_PASTE,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class PasskeyForm(forms.Form):
    """Filled in by the browser."""

    credential = forms.CharField(widget=forms.HiddenInput, max_length=20_000)


FORMS: dict[Way, type[forms.Form]] = {
    Way.PASSWORD: PasswordForm,
    Way.SMS: SmsForm,
    Way.TOTP: TotpForm,
    Way.PASSKEY: PasskeyForm,
    Way.SPARE: SpareForm,
}


class PasskeyNameForm(PasskeyForm):
    """A new key and what its owner calls it."""

    name = forms.CharField(label="给这把密钥起个名字", max_length=40, initial="我的通行密钥")


class NewPasswordForm(forms.Form):
    """A password of one's own choice, twice."""

    new_password = forms.CharField(
        label="新密码",
        help_text="至少 10 位，不要用常见的密码，可以粘贴",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输入一次新密码",
        strip=False,
        max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        new, again = given.get("new_password"), given.get("again")
        if new and again and new != again:
            self.add_error("again", "两次输入的密码不一样，请重新输入")
        if new:
            try:
                validate_password(new, self.user)
            except ValidationError as weak:
                self.add_error("new_password", weak)
        return given


class NewPhoneForm(forms.Form):
    phone = _phone("新手机号", "验证码会发到新号码；原号码还能用的，也会发到原号码")


class BothCodesForm(forms.Form):
    """The code sent to the new number and, while there is one, the code sent to the old."""

    old_code = _code("原手机号收到的验证码", "6 位数字")
    code = _code("新手机号收到的验证码", "6 位数字")

    def __init__(self, *args: Any, has_old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_old:
            del self.fields["old_code"]


class EmailForm(forms.Form):
    email = forms.EmailField(label="邮箱", help_text="例如 zhangsan@example.com；验证码会发到这个邮箱")


class MailCodeForm(forms.Form):
    code = _code("邮件里的验证码", f"6 位数字，5 分钟内有效，{_PASTE}；收不到请看垃圾邮件")


LOST = (
    ("phone", "手机收不到短信，或者换了号码"),
    ("password", "忘记密码"),
    ("factor", "验证器、通行密钥不在身边或者丢失"),
    ("other", "其他情况"),
)


class RecoverForm(forms.Form):
    """Who asks to be let in again, and why."""

    login = forms.CharField(label="您的手机号或者用户名", max_length=120)
    lost = forms.ChoiceField(label="现在的情况", choices=LOST, widget=forms.RadioSelect)
    note = forms.CharField(
        label="补充说明",
        required=False,
        max_length=150,
        help_text="例如今天 17:00 投标截止",
        widget=forms.Textarea({"rows": 2}),
    )
    drops_phone = forms.BooleanField(
        label="原手机号不再使用，恢复后登记新号码", required=False, help_text="勾选后，恢复时删除原手机号"
    )

    @property
    def reason(self) -> str:
        said = dict(LOST)[self.cleaned_data["lost"]]
        return "；".join(filter(None, [said, self.cleaned_data["note"].strip()]))


class UseRecoveryForm(NewPasswordForm):
    """The code that was read out on the telephone, and the new password."""

    login = forms.CharField(label="您的手机号或者用户名", max_length=120)
    code = forms.CharField(
        label="恢复码",
        max_length=20,
        help_text="电话里告诉您的 8 位数字和字母，不分大小写，可以粘贴",
        widget=forms.TextInput({"autocomplete": "one-time-code", "class": "inp short mono"}),
    )
    field_order = ("login", "code", "new_password", "again")


class ConfirmRecoveryForm(forms.Form):
    """What was done to make sure that it is the person: at the desk a call back to a number of the record."""

    note = forms.CharField(
        label="怎样核实的", max_length=300, help_text="", widget=forms.Textarea({"rows": 3})
    )

    def __init__(self, *args: Any, at_desk: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].help_text = (
            "写明回拨的号码、通话时间、对方答对了什么；只回拨登记过的号码"
            if at_desk
            else "写明怎样确认是本人，例如当面、熟悉的声音、本单位座机"
        )
