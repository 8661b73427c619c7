"""What happens in the opening hall: everybody watches, bidders open and object, the host opens and signs."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

from django import forms
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe

from bidding import actions, hall_pages
from bidding.forms.hall import AnswerForm, ObjectForm, ReleaseForm, StepForm
from bidding.lists import OPENINGS
from bidding.models import Bid, Process
from bidding.views.bids import lot_of, signed_in, unit_of
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.flow.answering import act_id_of, answer
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.law.statutes import E_TENDERING, PLATFORM, TBL_REGULATION
from marketplace.law.workdays import ONE_DAY, day_of, end_of
from marketplace.lists import as_file
from marketplace.notices.corrections import veil
from tenders.workflow import ObjectionWorkflow

LIVE = {"table": "bidding/_hall_table.html", "side": "bidding/_hall_side.html"}
KEPT = 60


COMING = timedelta(days=60)


@require_safe
def hall_list(request: HttpRequest) -> HttpResponseBase:
    """/hall/: today's openings, those in session, the next ones."""
    now, lots = moment(request), Process.objects.visible_to(of_request(request)).with_tender().published()
    today, tomorrow = end_of(day_of(now) - ONE_DAY), end_of(day_of(now))
    if (
        file := as_file(request, OPENINGS, lots.opening_on(today, tomorrow + COMING), over=veil.everything)
    ) is not None:
        return file
    context = hall_pages.hall_list(
        lots.opening_on(today, tomorrow),
        lots.in_session(),
        lots.opening_on(tomorrow, tomorrow + COMING)[:20],
        now,
    )
    return render(request, "bidding/hall_list.html", context)


@require_safe
def hall(request: HttpRequest, number: str) -> HttpResponse:
    """/hall/<lot>/: public, read-only; buttons appear for those who may act."""
    return _page(request, lot_of(request, number))


def _page(
    request: HttpRequest, process: Process, *, status: int = 200, bound: forms.Form | None = None
) -> HttpResponse:
    """The hall with its forms; `bound` is the one that was sent and refused."""
    actor, act_id = of_request(request), act_id_of(request)
    context = hall_pages.page(process, actor, moment(request), act_id)
    if context["release"] and isinstance(bound, ReleaseForm):
        context["release"]["error"] = " ".join(str(error) for row in bound.errors.values() for error in row)
    context |= {
        "answer": _answer_form(process, context["seat"], bound),
        "object": _object_form(request, process, bound),
    }
    shown = [place["form"] for place in (context["answer"], context["object"]) if place]
    by_itself = isinstance(bound, ReleaseForm) and context["release"]
    context["refused"] = None if bound in shown or by_itself else bound
    response = render(request, "bidding/hall.html", context, status=status)
    response["Cache-Control"] = "no-cache"
    return response


def _object_form(request: HttpRequest, process: Process, bound: forms.Form | None) -> dict[str, Any] | None:
    if not hall_pages.may_object(process, of_request(request)):
        return None
    form = bound if isinstance(bound, ObjectForm) else ObjectForm(prefix="object")
    return _form(
        form,
        f"{process.hall_url}object/",
        "提出异议",
        TBL_REGULATION[44],
        "提出后，答复以前不能签署开标记录。",
    )


def _answer_form(process: Process, seat: str, bound: forms.Form | None) -> dict[str, Any] | None:
    waiting = hall_pages.unanswered(process) if seat == "host" else None
    if waiting is None:
        return None
    form = (
        bound
        if isinstance(bound, AnswerForm)
        else AnswerForm(prefix="answer", initial={"objection": waiting.number})
    )
    says = f"答复 {waiting.organization.name} 的异议，由招标人作出，写入开标记录。"
    return _form(form, f"{process.hall_url}answer/", "答复并写入开标记录", TBL_REGULATION[44], says)


def _form(form: forms.Form, action: str, submit: str, law: object, says: str) -> dict[str, Any]:
    return {
        "form": form,
        "action": action,
        "act_id": str(uuid4()),
        "submit": submit,
        "law": str(law),
        "says": says,
    }


