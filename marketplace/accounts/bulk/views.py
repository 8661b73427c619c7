"""How a file is brought in: choose the kind, upload, read what trying has shown, write, keep the result."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import Any, cast
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import make_naive
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, memberships, moment, of_request
from marketplace.accounts.bulk import actions, pages, trying
from marketplace.accounts.bulk.forms import UploadForm, WriteForm
from marketplace.accounts.bulk.kinds import KINDS, Kind, Origin
from marketplace.accounts.bulk.trying import Brought
from marketplace.accounts.bulk.workflow import ImportWorkflow, kind_of, origin_of, writing_step
from marketplace.accounts.models import Organization, User
from marketplace.accounts.models.imports import Import
from marketplace.flow.access import Role
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.workflow import steps_of
from marketplace.law.workdays import SHANGHAI
from marketplace.sheets.forms import write_template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RECENT = 10


def _unit(request: HttpRequest) -> Organization:
    """The unit in whose name the person is here; without one there is nothing to bring in."""
    mine = memberships(cast(User, request.user))
    unit = next((row.organization for row in mine if row.organization_id == of_request(request).org_id), None)
    if unit is None:
        raise Http404
    return unit


def _kind(request: HttpRequest, code: str) -> tuple[Kind, Organization]:
    """A kind that the person may bring in; to others the page does not exist."""
    kind, unit = KINDS.get(code), _unit(request)
    if kind is None or not kind.is_for(of_request(request), unit):
        raise Http404
    return kind, unit


def _row(request: HttpRequest, number: str) -> ImportWorkflow:
    found = Import.objects.of_unit(of_request(request)).numbered(number)
    if found is None or not kind_of(found).is_for(of_request(request), found.unit):
        raise Http404
    return cast(ImportWorkflow, found)


def _file(content: bytes, name: str) -> HttpResponse:
    """A workbook as an attachment."""
    named = f"attachment; filename*=UTF-8''{quote(name)}"
    return HttpResponse(
        content, content_type=XLSX, headers={"Content-Disposition": named, "Cache-Control": "no-store"}
    )


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """/desk/import/: what can be brought in."""
    unit, actor = _unit(request), of_request(request)
    found = pages.kinds(actor, unit)
    if not found or Role.CENTRE not in actor.standing:
        raise Http404
    context = {"kinds": found, "crumbs": [{"label": "批量导入", "url": ""}], "now": moment(request)}
    return render(request, "accounts/bulk_index.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """/desk/import/<kind>/: the template, the columns, one file; nothing is written."""
    wanted, unit = _kind(request, kind)
    posted = request.method == "POST"
    form = UploadForm(request.POST if posted else None, request.FILES if posted else None, kind=wanted)

    def show(status: int = 200) -> HttpResponse:
        rows = list(Import.objects.of_unit(of_request(request)).of_kind(kind)[:RECENT])
        context = {
            "kind": wanted, "form": form, "act_id": act_id_of(request), "columns": pages.columns(wanted),
            "recent": pages.recent(rows), "crumbs": pages.crumbs(wanted),
            "now": moment(request),
        }  # fmt: skip
        return render(request, "accounts/bulk_upload.html", context, status=status)

    def begin(given: dict[str, Any]) -> str:
        brought = trying.bring(wanted, *given["file"])
        origin = Origin(
            unit, moment(request), given["source"], is_desk=Role.CENTRE in of_request(request).standing
        )
        found = trying.tried(wanted, brought, origin)
        return actions.begin(
            unit, act_for(request, "import.begin"), kind=kind, found=found, source=given["source"]
        )

    return answer(form, begin, to=lambda number: f"/my/imports/{number}/", show=show) if posted else show()


@login_required
@require_safe
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """/desk/import/<kind>/template.xlsx"""
    wanted, _ = _kind(request, kind)
    out = BytesIO()
    write_template(out, wanted.table, made_at=make_naive(moment(request), SHANGHAI))
    return _file(out.getvalue(), f"{wanted.name}导入模板.xlsx")


@login_required
@never_cache
@require_safe
def one(request: HttpRequest, number: str) -> HttpResponse:
    """/my/imports/<no>/: what trying has shown; afterwards what was written."""
    return _shown(request, _row(request, number), WriteForm(), 200)


def _shown(request: HttpRequest, row: ImportWorkflow, form: WriteForm, status: int) -> HttpResponse:
    step = next(step for step in steps_of(ImportWorkflow) if step.name == writing_step(kind_of(row)))
    more = {"form": form, "act_id": act_id_of(request), "step": step}
    context = pages.page(row, of_request(request), moment(request)) | more
    return render(request, "accounts/bulk_import.html", context, status=status)


def _again(row: ImportWorkflow) -> Brought:
    """The kept file, read again; when it is gone, its name and hash, by which a repeated form is known."""
    if not row.file:
        return Brought(row.name, row.sha256)
    with row.file.open("rb") as file:
        return trying.bring(kind_of(row), row.name, file.read())


@login_required
@require_POST
def write(request: HttpRequest, number: str) -> HttpResponse:
    """POST /my/imports/<no>/write/: all good rows or, when something has moved, none."""
    row = _row(request, number)
    form = WriteForm(request.POST)

    def enter(given: dict[str, Any]) -> None:
        name = writing_step(kind_of(row))
        step = getattr(row, name)
        step(act_for(request, step.step.action), brought=_again(row), promised=given["promised"])

    return answer(form, enter, to=lambda _: row.url, show=partial(_shown, request, row, form))


@login_required
@require_POST
def again(request: HttpRequest, number: str) -> HttpResponse:
    """POST /my/imports/<no>/again/: the same file against what there is now."""
    row = _row(request, number)
    form = WriteForm({"promised": "0"})

    def retry(_: dict[str, Any]) -> None:
        found = trying.tried(kind_of(row), _again(row), origin_of(row, moment(request)))
        row.try_again(act_for(request, "import.try"), found=found)

    return answer(form, retry, to=lambda _: row.url, show=partial(_shown, request, row, form))


@login_required
@require_safe
def errors(request: HttpRequest, number: str) -> HttpResponse:
    """/my/imports/<no>/errors.xlsx: the wrong rows, each with its cure."""
    row = _row(request, number)
    if not row.errors:
        raise Http404
    with row.errors.open("rb") as file:
        return _file(file.read(), f"{row.number}-需要修改的行.xlsx")
