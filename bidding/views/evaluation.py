"""The committee's pages: /eval/ and everything below it. One call per act; what was typed stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from bidding import actions
from bidding.eval_pages import committee, joint
from bidding.eval_pages import sheet as sheets
from bidding.forms import evaluation as forms
from bidding.models import Bid, Member, Process
from bidding.procedures.works_open import WorksOpenTender
from bidding.queries import own_seats
from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.downloads import Download, send
from marketplace.flow.answering import act_id_of, answer
from marketplace.trust import blobs

Given = dict[str, Any]


def _seat(request: HttpRequest, number: str) -> tuple[WorksOpenTender, Member]:
    """The lot and the person's seat; who does not serve there learns nothing of it."""
    actor = of_request(request)
    process: WorksOpenTender = get_object_or_404(  # type: ignore[assignment]
        Process.objects.with_tender().seated(actor), number=number
    )
    return process, committee.seat_of(process, actor)


def _working(request: HttpRequest, number: str) -> tuple[WorksOpenTender, Member]:
    """The same, for pages that need the check-in first."""
    process, member = _seat(request, number)
    committee.require_check_in(member)
    return process, member


def _form(
    request: HttpRequest, form: django_forms.Form, template: str, page: Callable[[], Given],
    call: Callable[[Given], Any], to: str,
) -> HttpResponse:  # fmt: skip
    """Show a form, or take its act and go on."""

    def show(status: int) -> HttpResponse:
        context = page() | {"form": form, "act_id": act_id_of(request), "now": moment(request)}
        return render(request, f"bidding/{template}.html", context, status=status)

    return answer(form, call, to=lambda _: to, show=show) if request.method == "POST" else show(200)


