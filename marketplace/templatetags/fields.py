"""How a bound form field becomes a labelled, described control."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms, template
from django.forms.boundfield import BoundField
from django.utils.safestring import SafeString

register = template.Library()

# What a form asks for by widget=…(attrs={"data-kind": "money"}); everything else follows from the widget's class.
NAMED: dict[str, dict[str, str]] = {
    "money": {"inputmode": "decimal", "autocomplete": "off", "class": "inp num", "data-capitals": ""},
    "uscc": {
        "maxlength": "18",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "class": "inp mid mono",
    },
    "code": {"inputmode": "numeric", "autocomplete": "one-time-code", "class": "inp short num"},
    "phone": {"inputmode": "tel", "autocomplete": "tel", "class": "inp short num"},
    "number": {"inputmode": "numeric", "autocomplete": "off", "class": "inp short num"},
    "cards": {},
}
BY_CLASS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.HiddenInput, "hidden"),
    (forms.CheckboxSelectMultiple, "checks"),
    (forms.RadioSelect, "radio"),
    (forms.CheckboxInput, "check"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.FileInput, "file"),
    (forms.DateTimeInput, "moment"),
    (forms.DateInput, "day"),
)
GROUPS = {"radio", "checks", "cards"}


@register.filter
def kind(bound: BoundField) -> str:
    """money, uscc, code, phone, number, cards by name; hidden, radio, check, file, moment … by class; else text."""
    named = bound.field.widget.attrs.get("data-kind")
    if named is not None and named not in NAMED:
        raise template.TemplateSyntaxError(
            f"data-kind={named!r} of {bound.name} is not one of {sorted(NAMED)}"
        )
    return named or next((name for cls, name in BY_CLASS if isinstance(bound.field.widget, cls)), "text")


@register.filter
def is_group(bound: BoundField) -> bool:
    """Is it several controls under one question, so that it needs a fieldset?"""
    return kind(bound) in GROUPS


@register.filter
def anchor(bound: BoundField) -> str:
    """The id an error summary links to: the control, or the first choice of a group."""
    return f"{bound.auto_id}_0" if is_group(bound) else str(bound.auto_id)


@register.filter
def described_by(bound: BoundField) -> str:
    """The ids of hint, error, capitals and counter, in reading order."""
    ids = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    ids += [f"{bound.auto_id}_cap"] if kind(bound) == "money" else []
    ids += [f"{bound.auto_id}_count"] if soft_limit(bound) else []
    return " ".join(ids)


@register.filter
def soft_limit(bound: BoundField) -> str:
    """Characters after which the counter turns amber; never a refusal (reasons have no hard limit)."""
    return str(bound.field.widget.attrs.get("data-soft", ""))


def _widget(bound: BoundField) -> forms.Widget:
    """The field's widget; moments and days get the browser's own picker."""
    own: forms.Widget = bound.field.widget
    name = kind(bound)
    if name == "moment":
        return forms.DateTimeInput(
            {**own.attrs, "type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M"
        )
    if name == "day":
        return forms.DateInput({**own.attrs, "type": "date"}, format="%Y-%m-%d")
    if isinstance(
        own, forms.NumberInput
    ):  # a number box drops what it cannot read; people must see what they typed
        return forms.TextInput({"inputmode": "decimal", **own.attrs})
    return own


@register.simple_tag
def control(bound: BoundField, **extra: Any) -> SafeString:
    """The control itself, with its class and everything a screen reader is to say about it."""
    name, widget = kind(bound), _widget(bound)
    widget.is_localized = False  # a localized number would not survive the round trip through the input
    attrs: dict[str, Any] = dict(NAMED.get(name, {}))
    attrs.setdefault("class", "" if name == "check" else "inp short" if name in {"moment", "day"} else "inp")
    if described := described_by(bound):
        attrs["aria-describedby"] = described
    return bound.as_widget(widget=widget, attrs={**attrs, **widget.attrs, **extra})


def _stock(field: forms.Field) -> dict[str, Any]:
    """Django's own phrases for this class of field, as Field.__init__ gathers them."""
    gathered: dict[str, Any] = {}
    for cls in reversed(type(field).__mro__):
        gathered |= getattr(cls, "default_error_messages", {})
    return gathered


def _in_words(bound: BoundField, error: forms.ValidationError) -> list[str]:
    """Django's stock phrase becomes a sentence that names the field; a form's own sentence stays."""
    label, stock = str(bound.label), _stock(bound.field)
    if stock.get(error.code or "") != error.message:
        return list(error.messages)
    verb = {"file": "请选择", "select": "请选择", "radio": "请选择", "checks": "请选择", "cards": "请选择"}
    sentences = {
        "required": f"请先勾选“{label}”"
        if kind(bound) == "check"
        else f"{verb.get(kind(bound), '请填写')}{label}",
        "invalid_choice": f"请从列出的{label}中选一项",
        "invalid": f"{label}{_EXAMPLES.get(kind(bound), '填得不对，请核对')}",
    }
    return [sentences[error.code]] if error.code in sentences else list(error.messages)


_EXAMPLES = {
    "number": "应为整数，例如 120",
    "money": "应为数字，最多到分，例如 4863200.00",
    "moment": "应为日期和时间，例如 2026-12-01 09:30",
    "day": "应为日期，例如 2026-12-01",
}


@register.filter
def sentences(bound: BoundField) -> list[str]:
    """What is wrong with the field, in the same words for the summary and the place itself."""
    return [words for error in bound.errors.as_data() for words in _in_words(bound, error)]


@register.filter
def count_errors(form: forms.BaseForm) -> int:
    """How many sentences the error summary has."""
    return len(form.non_field_errors()) + sum(len(sentences(bound)) for bound in form)


@register.filter
def choice_title(label: str) -> str:
    """The part of a choice's label before 「｜」."""
    return str(label).partition("｜")[0]


@register.filter
def choice_note(label: str) -> str:
    """The part of a choice's label behind 「｜」: one sentence of explanation, or nothing."""
    return str(label).partition("｜")[2]


@register.filter
def get(mapping: dict[str, Any], key: str) -> Any:
    """A value under a key that the template language cannot spell."""
    return mapping.get(key, "")


@register.filter
def at(rows: Sequence[Any], position: int) -> Any:
    """The row at a position: for two lists that run side by side."""
    return rows[position]
