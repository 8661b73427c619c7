"""The contract of a lot for both sides, and the letters of its award."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bidding import actions
from bidding.eval_pages import contracts
from bidding.forms.award import ContractForm, GiveUpForm
from bidding.forms.evaluation import EmptyForm
from bidding.models import Letter, Process
from bidding.procedures.works_open import WorksOpenTender
from bidding.queries import readable_letters
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.flow.acts import Act
from marketplace.flow.answering import act_id_of, answer

Given = dict[str, Any]


def _process(request: HttpRequest, number: str) -> WorksOpenTender:
    rows = Process.objects.with_tender().contracted_by(of_request(request))
    row: WorksOpenTender = get_object_or_404(rows, number=number)  # type: ignore[assignment]
    return row


def _draft(process: WorksOpenTender, act: Act, given: Given) -> None:
    actions.draft_contract(
        process, act, amount_fen=given["amount"], duration_days=given["duration_days"], quality=given["quality"],
        manager=given["manager"], terms=given["terms"], performance_bond_fen=given["performance_bond"],
    )  # fmt: skip


TAKE: dict[str, Callable[[WorksOpenTender, Act, Given], None]] = {
    "draft": _draft,
    "sign-buyer": lambda process, act, _: actions.sign_as_buyer(process, act),
    "sign-supplier": lambda process, act, _: actions.sign_as_supplier(process, act),
    "conclude": lambda process, act, _: process.conclude_contract(act),
    "give-up": lambda process, act, given: process.give_up(act, reason=given["reason"]),
}


@login_required
def contract(request: HttpRequest, number: str) -> HttpResponse:
    """/my/contracts/<no>/"""
    process = _process(request, number)
    return _show(request, process, ContractForm.of(process), "draft", 200)


@login_required
def contract_act(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """/my/contracts/<no>/<act>/: draft, sign, conclude, give up; refused, the page says why and keeps the text."""
    process, take = _process(request, number), TAKE.get(slug)
    if take is None:
        raise Http404
    form = _form(request, process, slug)
    if request.method != "POST":
        return _show(request, process, form, slug, 200)
    action, _ = contracts.ACTS[slug]
    there = "/my/" if slug == "give-up" else f"/my/contracts/{number}/"
    return answer(
        form, lambda given: take(process, act_for(request, action), given), to=lambda _: there,
        show=lambda status: _show(request, process, form, slug, status),
    )  # fmt: skip


def _form(request: HttpRequest, process: Process, slug: str) -> Any:
    data = request.POST if request.method == "POST" else None
    if slug == "draft":
        return ContractForm.of(process, data)
    return GiveUpForm(data) if slug == "give-up" else EmptyForm(data)


def _show(request: HttpRequest, process: Process, form: Any, slug: str, status: int) -> HttpResponse:
    page = contracts.contract_page(process, of_request(request), moment(request))
    _, label = contracts.ACTS[slug]
    template = "bidding/contract_give_up.html" if slug == "give-up" else "bidding/contract.html"
    draft = form if slug == "draft" else ContractForm.of(process)
    more = {"form": form, "draft": draft, "label": label, "act_id": act_id_of(request)}
    return render(request, template, page | more, status=status)


@login_required
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """/my/letters/<no>/: the addressee's and the sender's."""
    rows = Letter.objects.select_related(
        "bid__organization", "process__lot", "process__tender__project__buyer"
    )
    row = get_object_or_404(readable_letters(rows, of_request(request)), number=number)
    return render(request, "bidding/letter.html", contracts.letter_page(row))
