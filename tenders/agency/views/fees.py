"""代理费通知: computed from the award, sent to who pays, noted when it is paid."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import TBL_REGULATION
from tenders.agency import actions
from tenders.agency import fees as formulas
from tenders.agency.forms import FeeForm, ReasonForm
from tenders.agency.models import AgencyFee
from tenders.agency.pages import fees as shown
from tenders.agency.views.desk import crumbs, letter, own_agency
from tenders.agency.workflow import AgencyFeeWorkflow

LAW = TBL_REGULATION[14]
LIST = ("代理费", "/my/agency/fees/")


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/my/agency/fees/: notices, and awards for which there is none yet."""
    agency, actor = own_agency(request), of_request(request)
    found = shown.listed(actor)
    context = {
        "rows": [(row, shown.state(row)) for row in found], "claims": shown.claims(agency, actor, found),
        "now": moment(request), "crumbs": crumbs((LIST[0], "")),
    }  # fmt: skip
    return render(request, "tenders/agency/fees.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, lot: str) -> HttpResponse:
    """/my/agency/fees/new/<lot>/: the computation, and until when it is paid."""
    agency, actor, now = own_agency(request), of_request(request), moment(request)
    found = shown.claims(agency, actor, shown.listed(actor))
    claim = next((one for one in found if one.award.lot == lot), None)
    if claim is None or claim.engagement is None or claim.computed is None:
        raise Http404
    engagement, computed = claim.engagement, claim.computed
    form = FeeForm(**sent(request, "fee.issue"), initial={"due_on": shown.usual_day(now)})

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "claim": claim, "lines": shown.lines(computed, formulas.read(engagement.formula)), "law": LAW,
            "words": formulas.in_words(formulas.read(engagement.formula)), "act_id": act_id_of(request), "now": now,
            "crumbs": crumbs(LIST, ("发出代理费通知", "")),
        }  # fmt: skip
        return render(request, "tenders/agency/fee_new.html", context, status=status)

    def issue(given: dict[str, Any]) -> str:
        act = act_for(request, "fee.issue")
        return actions.issue_fee(engagement, act, tender=claim.tender, lot=lot, due_on=given["due_on"])

    if request.method != "POST":
        return show()
    return answer(form, issue, to=lambda number: f"/my/fees/{number}/", show=show)


def _own(request: HttpRequest, number: str) -> AgencyFeeWorkflow:
    """For the agency, who pays, and the owner; to others it does not exist."""
    row = AgencyFee.objects.visible_to(of_request(request)).numbered(number)
    if not isinstance(row, AgencyFeeWorkflow):
        raise Http404
    return row


def _show(request: HttpRequest, row: AgencyFeeWorkflow, form: ActForm, status: int) -> HttpResponse:
    actor, now = of_request(request), moment(request)
    offers = shown.offers(row, row.offers(actor, now), actor)
    context = {
        "row": row, "chip": shown.state(row), "facts": shown.facts(row), "lines": shown.computation(row),
        "offers": {one.step.name: one for one in offers}, "form": form, "act_id": act_id_of(request), "law": LAW,
        "now": now, "crumbs": [{"label": "待办", "url": "/my/"}, {"label": f"代理费通知 {row.number}", "url": ""}],
    }  # fmt: skip
    return render(request, "tenders/agency/fee.html", context, status=status)


@login_required
@require_safe
def fee(request: HttpRequest, number: str) -> HttpResponse:
    """/my/fees/<no>/: how much, how it was computed, paid or not."""
    return _show(request, _own(request, number), ReasonForm(), 200)


@login_required
@require_POST
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """/my/fees/<no>/settle/: the money is there."""
    row = _own(request, number)
    form = ActForm(**sent(request, "fee.settle"))

    def note(_: dict[str, Any]) -> None:
        row.settle(act_for(request, "fee.settle"))

    return answer(form, note, to=lambda _: row.get_absolute_url(), show=partial(_show, request, row, form))


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """/my/fees/<no>/withdraw/: it was wrong."""
    row = _own(request, number)
    form = ReasonForm(**sent(request, "fee.withdraw"))

    def take_back(given: dict[str, Any]) -> None:
        row.withdraw(act_for(request, "fee.withdraw"), reason=given["reason"])

    return answer(
        form, take_back, to=lambda _: row.get_absolute_url(), show=partial(_show, request, row, form)
    )


@login_required
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """/my/fees/<no>.pdf: the notice on paper."""
    row = _own(request, number)
    return letter(shown.paper(row, moment(request)), number, row.issued_at)
