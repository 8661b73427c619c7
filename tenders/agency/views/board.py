"""The agency's workbench: duties and dates of all clients, and where an opening is held."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import sent
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import PLATFORM
from tenders import ics
from tenders.agency import actions
from tenders.agency.forms import OpeningForm
from tenders.agency.pages import board as shown
from tenders.agency.views.desk import crumbs, own_agency
from tenders.views.desk import own_tender


def _board(request: HttpRequest) -> shown.Board:
    client = request.GET.get("client", "")[:18]
    return shown.Board(own_agency(request), of_request(request), moment(request), client)


@login_required
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """/my/agency/?client=: what is to be done, for whom, until when; which openings clash."""
    found = _board(request)
    context = {
        "groups": found.duties(), "clients": found.clients(), "openings": found.openings(), "dates": found.dates(),
        "projects": found.projects(), "client": found.client, "now": found.now, "crumbs": [{"label": "代理工作台", "url": ""}],
    }  # fmt: skip
    return render(request, "tenders/agency/board.html", context)


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """/my/agency/calendar.ics?client=: every coming date of the clients' projects."""
    found = _board(request)
    text = ics.calendar(
        "代理项目日历", found.entries(), stamp=shown.stamp(found), url=f"{settings.SITE_URL}/my/agency/"
    )
    headers = {"Content-Disposition": 'attachment; filename="agency.ics"', "Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def opening(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/openings/<no>/: room and host."""
    agency, row = own_agency(request), own_tender(request, number)
    found = _board(request)
    plan = found.plans.get(row.pk)
    form = OpeningForm(**sent(request, "opening.arrange"), hosts=shown.hosts(agency), plan=plan)

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "tender": row, "clashes": shown.clash_of(found, row), "law": PLATFORM["OPENING-SLOT"],
            "act_id": act_id_of(request), "now": found.now, "crumbs": crumbs(("安排开标", "")),
        }  # fmt: skip
        return render(request, "tenders/agency/opening.html", context, status=status)

    def arrange(given: dict[str, Any]) -> None:
        actions.arrange_opening(
            row, act_for(request, "opening.arrange"), room=given["room"], host=given["host"]
        )

    if row.deadline_at is None:
        raise Http404
    if request.method != "POST":
        return show()
    return answer(form, arrange, to=lambda _: f"/my/agency/openings/{number}/", show=show)
