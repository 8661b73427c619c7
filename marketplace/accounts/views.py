"""How people change the unit they act for, and let somebody act for them."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts import actions, actors
from marketplace.accounts.forms import DelegationForm, actions_in, in_words
from marketplace.accounts.models import Delegation, Membership, User
from marketplace.accounts.signin.onward import next_of
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.law.statutes import PLATFORM


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


@login_required
@require_POST
def organization(request: HttpRequest, uscc: str = "") -> HttpResponse:
    """/my/organization/: act in another of one's own units; duties and messages change with it."""
    wanted = uscc or request.POST.get("organization", "")
    rows = [row for row in actors.memberships(_me(request)) if row.organization.uscc == wanted]
    if not rows:
        raise Http404
    request.session["organization"] = rows[0].organization_id
    return HttpResponseRedirect(next_of(request))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delegations(request: HttpRequest) -> HttpResponse:
    """/my/delegations/: who acts for whom, from when to when; give a new one."""
    now, actor = actors.moment(request), actors.of_request(request)
    colleagues = list(Membership.objects.colleagues(actor.org_id, _me(request))) if actor.org_id else []
    form = DelegationForm(request.POST if request.method == "POST" else None, colleagues=colleagues, now=now)

    def show(status: int = 200) -> HttpResponse:
        rows = Delegation.objects.with_people().in_force_or_ahead(now)
        context = {
            "form": form, "act_id": act_id_of(request), "now": now, "colleagues": colleagues, "actor": actor,
            "given": [_row(row) for row in rows.given_by(_me(request))],
            "taken": [_row(row) for row in rows.taken_by(_me(request))],
            "law": PLATFORM["TWO-PERSONS"], "crumbs": [{"label": "待办", "url": "/my/"}, {"label": "代办授权", "url": ""}],
        }  # fmt: skip
        return render(request, "accounts/delegations.html", context, status=status)

    def give(given: dict[str, Any]) -> str:
        unit = next(
            row.organization
            for row in actors.memberships(_me(request))
            if row.organization_id == actor.org_id
        )
        return actions.delegate(
            _me(request), actors.act_for(request, "delegation.give"), taker=form.people[given["taker"]],
            organization=unit, since=given["since"], until=given["until"], scope=actions_in(given["scope"]),
        )  # fmt: skip

    if request.method != "POST":
        return show()
    return answer(form, give, to=lambda _: "/my/delegations/", show=show)


def _row(row: Delegation) -> dict[str, Any]:
    return {"row": row, "scope": in_words(row.scope)}


@login_required
@require_POST
def revoke(request: HttpRequest) -> HttpResponse:
    """/my/delegations/revoke/: take it back now. A refusal has its own page."""
    key = request.POST.get("delegation", "")
    if not key.isdecimal():
        raise Http404
    actions.revoke(_me(request), actors.act_for(request, "delegation.revoke"), delegation=int(key))
    return SeeOther("/my/delegations/")
