"""How every page of the workbench begins and ends: the unit's own tender, and a form shown again with its status."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.actors import moment, of_request
from marketplace.flow.answering import act_id_of
from marketplace.flow.workflow import Offer
from tenders.models import Tender
from tenders.my_pages import tasks
from tenders.workflow import TenderWorkflow

Context = dict[str, Any]
Show = Callable[..., HttpResponse]


def own_tender(request: HttpRequest, number: str) -> TenderWorkflow:
    """A tender that the person's unit runs; to everybody else it does not exist."""
    found = Tender.objects.for_the_desk(of_request(request)).numbered(number)
    if found is None:
        raise Http404
    return cast(TenderWorkflow, found)


def offers_of(request: HttpRequest, tender: TenderWorkflow) -> list[Offer]:
    """The steps from here, each takeable or with the reason why not."""
    return tender.offers(of_request(request), moment(request))


def step_of(offers: list[Offer], name: str) -> Offer | None:
    """One step among those offered; None when it does not start from the present state."""
    return next((offer for offer in offers if offer.step.name == name), None)


def page(
    request: HttpRequest, template: str, tender: Tender, title: str, context: Callable[[], Context]
) -> Show:
    """`show(status)` renders the page; what it shows is asked for only when it is shown."""

    def show(status: int = 200) -> HttpResponse:
        home = f"/my/tenders/{tender.number}/"
        crumbs = [{"label": "我的项目", "url": "/my/tenders/"}, {"label": tender.title, "url": home}]
        shown = {
            "tender": tender, "state": tasks.state_word(tender), "title": title, "home": home, "now": moment(request),
            "act_id": act_id_of(request), "crumbs": [*crumbs, {"label": title, "url": ""}] if title else crumbs,
        }  # fmt: skip
        return render(request, template, shown | context(), status=status)

    return show
