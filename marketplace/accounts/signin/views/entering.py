"""Signing in by password or SMS, and the second step of it."""

from __future__ import annotations

from typing import Any, cast

from allauth.account.internal.decorators import login_stage_required
from allauth.account.views import LoginView
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from marketplace.accounts import demo
from marketplace.accounts.actors import moment
from marketplace.accounts.forms import SignInForm
from marketplace.accounts.signin import codes, entering, limits, people, proving, sms, totp
from marketplace.accounts.signin.addresses import address_of
from marketplace.accounts.signin.codes import Purpose
from marketplace.accounts.signin.entering import SecondStep
from marketplace.accounts.signin.forms import PhoneForm, RememberedSmsForm, TotpForm
from marketplace.accounts.signin.onward import next_of, with_next
from marketplace.accounts.signin.views.proof import Proof
from marketplace.accounts.signin.ways import Way, held_by
from marketplace.flow.answering import answer
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.law.statutes import PLATFORM

_PHONE = "code_phone"  # the session's key: to which number the code of this sign-in was sent
_pages = require_http_methods(["GET", "HEAD", "POST"])


class SignIn(LoginView):  # type: ignore[misc] # allauth is untyped
    """/accounts/login/: telephone, user name or e-mail, and password; a demo lists its people."""

    form_class = SignInForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Wagtail sends whoever may not enter its admin to this page; sending them back would go round."""
        if next_of(request).startswith("/manage/") and _is_kept_out(request):
            raise NotPermitted(
                "ACCESS-DENIED", "网站后台由网站编辑使用，您现在的身份不能进入", PLATFORM["ACCESS"]
            )
        return cast(HttpResponse, super().dispatch(request, *args, **kwargs))

    def get_form_class(self) -> type[SignInForm]:
        return SignInForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        people_of_demo = demo.cast() if settings.MOVABLE_CLOCK else demo.NOBODY
        context = cast(dict[str, Any], super().get_context_data(**kwargs)) | {
            "cast": people_of_demo,
            "by_sms": with_next(reverse("account_code"), self.request) if sms.sender() else "",
        }
        context.pop("site", None)  # allauth's own; ours comes from marketplace.context
        return context


def _is_kept_out(request: HttpRequest) -> bool:
    return request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin")


@never_cache
@_pages
def ask_code(request: HttpRequest) -> HttpResponse:
    """/accounts/login/code/: to which number; the answer is the same whether it has an account or not."""
    if request.user.is_authenticated:
        return HttpResponseRedirect(next_of(request))
    form = PhoneForm(request.POST if request.method == "POST" else None)

    def send(given: dict[str, Any]) -> str:
        codes.send(given["phone"], Purpose.SIGN_IN, moment(request), address=address_of(request))
        request.session[_PHONE] = given["phone"]
        return with_next(reverse("account_enter_code"), request)

    def show(status: int = 200) -> HttpResponse:
        demo_phones = people.of_cast(demo.cast()) if settings.MOVABLE_CLOCK else []
        context = _passing_on(request, form=form, demo_phones=demo_phones)
        return render(request, "account/ask_code.html", context, status=status)

    return show() if request.method != "POST" else answer(form, send, to=str, show=show)


@never_cache
@sensitive_post_parameters("code")
@_pages
def enter_code(request: HttpRequest) -> HttpResponse:
    """/accounts/login/code/enter/: the figures of the SMS."""
    phone = request.session.get(_PHONE)
    if phone is None or request.user.is_authenticated:
        return HttpResponseRedirect(with_next(reverse("account_code"), request))
    form = RememberedSmsForm(request.POST if request.method == "POST" else None)

    def enter(given: dict[str, Any]) -> HttpResponse:
        codes.check(phone, Purpose.SIGN_IN, given["code"], moment(request))
        user = people.with_phone(phone)
        if user is None:
            raise Refused("ACCOUNT-GONE", "这个账户已经停用，请拨打服务热线", PLATFORM["IDENTITY"])
        del request.session[_PHONE]
        return entering.let_in(request, user, Way.SMS, to=next_of(request, ""), remember=given["remember"])

    def show(status: int = 200) -> HttpResponse:
        more = {"form": form, "phone": people.masked(phone), "whole_phone": phone}
        return render(request, "account/enter_code.html", _passing_on(request, **more), status=status)

    if request.method != "POST":
        return show()
    return answer(form, enter, to=lambda response: cast(str, response["Location"]), show=show)


def _passing_on(request: HttpRequest, **more: Any) -> dict[str, Any]:
    return more | {
        "next": next_of(request, ""),
        "by_password": with_next(reverse("account_login"), request),
        "change_phone": with_next(reverse("account_code"), request),
    }


@login_stage_required(stage=SecondStep.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
@sensitive_post_parameters("password", "code")
@_pages
def second_step(request: HttpRequest) -> HttpResponse:
    """/accounts/second/: a way other than the first one."""
    stage = request._login_stage  # type: ignore[attr-defined]
    user, first = stage.login.user, entering.first_of(stage)
    held = held_by(user)
    if entering.must_set_up(held, first):
        return _set_up(request, stage)
    proof = Proof.asked(request, user, held.second_to(first), Purpose.SECOND)

    def show(status: int = 200) -> HttpResponse:
        return render(request, "account/second_step.html", proof.context() | {"first": first}, status=status)

    def enter(given: dict[str, Any]) -> HttpResponse:
        limits.allow_second(request, user)
        proving.prove(user, proof.way, given, moment(request), Purpose.SECOND)
        limits.forget(request, user)
        return entering.second_done(request, stage, proof.way)

    if request.method != "POST" or not proof.ways:
        return show()
    if proof.sends:
        return proof.send(show)
    return answer(proof.form, enter, to=lambda response: cast(str, response["Location"]), show=show)


def _set_up(request: HttpRequest, stage: SecondStep) -> HttpResponse:
    """Their unit asks for two steps and they have no second: they set one up here, before they are in."""
    user = stage.login.user
    form = TotpForm(request.POST if request.method == "POST" else None)

    def activate(given: dict[str, Any]) -> HttpResponse:
        limits.allow_second(request, user)
        totp.activate(user, request.session, given["code"], moment(request))
        return entering.second_done(request, stage, Way.TOTP)

    def show(status: int = 200) -> HttpResponse:
        return render(
            request,
            "account/must_set_up.html",
            totp.page(user, request.session) | {"form": form},
            status=status,
        )

    if request.method != "POST":
        return show()
    return answer(form, activate, to=lambda response: cast(str, response["Location"]), show=show)
