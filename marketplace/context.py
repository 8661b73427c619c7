"""What every page knows: the site, who is signed in, the main navigation."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from marketplace.accounts import actors
from marketplace.flow.access import NOBODY
from marketplace.flow.duties import inbox

NAV = (
    ("交易公告", "/notices/"),
    ("招标项目", "/tenders/"),
    ("开标大厅", "/hall/"),
    ("搜索", "/search/"),
    ("核验", "/verify/"),
)


def _me(request: HttpRequest) -> dict[str, Any]:
    actor = actors.of_request(request)
    if actor is NOBODY:
        return {"signed_in": False}
    return {
        "signed_in": True,
        "name": actor.name,
        "organisation": actor.organisation,
        "roles": sorted(role.label for role in actor.standing),
        "duty_count": inbox(actor.keys).count(),
    }


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `me`, `nav` (see base.html)."""
    now = actors.moment(request)
    about = settings.SITE | {
        "demo": settings.ENV in ("demo", "test"),
        "now": now,
        "elder": request.COOKIES.get("elder") == "1",
    }
    nav = [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in NAV]
    return {"site": about, "me": _me(request), "nav": nav}
