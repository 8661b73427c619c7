"""What a bidder fills in: the offer (which never leaves the browser unencrypted), the lock, a withdrawal."""

from __future__ import annotations

from django import forms

from tenders.models import Lot


class OfferForm(forms.Form):
    """The keys of the sealed form. Never bound: the server sees these values first at the opening."""

    price = forms.CharField(label="投标总价", widget=forms.TextInput({"data-kind": "money"}))
    duration_days = forms.IntegerField(
        label="工期", widget=forms.NumberInput({"data-kind": "number", "data-unit": "日历天"})
    )
    quality = forms.CharField(label="质量")
    manager = forms.CharField(label="项目负责人")
    manager_certificate = forms.CharField(
        label="注册建造师证书编号", help_text="与资格审查资料中的证书一致", required=False
    )

    @classmethod
    def for_lot(cls, lot: Lot) -> OfferForm:
        """Empty but for what the documents already say."""
        return cls(auto_id="offer_%s", initial={"duration_days": lot.duration_days, "quality": lot.quality})


class LockForm(forms.Form):
    """How the bid is opened; two equal ways, none preselected (ux 2.14)."""

    lock = forms.ChoiceField(
        label="选择解密方式",
        choices=[("auto", "到点自动解密（推荐）"), ("own", "我自己到场解密")],
        widget=forms.RadioSelect({"data-kind": "cards"}),
    )


class PackageForm(forms.Form):
    """A package sealed with the offline tool."""

    package = forms.FileField(
        label="加密投标文件", help_text="离线工具加密得到的文件，平台不接收未加密的文件"
    )


class WithdrawForm(forms.Form):
    """Taking the bid back needs no reason (招标投标法第二十九条)."""

    reason = forms.CharField(
        label="撤回的原因",
        required=False,
        max_length=300,
        help_text="可以不写；投标截止前任何人看不到",
        widget=forms.Textarea({"rows": 3, "data-soft": 300}),
    )
