"""How a person proves who they are: codes sent to a telephone or mail box, and the way back in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django_fsm import FSMField

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.workflow import Subject


class OneTimeCodeQuerySet(models.QuerySet["OneTimeCode"]):
    """Codes by what sending and checking ask of them."""

    def live(self, address: str, purpose: str, now: datetime) -> OneTimeCodeQuerySet:
        return self.filter(address=address, purpose=purpose, expires_at__gt=now)

    def newest(self, address: str, purpose: str) -> OneTimeCode | None:
        return self.filter(address=address, purpose=purpose).order_by("-sent_at", "-pk").first()


class OneTimeCode(models.Model):
    """A six-figure code that was sent; only keyed digests of address and code are kept."""

    purpose = models.CharField(max_length=16)
    address = models.CharField(max_length=64, db_index=True)  # hex(HMAC(telephone))
    origin = models.CharField(max_length=64, blank=True, db_index=True)  # hex(HMAC(network address))
    digest = models.CharField(max_length=64)  # hex(HMAC(code, purpose, address, nonce))
    nonce = models.CharField(max_length=32)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = OneTimeCodeQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["address", "purpose", "-sent_at"], name="codes_of_address")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sent_at:%H:%M}"


class RecoveryState(models.TextChoices):
    """The way back in for somebody who lost what they signed in with (ux.md 2.11)."""

    ASKED = "asked", "待确认"
    CONFIRMED_ONCE = "confirmed_once", "已由一人确认"
    READY = "ready", "可以恢复"
    USED = "used", "已恢复"
    REFUSED = "refused", "未同意"


class Recovery(Subject):
    """Two persons let somebody in again: a colleague and the one who asks, or two at the desk."""

    State = RecoveryState

    number = models.CharField(max_length=16, unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="recoveries")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    state = FSMField("状态", default=RecoveryState.ASKED, choices=RecoveryState.choices, protected=True)
    reason = models.CharField("情况", max_length=200, blank=True)
    asked_at = models.DateTimeField()
    first_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=models.F("first_by")), name="recovery_two_persons"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.user}"

    def parties(self) -> Parties:
        """Another administrator of the unit may confirm; the desk stands for everybody else."""
        unit = self.organization_id
        return {Role.ADMINISTRATOR: frozenset({f"admin:{unit}"})} if unit else {}
