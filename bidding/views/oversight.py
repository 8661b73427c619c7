"""The supervising authority's pages: read-only, nothing sealed before its time."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render

from bidding.eval_pages import oversight
from bidding.eval_pages import record as records
from bidding.lists import RECORD, SUPERVISED
from marketplace.accounts.actors import moment, of_request
from marketplace.flow.access import may
from marketplace.lists import as_file, sheet
from tenders.models import Tender


def _tender(request: HttpRequest, number: str) -> Tender:
    """A tender whose record the person may read; another one does not exist for them."""
    actor = of_request(request)
    row = get_object_or_404(Tender.objects.with_parties().supervised_by(actor), number=number)
    if not may(actor, "record.read", row):
        raise Http404
    return row


@login_required
def today(request: HttpRequest) -> HttpResponseBase:
    """/oversight/"""
    tenders = list(Tender.objects.with_parties().supervised_by(of_request(request)))
    if (file := as_file(request, SUPERVISED, oversight.with_lots(tenders))) is not None:
        return file
    return render(request, "bidding/oversight.html", oversight.today_page(tenders, moment(request)))


@login_required
def tender(request: HttpRequest, number: str) -> HttpResponse:
    """/oversight/tenders/<no>/?only=refused&page=2"""
    page = oversight.tender_page(
        _tender(request, number),
        moment(request),
        only=request.GET.get("only", ""),
        page=request.GET.get("page", "1"),
    )
    return render(request, "bidding/oversight_tender.html", page)


@login_required
def record(request: HttpRequest, number: str, kind: str) -> HttpResponseBase:
    """/oversight/tenders/<no>/record.csv, record.xlsx and record.json"""
    row, now = _tender(request, number), moment(request)
    rows = records.lines(row, oversight.lots_of([row]), now)
    if kind == "xlsx":
        return sheet(request, RECORD, enumerate(rows, 1), kind)
    if kind not in records.MEDIA:
        raise Http404
    answer = HttpResponse(records.as_file(kind, row, rows, now), content_type=records.MEDIA[kind])
    answer["Content-Disposition"] = f'attachment; filename="{number}-record.{kind}"'
    return answer
