"""What a unit fills in about a planned purchase, and which drafts it chooses to publish."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms

from marketplace.accounts.forms import ActForm
from marketplace.fields import MoneyField
from marketplace.sheets.errors import Wrong
from marketplace.sheets.values import month
from tenders.intentions.actions import Plan
from tenders.intentions.models import Intention


class MonthField(forms.CharField):
    """2027-03, 2027年3月; comes out as the first day of the month."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.TextInput({"type": "month"})} | kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return month()(text)
        except Wrong as wrong:
            raise forms.ValidationError(f"{wrong.says}，{wrong.cure}", code="not-a-month") from None

    def prepare_value(self, value: Any) -> Any:
        return f"{value:%Y-%m}" if isinstance(value, date) else value


class PlanForm(ActForm):
    """One planned purchase, in the words of the notice."""

    title = forms.CharField(label="采购项目名称", max_length=200)
    needs = forms.CharField(
        label="采购需求概况", max_length=4000, widget=forms.Textarea({"rows": 5, "data-soft": 500}),
        help_text="标的名称、数量，主要功能或者目标，质量、服务、安全、时限等要求",
    )  # fmt: skip
    budget_fen = MoneyField(label="预算金额", help_text="也可以写 186万元")
    month = MonthField(label="预计采购时间", help_text="填到月")
    remarks = forms.CharField(
        label="备注", max_length=1000, required=False, help_text="例如 专门面向中小企业采购", widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip

    @classmethod
    def of(cls, row: Intention) -> dict[str, Any]:
        """What a draft says now."""
        return {name: getattr(row, name) for name in Plan.__slots__}

    def clean_title(self) -> str:
        return " ".join(str(self.cleaned_data["title"]).split())

    def clean_budget_fen(self) -> int | None:
        fen: int | None = self.cleaned_data["budget_fen"]
        if fen == 0:
            raise forms.ValidationError("预算金额应当大于 0", code="zero")
        return fen

    @property
    def plan(self) -> Plan:
        return Plan(**{name: self.given[name] for name in Plan.__slots__})


class ChooseForm(ActForm):
    """The drafts that are to be published together."""

    numbers = forms.MultipleChoiceField(
        label="要公开的采购意向", widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "请勾选要公开的采购意向", "invalid_choice": "有一项已经不是草稿，请刷新页面"},
    )  # fmt: skip

    def __init__(self, *args: Any, drafts: Iterable[Intention], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(row.number, row.title) for row in drafts]  # type: ignore[attr-defined]
