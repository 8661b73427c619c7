"""公平竞争审查: the author hands in, another person judges item by item and chooses the deadline."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.flow.answering import answer
from marketplace.law.statutes import FAIR_REVIEW
from marketplace.law.workdays import day_of
from tenders.forms.reviewing import IssueForm, ReturnForm, ReviewForm
from tenders.my_pages import calendar, findings, tasks
from tenders.schedule import NINE, Plan, Strip, at, milestones, strip
from tenders.views.desk import Context, Show, offers_of, own_tender, page, step_of
from tenders.workflow import TenderWorkflow, wrote

LAW = FAIR_REVIEW[20]
FARTHEST = timedelta(days=365)


def _issue_day(request: HttpRequest) -> date:
    """The day the notice is meant to appear: tomorrow, unless the reviewer chose a later one within a year."""
    tomorrow = day_of(moment(request)) + timedelta(days=1)
    form = IssueForm({"issue_on": request.POST.get("issue_on") or request.GET.get("issue_on")})
    chosen: date = form.cleaned_data["issue_on"] if form.is_valid() else tomorrow
    return chosen if tomorrow <= chosen <= tomorrow + FARTHEST else tomorrow


def _strip(request: HttpRequest) -> Strip:
    return strip(Plan(at(_issue_day(request), NINE)))


def _review_form(request: HttpRequest, *, bound: bool) -> ReviewForm:
    parts = sent(request, "tender.pass_review")
    if not bound:
        parts |= {"data": None, "files": None}
    return ReviewForm(**parts, strip=_strip(request), initial={"issue_on": _issue_day(request)})


def _show(
    request: HttpRequest, row: TenderWorkflow, form: ReviewForm, back: ReturnForm, hand_in: ActForm
) -> Show:
    """The one page of the review: the reviewer's form, or read-only for everybody else of the unit."""

    def context() -> Context:
        offers = offers_of(request, row)
        rows = findings.findings(row, day_of(moment(request)))
        issue = at(_issue_day(request), NINE)
        return {
            "form": form, "back": back, "hand_in": hand_in, "law": LAW, "submit": step_of(offers, "submit_review"),
            "passing": step_of(offers, "pass_review"), "returning": step_of(offers, "return_draft"),
            "is_author": wrote(row, of_request(request).user_id or 0), "last": row.reviews.first(),
            "findings": rows, "counts": findings.counts(rows), "lacks": tasks.lacking(row),
            "answers": tasks.answers(row.reviews.first()),
            "issue": IssueForm(initial={"issue_on": _issue_day(request)}), "reasons": calendar.reasons(form.strip),
            "weeks": calendar.weeks(form.strip, form["deadline_on"].value() or ""),
            "dates": calendar.dates(milestones(Plan(issue), form.strip.earliest)) if form.strip.earliest else [],
        }  # fmt: skip

    return page(request, "tenders/my_fairness.html", row, "公平竞争审查", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fairness(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/: conclude (POST), or look."""
    row = own_tender(request, number)
    form = _review_form(request, bound=request.method == "POST")
    show = _show(request, row, form, ReturnForm(), ActForm())

    def conclude(_: dict[str, Any]) -> None:
        row.pass_review(act_for(request, "tender.pass_review"), **form.inputs)

    if request.method != "POST":
        return show()
    return answer(form, conclude, to=lambda _: f"/my/tenders/{number}/fairness/", show=show)


@login_required
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/return/: to the author, with a reason."""
    row = own_tender(request, number)
    form = ReturnForm(**sent(request, "tender.return_draft"))

    def send(given: dict[str, Any]) -> None:
        row.return_draft(act_for(request, "tender.return_draft"), reason=given["reason"])

    show = _show(request, row, _review_form(request, bound=False), form, ActForm())
    return answer(form, send, to=lambda _: f"/my/tenders/{number}/", show=show)


@login_required
@require_POST
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/submit-review/: the author hands the draft to another person's eyes."""
    row = own_tender(request, number)
    form = ActForm(**sent(request, "tender.submit_review"))

    def submit(_: dict[str, Any]) -> None:
        row.submit_review(act_for(request, "tender.submit_review"))

    show = _show(request, row, _review_form(request, bound=False), ReturnForm(), form)
    return answer(form, submit, to=lambda _: f"/my/tenders/{number}/fairness/", show=show)
