"""Where an objection to the documents or to the result is filed, with its period computed."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from bidding import actions, remedy_pages
from bidding.forms.remedies import ObjectionForm
from bidding.models import Process
from bidding.views.bids import signed_in, unit_of
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.flow.answering import act_id_of, answer
from tenders import actions as tender_actions
from tenders.models import Tender


def _subject(request: HttpRequest) -> tuple[Tender, Process | None]:
    """`?lot=` or `?tender=…&kind=result`: a lot's result; else a tender's documents."""
    lots = Process.objects.visible_to(of_request(request)).published().with_tender()
    if number := request.GET.get("lot"):
        process = lots.numbered(number)
    else:
        rows = lots.of_tender(request.GET.get("tender", ""))
        process = rows.posted().first() or rows.first()
    if process is None:
        raise Http404
    about_result = bool(request.GET.get("lot")) or request.GET.get("kind") == "result"
    return process.tender, process if about_result else None


@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """/my/remedies/new/: the period and its sum, request, facts; then the receipt."""
    tender, process = _subject(request)
    form = ObjectionForm(request.POST if request.method == "POST" else None)

    def show(status: int) -> HttpResponse:
        context = remedy_pages.new(tender, process, moment(request)) | {
            "form": form,
            "act_id": act_id_of(request),
        }
        return render(request, "bidding/remedy_new.html", context, status=status)

    def call(given: dict[str, Any]) -> str:
        act, unit = act_for(request, "objection.file"), unit_of(request)
        if process is None:
            return tender_actions.object_to_documents(
                tender, act, organization=unit, request=given["request"], facts=given["facts"]
            )
        return actions.object_to_result(
            process, act, organization=unit, request=given["request"], facts_stated=given["facts"]
        )

    if request.method != "POST":
        return show(200)
    return answer(form, call, to=lambda number: f"/receipts/{number}/", show=show)
