"""The demo's agreements between owners and their agency, signed as people sign them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import uuid4

from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Organization, User
from marketplace.flow import pending as second_person
from marketplace.flow.acts import Act
from marketplace.flow.models import Pending
from marketplace.law.workdays import SHANGHAI
from tenders.agency import actions
from tenders.agency.clauses import BY_CODE
from tenders.agency.models import Engagement
from tenders.agency.workflow import EngagementWorkflow

# Agreed between the parties: three bands, the winner pays, 80 % of what the bands give.
FORMULA: dict[str, Any] = {
    "kind": "bands", "bands": [[100_000_000, "1.0"], [500_000_000, "0.7"], [None, "0.55"]], "factor": "80",
}  # fmt: skip


def act(username: str, at: datetime) -> Act:
    """An act of a person with their first unit."""
    return Act(actor_of(User.objects.get(username=username)), at, uuid4(), address="127.0.0.1")


def entrust(
    now: datetime, *, agent: str, owners: tuple[str, str], since: datetime, until: datetime,
    scope: Sequence[str] = tuple(BY_CODE), formula: dict[str, Any] | None = None,
) -> Engagement:  # fmt: skip
    """The agency proposes and signs; two persons of the owner sign, which puts it in force."""
    client = Organization.objects.get(memberships__user__username=owners[0])
    unit = Organization.objects.get(memberships__user__username=agent)
    number = actions.propose(
        unit, act(agent, now), other=client, scope=list(scope), since=since, until=until,
        formula=formula or FORMULA, payer="supplier",
    )  # fmt: skip
    row = cast(EngagementWorkflow, Engagement.objects.get(number=number))
    row.agency_signs(act(agent, now))
    row.buyer_accepts(act(owners[0], now))
    waiting = Pending.objects.filter(thing=number, decided_at=None).get()
    second_person.confirm(waiting, act(owners[1], now))
    return Engagement.objects.get(number=number)


def create(now: datetime) -> None:
    """What the demo's owner entrusts to its agency: everything, for three years."""
    if Engagement.objects.exists():
        return
    year = now.astimezone(SHANGHAI).year
    since, until = (datetime(n, 1, 1, tzinfo=SHANGHAI) for n in (year, year + 3))
    entrust(now, agent="lijun", owners=("wangmin", "zhaozhiqiang"), since=since, until=until)
