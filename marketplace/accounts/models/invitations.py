"""Whom an administrator asked by telephone to work for the unit; the link in the SMS signs nobody in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Membership, Organization


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations by what pages ask."""

    def open_at(self, now: datetime) -> InvitationQuerySet:
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)

    def of_unit(self, organization: Organization) -> InvitationQuerySet:
        return self.filter(organization=organization).order_by("-at")

    def numbered(self, number: str) -> Invitation | None:
        return self.select_related("organization", "by").filter(number=number).first()


class Invitation(models.Model):
    """Good for one person, whose proved telephone it is, until it runs out."""

    number = models.CharField(max_length=16, unique=True)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    phone = models.CharField("手机号", max_length=20)
    part = models.CharField("权限", max_length=8, choices=Membership.Part.choices)
    title = models.CharField("职务", max_length=40, blank=True)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "phone"],
                condition=Q(accepted_at=None, revoked_at=None),
                name="one_open_invitation",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.number}"

    @property
    def url(self) -> str:
        return f"/join/invitations/{self.number}/"

    def is_open(self, now: datetime) -> bool:
        return self.accepted_at is None and self.revoked_at is None and now < self.expires_at

    def is_for(self, user: User) -> bool:
        """The person proved this telephone."""
        return user.phone == self.phone and user.phone_verified_at is not None
