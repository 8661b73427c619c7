"""Which pages show a tender with its lots to everybody: the list, the project page, its calendar."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from bidding import pages, queries
from bidding.lists import LOTS
from bidding.models import Bid, Process, State
from bidding.public_forms import ComplaintForm
from marketplace.accounts.actors import moment, of_request
from marketplace.flow.access import Actor
from marketplace.lists import PARAMETER, as_file
from marketplace.notices.corrections import veil
from marketplace.notices.models import Notice
from tenders import ics, listing
from tenders import pages as tender_pages
from tenders.models import Tender
from tenders.views.public import unknown

GROUPS = {
    "open": ("投标中", (State.RECEIVING,)),
    "opening": ("待开标、开标中", (State.CLOSED, State.RELEASING, State.KEYS, State.ANNOUNCED)),
    "evaluation": (
        "评审中",
        (State.OPENED, State.DRAWING, State.EVALUATING, State.SCORING, State.SIGNING, State.EVALUATED),
    ),
    "publicity": ("公示期内", (State.PUBLICITY,)),
    "contract": ("待签约", (State.AWARDING, State.AWARDED, State.NOTIFIED)),
    "performing": ("履约中", (State.CONTRACTED,)),
    "archived": ("已完成", (State.ARCHIVED,)),
    "ended": ("流标、已终止", (State.FAILED, State.TERMINATED)),
}
QUESTIONS = (
    listing.Question("state", "环节", tuple(listing.Option(code, row[0]) for code, row in GROUPS.items())),
)


@require_safe
def tender_list(request: HttpRequest) -> HttpResponseBase:
    """/tenders/: published lots by state; what ends next comes first."""
    asked, now = listing.read(request.GET, QUESTIONS, also=(PARAMETER,)), moment(request)
    rows = Process.objects.listed().mentioning(asked.words).soonest()
    if group := GROUPS.get(asked.answers.get("state", "")):
        rows = rows.in_states(group[1])
    if (file := as_file(request, LOTS, rows, over=veil.everything)) is not None:
        return file
    found = listing.page_of(rows, asked.page)
    context = listing.filters(asked, QUESTIONS, action="/tenders/", target="results") | {
        "page": found, "rows": rows_of(list(found), now), "now": now,
        "found": f"共 {found.paginator.count} 个标段", "crumbs": [tender_pages.link("招标项目", "/tenders/")],
    }  # fmt: skip
    return render(request, "bidding/tender_list.html", context)


def rows_of(processes: list[Process], now: datetime) -> list[tender_pages.Context]:
    """Ledger rows of some lots with their marks: two queries, however many lots."""
    changed = set(Notice.objects.changing([row.tender.number for row in processes]))
    return pages.ledger(processes, now, changed=changed, suspended=queries.suspended(processes))


def seen(number: str, actor: Actor, now: datetime) -> pages.Seen | None:
    """Everything public about a tender, or None when nothing was published under the number."""
    lots = list(Process.objects.published().with_tender().of_tender(number))
    if not lots:
        return None
    tender = lots[0].tender
    posted = [row.pk for row in lots if row.publicity_from]
    return pages.Seen(
        tender=tender, lots=lots, notices=list(Notice.objects.own().of_tender(number).in_order()),
        documents=list(tender.documents.all()), questions=list(tender.questions.all()),
        objections=list(tender.objections.all()), review=tender.reviews.first(), suspended=queries.suspended(lots),
        candidates=list(Bid.objects.candidates_of(posted)) if posted else [],
        events=list(queries.public_events(number)), now=now, actor=actor, plan=tender_pages.planned(tender),
    )  # fmt: skip


@require_safe
def project(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<number>/: the page that answers what it is, where it stands, what to do, until when."""
    found = seen(number, of_request(request), moment(request))
    if found is None:
        return _elsewhere(request, number)
    return render(request, "tenders/project.html", pages.project(found))


def _elsewhere(request: HttpRequest, number: str) -> HttpResponse:
    """A lot's number leads to its tender; any other number to a search box."""
    lot = Process.objects.published().with_tender().numbered(number)
    return redirect(lot.get_absolute_url()) if lot else unknown(request, number)


@require_safe
def calendar(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<number>/calendar.ics: the dates that are fixed, not the expected ones."""
    found = seen(number, of_request(request), moment(request))
    if found is None:
        raise Http404(number)
    url = f"{settings.SITE_URL}{found.tender.get_absolute_url()}"
    body = ics.calendar(
        found.tender.title, pages.calendar_entries(found), stamp=found.notices[-1].published_at, url=url
    )
    name = f'attachment; filename="{number}.ics"'
    return HttpResponse(
        body, content_type="text/calendar; charset=utf-8", headers={"Content-Disposition": name}
    )


@require_safe
def complaint(request: HttpRequest, number: str) -> HttpResponse:
    """/tenders/<number>/complaint/: 「帮我算最后期限」 (E-T18): one question, the sum in words."""
    tender = Tender.objects.published().with_parties().numbered(number)
    if tender is None:
        return unknown(request, number)
    form = ComplaintForm(request.GET or None)
    answered = (
        pages.complaint_sum(form.cleaned_data, moment(request)) if form.is_bound and form.is_valid() else None
    )
    crumbs = [
        tender_pages.link("招标项目", "/tenders/"),
        tender_pages.link(number, tender.get_absolute_url()),
        tender_pages.link("投诉期限", ""),
    ]
    context = {"tender": tender, "form": form, "answer": answered, "crumbs": crumbs, "now": moment(request)}
    return render(request, "bidding/complaint.html", context, status=422 if form.errors else 200)
