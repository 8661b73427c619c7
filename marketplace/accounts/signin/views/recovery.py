"""Pages of the way back in: asking, confirming, coming back with the code."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import actors, recovery_asking, recovery_page
from marketplace.accounts.models import Recovery
from marketplace.accounts.signin import entering, limits
from marketplace.accounts.signin.addresses import address_of
from marketplace.accounts.signin.forms import ConfirmRecoveryForm, RecoverForm, UseRecoveryForm
from marketplace.accounts.signin.ways import Way
from marketplace.flow.access import Role
from marketplace.flow.answering import SeeOther, act_id_of, answer

_pages = require_http_methods(["GET", "HEAD", "POST"])


@_pages
def ask(request: HttpRequest) -> HttpResponse:
    """/accounts/recover/: the answer is the same whether there is such an account or not."""
    form = RecoverForm(request.POST if request.method == "POST" else None)

    def send(given: dict[str, Any]) -> str:
        number = recovery_asking.ask(
            given["login"], form.reason, actors.moment(request),
            drops_phone=given["drops_phone"], address=address_of(request),
        )  # fmt: skip
        return reverse("account_recover_asked", args=[number])

    def show(status: int = 200) -> HttpResponse:
        return render(request, "account/recover.html", {"form": form}, status=status)

    return show() if request.method != "POST" else answer(form, send, to=str, show=show)


@require_safe
def asked(request: HttpRequest, number: str) -> HttpResponse:
    """/accounts/recover/asked/<number>/: what happens now; nothing is looked up."""
    return render(request, "account/recover_asked.html", {"number": number})


@never_cache
@sensitive_post_parameters("new_password", "again", "code")
@_pages
def come_back(request: HttpRequest) -> HttpResponse:
    """/accounts/recover/enter/: the code that was read out, and a new password."""
    form = UseRecoveryForm(request.POST if request.method == "POST" else None)

    def enter(given: dict[str, Any]) -> HttpResponse:
        limits.allow_return(request)
        user = recovery_asking.come_back(
            given["login"], given["code"], given["new_password"], actors.moment(request)
        )
        return entering.let_in(request, user, Way.RECOVERY, to=reverse("my-account"))

    def show(status: int = 200) -> HttpResponse:
        return render(request, "account/recover_enter.html", {"form": form}, status=status)

    if request.method != "POST":
        return show()
    return answer(form, enter, to=lambda response: cast(str, response["Location"]), show=show)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """/desk/recoveries/: who waits to be let in again."""
    actor = actors.of_request(request)
    if Role.CENTRE not in actor.standing:
        raise Http404
    rows = Recovery.objects.visible_to(actor).waiting()
    context = {"rows": rows, "now": actors.moment(request), "crumbs": [{"label": "账户恢复", "url": ""}]}
    return render(request, "accounts/recoveries.html", context)


@never_cache
@login_required
@_pages
def recovery(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/recoveries/<number>/ and /my/recoveries/<number>/: confirm or refuse, saying how it was made sure."""
    actor, now = actors.of_request(request), actors.moment(request)
    row = Recovery.objects.visible_to(actor).numbered(number)
    if row is None:
        raise Http404
    form = ConfirmRecoveryForm(
        request.POST if request.method == "POST" else None, at_desk=actor.org_id != row.organization_id
    )
    offered = recovery_page.offered(row, actor, now)

    def take(given: dict[str, Any]) -> Recovery:
        step = recovery_page.chosen(row, request.POST.get("step", ""))
        getattr(row, step.name)(actors.act_for(request, step.action), note=given["note"])
        return row

    def show(status: int = 200) -> HttpResponse:
        context = recovery_page.context(row, offered, actor) | {"form": form, "act_id": act_id_of(request)}
        return render(request, "accounts/recovery.html", context, status=status)

    if request.method != "POST":
        return show()
    done = answer(form, take, to=lambda _: request.path, show=show)
    return recovery_page.code_once(request, row) or done


@login_required
@require_POST
def stop(request: HttpRequest, number: str) -> HttpResponse:
    """/my/recoveries/<number>/stop/: the account's owner did not ask."""
    row = Recovery.objects.waiting().filter(user=request.user.pk).numbered(number)
    if row is None:
        raise Http404
    row.stop(actors.act_for(request, "recovery.stop"))  # type: ignore[attr-defined]
    return SeeOther(reverse("my-account"))
