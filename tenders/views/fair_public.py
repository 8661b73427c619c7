"""What everybody reads of the fair-competition review: the sheet, the results of the clean-up, challenges and their decisions."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import act_for, moment, of_request
from marketplace.accounts.forms import sent
from marketplace.flow.answering import act_id_of, answer
from tenders.fair_review import acts, results_page
from tenders.fair_review.workflow import FairCaseWorkflow
from tenders.forms.reviewing import DecideForm, DisputeForm
from tenders.models import FairCase, Tender
from tenders.pages import link
from tenders.views.desk import step_of


def _published(number: str) -> Tender:
    row = Tender.objects.published().with_parties().numbered(number)
    if row is None:
        raise Http404
    return row


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """/fair-review/: what the review changed, what was kept and why, tender by tender."""
    context = results_page.of_all(request.GET.get("page", ""))
    return render(request, "tenders/fair_results.html", context | {"crumbs": [link("公平竞争审查公开", "")]})


@require_safe
def sheet(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<no>/fair-review/: the signed sheet in four parts, with every finding."""
    tender = _published(number)
    found = results_page.of_tender(tender)
    if found is None:
        raise Http404
    crumbs = [
        link("招标项目", "/tenders/"),
        link(tender.title, tender.get_absolute_url()),
        link("公平竞争审查表", ""),
    ]
    return render(request, "tenders/fair_sheet.html", found | {"tender": tender, "crumbs": crumbs})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def dispute(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<no>/fair-review/dispute/: a missed clause, or a wrong finding."""
    tender, form = _published(number), DisputeForm(**sent(request))
    crumbs = [
        link(tender.title, tender.get_absolute_url()),
        link("公平竞争审查表", f"/tenders/{number}/fair-review/"),
    ]

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "tender": tender,
            "act_id": act_id_of(request),
            "crumbs": [*crumbs, link("提出意见", "")],
        }
        return render(request, "tenders/fair_dispute.html", context, status=status)

    def file(_: dict[str, Any]) -> str:
        return acts.dispute(tender, act_for(request, "fairness.dispute"), **form.given)

    if request.method != "POST":
        return show()
    return answer(form, file, to=lambda case: f"/fair-review/cases/{case}/", show=show)


@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, number: str) -> HttpResponse:
    """/fair-review/cases/<no>/: the challenge and, once decided, the decision; the authority decides here."""
    actor = of_request(request)
    row = cast(FairCaseWorkflow | None, FairCase.objects.seen_by(actor).numbered(number))
    if row is None:
        raise Http404
    form = DecideForm(**sent(request, "fairness.decide"))

    def show(status: int = 200) -> HttpResponse:
        offer = step_of(row.offers(actor, moment(request)), "accept")
        crumbs = [link("公平竞争审查公开", "/fair-review/"), link(row.number, "")]
        context = {"row": row, "form": form, "offer": offer, "act_id": act_id_of(request), "crumbs": crumbs}
        return render(request, "tenders/fair_case.html", context, status=status)

    def decide(given: dict[str, Any]) -> None:
        act = act_for(request, "fairness.decide")
        if given["decision"] == "accept":
            row.accept(act, labels=given["labels"], answer=given["answer"])
        else:
            row.reject(act, answer=given["answer"])

    if request.method != "POST":
        return show()
    return answer(form, decide, to=lambda _: f"/fair-review/cases/{number}/", show=show)
