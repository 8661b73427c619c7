"""What every page knows: the site, who is signed in, the main navigation."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest

from marketplace.accounts import actors, inbox
from marketplace.accounts.models import Membership, Organization, User
from marketplace.flow.access import NOBODY

NAV = (
    ("交易公告", "/notices/"),
    ("招标项目", "/tenders/"),
    ("开标大厅", "/hall/"),
    ("统计公开", "/stats/"),
    ("搜索", "/search/"),
    ("核验", "/verify/"),
)


# Where the people of a unit work, beside the inbox.
OWN: dict[str, tuple[tuple[str, str], ...]] = {
    Organization.Kind.AGENCY: (("代理工作台", "/my/agency/"),),
    Organization.Kind.BUYER: (("采购意向", "/my/intentions/"), ("委托协议", "/my/agency/engagements/")),
    Organization.Kind.SUPPLIER: (("我的投标", "/my/bids/"),),
    Organization.Kind.CENTRE: (
        ("受理台", "/desk/orgs/"),
        ("批量导入", "/desk/import/"),
        ("信息发布", "/desk/notices/"),
        ("归档", "/desk/archive/"),
        ("账户恢复", "/desk/recoveries/"),
        ("搜索维护", "/desk/search/"),
        ("监督", "/oversight/"),
    ),
    Organization.Kind.AUTHORITY: (("监督", "/oversight/"),),
}


# Whose notices and projects are public: they repair what was published with a mistake.
CORRECTS = (Organization.Kind.BUYER, Organization.Kind.AGENCY, Organization.Kind.CENTRE)


def _me(request: HttpRequest) -> dict[str, Any]:
    actor = actors.of_request(request)
    if actor is NOBODY:
        return {"signed_in": False}
    turns, unread = inbox.counts(actor, actors.moment(request))
    here = [
        row for row in actors.memberships(cast(User, request.user)) if row.organization_id == actor.org_id
    ]
    others = [row for row in actors.memberships(cast(User, request.user)) if row not in here]
    return {
        "signed_in": True,
        "name": actor.name,
        "organisation": actor.organisation,
        "roles": [f"{row.organization.get_kind_display()} {row.title}".strip() for row in here]
        or sorted(role.label for role in actor.standing),
        "others": [
            {"label": row.organization.name, "url": f"/my/organization/{row.organization.uscc}/"}
            for row in others
        ],
        "duty_count": turns,
        "unread": unread,
        "nav": [
            {
                "label": "消息",
                "url": "/my/messages/",
                "count": unread,
                "current": request.path.startswith("/my/messages/"),
            },
            *_own_nav(request, here),
        ],
        "at_inbox": request.path == "/my/",
    }


def _own_nav(request: HttpRequest, here: list[Membership]) -> list[dict[str, Any]]:
    """The second line of a signed-in person: what their unit has here."""
    runs = any(row.organization.kind in (Organization.Kind.BUYER, Organization.Kind.AGENCY) for row in here)
    links = [("我的项目", "/my/tenders/")] if runs else []
    links += [entry for row in here for entry in OWN.get(row.organization.kind, ())]
    links.append(("本单位", "/my/unit/") if here else ("登记单位", "/join/org/"))
    if not here:
        links.append(("评标", "/eval/"))
    if any(row.organization.kind in CORRECTS for row in here):
        links.append(("更正与遮蔽", "/desk/correct/"))
    links += [("代办授权", "/my/delegations/")] if here else []
    links.append(("我的账户", "/my/account/"))
    return [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in links]


def site(request: HttpRequest) -> dict[str, Any]:
    """`site`, `me`, `nav` (see base.html)."""
    now = actors.moment(request)
    about = settings.SITE | {
        "demo": settings.ENV in ("demo", "test"),
        "now": now,
        "elder": request.COOKIES.get("elder", ""),
    }
    nav = [{"label": label, "url": url, "current": request.path.startswith(url)} for label, url in NAV]
    return {"site": about, "me": _me(request), "nav": nav}
