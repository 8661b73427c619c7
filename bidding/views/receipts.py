"""Who is shown a receipt: its own bidder; for everybody else it does not exist before the deadline."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from bidding import receipt_pages
from bidding.models import Submission
from bidding.queries import filing_of
from bidding.views.bids import signed_in
from marketplace import paper
from marketplace.accounts.actors import moment, of_request
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from tenders import queries as tender_queries
from tenders.models import Objection, Question, Registration


def _submission(request: HttpRequest, number: str) -> Submission:
    row = Submission.objects.readable_by(of_request(request)).receipted(number)
    if row is None:
        raise Http404(number)
    return row


def _context(request: HttpRequest, number: str, now: datetime) -> dict[str, Any]:
    """The page of any kind of receipt that the reader may see, or 404."""
    actor = of_request(request)
    row = Submission.objects.readable_by(actor).receipted(number)
    if row is not None:
        return (
            receipt_pages.submission(row, now) if row.number == number else receipt_pages.withdrawal(row, now)
        )
    if registered := tender_queries.registration_numbered(Registration.objects.all(), number, actor):
        return receipt_pages.registration(registered, now)
    if asked := tender_queries.question_numbered(Question.objects.all(), number):
        return receipt_pages.question(asked, now)
    if filed := Objection.objects.own(actor).in_full().numbered(number):
        return receipt_pages.objection(filed, filing_of(filed.number), now)
    raise Http404(number)


@require_safe
@signed_in
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """/receipts/<number>/: what now exists, how it is checked, what may still be changed."""
    context = _context(request, number, moment(request))
    if paper.font():
        context["pdf"] = {"url": f"/receipts/{number}.pdf"}
    else:
        context["pdf_why"] = paper.NO_FONT
    return render(request, "bidding/receipt.html", context)


@require_safe
@signed_in
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """/receipts/<number>.pdf: the same text on A4."""
    now = moment(request)
    found = _context(request, number, now)["receipt"]
    if not paper.font():
        raise Refused("NO-FONT", paper.NO_FONT, PLATFORM["IDENTITY"])
    body = paper.pdf("receipt.typ", "receipt", receipt_pages.printed(found), made=found["at"])
    return _file(body, f"{number}.pdf", "application/pdf")


@require_safe
@signed_in
def document(request: HttpRequest, number: str) -> HttpResponse:
    """/receipts/<number>.json: statement, promise, signatures and what opens the sealed line."""
    row = _submission(request, number)
    return _file(
        receipt_pages.as_file(receipt_pages.document(row, number)), f"{number}.json", "application/json"
    )


@require_safe
@signed_in
def calendar(request: HttpRequest, number: str) -> HttpResponse:
    """/receipts/<number>.ics: the deadline, and when the code must be given."""
    text = receipt_pages.calendar(_submission(request, number))
    return _file(text.encode(), f"{number}.ics", "text/calendar; charset=utf-8")


def _file(body: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
