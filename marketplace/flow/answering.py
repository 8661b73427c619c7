"""How a view answers a form: take the one act, or show the form again with the refusal in its place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from marketplace.flow.errors import Refused


class SeeOther(HttpResponseRedirect):
    """303: after an act the browser asks for the page that shows what now exists."""

    status_code = 303


def act_id_of(request: HttpRequest) -> str:
    """The id a form carries: the one it was sent with, else a fresh one, so that a double click is one act."""
    return request.POST.get("act_id") or str(uuid4())


def sentence(refused: Refused) -> str:
    """Sentence, article, code of the rule: what a person needs to understand or contest a refusal."""
    law = f"依据{refused.law}；" if refused.law else ""
    return f"{refused.says}（{law}规则编号 {refused.code}）"


def add_refusal(form: forms.BaseForm, refused: Refused) -> None:
    """The refusal stands at the field it speaks of; what was typed stays."""
    form.add_error(refused.field if refused.field in form.fields else None, sentence(refused))


def answer(
    form: forms.BaseForm,
    call: Callable[[dict[str, Any]], Any],
    *,
    to: Callable[[Any], str],
    show: Callable[[int], HttpResponse],
) -> HttpResponse:
    """`call(cleaned data)`, then 303 to `to(result)`; a wrong or refused form is shown with its status."""
    if not form.is_valid():
        return show(422)
    try:
        result = call(form.cleaned_data)
    except Refused as refused:
        add_refusal(form, refused)
        return show(refused.status)
    return SeeOther(to(result))
