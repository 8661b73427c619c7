"""Which pages the centre writes information notices on: choose, fill in, attach, look, publish, register media."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.models import Organization
from marketplace.downloads import Download, send
from marketplace.flow.access import Role
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.pending import pending_of
from marketplace.law.statutes import NOTICES
from marketplace.notices import desk_pages, pages, workflow
from marketplace.notices.forms import FileForm, MediumForm, NoticeForm
from marketplace.notices.kinds import NoticeType
from marketplace.notices.models import Notice, NoticeDraft
from marketplace.notices.types import TYPES
from marketplace.notices.workflow import NoticeDraftWorkflow

FORM_METHODS = ["GET", "HEAD", "POST"]
DESK = "/desk/notices/"


def _centre(request: HttpRequest) -> Organization:
    """The person's unit, when it is the centre; to others these pages do not exist."""
    actor = of_request(request)
    if Role.CENTRE not in actor.standing or actor.org_id is None:
        raise Http404
    return Organization.objects.get(pk=actor.org_id)


def _draft(request: HttpRequest, number: str) -> NoticeDraftWorkflow:
    row = NoticeDraft.objects.visible_to(of_request(request)).numbered(number)
    if row is None:
        raise Http404
    return cast(NoticeDraftWorkflow, row)


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """/desk/notices/: what is being written, what was published by hand lately."""
    _centre(request)
    rows = NoticeDraft.objects.visible_to(of_request(request))
    context = desk_pages.desk(rows.unfinished(), rows.published(), moment(request))
    return render(request, "notices/desk.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """/desk/notices/new/?type=L01[&replaces=<no>]: the form of the type, or the choice of one."""
    unit = _centre(request)
    original = Notice.objects.own().with_links().numbered(request.GET.get("replaces", ""))
    kind = TYPES.get(request.GET.get("type", ""))
    if kind is None or not kind.by_hand:
        return render(request, "notices/choose.html", desk_pages.choice())
    form = NoticeForm(**sent(request, "notice.draft"), kind=kind, draft=desk_pages.copied(original, kind))

    def create(_: dict[str, Any]) -> str:
        act = act_for(request, "notice.draft")
        return workflow.draft(unit, act, type=kind.code, replaces=original, **form.inputs())

    return _filled(request, form, kind, create, original=original)


def _filled(
    request: HttpRequest, form: NoticeForm, kind: NoticeType, call: Any, *,
    original: Notice | None = None, draft: NoticeDraft | None = None,
) -> HttpResponse:  # fmt: skip
    """Show the form of a type, or take what was typed and go on to the draft."""

    def show(status: int = 200) -> HttpResponse:
        form.mark_required()
        context = desk_pages.form(form, kind, original, draft) | {"act_id": act_id_of(request)}
        return render(request, "notices/form.html", context, status=status)

    if request.method != "POST":
        return show()
    return answer(form, call, to=lambda number: f"{DESK}{number}/", show=show)


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/notices/<no>/edit/: the fields again, as long as it is a draft."""
    row = _draft(request, number)
    form = NoticeForm(**sent(request, "notice.edit"), kind=row.kind, draft=row)

    def save(_: dict[str, Any]) -> str:
        workflow.edit(row, act_for(request, "notice.edit"), **form.inputs())
        return row.number

    return _filled(request, form, row.kind, save, original=row.replaces, draft=row)


@login_required
@require_http_methods(FORM_METHODS)
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/notices/<no>/: what is still missing, the files, publish or discard."""
    row = _draft(request, number)
    name = request.POST.get("step", "")
    form = ActForm(**sent(request, f"notice.{name}" if name in ("publish", "discard") else ""))

    def show(status: int = 200) -> HttpResponse:
        context = desk_pages.draft(row, row.offers(of_request(request), moment(request)), moment(request))
        more = {"form": form, "file_form": FileForm(), "act_id": act_id_of(request)}
        return render(request, "notices/draft.html", context | more, status=status)

    def take(_: dict[str, Any]) -> str:
        if name not in ("publish", "discard"):
            raise Http404
        act = act_for(request, f"notice.{name}")
        getattr(row, name)(act)
        return f"/my/confirm/{act.id}/" if pending_of(act) else f"{DESK}{number}/"

    if request.method != "POST":
        return show()
    return answer(form, take, to=str, show=show)


@login_required
@require_http_methods(FORM_METHODS)
def files(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/notices/<no>/files/: attach a PDF that can be searched."""
    row = _draft(request, number)
    form = FileForm(**sent(request, "notice.attach"))

    def show(status: int = 200) -> HttpResponse:
        context = desk_pages.files(row, form) | {"act_id": act_id_of(request)}
        return render(request, "notices/files.html", context, status=status)

    def attach(given: dict[str, Any]) -> None:
        workflow.attach(row, act_for(request, "notice.attach"), file=given["file"])

    if request.method != "POST":
        return show()
    return answer(form, attach, to=lambda _: f"{DESK}{number}/", show=show)


@login_required
@require_safe
def file(request: HttpRequest, number: str, digest: str) -> HttpResponseBase:
    """/desk/notices/<no>/files/<sha256>/: a file of the draft, for the centre."""
    row = _draft(request, number)
    found = row.attachments.filter(sha256=digest).first()
    if found is None:
        raise Http404
    kept = found.file
    return send(
        request,
        Download(lambda: kept.storage.open(str(kept.name), "rb"), found.name, found.size, found.sha256),
    )


@login_required
@require_POST
def remove_file(request: HttpRequest, number: str, digest: str) -> HttpResponse:
    """/desk/notices/<no>/files/<sha256>/remove/: out of the draft."""
    row = _draft(request, number)
    form = ActForm(**sent(request, "notice.detach"))

    def detach(_: dict[str, Any]) -> None:
        workflow.detach(row, act_for(request, "notice.detach"), sha256=digest)

    def show(status: int) -> HttpResponse:
        context = desk_pages.files(row, FileForm()) | {"act_id": act_id_of(request), "refused": form}
        return render(request, "notices/files.html", context, status=status)

    return answer(form, detach, to=lambda _: f"{DESK}{number}/", show=show)


@login_required
@require_safe
def preview(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/notices/<no>/preview/: the public page as it would stand now."""
    row, now = _draft(request, number), moment(request)
    context = pages.notice(workflow.preview(row, now), now) | desk_pages.previewed(row)
    return render(request, "notices/preview.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def media(request: HttpRequest, number: str) -> HttpResponse:
    """/desk/notices/media/<notice no>/: enter where else a notice stands."""
    _centre(request)
    row = Notice.objects.own().with_links().numbered(number)
    if row is None:
        raise Http404
    form = MediumForm(**sent(request, "notice.enter_medium"))

    def show(status: int = 200) -> HttpResponse:
        context = desk_pages.media(row, form) | {"act_id": act_id_of(request), "law": NOTICES[8]}
        return render(request, "notices/media.html", context, status=status)

    def enter(_: dict[str, Any]) -> None:
        workflow.enter_medium(row, act_for(request, "notice.enter_medium"), **form.given)

    if request.method != "POST":
        return show()
    return answer(form, enter, to=lambda _: f"{row.get_absolute_url()}#media", show=show)
