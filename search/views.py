"""The search page, its feeds, saved searches, and the page of those who keep the search."""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.accounts.actors import moment
from marketplace.flow.answering import SeeOther, answer
from marketplace.flow.errors import Refused
from marketplace.lists import as_file
from marketplace.notices.corrections import veil
from search import alerts, feeds, finding, misses
from search.forms import SubscribeForm
from search.lists import RESULTS, entries
from search.models import Subscription
from tenders.listing import PAGE
from tenders.pages import link


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    """/search/?q=…: an exact number jumps to its object; words are ANDed, then relaxed and marked so."""
    now, asked = moment(request), finding.read(request.GET)
    if target := finding.jump(asked.words):
        return redirect(target)
    if (file := as_file(request, RESULTS, entries(asked, now), over=veil.everything)) is not None:
        return file
    found = finding.find(asked, now)
    if asked.words and (not found.total or found.relaxed):
        misses.note(asked.words, now)
    pages = Paginator(range(min(found.total, finding.DEEPEST)), PAGE).get_page(asked.page)
    context = finding.filters(asked, found) | {
        "rows": found.rows, "page": pages, "found": found.says, "widened": found.relaxed, "now": now,
        "engine_notice": found.notice, "samples": finding.sample_switch(asked), "saved": alerts.saved(asked),
        "crumbs": [link("搜索", "/search/")],
    }  # fmt: skip
    return render(request, "search/search.html", context)


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """/search/atom.xml?…: the query as a feed."""
    body = feeds.atom(finding.read(request.GET), moment(request))
    return HttpResponse(body, content_type="application/atom+xml; charset=utf-8")


@require_safe
def ics(request: HttpRequest) -> HttpResponse:
    """/search/calendar.ics?…: the query's deadlines."""
    body = feeds.ics(finding.read(request.GET), moment(request))
    return HttpResponse(body, content_type="text/calendar; charset=utf-8")


@require_http_methods(["GET", "HEAD", "POST"])
def subscribe(request: HttpRequest) -> HttpResponse:
    """/search/subscribe/?…: the query in words, where to send, how often; no account."""
    asked, now = finding.read(request.GET), moment(request)
    posted = request.method == "POST"
    form = SubscribeForm(request.POST if posted else None, initial={"frequency": "at-once"})

    def show(status: int = 200) -> HttpResponse:
        context = {
            "form": form, "says": alerts.in_words(asked), "saved": alerts.saved(asked), "asked": asked.words, "law": alerts.LAW,
            "crumbs": [link("搜索", asked.url()), link("订阅", "")],
        }  # fmt: skip
        return render(request, "search/subscribe.html", context, status=status)

    def keep(given: dict[str, Any]) -> Subscription:
        if not ratelimit.consume(request, action="subscribe"):
            raise Refused("SUBSCRIPTION-RATE", "申请太频繁，请几分钟后再试", alerts.LAW, field="address")
        address = alerts.read_address(given["address"])
        return alerts.subscribe(asked, address, given["frequency"], now)

    return (
        answer(form, keep, to=lambda _: f"/search/subscribe/sent/?{alerts.saved(asked)}", show=show)
        if posted
        else show()
    )


@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """/search/subscribe/sent/: the same page whoever asked, so that nobody learns who subscribes."""
    asked = finding.read(request.GET)
    context = {
        "says": alerts.in_words(asked),
        "back": asked.url(),
        "crumbs": [link("搜索", asked.url()), link("订阅", "")],
    }
    return render(request, "search/sent.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def subscription(request: HttpRequest, token: str) -> HttpResponse:
    """/search/subscriptions/<token>/: confirm it, or end it, by one button; opening the link changes nothing."""
    row = Subscription.objects.held(token)
    if row is None:
        raise Http404
    if request.method == "POST":
        (alerts.end if request.POST.get("end") else alerts.confirm)(row, moment(request))
        return SeeOther(f"/search/subscriptions/{token}/")
    return render(
        request,
        "search/subscription.html",
        {"row": row, "crumbs": [link("搜索", "/search/"), link("订阅", "")]},
    )
