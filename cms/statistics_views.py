"""/stats/: what the platform's own rows say of a year, with a table and a file under every chart."""

from __future__ import annotations

import io

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from cms import statistics, statistics_facts
from cms.pages import link
from marketplace.accounts.actors import moment
from marketplace.law.workdays import day_of
from marketplace.sheets.writing import Shown, write_csv


def _facts(request: HttpRequest) -> statistics_facts.Facts:
    """The year asked for; an unknown one is this one."""
    now, asked = moment(request), request.GET.get("year", "")
    years = statistics_facts.years(now)
    chosen = int(asked) if asked.isdecimal() and int(asked[:4]) in years else day_of(now).year
    return statistics_facts.of_year(chosen, now)


@require_safe
def stats(request: HttpRequest) -> HttpResponse:
    """/stats/?year=…"""
    facts = _facts(request)
    asked = request.GET.get("year", "")
    context = {
        "facts": facts, "charts": statistics.charts(facts), "years": statistics_facts.years(moment(request)), "stats_at": facts.until,
        "unknown": asked if asked and asked != str(facts.year) else "", "crumbs": [link("统计公开", "/stats/")],
    }  # fmt: skip
    return render(request, "cms/statistics.html", context)


@require_safe
def table(request: HttpRequest, key: str) -> HttpResponse:
    """/stats/<chart>.csv: the table under a chart."""
    facts = _facts(request)
    chart = next((one for one in statistics.charts(facts) if one.key == key), None)
    if chart is None:
        raise Http404(key)
    out = io.BytesIO()
    write_csv(out, [Shown(title) for title in chart.head], chart.rows)
    name = content_disposition_header(True, f"{chart.key}-{facts.year}.csv") or "attachment"
    return HttpResponse(
        out.getvalue(), content_type="text/csv; charset=utf-8", headers={"Content-Disposition": name}
    )