def _data(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


@login_required
def sessions(request: HttpRequest) -> HttpResponse:
    """/eval/"""
    seats = list(own_seats(Member.objects.all(), of_request(request)))
    return render(request, "bidding/eval_list.html", committee.sessions_page(seats))


@login_required
def session(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/"""
    process, member = _seat(request, number)
    page = committee.session_page(process, member, of_request(request), moment(request))
    return render(request, "bidding/eval.html", page)


@login_required
def check_in(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/check-in/"""
    process, member = _seat(request, number)
    return _form(
        request, forms.CheckInForm(_data(request)), "eval_check_in", partial(committee.check_in_page, process, member),
        lambda given: actions.check_in(process, act_for(request, "evaluation.check_in"), **given), f"/eval/{number}/",
    )  # fmt: skip


@login_required
def recuse(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/recuse/: work ends at once; the list shows the seat as recused."""
    process, member = _seat(request, number)
    return _form(
        request, forms.RecuseForm(_data(request)), "eval_recuse", partial(committee.recuse_page, process, member),
        lambda given: actions.recuse(process, act_for(request, "evaluation.recuse"), **given), "/eval/",
    )  # fmt: skip


@login_required
def leader(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/leader/"""
    process, member = _working(request, number)
    return _form(
        request, forms.LeaderForm(_data(request), process=process), "eval_leader",
        partial(committee.leader_page, process, member),
        lambda given: actions.vote_leader(process, act_for(request, "evaluation.vote_leader"), **given), f"/eval/{number}/",
    )  # fmt: skip


# ── preliminary review ──────────────────────────────────────────────────────


def _bid(process: Process, order: int) -> Bid:
    rows = process.bids.opened().select_related("organization").prefetch_related("files")
    return get_object_or_404(rows, order=order)


@login_required
def reviews(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/review/"""
    page = committee.reviews_page(*_working(request, number))
    return render(request, "bidding/eval_reviews.html", page)


@login_required
def review(request: HttpRequest, number: str, order: int) -> HttpResponse:
    """/eval/<no>/review/<order>/"""
    process, member = _working(request, number)
    bid = _bid(process, order)

    def judge(given: Given) -> None:
        actions.review_bid(
            process, act_for(request, "evaluation.review"), bid=bid.pk, passed=given["verdict"] == "pass",
            code=given["code"], reason=given["reason"],
        )  # fmt: skip

    form = forms.ReviewForm(_data(request), initial=committee.judgement_of(member, bid))
    page = partial(committee.review_page, process, member, bid)
    return _form(request, form, "eval_review", page, judge, f"/eval/{number}/review/")


@login_required
def bid_file(request: HttpRequest, number: str, order: int, no: int) -> HttpResponseBase:
    """A file of an opened bid, for members only."""
    process, _ = _working(request, number)
    row = committee.file_of(_bid(process, order), no)
    if row is None:
        raise Http404
    return send(request, Download(partial(blobs.open_blob, row.blob), row.name, row.size, row.sha256))


@login_required
def conclude_preliminary(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/preliminary/: the leader ends the preliminary review."""
    process, member = _working(request, number)
    return _form(
        request, forms.CompetitionForm(_data(request)), "eval_preliminary",
        lambda: committee.preliminary_page(process, member) | _offer(request, process, "process.conclude_preliminary"),
        lambda given: process.conclude_preliminary(act_for(request, "process.conclude_preliminary"), **given),
        f"/eval/{number}/",
    )  # fmt: skip


@login_required
def reject_all(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/reject-all/: no valid bid, or competition is clearly lacking."""
    process, member = _working(request, number)
    return _form(
        request, forms.RejectAllForm(_data(request)), "eval_preliminary",
        lambda: committee.preliminary_page(process, member) | _offer(request, process, "process.reject_all"),
        lambda given: process.reject_all(act_for(request, "process.reject_all"), **given), f"/eval/{number}/",
    )  # fmt: skip


def _offer(request: HttpRequest, process: Process, action: str) -> Given:
    """The leader's act as it stands now: its words, its article, why not yet."""
    return {"offer": committee.lead(process, of_request(request), moment(request), action)}


# ── scores ──────────────────────────────────────────────────────────────────


@login_required
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/scores/?cell=<order>-<criterion>"""
    process, member = _working(request, number)
    sheets.require_scoring(process)
    return _sheet(request, process, member, request.GET.get("cell", ""))


def _sheet(
    request: HttpRequest, process: Process, member: Member, cell: str, typed: Given | None = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    page = sheets.sheet_page(process, member, moment(request), chosen=cell, typed=typed)
    page["editing"] = page["editing"] and page["editing"] | {"act_id": act_id_of(request)}
    return render(request, "bidding/scoring.html", page, status=status)


@login_required
def cell(request: HttpRequest, number: str, order: int, criterion: str) -> HttpResponse:
    """One cell of the sheet, saved by itself; refused, it is shown with what was typed and why."""
    process, member = _working(request, number)
    bid, row = sheets.cell_of(process, order, criterion)
    if request.method != "POST" or bid is None or row is None:
        raise Http404
    form, key = forms.CellForm(request.POST, row=row), f"{order}-{criterion}"

    def put(given: Given) -> None:
        actions.score(
            process, act_for(request, "evaluation.score"), bid=bid.pk, criterion=criterion,
            value=given["value"], reason=given["reason"],
        )  # fmt: skip

    def show(status: int) -> HttpResponse:
        typed = {name: request.POST.get(name, "") for name in ("band", "value", "reason")}
        return _sheet(request, process, member, key, typed | {"error": forms.first_error(form)}, status)

    return answer(form, put, to=lambda _: f"/eval/{number}/scores/?cell={key}", show=show)


@login_required
def submit(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/submit/: the own sheet once more, then it is final."""
    process, member = _working(request, number)
    sheets.require_scoring(process)
    return _form(
        request, forms.EmptyForm(_data(request)), "eval_submit",
        partial(sheets.submit_page, process, member, moment(request)),
        lambda _: actions.submit_scores(process, act_for(request, "evaluation.submit_scores")), f"/eval/{number}/",
    )  # fmt: skip


@login_required
def joint_view(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/joint/: everybody's scores once all are in; the leader concludes."""
    process, _ = _working(request, number)
    joint.require_all_submitted(process)
    form = forms.TieForm(_data(request), process=process)
    offer = committee.lead(process, of_request(request), moment(request), "process.conclude_scoring")
    return _form(
        request, form, "eval_joint", partial(joint.joint_page, process, offer),
        lambda _: process.conclude_scoring(act_for(request, "process.conclude_scoring"), **form.decided()),
        f"/eval/{number}/report/",
    )  # fmt: skip


# ── the report ──────────────────────────────────────────────────────────────


@login_required
def report(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/report/: for members while they sign, then for owner and authority."""
    actor = of_request(request)
    process = get_object_or_404(Process.objects.with_tender().reported_to(actor), number=number)
    return _form(
        request, forms.SignForm(_data(request)), "eval_report",
        lambda: joint.report_page(process, actor) | _offer(request, process, "process.deliver_report"),
        lambda given: actions.sign_report(process, act_for(request, "evaluation.sign"), **given),
        f"/eval/{number}/report/",
    )  # fmt: skip


@login_required
def deliver(request: HttpRequest, number: str) -> HttpResponse:
    """/eval/<no>/deliver/: the leader hands the signed report to the owner."""
    process, member = _working(request, number)
    return _form(
        request, forms.EmptyForm(_data(request)), "eval_deliver",
        lambda: committee.plain_page(process, member, "提交评标报告") | _offer(request, process, "process.deliver_report"),
        lambda _: process.deliver_report(act_for(request, "process.deliver_report")), f"/eval/{number}/report/",
    )  # fmt: skip
