"""What requests about a unit and its people do."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import sent
from marketplace.accounts.lists import MEMBERS
from marketplace.accounts.members import actions, pages
from marketplace.accounts.members.forms import (
    AcceptForm,
    AskForm,
    InviteForm,
    NameForm,
    PartForm,
    RefuseForm,
    RemoveForm,
)
from marketplace.accounts.members.workflow import JoinRequestWorkflow
from marketplace.accounts.models import Invitation, JoinRequest, Membership, Organization, User
from marketplace.accounts.registration import drafting, showing
from marketplace.accounts.registration.workflow import OrganizationWorkflow
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.law.statutes import PLATFORM
from marketplace.lists import as_file

FORMS = ["GET", "HEAD", "POST"]


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _unit(request: HttpRequest) -> Organization:
    """The unit the person acts for; without one there is nothing here."""
    row = Organization.objects.acted_for(of_request(request))
    if row is None:
        raise Http404
    return row


def _own_unit(request: HttpRequest) -> Organization:
    """The unit whose people this person administers."""
    row = _unit(request)
    if f"admin:{row.pk}" not in of_request(request).keys:
        raise Http404
    return row


# ── one's own unit ──────────────────────────────────────────────────────────


@never_cache
@login_required
@require_safe
def unit(request: HttpRequest) -> HttpResponseBase:
    """/my/unit/: what is registered, who works here."""
    actor = of_request(request)
    if actor.org_id is None:
        return HttpResponseRedirect("/join/org/")
    if (file := as_file(request, MEMBERS, Membership.objects.of_unit(actor.org_id))) is not None:
        return file
    context = pages.unit(_unit(request), _me(request), actor, moment(request))
    context |= {"name_form": NameForm(initial={"name": "" if context["nameless"] else _me(request).name})}
    return render(request, "accounts/members_unit.html", context | {"act_id": act_id_of(request)})


@login_required
@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """/my/unit/change/: the registered values become a draft; nothing is handed in yet."""
    row = _own_unit(request)
    drafting.keep(_me(request), drafting.from_unit(row), {}, moment(request))
    return SeeOther("/join/check/")


@login_required
@require_POST
def keep(request: HttpRequest) -> HttpResponse:
    """/my/unit/keep/: a change that was sent back is given up."""
    row = cast(OrganizationWorkflow, _own_unit(request))
    row.keep(act_for(request, "organization.keep"))
    drafting.forget(_me(request))
    return SeeOther("/my/unit/")


@login_required
@require_POST
def name(request: HttpRequest) -> HttpResponse:
    """/my/unit/name/: one's own name."""
    form = NameForm(request.POST)

    def show(status: int) -> HttpResponse:
        return render(
            request, "accounts/members_form.html", _form(request, form, "填写姓名", "保存姓名"), status=status
        )

    return answer(
        form, lambda given: actions.set_name(_me(request), act_for(request, "account.set_name"), name=given["name"]),
        to=lambda _: "/my/unit/", show=show,
    )  # fmt: skip


def _form(request: HttpRequest, form: Any, title: str, submit: str, **more: Any) -> dict[str, Any]:
    crumbs = [{"label": "本单位", "url": "/my/unit/"}, {"label": title, "url": ""}]
    shown = {"form": form, "title": title, "submit": submit, "act_id": act_id_of(request), "crumbs": crumbs}
    return shown | {"law": PLATFORM["MEMBERS"]} | more


@login_required
@require_http_methods(FORMS)
def invite(request: HttpRequest) -> HttpResponse:
    """/my/unit/invite/: an SMS with a link that signs nobody in."""
    row = _own_unit(request)
    form = InviteForm(request.POST if request.method == "POST" else None)

    def show(status: int = 200) -> HttpResponse:
        return render(
            request, "accounts/members_form.html", _form(request, form, "邀请人员", "发送邀请"), status=status
        )

    if request.method != "POST":
        return show()
    return answer(
        form, lambda given: actions.invite(row, act_for(request, "member.invite"), **given),
        to=lambda _: "/my/unit/#people", show=show,
    )  # fmt: skip


@login_required
@require_POST
def take_back(request: HttpRequest, number: str) -> HttpResponse:
    """/my/unit/invitations/<number>/: not taken up yet, void from now."""
    actions.take_back(_own_unit(request), act_for(request, "member.take_back_invitation"), invitation=number)
    return SeeOther("/my/unit/#people")


