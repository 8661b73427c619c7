"""What people chose about messages and calendars, and units that have too few people for two-person acts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import models

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.duties import Owed
from marketplace.law.statutes import PLATFORM


class PreferenceQuerySet(models.QuerySet["Preference"]):
    """What was chosen, by those who send."""

    def of(self, user: User) -> PreferenceQuerySet:
        return self.filter(user=user)

    def chosen(self, users: Iterable[User], topic: str) -> dict[tuple[int, str], bool]:
        """(person, channel) → on, for those who chose."""
        rows = self.filter(user__in=list(users), topic=topic)
        return {(user, channel): on for user, channel, on in rows.values_list("user", "channel", "on")}


class Preference(models.Model):
    """A person wants, or does not want, messages of a topic by a channel."""

    user = models.ForeignKey(User, models.CASCADE, related_name="preferences")
    topic = models.CharField(max_length=16)
    channel = models.CharField(max_length=8)
    on = models.BooleanField()

    objects = PreferenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "topic", "channel"], name="one_preference")]

    def __str__(self) -> str:
        return f"{self.user} {self.topic} {self.channel} {self.on}"


class CalendarLink(models.Model):
    """An address under which a person's calendar program fetches their deadlines; only its digest is kept."""

    user = models.OneToOneField(User, models.CASCADE, related_name="calendar_link")
    digest = models.CharField(max_length=64, unique=True)  # hex(SHA-256(address part))
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"日历 {self.user}"


class Shortage(models.Model):
    """A unit that alone may take two-person acts and has fewer than two people for them (design D23)."""

    organization = models.OneToOneField(Organization, models.CASCADE, related_name="shortage")
    living = models.PositiveSmallIntegerField("在岗人数")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organization} {self.living}"

    @property
    def number(self) -> str:
        return self.organization.uscc

    def parties(self) -> Parties:
        return {}

    def duties(self, now: datetime) -> Iterable[Owed]:
        """A red alarm at the unit and at the centre, until there are two again."""
        if self.living >= ENOUGH:
            return
        owners = frozenset({self.organization.key, f"role:{Role.CENTRE}"})
        yield Owed(
            "HOLDERS", "member.invite", Role.ADMINISTRATOR, owners,
            f"在岗人员不足两人：{self.organization.name}", PLATFORM["HOLDERS"], due_at=self.since, url="/my/unit/people/",
        )  # fmt: skip


ENOUGH = 2
