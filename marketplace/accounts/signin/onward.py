"""Where to go on after a step: only to a page of this site."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme, urlencode


def next_of(request: HttpRequest, otherwise: str = "/my/") -> str:
    """The page that was asked for before signing in or proving again."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if safe else otherwise


def with_next(address: str, request: HttpRequest, **more: str) -> str:
    """The address, taking along where to go on."""
    query = {**more, "next": next_of(request, "")}
    named = urlencode({name: value for name, value in query.items() if value})
    return f"{address}?{named}" if named else address
