"""The public record of an expert draw; no account needed to look, download or recompute."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from bidding.eval_pages import draws
from bidding.models import ExpertDraw, Process
from marketplace.accounts.actors import moment, of_request


def _draw(request: HttpRequest, number: str, suffix: str) -> tuple[Process, ExpertDraw]:
    rows = Process.objects.with_tender().visible_to(of_request(request)).prefetch_related("draws")
    process = get_object_or_404(rows, number=number)
    row = draws.chosen(process, suffix)
    if row is None:
        raise Http404
    return process, row


def draw(request: HttpRequest, number: str, suffix: str = "") -> HttpResponse:
    """/draws/<no>/ and /draws/<no>/<EXP1>/"""
    page = draws.draw_page(*_draw(request, number, suffix))
    return render(request, "bidding/draw.html", page | {"now": moment(request)})


def record(request: HttpRequest, number: str, suffix: str) -> HttpResponse:
    """The draw record; it exists from the moment the ranking is computed."""
    _, row = _draw(request, number, suffix)
    if row.record is None:
        raise Http404
    answer = JsonResponse(row.record, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'inline; filename="{number}-{suffix}.json"'
    return answer
