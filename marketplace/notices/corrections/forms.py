"""What somebody fills in at the toolbox; each form says what it takes and where it goes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from marketplace.accounts.forms import ActForm
from marketplace.notices.corrections import kinds
from marketplace.notices.corrections.models import Ground
from marketplace.notices.corrections.rules import SHORTEST
from marketplace.notices.corrections.targets import Target
from marketplace.notices.kinds import Business, Item, Kind
from marketplace.notices.types import TYPES


def _long(label: str, rows: int = 3, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=8000, widget=forms.Textarea({"rows": rows}), **more)


class ErratumForm(ActForm):
    """A slip in one field: the old words as they stand, and the new ones."""

    label = forms.CharField(widget=forms.HiddenInput)
    old = forms.CharField(label="写错的原文", max_length=400, help_text="从上面原样复制，只抄有错的几个字")
    new = forms.CharField(label="改为", max_length=400, help_text="发布后原文划去保留，改后的文字写在旁边")


class AmendForm(ActForm):
    """One area per field that is to read differently; what it reads now stands in it."""

    def __init__(self, *args: Any, target: Target, labels: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.labels = [label for label in labels if target.words_of(label) is not None]
        for index, label in enumerate(self.labels):
            words = target.words_of(label) or ""
            rows = min(10, 2 + len(words) // 46)
            self.fields[f"new{index}"] = _long(label, rows, initial=words, help_text="改成更正之后的完整内容")
        self.fields["reason"] = _long("更正的理由", help_text="随更正公告公开")
        self.order_fields([*(f"new{index}" for index in range(len(self.labels))), "reason", "on_behalf_of"])

    def changes(self) -> list[dict[str, str]]:
        return [
            {"label": label, "new": self.cleaned_data[f"new{index}"].replace("\r\n", "\n")}
            for index, label in enumerate(self.labels)
        ]


class HideForm(ActForm):
    """What must not be read any more, and why: one minute, one page."""

    passages = _long(
        "要遮蔽的文字", 4, required=False,
        help_text=f"从公开页面上原样复制，一行一处，每处不少于 {SHORTEST} 个字。同一项目各页面、搜索和数据接口里的这些字一起遮蔽",
    )  # fmt: skip
    attachments = forms.MultipleChoiceField(
        label="要遮蔽的附件",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="整份不再提供下载",
    )
    ground = forms.ChoiceField(
        label="属于哪一种", widget=forms.RadioSelect, choices=Ground.choices,
        error_messages={"required": "请选择属于哪一种"},
    )  # fmt: skip
    reason = forms.CharField(
        label="公开的理由", max_length=400, help_text="例如 误公开了联系人的身份证号。不要重复被遮蔽的内容"
    )

    def __init__(self, *args: Any, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["attachments"]
        assert isinstance(chosen, forms.MultipleChoiceField)  # noqa: S101 - declared above
        chosen.choices = [(file.sha256, file.name) for file in target.files]
        if not target.files:
            del self.fields["attachments"]

    def words(self) -> list[str]:
        lines = self.cleaned_data["passages"].replace("\r\n", "\n").split("\n")
        return list(dict.fromkeys(line.strip() for line in lines if line.strip()))


class RestoreForm(ActForm):
    """The second person does not agree."""

    reason = _long("恢复的理由", 2, help_text="写明为什么这些内容应当公开")


def _typed(item: Item) -> forms.Field:
    """A field of a past project by its kind."""
    common: dict[str, Any] = {"label": item.label, "help_text": item.hint, "required": item.required}
    if item.kind is Kind.DAY:
        return forms.DateField(widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **common)
    if item.kind is Kind.MONEY:
        return forms.DecimalField(
            max_digits=16,
            decimal_places=2,
            min_value=0,
            widget=forms.TextInput({"data-kind": "money"}),
            **common,
        )
    if item.kind is Kind.TEXT:
        return forms.CharField(max_length=8000, widget=forms.Textarea({"rows": 3}), **common)
    return forms.CharField(max_length=200, **common)


class PastForm(ActForm):
    """A project that was carried out before this platform or outside it."""

    def __init__(self, *args: Any, unit: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.items = {f"f{index}": item for index, item in enumerate(TYPES[kinds.PAST].items)}
        for name, item in self.items.items():
            self.fields[name] = _typed(item)
        self.fields[self._name("招标人（采购人）")].initial = unit
        self.fields[self._name("业务类别")] = forms.ChoiceField(
            label="业务类别", choices=[(one.value, one.value) for one in Business]
        )
        if "on_behalf_of" in self.fields:
            self.order_fields([*self.items, "on_behalf_of"])

    def _name(self, label: str) -> str:
        return next(name for name, item in self.items.items() if item.label == label)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for name, item in self.items.items():
            if item.kind is Kind.DAY and (on := found.get(name)) and on >= self.today:
                self.add_error(name, "补录的是过去的项目，日期应当早于今天，例如 2025-11-03")
        return found

    def values(self) -> dict[str, Any]:
        """By label; money in 分."""
        cleaned = {item.label: self.cleaned_data.get(name) for name, item in self.items.items()}
        money = [item.label for item in self.items.values() if item.kind is Kind.MONEY]
        fen = {label: int(value * 100) for label in money if (value := cleaned[label]) is not None}
        return cleaned | fen
