"""「复制上一个项目」: one page, the words of an earlier project and a new name."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from marketplace.accounts.actors import act_for, moment
from marketplace.accounts.forms import sent
from marketplace.flow.answering import act_id_of, answer
from tenders.agency import copying
from tenders.agency.copied import LAW
from tenders.agency.forms import CopyForm
from tenders.agency.pages import copies as shown
from tenders.agency.views.desk import crumbs, own_agency


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy(request: HttpRequest) -> HttpResponse:
    """/my/agency/copy/?client=: text goes along; dates, prices, people and numbers do not."""
    agency, now = own_agency(request), moment(request)
    clients = shown.clients(agency, now)
    client = shown.chosen(clients, request.GET.get("client", ""))
    sources = shown.sources(agency, client) if client else []
    form = CopyForm(**sent(request, "project.copy"), sources=shown.choices(sources))

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "clients": clients, "client": client, "sources": sources, "law": LAW,
            "act_id": act_id_of(request), "now": now, "crumbs": crumbs(("复制以前的项目", "")),
        }  # fmt: skip
        return render(request, "tenders/agency/copy.html", context, status=status)

    def make(given: dict[str, Any]) -> str:
        source = next(row for row in sources if row.number == given["source"])
        act = act_for(request, "project.copy")
        return copying.copy_tender(client, act, source=source, title=given["title"])  # type: ignore[arg-type]

    if request.method != "POST" or client is None:
        return show()
    return answer(form, make, to=lambda number: f"/my/tenders/{number}/", show=show)
