"""One kept clause: the second person confirms it, the authority notes it, the author takes it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.flow.answering import act_id_of, answer
from tenders.fair_review import acts
from tenders.fair_review.workflow import FairAnswerWorkflow
from tenders.forms.reviewing import AnswerForm
from tenders.models import FairAnswer
from tenders.views.desk import step_of


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def card(request: HttpRequest, answered: str) -> HttpResponse:
    """/my/fair-review/<no>/: what is offered follows from who looks."""
    actor = of_request(request)
    row = cast(
        FairAnswerWorkflow | None, FairAnswer.objects.with_people().concerning(actor).numbered(answered)
    )
    if row is None:
        raise Http404
    form = AnswerForm(request.POST or None)

    def show(status: int = 200) -> HttpResponse:
        offers = row.offers(actor, moment(request))
        steps = {name: step_of(offers, name) for name in ("second", "take_back", "take_note")}
        home = {"label": row.tender.title, "url": f"/my/tenders/{row.tender.number}/fairness/"}
        context = {
            "row": row,
            "form": form,
            "act_id": act_id_of(request),
            "crumbs": [home, {"label": row.number, "url": ""}],
        }
        return render(request, "tenders/my_fair_card.html", context | steps, status=status)

    def decide(given: dict[str, Any]) -> None:
        wanted: dict[str, Callable[[], None]] = {
            "second": lambda: row.second(act_for(request, "fairness.second")),
            "note": lambda: row.take_note(act_for(request, "fairness.note"), note=given["note"]),
            "undo": lambda: acts.undo(row.tender, act_for(request, "fairness.undo"), number=row.number),
        }
        wanted.get(request.POST.get("choice", ""), wanted["second"])()

    if request.method != "POST":
        return show()
    return answer(form, decide, to=lambda _: f"/my/fair-review/{answered}/", show=show)
