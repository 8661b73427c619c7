"""Whether a unit that alone may take two-person acts still has two people for them (design D23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from marketplace.accounts.models import Delegation, Membership, Organization, Shortage
from marketplace.accounts.models.telling import ENOUGH
from marketplace.flow import access, duties
from marketplace.flow.access import Role
from marketplace.flow.models import Duty

K = Organization.Kind
# The role that a unit's kind gives its people where they are party.
BY_KIND = {
    K.BUYER: Role.BUYER, K.AGENCY: Role.PROCURING_ENTITY, K.CENTRE: Role.CENTRE, K.AUTHORITY: Role.REVIEW_BODY,
}  # fmt: skip


def alone() -> frozenset[Role]:
    """Roles that alone may decide some class A act: nobody outside the unit can be its second person."""
    return frozenset(
        role for action in access.CLASS_A if len(found := access.allowed(action)) == 1 for role in found
    )


def living(now: datetime) -> QuerySet[Organization]:
    """Units with the number of people who may act now: not readers, not on leave with a deputy in their place."""
    away = Delegation.objects.in_force(now).filter(
        giver=OuterRef("user"), organization=OuterRef("organization"), scope=[]
    )
    here = Membership.objects.filter(is_active=True, user__is_active=True).exclude(
        part=Membership.Part.READER
    )
    present = here.filter(~Exists(away)).values("pk")
    kinds = [kind for kind, role in BY_KIND.items() if role in alone()]
    return Organization.objects.filter(kind__in=kinds).annotate(
        here=Count("memberships", filter=Q(memberships__in=present), distinct=True),
        known=Count("memberships", filter=Q(memberships__is_active=True), distinct=True),
    )


def short(now: datetime) -> dict[int, int]:
    """Unit → how many are left. A unit nobody works in counts only while it owes a two-person act."""
    owed = Duty.objects.filter(met_at=None, action__in=access.CLASS_A, owner__startswith="org:")
    owing = {int(owner.removeprefix("org:")) for owner in owed.values_list("owner", flat=True).distinct()}
    units: Any = living(now)  # annotated
    rows = units.values_list("pk", "here", "known")
    return {unit: here for unit, here, known in rows if here < ENOUGH and (known or unit in owing)}


def watch(now: datetime) -> list[str]:
    """The clock's errand, also called where members change: raise the alarm, correct it, end it."""
    found = short(now)
    raised = {row.organization_id: row for row in Shortage.objects.select_related("organization")}
    for unit in found.keys() - raised.keys():
        raised[unit], _ = Shortage.objects.get_or_create(
            organization_id=unit, defaults={"living": found[unit], "since": now}
        )
        duties.sync(raised[unit], now)
    for unit, row in raised.items():
        _correct(row, found.get(unit, ENOUGH), now)
    return []


def _correct(row: Shortage, number: int, now: datetime) -> None:
    if row.living == number and number < ENOUGH:
        return
    row.living = number
    duties.sync(row, now)
    if number >= ENOUGH:
        row.delete()
    else:
        row.save(update_fields=["living"])
