"""Which duties a signed-in person has, with their tenders and messages: the first page after signing in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from marketplace.accounts.actors import moment, of_request
from marketplace.accounts.models import Delegation
from marketplace.flow.duties import inbox as duties_of
from marketplace.flow.models import Duty, Message, Pending
from tenders.models import Tender
from tenders.my_pages import inbox as shown
from tenders.my_pages.tasks import state_word

RECENT = 5


def _waiting(rows: list[Duty], request: HttpRequest) -> dict[int, str]:
    """Duties another must take: the asker does not confirm, the author does not review."""
    actor = of_request(request)
    asked = {f"/my/confirm/{row.act_id}/" for row in Pending.objects.asked_by_person(actor.user_id)}
    drafted = {row.number for row in Tender.objects.drafted_by(actor)}
    turns = {row.pk: "复核人办理" for row in rows if row.url in asked}
    reviews = {
        row.pk: "审查人办理" for row in rows if row.action == "tender.pass_review" and row.thing in drafted
    }
    return turns | reviews


@login_required
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """/my/: what, until when, by which article, one click to the act."""
    actor, now = of_request(request), moment(request)
    taken = list(Delegation.objects.taken_by(request.user).in_force(now).with_people())  # type: ignore[arg-type]
    behalf = {f"user:{row.giver_id}": str(row.giver) for row in taken}
    rows = list(duties_of(actor.keys | frozenset(behalf)))
    groups = shown.groups(rows, now, waiting=_waiting(rows, request), behalf=behalf)
    tenders = [(row, state_word(row)) for row in Tender.objects.for_the_desk(actor)[:RECENT]]
    context = {
        "groups": groups, "count": shown.counted(groups), "now": now, "taken": taken, "actor": actor,
        "tenders": tenders, "letters": Message.objects.in_site(actor.user_id)[:RECENT],
        "crumbs": [{"label": "待办", "url": ""}],
    }  # fmt: skip
    return render(request, "tenders/my_inbox.html", context)
