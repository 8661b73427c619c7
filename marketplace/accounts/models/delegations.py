"""Who acts for whom, from when to when (design D23)."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Organization


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Delegations by what people ask of them."""

    def given_by(self, user: User) -> DelegationQuerySet:
        return self.filter(giver=user)

    def taken_by(self, user: User) -> DelegationQuerySet:
        return self.filter(taker=user)

    def in_force(self, now: datetime) -> DelegationQuerySet:
        return self.filter(since__lte=now, until__gt=now, revoked_at=None)

    def in_force_or_ahead(self, now: datetime) -> DelegationQuerySet:
        return self.filter(until__gt=now, revoked_at=None)

    def to_announce(self, now: datetime) -> DelegationQuerySet:
        """Begun, and nobody was told yet."""
        return self.in_force(now).filter(told_start_at=None).with_people()

    def to_conclude(self, now: datetime) -> DelegationQuerySet:
        """Ended by themselves or taken back, and nobody was told yet."""
        over = models.Q(until__lte=now) | models.Q(revoked_at__lte=now)
        return self.filter(over, told_end_at=None).with_people()

    def with_people(self) -> DelegationQuerySet:
        return self.select_related("giver", "taker", "organization").order_by("until")

    def with_key(self, key: int) -> Delegation | None:
        return self.with_people().filter(pk=key).first()


class Delegation(models.Model):
    """One person acts for another from one moment to another; it ends by itself (design D23)."""

    giver = models.ForeignKey(User, models.CASCADE, related_name="given")
    taker = models.ForeignKey(User, models.CASCADE, related_name="taken")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    scope = models.JSONField("范围（事项，空为全部）", default=list)
    since = models.DateTimeField("自")
    until = models.DateTimeField("至")
    revoked_at = models.DateTimeField(null=True, blank=True)
    told_start_at = models.DateTimeField(null=True, blank=True)
    told_end_at = models.DateTimeField(null=True, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(until__gt=models.F("since")), name="delegation_lasts"),
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("taker")), name="delegation_to_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taker} 代 {self.giver}"

    @property
    def number(self) -> str:
        return f"代理授权 {self.pk}"

    def covers(self, action: str) -> bool:
        return not self.scope or action in self.scope
