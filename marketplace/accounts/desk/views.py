"""What the desk's requests do: look, verify, send back, refuse; look again at what one person decided."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.desk import defects, pages
from marketplace.accounts.desk.forms import (
    AcceptForm,
    LookForm,
    ObjectForm,
    ReasonForm,
    ReturnForm,
    SettleForm,
)
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.lists import SAMPLES, UNITS
from marketplace.accounts.models import Organization, OrganizationState
from marketplace.accounts.registration.workflow import OrganizationWorkflow
from marketplace.flow import sampling
from marketplace.flow.access import Role
from marketplace.flow.acts import Act
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.models import Sample
from marketplace.lists import as_file

FORMS = ["GET", "HEAD", "POST"]
View = Callable[..., HttpResponseBase]


def at_the_desk(view: View) -> View:
    """The centre's people; to everybody else there is no desk."""

    @never_cache
    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if Role.CENTRE not in of_request(request).standing:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@require_safe
@at_the_desk
def queue(request: HttpRequest) -> HttpResponseBase:
    """/desk/orgs/: who waits, by age."""
    asked = request.GET.get("state", "")
    chosen = asked if asked in OrganizationState.values else ""
    rows = Organization.objects.in_state(chosen) if chosen else Organization.objects.waiting()
    if (file := as_file(request, UNITS, rows)) is not None:
        return file
    return render(request, "accounts/desk_orgs.html", pages.queue(chosen, moment(request)))


# action of the form → its class, and what it asks the unit's workflow to do
ACTIONS = {
    "organization.accept": AcceptForm, "organization.send_back": ReturnForm, "organization.refuse": ReasonForm,
    "organization.reopen": ReasonForm,
}  # fmt: skip


def _take(unit: OrganizationWorkflow, name: str, form: Any, act: Act) -> None:
    """The one step that the form is for."""
    if name == "organization.accept":
        unit.accept(act, licence_until=form.until)
    elif name == "organization.send_back":
        found = defects.named(form.given["ticked"], form.given["defects"])
        back = unit.return_change if unit.state == OrganizationState.CHANGING else unit.send_back
        back(act, defects=found)
    elif name == "organization.refuse":
        unit.refuse(act, reason=form.given["reason"])
    else:
        unit.reopen(act, reason=form.given["reason"])


@csp_update({"frame-src": ["'self'"]})
@require_http_methods(FORMS)
@at_the_desk
def org(request: HttpRequest, uscc: str) -> HttpResponse:
    """/desk/orgs/<code>/: the scan beside the values; accept, send back, refuse, verify again."""
    unit = cast(OrganizationWorkflow | None, Organization.objects.coded(uscc))
    if unit is None:
        raise Http404(uscc)
    asked = request.POST.get("action", "") if request.method == "POST" else ""
    forms = {name: _form(request, kind, name, name == asked) for name, kind in ACTIONS.items()}

    def show(status: int = 200) -> HttpResponse:
        context = pages.one(unit, unit.offers(of_request(request), moment(request)), moment(request))
        named = {name.partition(".")[2]: form for name, form in forms.items()}
        context |= {"forms": named, "act_id": act_id_of(request), "bound": forms.get(asked)}
        return render(request, "accounts/desk_org.html", context, status=status)

    if asked not in forms:
        return show(200 if request.method != "POST" else 422)
    return answer(
        forms[asked], lambda _: _take(unit, asked, forms[asked], act_for(request, asked)),
        to=lambda _: f"/desk/orgs/{uscc}/", show=show,
    )  # fmt: skip


def _form(request: HttpRequest, kind: type[ActForm], action: str, used: bool) -> ActForm:
    """Of the forms on the page only the one that was sent is bound; ids differ, so that labels do."""
    made = sent(request, action) | ({} if used else {"data": None, "files": None})
    return kind(**made, auto_id=f"{action.partition('.')[2]}_%s")


# ── samples ─────────────────────────────────────────────────────────────────


@require_safe
@at_the_desk
def samples(request: HttpRequest) -> HttpResponseBase:
    """/desk/samples/: what one person decided and another has not looked at."""
    if (file := as_file(request, SAMPLES, Sample.objects.with_people())) is not None:
        return file
    return render(request, "accounts/desk_samples.html", pages.samples(of_request(request), moment(request)))


LOOKS: dict[str, tuple[type[ActForm], str]] = {
    "agree": (LookForm, "sample.agree"), "object": (ObjectForm, "sample.object"), "settle": (SettleForm, "sample.settle"),
}  # fmt: skip


@require_http_methods(FORMS)
@at_the_desk
def sample(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/samples/<number>/: agree or object; the head settles."""
    row = Sample.objects.numbered(number)
    if row is None:
        raise Http404(number)
    asked = request.POST.get("decision", "") if request.method == "POST" else ""
    forms = {name: _form(request, kind, f"x.{name}", name == asked) for name, (kind, _) in LOOKS.items()}

    def show(status: int = 200) -> HttpResponse:
        context = pages.sample(row, of_request(request), moment(request)) | {
            "forms": forms,
            "act_id": act_id_of(request),
        }
        return render(
            request, "accounts/desk_sample.html", context | {"bound": forms.get(asked)}, status=status
        )

    if asked not in forms:
        return show(200 if request.method != "POST" else 422)
    action = LOOKS[asked][1]
    return answer(
        forms[asked],
        lambda given: _look(row, asked, given, act_for(request, action)),
        to=lambda _: row.desk_url,
        show=show,
    )


def _look(row: Sample, decision: str, given: dict[str, Any], act: Act) -> None:
    if decision == "agree":
        sampling.agree(row, act, note=given["note"])
    elif decision == "settle":
        sampling.settle(row, act, settlement=given["settlement"])
    else:
        owner = pages.head_of(row.unit, {row.done_by_id, row.done_for, act.person_id})
        sampling.disagree(row, act, note=given["note"], settle_by=owner)
