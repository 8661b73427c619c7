"""What is this person's turn, in their own name and in the name of those who let them act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Delegation, Membership, User
from marketplace.flow import duties
from marketplace.flow.access import Actor
from marketplace.flow.models import Duty, Message


@dataclass(frozen=True, slots=True)
class Deputy:
    """A delegation in force, and whose duties it brings that are not the taker's own already."""

    delegation: Delegation
    giver: Actor
    keys: frozenset[str]

    def brings(self, duty: Duty, taker: Actor) -> bool:
        return (
            duty.owner in self.keys
            and self.delegation.covers(duty.action)
            and duties.is_turn(duty, taker.key, self.giver.key)
        )


def deputies(user: User, actor: Actor, now: datetime) -> list[Deputy]:
    """For whom the person may act now; a delegation is asked for only where there is one."""
    found = []
    for row in Delegation.objects.taken_by(user).in_force(now).with_people():
        giver = actor_of(row.giver, row.organization_id)
        found.append(Deputy(row, giver, giver.keys - actor.keys))
    return found


@dataclass(frozen=True, slots=True)
class Turn:
    """A duty with whose name it would be done in ("" is one's own), and why it is not one's turn ("" when it is)."""

    duty: Duty
    on_behalf: str = ""
    waits_for: str = ""


READER = "本单位经办人办理"
OTHERS = {"tender.pass_review": "审查人办理"}


def turns(user: User, actor: Actor, given: Sequence[Deputy]) -> list[Turn]:
    """Everything the inbox shows: one query for one's own, one for all givers together."""
    rows = [Turn(duty, waits_for=_waits(duty, actor)) for duty in duties.inbox(actor.keys)]
    keys = {key for deputy in given for key in deputy.keys}
    for duty in duties.inbox(keys) if keys else ():
        deputy = next((one for one in given if one.brings(duty, actor)), None)
        if deputy:
            rows.append(Turn(duty, on_behalf=str(deputy.delegation.giver)))
    return rows


def _waits(duty: Duty, actor: Actor) -> str:
    if duties.is_turn(duty, actor.key):
        return READER if actor.reads_only else ""
    confirms = duty.code.startswith("CONFIRM-")
    return "复核人办理" if confirms else OTHERS.get(duty.action, "本单位另一人办理")


def counts(actor: Actor, now: datetime) -> tuple[int, int]:
    """(duties whose turn it is, unread messages): one query on every page; more only for deputies."""
    taken = Delegation.objects.in_force(now).filter(taker=OuterRef("pk"))
    row = User.objects.filter(pk=actor.user_id or 0).annotate(
        turns=_number(duties.turn_of(actor)), unread=_number(Message.objects.in_site(actor.user_id).unread()),
        deputises=Exists(taken),
    ).values("turns", "unread", "deputises").first()  # fmt: skip
    if row is None:
        return 0, 0
    more = _deputised(actor, now) if row["deputises"] else 0
    return row["turns"] + more, row["unread"]


def _number(rows: QuerySet[Duty] | QuerySet[Message]) -> Coalesce:
    """How many rows, as part of another query."""
    one = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(one, output_field=IntegerField()), 0)


def _deputised(actor: Actor, now: datetime) -> int:
    user = User.objects.get(pk=actor.user_id or 0)
    given = deputies(user, actor, now)
    keys = {key for deputy in given for key in deputy.keys}
    return sum(any(one.brings(duty, actor) for one in given) for duty in duties.inbox(keys)) if keys else 0


def everywhere(user: User) -> frozenset[str]:
    """The keys a person holds in all their units together: a calendar knows of no chosen unit."""
    units = Membership.objects.of(user).values_list("organization", flat=True)
    actors = [actor_of(user, unit) for unit in units] or [actor_of(user)]
    return frozenset().union(*(actor.keys for actor in actors if not actor.reads_only), {f"user:{user.pk}"})
