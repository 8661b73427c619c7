"""归档移交: the set by rule, the list, and the receipt of who keeps it."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.flow.access import may
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import E_TENDERING
from tenders.agency import actions
from tenders.agency.forms import HandoverForm, ReasonForm
from tenders.agency.models import Handover
from tenders.agency.pages import archive as shown
from tenders.agency.views.desk import crumbs, letter, own_agency
from tenders.agency.workflow import HandoverWorkflow

LIST = ("归档移交", "/my/agency/archive/")


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/my/agency/archive/: lots whose contract stands, and where their papers are."""
    own_agency(request)
    context = {
        "rows": shown.listed(of_request(request)), "now": moment(request), "crumbs": crumbs((LIST[0], "")),
    }  # fmt: skip
    return render(request, "tenders/agency/archive.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def lot(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/archive/<lot>/: what is there, what is missing; hand it over."""
    own_agency(request)
    tender = next((row for row, one in shown.contracted(of_request(request)) if one.number == number), None)
    if tender is None:
        raise Http404
    papers = shown.papers(tender, number)
    form = HandoverForm(**sent(request, "handover.hand"))

    def show(status: int = 200) -> HttpResponse:
        missing = [one.name for one in papers if one.is_missing]
        context = {
            "tender": tender, "lot": number, "checks": shown.checks(papers), "missing": missing, "form": form,
            "handed": [(row, shown.state(row)) for row in Handover.objects.of_lots([number]).in_full()],
            "refused": f"还缺 {'、'.join(missing)}" if missing else "", "law": E_TENDERING[40],
            "act_id": act_id_of(request), "now": moment(request), "crumbs": crumbs(LIST, (tender.title, "")),
        }  # fmt: skip
        return render(request, "tenders/agency/archive_lot.html", context, status=status)

    def hand(given: dict[str, Any]) -> str:
        return actions.hand_over_papers(
            tender, act_for(request, "handover.hand"), lot=number, to_centre=given["to"] == "centre",
            items=shown.items(papers), contents=shown.contents(tender, number),
        )  # fmt: skip

    if request.method != "POST":
        return show()
    return answer(form, hand, to=lambda made: f"/my/handovers/{made}/", show=show)


def _own(request: HttpRequest, number: str) -> HandoverWorkflow:
    row = Handover.objects.visible_to(of_request(request)).numbered(number)
    if not isinstance(row, HandoverWorkflow):
        raise Http404
    return row


def _show(request: HttpRequest, row: HandoverWorkflow, form: ActForm, status: int) -> HttpResponse:
    actor, now = of_request(request), moment(request)
    receives = may(actor, "handover.receive", row) and row.state == row.State.HANDED
    context = {
        "row": row, "chip": shown.state(row), "facts": shown.facts(row), "title": shown.title(row), "receives": receives,
        "form": form, "law": E_TENDERING[40], "act_id": act_id_of(request), "now": now,
        "crumbs": [{"label": "待办", "url": "/my/"}, {"label": shown.title(row), "url": ""}],
    }  # fmt: skip
    return render(request, "tenders/agency/handover.html", context, status=status)


@login_required
@require_safe
def handover(request: HttpRequest, number: str) -> HttpResponse:
    """/my/handovers/<no>/: the list, and the receipt."""
    return _show(request, _own(request, number), ReasonForm(), 200)


@login_required
@require_POST
def receive(request: HttpRequest, number: str) -> HttpResponse:
    """/my/handovers/<no>/receive/: everything is there."""
    row = _own(request, number)
    form = ActForm(**sent(request, "handover.receive"))

    def take(_: dict[str, Any]) -> None:
        row.receive(act_for(request, "handover.receive"))

    return answer(form, take, to=lambda _: row.get_absolute_url(), show=partial(_show, request, row, form))


@login_required
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """/my/handovers/<no>/back/: something is missing or does not agree."""
    row = _own(request, number)
    form = ReasonForm(**sent(request, "handover.receive"))

    def give_back(given: dict[str, Any]) -> None:
        row.send_back(act_for(request, "handover.receive"), reason=given["reason"])

    return answer(
        form, give_back, to=lambda _: row.get_absolute_url(), show=partial(_show, request, row, form)
    )


@login_required
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """/my/handovers/<no>.pdf: list and receipt on paper."""
    row = _own(request, number)
    return letter(shown.paper(row, moment(request)), number, row.handed_at)
