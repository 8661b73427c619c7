"""The search page: what was asked, what was found, what was relaxed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from marketplace.accounts.actors import moment
from search import finding
from tenders.listing import PAGE
from tenders.pages import link


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """/search/?q=…: an exact number jumps to its object; words are ANDed, then relaxed and marked so."""
    now, asked = moment(request), finding.read(request.GET)
    if target := finding.jump(asked.words):
        return redirect(target)
    found = finding.find(asked, now)
    pages = Paginator(range(min(found.total, finding.DEEPEST)), PAGE).get_page(asked.page)
    context = finding.filters(asked, found) | {
        "rows": found.rows, "page": pages, "found": found.says, "widened": bool(found.relaxed),
        "engine_notice": found.notice, "now": now, "crumbs": [link("搜索", "/search/")],
    }  # fmt: skip
    return render(request, "search/search.html", context)
