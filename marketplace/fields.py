"""How a sum of money comes out of a form: in whole 分, whatever way it was written."""

from __future__ import annotations

from typing import Any

from django import forms

from marketplace.law.money import Money, NotMoney


class MoneyField(forms.CharField):
    """4,863,200.00 or 486.32万元; comes out as whole 分, None when left empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput({"data-kind": "money"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return Money.parse(text).fen
        except NotMoney as wrong:
            raise forms.ValidationError(
                f"{wrong}，例如 4,863,200.00 或者 486.32万元", code="not-money"
            ) from None

    def prepare_value(self, value: Any) -> Any:
        """分 of a stored sum are shown as 元; what a person typed is shown as typed."""
        return Money(value).yuan() if isinstance(value, int) else value