@require_safe
def live(request: HttpRequest, number: str, part: str) -> HttpResponse:
    """/hall/<lot>/table/ and /side/: asked every three seconds; 304 while nothing has changed."""
    process, actor = lot_of(request, number), of_request(request)
    tag = hall_pages.etag(process, actor, part)
    headers = {"ETag": f'"{tag}"', "Cache-Control": "no-cache"}
    if f'"{tag}"' in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(_fragment(process, actor, part, tag), headers=headers)


def _fragment(process: Process, actor: Any, part: str, tag: str) -> str:
    """Rendered once for all who see the same; the tag names everything it depends on."""
    key = f"hall:{tag}"
    html: str | None = cache.get(key)
    if html is None:
        context = hall_pages.table(process, actor) if part == "table" else hall_pages.side(process)
        html = render_to_string(LIVE[part], context)
        cache.set(key, html, KEPT)
    return html


@require_POST
@signed_in
def release(request: HttpRequest, number: str) -> HttpResponse:
    """The bidder's own lock: S_b from the browser, or the code where there is no script."""
    process, form = lot_of(request, number), ReleaseForm(request.POST)

    def call(given: dict[str, Any]) -> None:
        act = act_for(request, "bid.release")
        secret = given["secret"] or actions.secret_from_code(_own_bid(request, process), given["code"])
        actions.release_bid(process, act, organization=unit_of(request), secret=secret)

    return answer(
        form,
        call,
        to=lambda _: f"{process.hall_url}#roll",
        show=lambda status: _page(request, process, status=status, bound=form),
    )


def _own_bid(request: HttpRequest, process: Process) -> Bid:
    bid = process.bids.of(of_request(request))
    if bid is None:
        raise NotPermitted("ACCESS-DENIED", "解密由本标段的投标人办理，您的单位没有投标", PLATFORM["ACCESS"])
    if not bid.own_lock:
        raise Refused("NO-OWN-LOCK", "您的投标文件到点自动解密，无需操作", E_TENDERING[30])
    return bid


@require_POST
@signed_in
def object_here(request: HttpRequest, number: str) -> HttpResponse:
    """An objection on the spot; signing waits for its answer."""
    process, form = lot_of(request, number), ObjectForm(request.POST, prefix="object")
    return answer(
        form,
        lambda given: actions.object_to_opening(
            process,
            act_for(request, "objection.file_opening"),
            organization=unit_of(request),
            facts_stated=given["facts"],
        ),
        to=lambda _: f"{process.hall_url}#objections",
        show=lambda status: _page(request, process, status=status, bound=form),
    )


@require_POST
@signed_in
def answer_here(request: HttpRequest, number: str) -> HttpResponse:
    """The owner answers the objection named in the form."""
    process, form = lot_of(request, number), AnswerForm(request.POST, prefix="answer")

    def call(given: dict[str, Any]) -> None:
        row = process.lot.objections.numbered(given["objection"])
        if not isinstance(row, ObjectionWorkflow):
            raise Refused("OBJECTION-UNKNOWN", "本标段没有这件异议", TBL_REGULATION[44])
        row.give_answer(
            act_for(request, "objection.answer"), answer=given["answer"], founded=given["founded"] == "yes"
        )

    return answer(
        form,
        call,
        to=lambda _: f"{process.hall_url}#objections",
        show=lambda status: _page(request, process, status=status, bound=form),
    )


@require_POST
@signed_in
def host_step(request: HttpRequest, number: str) -> HttpResponse:
    """开标 and 签署开标记录; the door judges, a refusal stands on the page."""
    process, form = lot_of(request, number), StepForm(request.POST)
    return answer(
        form,
        lambda given: getattr(process, given["step"])(act_for(request)),
        to=lambda _: process.hall_url,
        show=lambda status: _page(request, process, status=status, bound=form),
    )
