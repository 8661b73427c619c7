"""What is typed on the way through /join/: account, unit, licence, promise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from marketplace.accounts.models import Business, User
from marketplace.accounts.registration.licences import ACCEPT
from marketplace.law.identifiers import BadIdentifier, read_mobile, read_uscc

CODE = "统一社会信用代码"


def checked_phone(text: str) -> str:
    """Eleven figures, or what is wrong with them."""
    try:
        return read_mobile(text)
    except BadIdentifier as wrong:
        raise ValidationError(f"{wrong}，例如 13800000000") from wrong


def checked_uscc(text: str) -> str:
    """A code whose check digit holds, or the place where it breaks."""
    try:
        return read_uscc(text).code
    except BadIdentifier as wrong:
        says = str(wrong)
        raise ValidationError(says if says.startswith(CODE) else f"{CODE}{says}") from wrong


class PhoneForm(forms.Form):
    """To which telephone a code is sent."""

    phone = forms.CharField(
        label="手机号", help_text="11 位，用来登录和接收通知", max_length=24,
        widget=forms.TextInput({"data-kind": "phone"}),
    )  # fmt: skip

    def clean_phone(self) -> str:
        return checked_phone(self.cleaned_data["phone"])


class AccountForm(PhoneForm):
    """The account: a telephone that is proved, and a password."""

    code = forms.CharField(
        label="短信验证码", help_text="6 位数字，5 分钟内有效，可以粘贴", max_length=12,
        widget=forms.TextInput({"data-kind": "code"}),
    )  # fmt: skip
    password = forms.CharField(
        label="密码", help_text="至少 10 位，不要只用数字或者常见的词", strip=False, max_length=128,
        widget=forms.PasswordInput({"autocomplete": "new-password", "class": "inp mid"}),
    )  # fmt: skip

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        try:
            validate_password(password, User(username=str(self.data.get("phone", ""))))
        except ValidationError as weak:
            raise ValidationError(" ".join(weak.messages)) from weak
        return password


class OrgForm(forms.Form):
    """What stands on the licence, and where to write to."""

    uscc = forms.CharField(
        label=CODE, help_text="18 位，在营业执照上方，例如 91140000XXXXXXXX0X", max_length=40,
        widget=forms.TextInput({"data-kind": "uscc", "data-uscc": "", "autocomplete": "off"}),
    )  # fmt: skip
    name = forms.CharField(
        label="单位名称", help_text="与营业执照一致", max_length=120,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )  # fmt: skip
    legal_representative = forms.CharField(
        label="法定代表人", max_length=80, widget=forms.TextInput({"class": "inp mid", "autocomplete": "off"})
    )
    address = forms.CharField(
        label="注册地址",
        help_text="与营业执照一致",
        max_length=200,
        widget=forms.TextInput({"autocomplete": "street-address"}),
    )
    email = forms.EmailField(
        label="邮箱", help_text="接收回执，例如 zhangsan@example.com",
        error_messages={"invalid": "邮箱填得不对，应形如 zhangsan@example.com"},
        widget=forms.EmailInput({"autocomplete": "email"}),
    )  # fmt: skip

    def __init__(
        self, *args: Any, individual: bool = False, fixed_code: str = "", wrong: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        if individual:
            self.fields["name"].label, self.fields["name"].help_text = (
                "字号名称",
                "与营业执照一致，没有字号的填经营者姓名",
            )
            self.fields["legal_representative"].label = "经营者"
            self.fields["address"].label = "经营场所"
        if fixed_code:
            self.fields["uscc"].disabled = True
            self.fields["uscc"].initial = fixed_code
            self.fields["uscc"].help_text = "代码不能变更；换了代码的单位请重新登记"
        for name, says in (wrong or {}).items():
            if name in self.fields:
                self.fields[name].help_text = f"需要补正：{says}"

    def clean_uscc(self) -> str:
        return checked_uscc(self.cleaned_data["uscc"])


class LicenceForm(forms.Form):
    """The licence and what the unit does; the file may be there already from before."""

    licence = forms.FileField(
        label="营业执照", help_text="照片（JPG、PNG）或者 PDF，不超过 10 MB；四角拍全，字能看清", required=False,
        error_messages={"empty": "这个文件是空的，请重新拍照或者选择"},
        widget=forms.FileInput({"accept": ACCEPT}),
    )  # fmt: skip
    business = forms.MultipleChoiceField(
        label="业务类别",
        help_text="可以多选，以后能改",
        choices=Business.choices,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, *args: Any, has_licence: bool, wrong: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_licence = has_licence
        for name, says in (wrong or {}).items():
            if name in self.fields:
                self.fields[name].help_text = f"需要补正：{says}"

    def clean_licence(self) -> Any:
        """From the camera or from the files, one of them."""
        sent = [*self.files.getlist("licence"), *self.files.getlist("photo")]
        if len(sent) > 1:
            raise ValidationError("只能传一份营业执照，请只选一个文件")
        if not sent and not self.has_licence:
            raise ValidationError("请选择营业执照的照片或者 PDF")
        return sent[0] if sent else None


class PromiseForm(forms.Form):
    """One tick under seven clauses."""

    promise = forms.BooleanField(label="我代表本单位作出以上七条承诺")
    version = forms.CharField(widget=forms.HiddenInput)
