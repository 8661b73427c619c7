"""How every page of the workbench begins: for whom it exists, as whom a person looks, how a paper is sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from marketplace import paper
from marketplace.accounts.actors import of_request
from marketplace.accounts.models import Organization
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from tenders.queries import unit_of

Context = dict[str, Any]
HOME = {"label": "代理工作台", "url": "/my/agency/"}


def own_unit(request: HttpRequest, *kinds: str) -> Organization:
    """The person's unit when it is of one of the kinds; to everybody else the page does not exist."""
    unit = unit_of(of_request(request))
    if unit is None or unit.kind not in kinds:
        raise Http404
    return unit


def own_agency(request: HttpRequest) -> Organization:
    return own_unit(request, Organization.Kind.AGENCY)


def crumbs(*rows: tuple[str, str]) -> list[Context]:
    """The trail from the workbench; the last one is the page itself."""
    return [HOME, *({"label": label, "url": url} for label, url in rows)]


def letter(given: Context, name: str, made: datetime) -> HttpResponse:
    """A paper between units as PDF."""
    if not paper.font():
        raise Refused("NO-FONT", paper.NO_FONT, PLATFORM["IDENTITY"])
    body = paper.pdf("letter.typ", "letter", given, made=made)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return HttpResponse(body, content_type="application/pdf", headers=headers)
