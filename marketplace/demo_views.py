"""The demo's two pages: moving the platform's time, and what would have been sent by SMS."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from marketplace.flow import clock, tick
from marketplace.flow.duties import next_due
from marketplace.flow.models import Message


def _only_in_demo() -> None:
    if settings.ENV not in ("demo", "test"):
        raise Http404


@require_POST
def move_clock(request: HttpRequest) -> HttpResponse:
    """「拨到下一时限」: the platform's time goes to the next moment at which something is due."""
    _only_in_demo()
    due = next_due(clock.now())
    if due is None:
        messages.info(request, "没有尚未到来的期限")
    else:
        clock.move_to(due.due_at)  # type: ignore[arg-type]
        tick.run_until_quiet()
        messages.info(request, f"平台时间已拨到：{due.says}")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()})
    return HttpResponseRedirect(back if safe else "/")


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """What people would have received; who has no account sees it too, since all of it is made up."""
    _only_in_demo()
    rows = Message.objects.exclude(channel="in-site").select_related("to")[:200]
    return render(request, "demo/outbox.html", {"rows": rows})
