"""The search page: what was asked, what was found, what was widened."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marketplace.accounts.actors import moment
from search import finding
from tenders import listing
from tenders.pages import link


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """/search/?q=…: an exact number jumps to its object; words are ANDed, then widened and marked so."""
    now = moment(request)
    asked = listing.read(request.GET, finding.QUESTIONS, also=("type",))
    if target := finding.jump(asked.words):
        return redirect(target)
    result = finding.find(asked, request.GET.get("type", "")[:24], now)
    pages = Paginator(range(result.total), listing.PAGE).get_page(asked.page)
    context: dict[str, Any] = listing.filters(asked, finding.QUESTIONS, action="/search/", target="results") | {
        "rows": result.rows, "page": pages, "found": result.says, "widened": result.widened, "now": now,
        "crumbs": [link("搜索", "/search/")],
    }  # fmt: skip
    return render(request, "search/search.html", finding.with_types(context, result, asked))
