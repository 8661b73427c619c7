"""媒体台账: every notice on every medium, entered by owner or agency."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import sent
from marketplace.accounts.models import Organization
from marketplace.downloads import Download, send
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import NOTICES
from marketplace.notices.models import Notice
from tenders.agency import actions
from tenders.agency.forms import MediumForm
from tenders.agency.pages import media as shown
from tenders.agency.views.desk import crumbs, own_unit
from tenders.views.desk import own_tender
from tenders.workflow import TenderWorkflow

BOTH = (Organization.Kind.BUYER, Organization.Kind.AGENCY)
LIST = ("媒体台账", "/my/agency/media/")


def _own(request: HttpRequest, number: str) -> tuple[Notice, TenderWorkflow]:
    """A notice of a project that the person's unit runs; others do not exist."""
    row = Notice.objects.with_links().prefetch_related("proofs").numbered(number)
    if row is None:
        raise Http404
    return row, own_tender(request, row.tender)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/my/agency/media/?project=: the ledger of the unit's projects."""
    own_unit(request, *BOTH)
    rows = shown.ledger(shown.notices(of_request(request), request.GET.get("project", "")[:32]))
    context = {"rows": rows, "now": moment(request), "crumbs": crumbs((LIST[0], ""))}
    return render(request, "tenders/agency/media.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/media/<notice>/: its media, and one more."""
    row, tender = _own(request, number)
    form = MediumForm(**sent(request, "media.enter"), designated=shown.DESIGNATED)

    def show(status: int = 200) -> HttpResponse:
        context = {
            "notice": row, "tender": tender, "media": shown.media(row), "lacking": shown.lacking(row), "form": form,
            "first": shown.first(row), "law": NOTICES[8], "act_id": act_id_of(request), "now": moment(request),
            "crumbs": crumbs(LIST, (row.type_name, "")),
        }  # fmt: skip
        return render(request, "tenders/agency/medium.html", context, status=status)

    def enter(_: dict[str, Any]) -> None:
        actions.enter_medium(tender, act_for(request, "media.enter"), notice=number, **form.inputs())

    if request.method != "POST":
        return show()
    return answer(form, enter, to=lambda _: f"/my/agency/media/{number}/", show=show)


@login_required
@require_safe
def picture(request: HttpRequest, number: str, digest: str) -> HttpResponseBase:
    """/my/agency/media/<notice>/pictures/<digest>/: the picture somebody took of the page."""
    row, _ = _own(request, number)
    proof = next((one for one in row.proofs.all() if one.picture_sha256 == digest), None)
    if proof is None:
        raise Http404
    return send(
        request,
        Download(lambda: proof.picture.open("rb"), proof.picture_name, proof.picture.size, digest),
    )
