"""As whom a signed-in person acts, and how a view makes an `Act`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest

from marketplace.accounts.models import Delegation, Membership, User
from marketplace.flow import clock
from marketplace.flow.access import NOBODY, Actor, Role
from marketplace.flow.acts import Act
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.law.statutes import PLATFORM

STEP_UP_LASTS = timedelta(minutes=30)  # design D21


def memberships(user: User) -> list[Membership]:
    """Where the person works, asked once per request."""
    rows: list[Membership] | None = user.__dict__.get("_memberships")
    if rows is None:
        rows = user.__dict__["_memberships"] = list(Membership.objects.of(user))
    return rows


def _membership(user: User, wanted: int | None) -> Membership | None:
    rows = memberships(user)
    return next((row for row in rows if row.organization_id == wanted), rows[0] if rows else None)


def actor_of(user: Any, organization_id: int | None = None) -> Actor:
    """The actor a user is, in the organisation they chose (the first one by default)."""
    if not isinstance(user, User) or not user.is_authenticated:
        return NOBODY
    row = _membership(user, organization_id)
    standing = frozenset({Role.PERSON}) | (row.organization.standing() if row else frozenset())
    held = {f"role:{role}" for role in standing} | ({row.organization.key} if row else set())
    if row and row.part == Membership.Part.ADMIN:
        held.add(f"admin:{row.organization_id}")
    keys = frozenset({f"user:{user.pk}"} | held)
    return Actor(
        key=f"user:{user.pk}",
        name=user.name or user.username,
        keys=keys,
        standing=standing,
        user_id=user.pk,
        org_id=row.organization_id if row else None,
        organisation=row.organization.name if row else "",
        reads_only=row is not None and row.part == Membership.Part.READER,
    )


def of_request(request: HttpRequest) -> Actor:
    """The request's actor, computed once."""
    cached: Actor | None = getattr(request, "_actor", None)
    if cached is None:
        chosen = request.session.get("organization") if hasattr(request, "session") else None
        cached = actor_of(getattr(request, "user", None), chosen)
        request._actor = cached  # type: ignore[attr-defined]
    return cached


def moment(request: HttpRequest) -> datetime:
    """The request's moment: the clock is asked once."""
    cached: datetime | None = getattr(request, "_moment", None)
    if cached is None:
        cached = clock.now()
        request._moment = cached  # type: ignore[attr-defined]
    return cached


def principal(user: User, delegation_id: int, action: str, now: datetime) -> Actor:
    """The person for whom a deputy acts, when the delegation is in force and covers the action."""
    row = Delegation.objects.filter(pk=delegation_id, taker=user).select_related("giver").first()
    if row is None or row.revoked_at or not row.since <= now < row.until:
        raise NotPermitted("DELEGATION-OVER", "代理授权不存在、尚未开始或者已经到期", PLATFORM["TWO-PERSONS"])
    if not row.covers(action):
        raise NotPermitted("DELEGATION-SCOPE", "代理授权的范围不含这一事项", PLATFORM["TWO-PERSONS"])
    return actor_of(row.giver, row.organization_id)


def deputy_for(user: Any, action: str, now: datetime) -> list[Delegation]:
    """The delegations under which the person may take the action for somebody now."""
    if not isinstance(user, User):
        return []
    rows = Delegation.objects.taken_by(user).in_force(now).with_people()
    return [row for row in rows if row.covers(action)]


def act_for(request: HttpRequest, action: str = "", *, act_id: str = "") -> Act:
    """The act a form asks for. The form's `act_id` makes it happen once."""
    actor = of_request(request)
    if actor is NOBODY:
        raise NotPermitted(
            "SIGN-IN-NEEDED", "请先登录，登录后回到本页，您填写的内容不会丢失", PLATFORM["IDENTITY"]
        )
    given = act_id or request.POST.get("act_id", "")
    try:
        identity = UUID(given) if given else uuid4()
    except ValueError:
        raise Refused("ACT-ID-MALFORMED", "表单编号不完整，请刷新页面重试", PLATFORM["ACT-ID"]) from None
    now = moment(request)
    delegation = request.POST.get("on_behalf_of", "")
    behalf = principal(request.user, int(delegation), action, now) if delegation.isdecimal() else None  # type: ignore[arg-type]
    return Act(actor, now, identity, on_behalf_of=behalf, address=request.META.get("REMOTE_ADDR", ""))


def stepped_up(user: User, now: datetime) -> bool:
    """Whether the person proved again within 30 minutes who they are."""
    return user.stepped_up_at is not None and now - user.stepped_up_at < STEP_UP_LASTS
