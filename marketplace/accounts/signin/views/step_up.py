"""Proving again who one is, before an act with legal effect or a change of the account."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marketplace.accounts import actions, actors
from marketplace.accounts.models import User
from marketplace.accounts.signin import limits, proving
from marketplace.accounts.signin.codes import Purpose
from marketplace.accounts.signin.onward import next_of
from marketplace.accounts.signin.views.proof import Proof
from marketplace.accounts.signin.ways import held_by
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.law.statutes import PLATFORM

View = Callable[..., HttpResponse]


@login_required
@sensitive_post_parameters("password", "code")
@require_http_methods(["GET", "HEAD", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """/my/step-up/?next=: by whichever way the person has; statements of the next half hour cite this act."""
    user, now = cast(User, request.user), actors.moment(request)
    proof = Proof.asked(request, user, held_by(user).again(), Purpose.STEP_UP)

    def show(status: int = 200) -> HttpResponse:
        context = proof.context() | {
            "act_id": act_id_of(request), "next": next_of(request), "law": PLATFORM["STEP-UP"],
            "proved": actors.stepped_up(user, now), "crumbs": [{"label": "再次验证身份", "url": ""}],
        }  # fmt: skip
        return render(request, "accounts/step_up.html", context, status=status)

    def prove(given: dict[str, Any]) -> str:
        limits.allow_again(request)
        proving.prove(user, proof.way, given, now, Purpose.STEP_UP)
        return actions.step_up(user, actors.act_for(request, "account.step_up"), proved_by=str(proof.way))

    if request.method != "POST" or not proof.ways:
        return show()
    if proof.sends:
        return proof.send(show)
    if str(user.step_up_act) == act_id_of(request):  # sent twice: a code is good once, the act is done
        return SeeOther(next_of(request))
    return answer(proof.form, prove, to=lambda _: next_of(request), show=show)


def after_step_up(view: View) -> View:
    """The page is for whoever proved within 30 minutes who they are; others prove first and come back."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if actors.stepped_up(cast(User, request.user), actors.moment(request)):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method != "POST" else reverse("my-account")
        return HttpResponseRedirect(f"{reverse('my-step-up')}?{urlencode({'next': back})}")

    return login_required(guarded)
