"""公平竞争审查: the author answers each finding and hands in, another person judges item by item and concludes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.flow.answering import act_id_of, answer
from marketplace.law.statutes import FAIR_REVIEW
from marketplace.law.workdays import day_of
from tenders.fair_review import acts
from tenders.forms.reviewing import FindingForm, IssueForm, ReturnForm, ReviewForm
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
    request: HttpRequest, row: TenderWorkflow, judged: ReviewForm | None = None, **forms: ActForm
) -> Show:
    """The one page of the review: the author's answers, the reviewer's form, or read-only for everybody else of the unit."""
    form = judged or _review_form(request, bound=False)

    def context() -> Context:
        offers = offers_of(request, row)
        issue = at(_issue_day(request), NINE)
        return {
            "form": form, "back": forms.get("back", ReturnForm()), "hand_in": forms.get("hand_in", ActForm()),
            "finding": forms.get("finding"), "law": LAW, "submit": step_of(offers, "submit_review"),
            "passing": step_of(offers, "pass_review"), "failing": step_of(offers, "fail_review"),
            "returning": step_of(offers, "return_draft"),
            "is_author": wrote(row, of_request(request).user_id or 0), "last": row.reviews.first(),
            "lacks": tasks.lacking(row), "issue": IssueForm(initial={"issue_on": _issue_day(request)}),
            "reasons": calendar.reasons(form.strip), "weeks": calendar.weeks(form.strip, form["deadline_on"].value() or ""),
            "dates": calendar.dates(milestones(Plan(issue), form.strip.earliest)) if form.strip.earliest else [],
        } | findings.page_of(row, day_of(moment(request)), act_id_of(request))  # fmt: skip

    return page(request, "tenders/my_fairness.html", row, "公平竞争审查", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fairness(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/: conclude (POST), or look."""
    row = own_tender(request, number)
    form = _review_form(request, bound=request.method == "POST")
    show = _show(request, row, form)

    def conclude(_: dict[str, Any]) -> None:
        row.pass_review(act_for(request, "tender.pass_review"), **form.inputs)

    if request.method != "POST":
        return show()
    return answer(form, conclude, to=lambda _: f"/my/tenders/{number}/fairness/", show=show)


@login_required
@require_POST
def finding(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/finding/: adopt the rewrite, or keep the clause with a reason."""
    row = own_tender(request, number)
    form = FindingForm(request.POST)

    def decide(given: dict[str, Any]) -> None:
        if given["choice"] == "adopt":
            acts.adopt(row, act_for(request, "fairness.adopt"), key=given["key"], text=given["text"])
        else:
            acts.keep(row, act_for(request, "fairness.keep"), key=given["key"], reason=given["reason"])

    return answer(
        form,
        decide,
        to=lambda _: f"/my/tenders/{number}/fairness/#fd-h",
        show=_show(request, row, finding=form),
    )


@login_required
@require_POST
def undo(request: HttpRequest, number: str, answered: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/undo/<answer>/: the old words come back, the finding is open again."""
    row, form = own_tender(request, number), ActForm(**sent(request))

    def back(_: dict[str, Any]) -> None:
        acts.undo(row, act_for(request, "fairness.undo"), number=answered)

    return answer(
        form,
        back,
        to=lambda _: f"/my/tenders/{number}/fairness/#fd-h",
        show=_show(request, row, finding=form),
    )


@login_required
@require_POST
def fail(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/fail/: the reviewer concludes 「不符合」; back to the author with the reason."""
    row, form = own_tender(request, number), ReturnForm(**sent(request, "tender.fail_review"))

    def conclude(given: dict[str, Any]) -> None:
        row.fail_review(act_for(request, "tender.fail_review"), answers={}, reason=given["reason"])

    return answer(form, conclude, to=lambda _: f"/my/tenders/{number}/", show=_show(request, row, back=form))


@login_required
@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/fairness/return/: back to the author before publication, with a reason."""
    row, form = own_tender(request, number), ReturnForm(**sent(request, "tender.return_draft"))

    def send(given: dict[str, Any]) -> None:
        row.return_draft(act_for(request, "tender.return_draft"), reason=given["reason"])

    return answer(form, send, to=lambda _: f"/my/tenders/{number}/", show=_show(request, row, back=form))


@login_required
@require_POST
def hand_in(request: HttpRequest, number: str) -> HttpResponse:
    """/my/tenders/<no>/submit-review/: the author hands the draft to another person's eyes."""
    row = own_tender(request, number)
    form = ActForm(**sent(request, "tender.submit_review"))

    def submit(_: dict[str, Any]) -> None:
        row.submit_review(act_for(request, "tender.submit_review"))

    return answer(
        form, submit, to=lambda _: f"/my/tenders/{number}/fairness/", show=_show(request, row, hand_in=form)
    )
