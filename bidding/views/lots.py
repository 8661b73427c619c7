"""The owner's side of a lot: /my/lots/<no>/ and one page for each act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from bidding import actions
from bidding.eval_pages import lots, standing
from bidding.forms import award as forms
from bidding.models import Process
from bidding.procedures.works_open import WorksOpenTender
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.flow.acts import Act
from marketplace.flow.answering import act_id_of, answer
from tenders.actions import retender

Given = dict[str, Any]
Take = Callable[[WorksOpenTender, Act, Given], str | None]


@dataclass(frozen=True, slots=True)
class Work:
    """One act of the owner: its form, how it is taken, what its page shows. `take` may return where to go."""

    action: str
    form: type[forms.LotForm]
    take: Take
    page: Callable[..., Given] = lambda process, now: {}


def _committee(process: WorksOpenTender, act: Act, given: Given) -> None:
    person = given["representative"]
    process.order_draw(act, seats=given["seats"], representative=int(person) if person else None)


def _retender(process: WorksOpenTender, act: Act, given: Given) -> str:
    return f"/my/tenders/{retender(process.tender, act, analysis=given['analysis'])}/"


WORK: dict[str, Work] = {
    "committee": Work("process.order_draw", forms.CommitteeForm, _committee),
    "post": Work(
        "process.post_candidates", forms.LotForm, lambda p, act, _: p.post_candidates(act),
        lots.posting,
    ),
    "correct": Work(
        "process.correct_result", forms.CorrectForm, lambda p, act, given: p.correct_result(act, reason=given["reason"])
    ),
    "award": Work(
        "process.award", forms.AwardForm, lambda p, act, given: p.determine(act, rank=given["rank"], reason=given["reason"]),
        lambda p, now: {"candidates": lots.candidates(p)},
    ),
    "notify": Work(
        "process.notify", forms.LotForm, lambda p, act, _: p.notify(act), lambda p, now: lots.letters_preview(p)
    ),
    "report": Work(
        "process.report", forms.ReportForm,
        lambda p, act, given: actions.report_to_authority(p, act, summary=given["summary"]),
    ),
    "refund": Work(
        "process.refund_bonds", forms.LotForm, lambda p, act, _: actions.refund_bonds(p, act),
        lambda p, now: lots.refunding(p),
    ),
    "retender": Work("tender.retender", forms.RetenderForm, _retender),
}  # fmt: skip


def _mine(request: HttpRequest, number: str) -> WorksOpenTender:
    rows = Process.objects.with_tender().run_by(of_request(request))
    row: WorksOpenTender = get_object_or_404(rows, number=number)  # type: ignore[assignment]
    return row


@login_required
def lot(request: HttpRequest, number: str) -> HttpResponse:
    """/my/lots/<no>/"""
    page = lots.lot_page(_mine(request, number), of_request(request), moment(request))
    crumbs = standing.crumbs(("待办", "/my/"), (number, ""))
    return render(request, "bidding/lot.html", page | {"crumbs": crumbs})


@login_required
def lot_act(request: HttpRequest, number: str, slug: str) -> HttpResponse:
    """/my/lots/<no>/<act>/: what will happen, what must be said, and the button."""
    process, now, work = _mine(request, number), moment(request), WORK.get(slug)
    if work is None:
        raise Http404
    form = work.form(request.POST if request.method == "POST" else None, process=process)
    offered = {row["slug"]: row for row in lots.acts(process, of_request(request), now)}.get(slug)

    def show(status: int) -> HttpResponse:
        context = lots.act_page(process, slug, offered) | work.page(process, now)
        return render(
            request,
            "bidding/lot_act.html",
            context | {"form": form, "act_id": act_id_of(request), "now": now},
            status=status,
        )

    if request.method != "POST":
        return show(200)

    def take(given: Given) -> str:
        act = act_for(request, work.action)
        there = work.take(process, act, given)
        return there or lots.after(process, act)

    return answer(form, take, to=str, show=show)
