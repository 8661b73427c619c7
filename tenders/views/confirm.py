"""The second person's page: exactly what is to be confirmed, and sending it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.flow import pending as second_person
from marketplace.flow.access import may
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.models import Pending
from marketplace.flow.workflow import Subject
from marketplace.law.statutes import PLATFORM
from tenders.forms.changing import RejectForm
from tenders.my_pages import confirming


def _asked(request: HttpRequest, act_id: UUID) -> tuple[Pending, Subject]:
    """The waiting act and its thing, for those who may take it; to others it does not exist."""
    row = Pending.objects.of_act(act_id)
    if row is None:
        raise Http404
    thing = second_person.subject_of(row)
    if not may(of_request(request), row.action, thing):
        raise Http404
    return row, thing


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, act_id: UUID) -> HttpResponse:
    """/my/confirm/<act_id>/: confirm, or send back with a reason; afterwards what now exists."""
    row, thing = _asked(request, act_id)
    back = request.POST.get("decision") == "reject"
    yes = ActForm(**sent(request, row.action))
    no = RejectForm(**sent(request, row.action)) if back else RejectForm()

    def show(status: int = 200) -> HttpResponse:
        return render(
            request, "tenders/my_confirm.html", _context(request, row, thing, yes, no), status=status
        )

    def decide(given: dict[str, Any]) -> None:
        act = act_for(request, row.action)
        if back:
            second_person.reject(row, act, reason=given["reason"])
        else:
            second_person.confirm(row, act)

    if request.method != "POST":
        return show()
    return answer(no if back else yes, decide, to=lambda _: f"/my/confirm/{act_id}/", show=show)


def _context(
    request: HttpRequest, row: Pending, thing: Subject, yes: ActForm, no: RejectForm
) -> dict[str, Any]:
    actor, now = of_request(request), moment(request)
    offer = confirming.offer_of(row, thing, actor, now) if row.decided_at is None else None
    shown = confirming.preview(row, thing, actor, now) if offer and offer.refused is None else []
    published = confirming.published(row, thing)
    return {
        "asked": row, "facts": confirming.facts(row), "effect": confirming.EFFECTS.get(row.action, confirming.EFFECT),
        "form": yes, "back": no, "own": actor.user_id in (row.asked_by_id, row.asked_principal), "offer": offer,
        "stale": row.decided_at is None and thing.version != row.version, "notices": shown, "published": published,
        "act_id": act_id_of(request), "now": now, "law": PLATFORM["TWO-PERSONS"],
        "home": thing.desk_url or f"/my/tenders/{thing.tender_number}/", "crumbs": [
            {"label": "待办", "url": "/my/"}, {"label": f"复核确认：{row.title}", "url": ""},
        ],
    }  # fmt: skip
