"""Where a buyer keeps planned purchases, hands them over and publishes them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import sent
from marketplace.accounts.models import Organization
from marketplace.flow.access import may
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.law.statutes import INTENTIONS
from marketplace.lists import as_file
from tenders.intentions import actions, pages
from tenders.intentions.forms import ChooseForm, PlanForm
from tenders.intentions.models import Intention, IntentionBatch
from tenders.intentions.workflow import IntentionBatchWorkflow
from tenders.lists import OWN_INTENTIONS
from tenders.queries import unit_of

FORM_METHODS = ["GET", "HEAD", "POST"]
SHOWN = 100


def _unit(request: HttpRequest) -> Organization:
    """The buyer in whose name the person is here; others plan nothing here."""
    unit = unit_of(of_request(request))
    if unit is None or unit.kind != Organization.Kind.BUYER:
        raise Http404
    return unit


@login_required
@require_http_methods(FORM_METHODS)
def index(request: HttpRequest) -> HttpResponseBase:
    """/my/intentions/: drafts to choose from, what waits, what is public."""
    unit, actor, now = _unit(request), of_request(request), moment(request)
    own = Intention.objects.of_unit(actor)
    if file := as_file(request, OWN_INTENTIONS, own.in_order()):
        return file
    drafts = list(own.drafts())
    form = ChooseForm(**sent(request, "intention.gather"), drafts=drafts)

    def show(status: int = 200) -> HttpResponse:
        chosen = request.POST.getlist("numbers")
        context = {
            "form": form, "act_id": act_id_of(request), "drafts": pages.drafts(drafts, chosen, now),
            "over": own.handed_over()[:SHOWN], "earliest": pages.earliest(now), "law": INTENTIONS,
            "may_write": may(actor, "intention.write", unit), "crumbs": pages.crumbs(), "now": now,
        }  # fmt: skip
        return render(request, "tenders/intentions.html", context, status=status)

    def gather(given: dict[str, Any]) -> str:
        return actions.gather(unit, act_for(request, "intention.gather"), numbers=sorted(given["numbers"]))

    if request.method != "POST":
        return show()
    return answer(form, gather, to=lambda number: f"/my/intentions/batches/{number}/", show=show)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, number: str = "") -> HttpResponse:
    """/my/intentions/new/ and /my/intentions/<no>/: one planned purchase."""
    unit = _unit(request)
    row = Intention.objects.of_unit(of_request(request)).drafts().numbered(number) if number else None
    if number and row is None:
        raise Http404
    form = PlanForm(**sent(request, "intention.write"), initial=PlanForm.of(row) if row else None)

    def show(status: int = 200) -> HttpResponse:
        now, title = moment(request), row.title if row else "新增采购意向"
        context = {
            "form": form, "act_id": act_id_of(request), "row": row, "title": title, "law": INTENTIONS,
            "earliest": pages.earliest(now), "crumbs": pages.crumbs((title, "")), "now": now,
        }  # fmt: skip
        return render(request, "tenders/intention.html", context, status=status)

    def write(_: dict[str, Any]) -> str:
        return actions.write(unit, act_for(request, "intention.write"), plan=form.plan, number=number)

    return (
        answer(form, write, to=lambda _: "/my/intentions/", show=show) if request.method == "POST" else show()
    )


@login_required
@require_POST
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """POST /my/intentions/<no>/drop/: a draft that will not be bought."""
    actions.drop(_unit(request), act_for(request, "intention.drop"), number=number)
    return SeeOther("/my/intentions/")


def _batch(request: HttpRequest, number: str) -> IntentionBatchWorkflow:
    found = IntentionBatch.objects.of_unit(of_request(request)).numbered(number)
    if found is None:
        raise Http404
    return cast(IntentionBatchWorkflow, found)


@login_required
@require_safe
def batch(request: HttpRequest, number: str) -> HttpResponse:
    """/my/intentions/batches/<no>/: exactly what becomes public, and by whom."""
    row, actor, now = _batch(request, number), of_request(request), moment(request)
    offers = {offer.step.name: offer for offer in row.offers(actor, now)}
    intentions = list(row.intentions.select_related("unit", "batch").order_by("month", "pk"))
    context = {
        "batch": row, "state": row.state_says(), "notices": pages.notices(row, intentions), "act_id": act_id_of(request),
        "publish": offers.get("publish"), "release": offers.get("release"), "crumbs": pages.crumbs((number, "")), "now": now,
    }  # fmt: skip
    return render(request, "tenders/intention_batch.html", context)


@login_required
@require_POST
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """POST …/publish/: class A; afterwards the page that shows what waits for the second person."""
    act = act_for(request, "intention.publish")
    _batch(request, number).publish(act)
    return SeeOther(f"/my/confirm/{act.id}/")


@login_required
@require_POST
def release(request: HttpRequest, number: str) -> HttpResponse:
    """POST …/release/: back to the drafts."""
    _batch(request, number).release(act_for(request, "intention.release"))
    return SeeOther("/my/intentions/")
