"""Which pages owner and agency agree on: list, proposal, signatures, the end."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.models import Organization
from marketplace.downloads import Download, send
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import CIVIL_CODE, TBL_REGULATION
from tenders.agency import actions
from tenders.agency.forms import EngagementForm, ReasonForm
from tenders.agency.models import Engagement
from tenders.agency.pages import engagements as shown
from tenders.agency.views.desk import crumbs, letter, own_unit
from tenders.agency.workflow import EngagementWorkflow

FORM_METHODS = ["GET", "HEAD", "POST"]
KIND = Organization.Kind
BOTH = (KIND.BUYER, KIND.AGENCY)
LIST = ("委托协议", "/my/agency/engagements/")


def _own(request: HttpRequest, number: str) -> EngagementWorkflow:
    row = Engagement.objects.visible_to(of_request(request)).numbered(number)
    if not isinstance(row, EngagementWorkflow):
        raise Http404
    return row


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/my/agency/engagements/: the unit's agreements."""
    unit, actor, now = own_unit(request, *BOTH), of_request(request), moment(request)
    found = list(Engagement.objects.visible_to(actor).in_full())
    context = {
        "rows": shown.rows(found, actor, now), "unit": unit, "now": now, "crumbs": crumbs((LIST[0], "")),
        "is_agency": unit.kind == KIND.AGENCY,
    }  # fmt: skip
    return render(request, "tenders/agency/engagements.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """/my/agency/engagements/new/: either side proposes."""
    unit = own_unit(request, *BOTH)
    other = KIND.BUYER if unit.kind == KIND.AGENCY else KIND.AGENCY
    form = EngagementForm(
        **sent(request, "engagement.propose"), others=list(Organization.objects.of_kind(other))
    )

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "act_id": act_id_of(request), "law": TBL_REGULATION[14],
            "crumbs": crumbs(LIST, ("起草委托协议", "")),
        }  # fmt: skip
        return render(request, "tenders/agency/engagement_new.html", context, status=status)

    def propose(_: dict[str, Any]) -> str:
        return actions.propose(unit, act_for(request, "engagement.propose"), **form.inputs())

    if request.method != "POST":
        return show()
    return answer(form, propose, to=lambda number: f"/my/agency/engagements/{number}/", show=show)


def _show(
    request: HttpRequest, row: EngagementWorkflow, sign: ActForm, end: ReasonForm, status: int
) -> HttpResponse:
    actor, now = of_request(request), moment(request)
    offers = row.offers(actor, now)
    ending = shown.named(offers, row, actor, "decline") or shown.named(offers, row, actor, "revoke")
    context = {
        "row": row, "chip": shown.state(row, now), "ended": shown.ended(row), "terms": shown.terms(row),
        "scope": shown.scope(row), "signatures": shown.signatures(row), "signing": shown.signing(offers, row, actor),
        "ending": ending, "sign": sign, "end": end, "act_id": act_id_of(request), "projects": shown.projects(row),
        "refused": shown.refused(row), "law": CIVIL_CODE[933] if row.state == "in_force" else TBL_REGULATION[14],
        "now": now, "crumbs": crumbs(LIST, (row.number, "")),
    }  # fmt: skip
    return render(request, "tenders/agency/engagement.html", context, status=status)


@login_required
@require_safe
def engagement(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/engagements/<no>/: what was agreed, who signed, what can be done now."""
    return _show(request, _own(request, number), ActForm(), ReasonForm(), 200)


@login_required
@require_POST
def sign(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/engagements/<no>/sign/: this side's signature; the owner's needs a second person."""
    row = _own(request, number)
    offer = shown.signing(row.offers(of_request(request), moment(request)), row, of_request(request))
    if offer is None:
        raise Http404
    form = ActForm(**sent(request, offer.step.action))

    def put(_: dict[str, Any]) -> str:
        act = act_for(request, offer.step.action)
        getattr(row, offer.step.name)(act)
        return f"/my/confirm/{act.id}/" if offer.step.class_a else row.get_absolute_url()

    return answer(form, put, to=str, show=partial(_show, request, row, form, ReasonForm()))


@login_required
@require_POST
def end(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/engagements/<no>/end/: not signing it, or ending it; at once, with a reason."""
    row = _own(request, number)
    offers = row.offers(of_request(request), moment(request))
    offer = next((one for one in offers if one.step.name in ("decline", "revoke")), None)
    if offer is None:
        raise Http404
    form = ReasonForm(**sent(request, offer.step.action))

    def stop(given: dict[str, Any]) -> str:
        getattr(row, offer.step.name)(act_for(request, offer.step.action), reason=given["reason"])
        return row.get_absolute_url()

    return answer(form, stop, to=str, show=partial(_show, request, row, ActForm(), form))


@login_required
@require_safe
def document(request: HttpRequest, number: str) -> HttpResponse:
    """/my/agency/engagements/<no>.pdf: the agreement on paper."""
    row, now = _own(request, number), moment(request)
    return letter(shown.paper(row, now), number, row.proposed_at)


@login_required
@require_safe
def paper(request: HttpRequest, number: str) -> HttpResponseBase:
    """/my/agency/engagements/<no>/paper/: the signed paper somebody uploaded."""
    row = _own(request, number)
    if not row.paper:
        raise Http404
    return send(
        request, Download(lambda: row.paper.open("rb"), row.paper_name, row.paper.size, row.paper_sha256)
    )