@login_required
@require_http_methods(FORMS)
def member(request: HttpRequest, slug: str) -> HttpResponse:
    """/my/unit/members/<slug>/: what somebody may do, or that they may not any more."""
    row = _own_unit(request)
    found = next((one for one in Membership.objects.in_unit(row) if one.slug == slug), None)
    if found is None:
        raise Http404
    removing = request.POST.get("decision") == "remove"
    posted = request.method == "POST"
    form = PartForm(
        request.POST if posted and not removing else None, initial={"part": found.part, "title": found.title}
    )
    ending = RemoveForm(request.POST if removing else None)

    def show(status: int = 200) -> HttpResponse:
        more = {"ending": ending, "who": found, "may_end": found.user_id != request.user.pk}
        shown = _form(request, form, f"{found.user}的权限", "保存权限", **more)
        return render(request, "accounts/members_member.html", shown, status=status)

    def decide(given: dict[str, Any]) -> None:
        if removing:
            actions.remove(row, act_for(request, "member.remove"), username=found.user.username)
        else:
            actions.set_part(row, act_for(request, "member.set_part"), username=found.user.username, **given)

    return (
        show()
        if not posted
        else answer(ending if removing else form, decide, to=lambda _: "/my/unit/#people", show=show)
    )


@login_required
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """/my/unit/leave/: one's own decision."""
    actions.leave(_unit(request), act_for(request, "member.leave"))
    request.session.pop("organization", None)
    return SeeOther("/my/")


# ── joining ─────────────────────────────────────────────────────────────────


@login_required
@require_http_methods(FORMS)
def ask(request: HttpRequest, uscc: str) -> HttpResponse:
    """/join/request/<uscc>/: 「该单位已登记，向管理员申请加入」."""
    row = Organization.objects.coded(uscc)
    if row is None:
        raise Http404(uscc)
    known = "" if "****" in _me(request).name else _me(request).name
    form = AskForm(request.POST if request.method == "POST" else None, initial={"name": known})

    def show(status: int = 200) -> HttpResponse:
        context = {
            "unit": row,
            "form": form,
            "act_id": act_id_of(request),
            "crumbs": [{"label": "申请加入", "url": ""}],
        }
        return render(request, "accounts/join_request.html", context, status=status)

    def take(given: dict[str, Any]) -> str:
        number = actions.ask(_me(request), act_for(request, "join.ask"), organization=row, **given)
        drafting.forget(_me(request))
        return number

    return (
        show()
        if request.method != "POST"
        else answer(form, take, to=lambda no: f"/join/requests/{no}/", show=show)
    )


@never_cache
@login_required
@require_http_methods(FORMS)
def join_request(request: HttpRequest, number: str) -> HttpResponse:
    """/join/requests/<number>/: for who asked, for the unit's administrators, for the desk."""
    actor = of_request(request)
    row = cast(JoinRequestWorkflow | None, JoinRequest.objects.visible_to(actor).numbered(number))
    if row is None:
        raise Http404(number)
    back = request.POST.get("decision") == "refuse"
    by_desk = f"admin:{row.organization_id}" not in actor.keys
    yes = AcceptForm(**_sent(request, "join.accept", use=not back), by_desk=by_desk)
    no = RefuseForm(**_sent(request, "join.refuse", use=back), auto_id="no_%s")

    def show(status: int = 200) -> HttpResponse:
        context = pages.request_page(row, actor, row.offers(actor, moment(request)), moment(request))
        more = {"form": yes, "back": no, "act_id": act_id_of(request), "law": PLATFORM["MEMBERS"]}
        return render(request, "accounts/members_request.html", context | more, status=status)

    def decide(_: dict[str, Any]) -> None:
        if back:
            row.refuse(act_for(request, "join.refuse"), **no.given)
        else:
            row.accept(act_for(request, "join.accept"), **yes.given)

    return (
        show()
        if request.method != "POST"
        else answer(no if back else yes, decide, to=lambda _: row.desk_url, show=show)
    )


def _sent(request: HttpRequest, action: str, *, use: bool) -> dict[str, Any]:
    """Of two forms on a page only the one that was sent is bound."""
    made = sent(request, action)
    return made if use else made | {"data": None, "files": None}


@never_cache
@require_http_methods(FORMS)
def invitation(request: HttpRequest, number: str) -> HttpResponse:
    """/join/invitations/<number>/: the link of the SMS; it signs nobody in and is good for one telephone."""
    row = Invitation.objects.numbered(number)
    if row is None:
        raise Http404(number)
    signed_in = request.user.is_authenticated
    if request.method == "POST" and signed_in:
        actions.take_up(row.organization, act_for(request, "member.accept_invitation"), invitation=row)
        showing.act_as(request, row.organization_id)
        return SeeOther("/my/unit/")
    context = {
        "row": row, "open": row.is_open(moment(request)), "theirs": signed_in and row.is_for(_me(request)),
        "signed_in": signed_in, "act_id": act_id_of(request), "crumbs": [{"label": "邀请", "url": ""}],
    }  # fmt: skip
    return render(request, "accounts/join_invitation.html", context)
