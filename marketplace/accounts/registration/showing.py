"""How a private file is shown on a page, and how somebody begins to act for the unit they just registered."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase

from marketplace.accounts.models.units import private
from marketplace.downloads import Download, send


def inline(request: HttpRequest, name: str, sha256: str) -> HttpResponseBase:
    """The stored file in the page itself; a browser keeps no copy and guesses no type."""
    store = private()
    ending = name.rpartition(".")[2]
    found = Download(lambda: store.open(name), f"licence.{ending}", store.size(name), sha256)
    response = send(request, found, inline=True)
    response["Cache-Control"] = "private, no-store"
    return response


def act_as(request: HttpRequest, organization_id: int) -> None:
    """From now on, in this session, the person acts for this unit."""
    request.session["organization"] = organization_id
    request.user.__dict__.pop("_memberships", None)
    request.__dict__.pop("_actor", None)
