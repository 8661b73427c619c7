"""What requests under /join/ do: open an account, keep what is typed, take the licence, hand in."""

from __future__ import annotations

from typing import Any, cast

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace import paper
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.models import Filing, Organization, User
from marketplace.accounts.registration import actions, commitment, drafting, licences, pages, showing
from marketplace.accounts.registration.drafting import Draft
from marketplace.accounts.registration.forms import AccountForm, LicenceForm, OrgForm, PhoneForm, PromiseForm
from marketplace.accounts.registration.workflow import OrganizationWorkflow
from marketplace.accounts.signin import codes
from marketplace.accounts.signin.addresses import address_of
from marketplace.accounts.signin.entering import let_in
from marketplace.accounts.signin.ways import Way
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.flow.middleware import wants_json

FORMS = ["GET", "HEAD", "POST"]


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


# ── the account ─────────────────────────────────────────────────────────────


@never_cache
@sensitive_post_parameters("password", "code")
@require_http_methods(FORMS)
def join(request: HttpRequest) -> HttpResponse:
    """/join/: telephone, code, password; then one is signed in and goes on to the unit."""
    if request.user.is_authenticated:
        return HttpResponseRedirect("/join/org/")
    form = AccountForm(request.POST if request.method == "POST" else None)

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "stages": pages.progress("account"),
            "crumbs": [{"label": "注册", "url": ""}],
        }
        return render(request, "accounts/join.html", context, status=status)

    def take(given: dict[str, Any]) -> HttpResponse:
        codes.check(given["phone"], codes.Purpose.JOIN, given["code"], moment(request))
        user = actions.open_account(given["phone"], given["password"], moment(request))
        return let_in(request, user, Way.SMS, to="/join/org/")

    return (
        show() if request.method != "POST" else answer(form, take, to=lambda led: led["Location"], show=show)
    )


@never_cache
@require_POST
def send_code(request: HttpRequest) -> HttpResponse:
    """/join/code/: a code by SMS; the answer is the same whether the number has an account or not."""
    form = PhoneForm(request.POST)
    ready = AccountForm(initial={"phone": request.POST.get("phone", "")})
    said = "验证码已发送，请看手机短信；没收到的，60 秒后可以再取"

    def show(status: int, told: str = "") -> HttpResponse:
        if wants_json(request):
            words = told or " ".join(str(one) for rows in form.errors.values() for one in rows)
            return JsonResponse({"says": words}, status=status, json_dumps_params={"ensure_ascii": False})
        context = {
            "form": ready if told else form, "told": told, "stages": pages.progress("account"),
            "rest": [] if told else [ready["code"], ready["password"]], "crumbs": [{"label": "注册", "url": ""}],
        }  # fmt: skip
        return render(request, "accounts/join.html", context, status=status)

    def send(given: dict[str, Any]) -> None:
        codes.send(given["phone"], codes.Purpose.JOIN, moment(request), address=address_of(request))

    failed = answer(form, send, to=lambda _: "", show=show)
    return show(200, said) if isinstance(failed, SeeOther) else failed


# ── the unit ────────────────────────────────────────────────────────────────


@login_required
@require_http_methods(FORMS)
def org(request: HttpRequest) -> HttpResponse:
    """/join/org/: what stands on the licence; a code that is registered leads to asking to join."""
    draft = drafting.of(_me(request))
    if request.method == "POST":
        drafting.keep(_me(request), draft, request.POST.dict(), moment(request))
    data = request.POST if request.method == "POST" else None
    fixed = draft.unit.uscc if draft.unit and draft.code_is_fixed else ""
    form = OrgForm(
        data,
        initial=draft.values,
        individual=_is_individual(request, draft),
        fixed_code=fixed,
        wrong=pages.wrong(draft),
    )

    def show(status: int = 200) -> HttpResponse:
        context = pages.head(draft, "org") | {"form": form, "back": _back(request)}
        return render(request, "accounts/join_org.html", context, status=status)

    def take(given: dict[str, Any]) -> str:
        drafting.keep(_me(request), draft, given, moment(request))
        known = Organization.objects.coded(given["uscc"])
        if known and (draft.unit is None or known.pk != draft.unit.pk):
            return f"/join/request/{known.uscc}/"
        return "/join/check/" if _back(request) else "/join/licence/"

    return show() if data is None else answer(form, take, to=str, show=show)


def _is_individual(request: HttpRequest, draft: Draft) -> bool:
    return str(request.POST.get("uscc", draft.values.get("uscc", ""))).strip().startswith("92")


def _back(request: HttpRequest) -> str:
    """Whether one came from the last page to change something, and goes back there."""
    return "check" if "check" in (request.GET.get("back"), request.POST.get("back")) else ""


