"""The owner's page on a telephone: what the agency asks to let out, and the owner's yes or no."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.models import User
from marketplace.flow.access import may_decide
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.flow.models import Pending
from marketplace.flow.pending import subject_of
from marketplace.law.statutes import PLATFORM
from tenders.agency import approving
from tenders.agency.forms import ReasonForm
from tenders.agency.pages import approvals as shown
from tenders.my_pages import confirming
from tenders.views.desk import own_tender
from tenders.workflow import TenderWorkflow

NAMES = {"approve": "tender.approve", "back": "tender.send_back"}


def _asked(request: HttpRequest, act_id: UUID) -> tuple[Pending, TenderWorkflow]:
    """The request and its project, for those who may decide; to others it does not exist."""
    row = Pending.objects.of_act(act_id)
    thing = subject_of(row) if row else None
    if (
        row is None
        or not isinstance(thing, TenderWorkflow)
        or not may_decide(of_request(request), row.action, thing)
    ):
        raise Http404
    return row, thing


@login_required
@require_safe
def of_project(request: HttpRequest, number: str) -> HttpResponse:
    """/my/approve/<no>/: to the request that waits, or the last one there was."""
    row = approving.last_request(own_tender(request, number))
    if row is None:
        raise Http404
    return SeeOther(f"/my/approve/{row.act_id}/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """/my/approve/<act>/: read, then 同意 or 退回; afterwards what now exists. The link itself signs nobody in."""
    row, tender = _asked(request, act_id)
    back = request.POST.get("decision") == "back"
    action = NAMES["back" if back else "approve"]
    yes = ActForm(**sent(request, action))
    no = ReasonForm(**sent(request, action)) if back else ReasonForm()

    def show(status: int = 200) -> HttpResponse:
        context = _context(request, row, tender) | {"form": yes, "back": no}
        return render(request, "tenders/agency/approve.html", context, status=status)

    def decide(given: dict[str, Any]) -> None:
        act = act_for(request, action)
        if back:
            approving.send_back(tender, act, asked=str(act_id), reason=given["reason"])
        else:
            approving.approve(tender, act, asked=str(act_id))

    if request.method != "POST":
        return show()
    return answer(no if back else yes, decide, to=lambda _: f"/my/approve/{act_id}/", show=show)


def _context(request: HttpRequest, row: Pending, tender: TenderWorkflow) -> dict[str, Any]:
    actor, now = of_request(request), moment(request)
    person = cast(User, request.user)
    notices, refused = shown.shown(row, tender, actor, now)
    return {
        "asked": row, "tender": tender, "facts": shown.facts(row, tender), "notices": notices, "refused": refused,
        "effect": confirming.EFFECTS.get(row.action, confirming.EFFECT), "verb": shown.verb(row),
        "dates": shown.dates(tender, row, now), "must_prove": shown.must_prove(person, now), "now": now,
        "published": confirming.published(row, tender), "act_id": act_id_of(request), "law": PLATFORM["TWO-PERSONS"],
        "here": request.path, "crumbs": [{"label": "待办", "url": "/my/"}, {"label": row.title, "url": ""}],
    }  # fmt: skip
