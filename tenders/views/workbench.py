"""Which pages an owner and an agency work on until the notice is published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.models import Organization
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import NOTICES, TBL
from marketplace.lists import as_file
from tenders import actions
from tenders.agency import approving
from tenders.agency.pages import copies
from tenders.forms.drafting import DocumentForm, NewTenderForm
from tenders.forms.scoring import ScoringForm
from tenders.forms.scoring import tasks as task_forms
from tenders.lists import OWN_TENDERS
from tenders.lots_port import lots
from tenders.models import Tender
from tenders.my_pages import calendar, drafts, findings, publishing, tasks
from tenders.pages import document, newest
from tenders.queries import unit_of
from tenders.schedule import Plan, milestones, strip
from tenders.views.desk import Context, Show, offers_of, own_tender, page, step_of
from tenders.workflow import TenderWorkflow

FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def tender_list(request: HttpRequest) -> HttpResponseBase:
    """/my/tenders/: the unit's tenders with their states."""
    tenders = Tender.objects.for_the_desk(of_request(request))
    if (file := as_file(request, OWN_TENDERS, tenders.prefetch_related("lots"))) is not None:
        return file
    rows, unit = list(tenders), unit_of(of_request(request))
    context = {
        "rows": [(row, tasks.state_word(row), tasks.phase(row)) for row in rows], "now": moment(request),
        "may_start": unit is not None and unit.kind == Organization.Kind.BUYER,
        "crumbs": [{"label": "我的项目", "url": ""}],
    }  # fmt: skip
    return render(request, "tenders/my_tenders.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def new_tender(request: HttpRequest) -> HttpResponse:
    """/my/tenders/new/: paste an old notice, upload one, or begin with a title."""
    unit = unit_of(of_request(request))
    if unit is None:
        raise Http404
    form = NewTenderForm(
        **sent(request, "project.create"),
        agencies=list(Organization.objects.of_kind(Organization.Kind.AGENCY)),
        authorities=list(Organization.objects.of_kind(Organization.Kind.AUTHORITY)),
    )

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "act_id": act_id_of(request), "unit": unit, "law": TBL[9],
            "crumbs": [{"label": "我的项目", "url": "/my/tenders/"}, {"label": "新建招标项目", "url": ""}],
        }  # fmt: skip
        return render(request, "tenders/my_new.html", context, status=status)

    def create(given: dict[str, Any]) -> str:
        read = drafts.from_upload(given["file"]) if given["file"] else None
        read = read or (drafts.from_text(given["notice"]) if given["notice"] else None)
        return actions.create_tender(
            unit, act_for(request, "project.create"), review_body=form.authority,
            procuring_entity=form.unit("procuring_entity"), evaluation={}, **drafts.inputs(read, given["title"]),
        )  # fmt: skip

    if request.method != "POST":
        return show()
    return answer(form, create, to=lambda number: f"/my/tenders/{number}/", show=show)


@login_required
@require_safe
def tender(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/: nine tasks, what an old notice did not say, what can be done now."""
    row = own_tender(request, number)
    offers = offers_of(request, row)

    def context() -> Context:
        return {
            "tasks": tasks.tasks(row, offers, moment(request)), "unfound": tasks.unfound(row),
            "changes": [offer for offer in offers if offer.step.name in ("clarify", "extend", "terminate")],
            "questions": row.questions.waiting(), "objections": row.objections.all(), "lots": row.lots.all(),
        }  # fmt: skip

    return page(request, "tenders/my_tender.html", row, "", context)()


@login_required
@require_http_methods(FORM_METHODS)
def edit(request: HttpRequest, number: str, task: str) -> HttpResponse:
    """/my/tenders/<no>/<task>/: one task of the draft."""
    row = own_tender(request, number)
    kind = task_forms().get(task)
    if kind is None:
        raise Http404
    form = kind(**sent(request, "tender.edit"), tender=row)
    show = page(
        request, f"tenders/my_{task}.html", row, kind.title_of,
        lambda: _task_context(request, row, form) | {"copied": copies.note(row, task)},
    )  # fmt: skip

    def save(_: dict[str, Any]) -> None:
        seen = form.cleaned_data["seen"]
        looked_at = "" if "later" in request.POST else task
        act = act_for(request, "tender.edit")
        actions.edit_tender(row, act, seen=seen, looked_at=looked_at, **form.changes())

    if request.method != "POST":
        return show()
    return answer(form, save, to=lambda _: f"/my/tenders/{number}/", show=show)


def _task_context(request: HttpRequest, row: TenderWorkflow, form: ActForm) -> Context:
    now = moment(request)
    plan = Plan(row.published_at or now + timedelta(days=1))
    earliest = row.deadline_at or strip(plan).earliest
    return {
        "form": form, "frozen": tasks.frozen(row), "law": TBL[19],
        "dates": calendar.dates(milestones(plan, earliest)) if earliest else [], "earliest": earliest,
    }  # fmt: skip


@login_required
@require_POST
def trial(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/scoring/trial/: rank three sample prices by what is typed; nothing is saved."""
    row = own_tender(request, number)
    form = ScoringForm(**sent(request, "tender.edit"), tender=row)
    prices = form.samples() if form.is_valid() else []
    ceiling = form.ceiling()
    tried = lots().trial(form.evaluation, prices, ceiling or max(prices)) if prices else ()
    show = page(
        request, "tenders/my_scoring.html", row, form.title_of,
        lambda: _task_context(request, row, form) | {"tried": tried},
    )  # fmt: skip
    return show(200 if tried else 422)


@login_required
@require_http_methods(FORM_METHODS)
def documents(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/documents/: upload files; a scan is accepted with a warning."""
    row = own_tender(request, number)
    form = DocumentForm(**sent(request, "tender.attach"))

    def context() -> Context:
        return {
            "form": form, "frozen": tasks.frozen(row), "law": TBL[19],
            "files": [document(row, one) for one in row.documents.all()],
            "readings": [(one.name, note) for one in newest(list(row.documents.all())) if (note := findings.reading_note(one))],
        }  # fmt: skip

    show = page(request, "tenders/my_documents.html", row, "招标文件", context)

    def attach(given: dict[str, Any]) -> None:
        actions.attach(row, act_for(request, "tender.attach"), kind=given["kind"], file=given["file"])

    if request.method != "POST":
        return show()
    return answer(form, attach, to=lambda _: f"/my/tenders/{number}/documents/", show=show)


@login_required
@require_http_methods(FORM_METHODS)
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/publish/: the exact notice, the media, what still stands in the way; class A."""
    row = own_tender(request, number)
    offer = step_of(offers_of(request, row), "publish")
    form = ActForm(**sent(request, "tender.publish"))

    def context() -> Context:
        rows = publishing.notice_rows(row)
        actor, now = of_request(request), moment(request)
        return {
            "form": form, "offer": offer, "rows": rows, "unsaid": publishing.unsaid(rows), "law": NOTICES[5],
            "checks": publishing.checks(row, offer, actor, now) if offer else [], "media": publishing.media(),
        }  # fmt: skip

    show: Show = page(request, "tenders/my_publish.html", row, "核对并发布", context)

    def ask(_: dict[str, Any]) -> str:
        act = act_for(request, "tender.publish")
        approving.ask_to_publish(row, act)
        return str(act.id)

    if request.method != "POST":
        return show()
    return answer(form, ask, to=lambda act_id: f"/my/confirm/{act_id}/", show=show)
