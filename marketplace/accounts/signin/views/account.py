"""One's own account: telephone, e-mail, password, ways of proof, where one is signed in."""

from __future__ import annotations

from typing import Any, cast

from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment
from marketplace.accounts.models import User
from marketplace.accounts.signin import account_page, actions, codes, passkeys, people, sign_ins, totp
from marketplace.accounts.signin.actions import Secret
from marketplace.accounts.signin.addresses import address_of
from marketplace.accounts.signin.codes import Purpose
from marketplace.accounts.signin.forms import (
    BothCodesForm,
    EmailForm,
    MailCodeForm,
    NewPasswordForm,
    NewPhoneForm,
    PasskeyNameForm,
    TotpForm,
)
from marketplace.accounts.signin.views.step_up import after_step_up
from marketplace.accounts.signin.ways import Way
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.law.statutes import PLATFORM

HOME = "/my/account/"
_pages = require_http_methods(["GET", "HEAD", "POST"])
_NEW_PHONE, _NEW_EMAIL = "new_phone", "new_email"  # the session's keys: what is to be proved


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _page(request: HttpRequest, title: str, form: forms.Form, status: int, **more: Any) -> HttpResponse:
    """One form under one heading, with the way back."""
    context = {
        "title": title, "form": form, "act_id": act_id_of(request), "law": PLATFORM["OWN-ACCOUNT"],
        "crumbs": [{"label": "我的账户", "url": HOME}, {"label": title, "url": ""}],
    }  # fmt: skip
    template = more.pop("template", "accounts/account_form.html")
    return render(request, template, context | more, status=status)


@never_cache
@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """/my/account/."""
    context = account_page.context(_me(request), request.session.session_key or "")
    crumbs = [{"label": "待办", "url": "/my/"}, {"label": "我的账户", "url": ""}]
    return render(
        request, "accounts/account.html", context | {"act_id": act_id_of(request), "crumbs": crumbs}
    )


@after_step_up
@_pages
def phone(request: HttpRequest) -> HttpResponse:
    """/my/account/phone/: which number; codes go to it and to the old one."""
    user, now = _me(request), moment(request)
    form = NewPhoneForm(request.POST if request.method == "POST" else None)

    def send(given: dict[str, Any]) -> str:
        codes.send(given["phone"], Purpose.NEW_PHONE, now, address=address_of(request))
        if user.phone_verified_at:
            codes.send(user.phone, Purpose.OLD_PHONE, now, address=address_of(request))
        request.session[_NEW_PHONE] = given["phone"]
        return f"{HOME}phone/confirm/"

    def show(status: int = 200) -> HttpResponse:
        return _page(request, "更换手机号", form, status, submit="获取验证码")

    return show() if request.method != "POST" else answer(form, send, to=str, show=show)


@after_step_up
@_pages
def confirm_phone(request: HttpRequest) -> HttpResponse:
    """/my/account/phone/confirm/: the codes both numbers got."""
    user, now, wanted = _me(request), moment(request), request.session.get(_NEW_PHONE)
    if wanted is None:
        return HttpResponseRedirect(f"{HOME}phone/")
    has_old = user.phone_verified_at is not None
    form = BothCodesForm(request.POST if request.method == "POST" else None, has_old=has_old)

    def change(given: dict[str, Any]) -> str:
        if has_old:
            codes.check(user.phone, Purpose.OLD_PHONE, given["old_code"], now, field="old_code")
        codes.check(wanted, Purpose.NEW_PHONE, given["code"], now)
        actions.change_phone(user, act_for(request, "account.change_phone"), phone=codes.read(wanted))
        del request.session[_NEW_PHONE]
        return HOME

    def show(status: int = 200) -> HttpResponse:
        lead = f"验证码已发到 {people.masked(codes.read(wanted))}" + (
            f" 和 {people.masked(user.phone)}" if has_old else ""
        )
        back = {"label": "换一个号码", "url": f"{HOME}phone/"}
        return _page(
            request, "更换手机号", form, status, submit="更换手机号", lead=lead, cancel=back, lost=True
        )

    return show() if request.method != "POST" else answer(form, change, to=str, show=show)


@after_step_up
@_pages
def email(request: HttpRequest) -> HttpResponse:
    """/my/account/email/: which mail box; a code goes to it."""
    form = EmailForm(request.POST if request.method == "POST" else None)

    def send(given: dict[str, Any]) -> str:
        codes.send(given["email"], Purpose.EMAIL, moment(request), address=address_of(request))
        request.session[_NEW_EMAIL] = given["email"]
        return f"{HOME}email/confirm/"

    def show(status: int = 200) -> HttpResponse:
        return _page(request, "更换邮箱", form, status, submit="获取验证码")

    return show() if request.method != "POST" else answer(form, send, to=str, show=show)