@login_required
@require_POST
def autosave(request: HttpRequest) -> HttpResponse:
    """/join/draft/: what was typed so far; nothing is judged, nothing recorded."""
    draft = drafting.of(_me(request))
    given: dict[str, Any] = request.POST.dict()
    if "business" in given:
        given["business"] = request.POST.getlist("business")
    drafting.keep(_me(request), draft, given, moment(request))
    return HttpResponse(status=204)


@login_required
@require_http_methods(FORMS)
def licence(request: HttpRequest) -> HttpResponse:
    """/join/licence/: the picture or PDF, judged by its content, and what the unit does."""
    draft = drafting.of(_me(request))
    posted = request.method == "POST"
    if posted:
        drafting.keep(_me(request), draft, {"business": request.POST.getlist("business")}, moment(request))
        draft = drafting.of(_me(request))
    form = LicenceForm(
        request.POST if posted else None, request.FILES if posted else None, initial=draft.values,
        has_licence=bool(draft.licence), wrong=pages.wrong(draft),
    )  # fmt: skip

    def show(status: int = 200) -> HttpResponse:
        context = pages.head(draft, "licence") | {
            "form": form, "back": _back(request), "draft": draft, "accept": licences.ACCEPT, "largest": licences.LARGEST,
        }  # fmt: skip
        return render(request, "accounts/join_licence.html", context, status=status)

    def take(given: dict[str, Any]) -> str:
        if file := given["licence"]:
            drafting.keep_licence(_me(request), draft, licences.read(file, file.size), moment(request))
        return "/join/check/"

    return show() if not posted else answer(form, take, to=str, show=show)


@never_cache
@login_required
@require_safe
def draft_licence(request: HttpRequest) -> HttpResponseBase:
    """/join/licence/file/: one's own file, before it is handed in."""
    draft = drafting.of(_me(request))
    if not draft.licence:
        raise Http404
    return showing.inline(request, draft.licence, draft.licence_sha256)


# ── handing in ──────────────────────────────────────────────────────────────


@never_cache
@login_required
@require_http_methods(FORMS)
def check(request: HttpRequest) -> HttpResponse:
    """/join/check/: everything once more, the promise, one button."""
    draft = drafting.of(_me(request))
    if request.method == "POST" and not draft.values and _latest(request):
        return SeeOther("/join/done/")  # the same form again: it was handed in
    form = PromiseForm(
        request.POST if request.method == "POST" else None, initial={"version": commitment.VERSION}
    )

    def show(status: int = 200) -> HttpResponse:
        context = pages.check(draft) | {"form": form, "act_id": act_id_of(request)}
        return render(request, "accounts/join_check.html", context, status=status)

    def take(given: dict[str, Any]) -> str:
        _hand_in(request, draft, given["version"])
        drafting.forget(_me(request))
        return "/join/done/"

    return show() if request.method != "POST" else answer(form, take, to=str, show=show)


def _hand_in(request: HttpRequest, draft: Draft, promise: str) -> None:
    """As somebody new, or in the name of the unit that is corrected or changed."""
    given: dict[str, Any] = {
        "values": draft.values, "licence": draft.licence, "licence_sha256": draft.licence_sha256, "promise": promise,
    }  # fmt: skip
    if draft.unit is None:
        number = actions.register(_me(request), act_for(request, "organization.register"), **given)
        showing.act_as(request, Filing.objects.get(number=number).organization_id)
        return
    showing.act_as(request, draft.unit.pk)
    unit = cast(OrganizationWorkflow, draft.unit)
    if draft.kind == Filing.Kind.CORRECTION:
        unit.resubmit(act_for(request, "organization.resubmit"), **given)
    else:
        unit.change(act_for(request, "organization.change"), **given)


def _latest(request: HttpRequest) -> Filing | None:
    """The person's own last declaration."""
    return Filing.objects.handed_in_by(_me(request)).newest_first().first()


@never_cache
@login_required
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """/join/done/: the receipt of the last declaration, and what can be done meanwhile."""
    filing = _latest(request)
    if filing is None:
        return HttpResponseRedirect("/join/org/")
    context = pages.done(filing, moment(request), pdf=bool(paper.font()))
    return render(request, "accounts/join_done.html", context)


@never_cache
@login_required
@require_safe
@csp_replace({"frame-ancestors": ["'self'"]})  # type: ignore[arg-type] # its types know views without arguments
@xframe_options_sameorigin
def filed_licence(request: HttpRequest, number: str) -> HttpResponseBase:
    """/licences/<receipt>/: the unit's own people and the desk; to everybody else there is none."""
    filing = Filing.objects.readable_by(of_request(request)).numbered(number)
    if filing is None:
        raise Http404(number)
    return showing.inline(request, filing.licence.name or "", filing.licence_sha256)
