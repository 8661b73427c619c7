"""How people sign in, prove again who they are, change their unit, and let somebody act for them."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.views import LoginView
from allauth.core import ratelimit
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts import actions, actors, demo
from marketplace.accounts.forms import DelegationForm, SignInForm, StepUpForm, actions_in, in_words
from marketplace.accounts.models import Delegation, Membership, User
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.law.statutes import PLATFORM


class SignIn(LoginView):  # type: ignore[misc] # allauth is untyped
    """/accounts/login/: user name and password; a demo lists its people."""

    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail sends whoever may not enter its admin to this page; sending them back would go round."""
        if _next(request).startswith("/manage/") and _is_kept_out(request):
            raise NotPermitted(
                "ACCESS-DENIED", "网站后台由网站编辑使用，您现在的身份不能进入", PLATFORM["ACCESS"]
            )
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people = demo.cast() if settings.MOVABLE_CLOCK else demo.NOBODY
        context = cast(dict[str, Any], super().get_context_data(**kwargs)) | {"cast": people}
        context.pop("site", None)  # allauth's own; ours comes from marketplace.context
        return context


def _next(request: HttpRequest, otherwise: str = "/my/") -> str:
    """Where to go on: only to a page of this site."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else otherwise


def _is_kept_out(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin")


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


@login_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def step_up(request: HttpRequest) -> HttpResponse:
    """/my/step-up/?next=: the password again; statements of the next half hour cite this act."""
    form = StepUpForm(request.POST if request.method == "POST" else None)
    now = actors.moment(request)

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "act_id": act_id_of(request), "next": _next(request), "law": PLATFORM["STEP-UP"],
            "proved": actors.stepped_up(_me(request), now), "crumbs": [{"label": "再次验证身份", "url": ""}],
        }  # fmt: skip
        return render(request, "accounts/step_up.html", context, status=status)

    def prove(given: dict[str, Any]) -> str:
        if not ratelimit.consume(request, action="reauthenticate", user=request.user):
            raise Refused(
                "TOO-MANY-TRIES", "密码试错次数过多，请 1 分钟后再试", PLATFORM["STEP-UP"], field="password"
            )
        if not request.user.check_password(given["password"]):
            raise Refused("WRONG-PASSWORD", "密码不对，请重新输入", PLATFORM["STEP-UP"], field="password")
        return actions.step_up(_me(request), actors.act_for(request, "account.step_up"), proved_by="password")

    return show() if request.method != "POST" else answer(form, prove, to=lambda _: _next(request), show=show)


@login_required
@require_POST
def organization(request: HttpRequest, uscc: str = "") -> HttpResponse:
    """/my/organization/: act in another of one's own units; duties and messages change with it."""
    wanted = uscc or request.POST.get("organization", "")
    rows = [row for row in actors.memberships(_me(request)) if row.organization.uscc == wanted]
    if not rows:
        raise Http404
    request.session["organization"] = rows[0].organization_id
    return HttpResponseRedirect(_next(request))


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