@after_step_up
@_pages
def confirm_email(request: HttpRequest) -> HttpResponse:
    """/my/account/email/confirm/: the code of the mail."""
    wanted = request.session.get(_NEW_EMAIL)
    if wanted is None:
        return HttpResponseRedirect(f"{HOME}email/")
    form = MailCodeForm(request.POST if request.method == "POST" else None)

    def change(given: dict[str, Any]) -> str:
        codes.check(wanted, Purpose.EMAIL, given["code"], moment(request))
        actions.change_email(_me(request), act_for(request, "account.change_email"), email=wanted)
        del request.session[_NEW_EMAIL]
        return HOME

    def show(status: int = 200) -> HttpResponse:
        back = {"label": "换一个邮箱", "url": f"{HOME}email/"}
        return _page(
            request, "更换邮箱", form, status, submit="更换邮箱", lead=f"验证码已发到 {wanted}", cancel=back
        )

    return show() if request.method != "POST" else answer(form, change, to=str, show=show)


@after_step_up
@sensitive_post_parameters("new_password", "again")
@_pages
def password(request: HttpRequest) -> HttpResponse:
    """/my/account/password/: the step-up has just asked who it is, so the old one is not asked again."""
    user = _me(request)
    form = NewPasswordForm(request.POST if request.method == "POST" else None, user=user)

    def change(given: dict[str, Any]) -> str:
        act, here = act_for(request, "account.change_password"), request.session.session_key or ""
        actions.change_password(user, act, password=Secret(given["new_password"]), here=Secret(here))
        update_session_auth_hash(request, user)
        sign_ins.move(here, request.session.session_key or "")
        return HOME

    def show(status: int = 200) -> HttpResponse:
        return _page(request, "修改密码", form, status, submit="修改密码")

    return show() if request.method != "POST" else answer(form, change, to=str, show=show)


@never_cache
@after_step_up
@_pages
def set_up_totp(request: HttpRequest) -> HttpResponse:
    """/my/account/totp/: scan, type what the app shows."""
    user = _me(request)
    form = TotpForm(request.POST if request.method == "POST" else None)

    def activate(given: dict[str, Any]) -> str:
        totp.activate(user, request.session, given["code"], moment(request))
        actions.note_factor(user, act_for(request, "account.set_up_factor"), way=Way.TOTP)
        return f"{HOME}spare-codes/"

    def show(status: int = 200) -> HttpResponse:
        more = totp.page(user, request.session)
        return _page(request, "设置动态口令", form, status, template="accounts/totp.html", **more)

    return show() if request.method != "POST" else answer(form, activate, to=str, show=show)


@never_cache
@after_step_up
@_pages
def add_passkey(request: HttpRequest) -> HttpResponse:
    """/my/account/passkey/: the browser makes a key for this site."""
    user = _me(request)
    form = PasskeyNameForm(request.POST if request.method == "POST" else None)

    def add(given: dict[str, Any]) -> str:
        passkeys.add(user, given["name"], given["credential"], moment(request))
        actions.note_factor(user, act_for(request, "account.set_up_factor"), way=Way.PASSKEY)
        return f"{HOME}spare-codes/"

    def show(status: int = 200) -> HttpResponse:
        options = passkeys.to_make(user)
        return _page(request, "添加通行密钥", form, status, template="accounts/passkey.html", options=options)

    return show() if request.method != "POST" else answer(form, add, to=str, show=show)


@after_step_up
@require_POST
def ask_sms(request: HttpRequest) -> HttpResponse:
    """/my/account/sms/."""
    actions.ask_sms(_me(request), act_for(request, "account.ask_sms"))
    return SeeOther(HOME)


@after_step_up
@require_POST
def remove_factor(request: HttpRequest) -> HttpResponse:
    """/my/account/factors/remove/."""
    way, key = request.POST.get("way", ""), request.POST.get("key", "")
    if way not in (Way.TOTP, Way.PASSKEY, Way.SMS) or (way == Way.PASSKEY and not key.isdecimal()):
        raise Http404
    number = int(key) if way == Way.PASSKEY else None
    actions.remove_factor(_me(request), act_for(request, "account.remove_factor"), way=way, key=number)
    return SeeOther(HOME)


@never_cache
@after_step_up
@_pages
def spare_codes(request: HttpRequest) -> HttpResponse:
    """/my/account/spare-codes/: those that are left; POST makes new ones."""
    user = _me(request)
    if request.method == "POST":
        actions.renew_spare_codes(user, act_for(request, "account.renew_spare_codes"))
        return SeeOther(f"{HOME}spare-codes/")
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    left = row.wrap().get_unused_codes() if row else []
    context = {
        "codes": [f"{code[:4]} {code[4:]}" for code in left], "act_id": act_id_of(request),
        "crumbs": [{"label": "我的账户", "url": HOME}, {"label": "备用码", "url": ""}],
    }  # fmt: skip
    return render(request, "accounts/spare_codes.html", context)


@login_required
@require_POST
def sign_out_elsewhere(request: HttpRequest) -> HttpResponse:
    """/my/account/sign-out-elsewhere/."""
    here = Secret(request.session.session_key or "")
    actions.sign_out_elsewhere(_me(request), act_for(request, "account.sign_out_elsewhere"), here=here)
    return SeeOther(HOME)
