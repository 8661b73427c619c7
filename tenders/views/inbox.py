"""Which duties a signed-in person has, with their messages and dates: the first page after signing in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from marketplace.accounts import calendars, choosing
from marketplace.accounts import inbox as turns_of
from marketplace.accounts.actors import act_for, memberships, moment, of_request
from marketplace.accounts.forms import ActForm, sent
from marketplace.accounts.models import CalendarLink, User
from marketplace.flow import duties
from marketplace.flow.answering import SeeOther, act_id_of, answer
from marketplace.flow.models import Message
from marketplace.record.models import Event
from tenders import ics
from tenders.models import Tender
from tenders.my_pages import inbox as shown
from tenders.my_pages.tasks import state_word

RECENT, LATELY = 5, timedelta(days=14)
PER_PAGE = 30


def _me(request: HttpRequest) -> User:
    return cast(User, request.user)


def _kind(request: HttpRequest) -> str:
    """What the person is here for, to say why the list is empty."""
    actor = of_request(request)
    unit = next(
        (row.organization for row in memberships(_me(request)) if row.organization_id == actor.org_id), None
    )
    if unit:
        return str(unit.kind)
    return "editor" if _me(request).has_perm("wagtailadmin.access_admin") else "expert"


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """/my/: what, which project, until when, by which article, one click to the act."""
    actor, now, asked = of_request(request), moment(request), shown.Asked.read(request.GET)
    given = turns_of.deputies(_me(request), actor, now)
    turns = turns_of.turns(_me(request), actor, given)
    about = _about({shown.project_of(turn.duty) for turn in turns} - {""})
    rows = shown.rows(turns, now, about)
    recent = shown.done(Event.objects.of_person(actor.user_id, now - LATELY)[:40], now)[:8]
    following = next((row for row in rows if row["due"] and row["due"] > now), None)
    letters = Message.objects.in_site(actor.user_id)
    context = shown.listing(rows, asked) | {
        "count": shown.counted(rows), "now": now, "taken": [one.delegation for one in given], "actor": actor,
        "tenders": [(row, state_word(row)) for row in Tender.objects.for_the_desk(actor)[:RECENT]],
        "letters": letters[:RECENT], "recent": recent, "empty": shown.empty(_kind(request), recent, following),
        "crumbs": [{"label": "待办", "url": ""}],
    }  # fmt: skip
    return render(request, "tenders/my_inbox.html", context)


def _about(numbers: set[str]) -> dict[str, shown.About]:
    """Title and owner of each project among the duties: one query."""
    rows = Tender.objects.titles_of(numbers)
    return {number: shown.About(title, unit) for number, title, unit in rows}


# ── messages ────────────────────────────────────────────────────────────────


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def messages(request: HttpRequest) -> HttpResponse:
    """/my/messages/: all of them with their read marks, and what may be switched off."""
    user, now = _me(request), moment(request)
    form = ActForm(**sent(request))

    def show(status: int = 200) -> HttpResponse:
        letters = Message.objects.in_site(user.pk)
        only = request.GET.get("show") == "unread"
        context = {
            "page": Paginator(letters.unread() if only else letters, PER_PAGE).get_page(request.GET.get("page")),
            "only": only, "unread": letters.unread().count(), "query": "show=unread" if only else "", "now": now,
            "table": choosing.table(user), "form": form, "act_id": act_id_of(request), "phone": user.phone[-4:], "email": user.email,
            "calendar": CalendarLink.objects.filter(user=user).first(), "crumbs": _crumbs("消息"),
        }  # fmt: skip
        return render(request, "tenders/my_messages.html", context, status=status)

    def choose(_: dict[str, Any]) -> None:
        choosing.choose(user, act_for(request, "account.choose_messages"), on=request.POST.getlist("on"))

    if request.method != "POST":
        return show()
    return answer(form, choose, to=lambda _: "/my/messages/#settings", show=show)


def _crumbs(here: str) -> list[dict[str, str]]:
    return [{"label": "待办", "url": "/my/"}, {"label": here, "url": ""}]


@never_cache
@login_required
@require_safe
def message(request: HttpRequest, reference: str) -> HttpResponse:
    """/my/messages/<reference>/: reading is noted, then on to what it is about."""
    rows = Message.objects.in_site(_me(request).pk).with_reference(reference)
    row = rows.first()
    if row is None:
        raise Http404
    rows.mark_read(moment(request))
    return SeeOther(row.url or "/my/messages/")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """/my/messages/read/: everything up to now was read."""
    Message.objects.in_site(_me(request).pk).mark_read(moment(request))
    return SeeOther("/my/messages/")


# ── the calendar ────────────────────────────────────────────────────────────


def _file(user: User, keys: frozenset[str], request: HttpRequest, *, full: bool) -> HttpResponse:
    """Open duties with a date. What leaves by a subscription names no project."""
    now = moment(request)
    mine = [row for row in duties.inbox(keys) if row.due_at and duties.is_turn(row, f"user:{user.pk}")]
    body = ics.calendar(
        "我的期限", shown.entries(mine, full=full), stamp=max([row.opened_at for row in mine], default=now),
        url=f"{settings.SITE_URL}/my/",
    )  # fmt: skip
    headers = {"Content-Disposition": 'attachment; filename="deadlines.ics"', "Cache-Control": "no-store"}
    return HttpResponse(body, content_type="text/calendar; charset=utf-8", headers=headers)


@login_required
@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """/my/calendar.ics: one's own deadlines, for the person who is signed in."""
    return _file(_me(request), turns_of.everywhere(_me(request)), request, full=True)


@never_cache
@require_safe
def subscribed(request: HttpRequest, token: str) -> HttpResponse:
    """/calendar/<token>.ics: what a calendar program fetches; it ends when its owner ends it."""
    user = calendars.owner_of(token)
    if user is None:
        raise Http404
    return _file(user, turns_of.everywhere(user), request, full=False)


@never_cache
@login_required
@require_POST
def calendar_link(request: HttpRequest) -> HttpResponse:
    """/my/calendar/: a new address, shown this once, or none any more."""
    user = _me(request)
    if request.POST.get("do") == "end":
        calendars.end(user, act_for(request, "calendar.end"))
        return SeeOther("/my/messages/#calendar")
    token = calendars.fresh_token()
    calendars.make(user, act_for(request, "calendar.make"), digest=calendars.digest_of(token))
    context = {
        "url": f"{settings.SITE_URL}/calendar/{token}.ics", "now": moment(request), "crumbs": _crumbs("日历订阅"),
    }  # fmt: skip
    return render(request, "tenders/my_calendar_link.html", context)
