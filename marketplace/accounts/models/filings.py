"""What a unit declared and when: each registration, correction and change stays as it was handed in."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import rfc8785
from django.db import models

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Business, Organization, private
from marketplace.flow.access import Actor, Role


class FilingQuerySet(models.QuerySet["Filing"]):
    """Filings by who may read them and what the desk asks."""

    def readable_by(self, actor: Actor) -> FilingQuerySet:
        """The unit's own people and the desk; to everybody else there are none."""
        if Role.CENTRE in actor.standing:
            return self.all()
        return self.filter(organization=actor.org_id) if actor.org_id else self.none()

    def waiting(self) -> FilingQuerySet:
        return self.filter(outcome=Filing.Outcome.WAITING)

    def accepted(self) -> FilingQuerySet:
        return self.filter(outcome=Filing.Outcome.ACCEPTED)

    def handed_in_by(self, user: User) -> FilingQuerySet:
        return self.filter(by=user).select_related("organization")

    def newest_first(self) -> FilingQuerySet:
        return self.select_related("by", "decided_by").order_by("-at", "-pk")

    def numbered(self, number: str) -> Filing | None:
        return self.select_related("organization", "by", "decided_by").filter(number=number).first()

    def naming_otherwise(self, uscc: str, name: str) -> FilingQuerySet:
        """Filings that gave this code another name."""
        return self.filter(values__uscc=uscc).exclude(values__name=name)


class Filing(models.Model):
    """A declaration as it was handed in; the desk's answer stands beside it."""

    class Kind(models.TextChoices):
        REGISTRATION = "registration", "主体登记"
        CORRECTION = "correction", "补正"
        CHANGE = "change", "变更登记"

    class Outcome(models.TextChoices):
        WAITING = "waiting", "待核验"
        ACCEPTED = "accepted", "已核验"
        RETURNED = "returned", "需补正"
        REFUSED = "refused", "未通过"

    number = models.CharField("回执号", max_length=16, unique=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    values = models.JSONField()
    licence = models.FileField("营业执照", storage=private, upload_to="licences", max_length=160)
    licence_sha256 = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITING)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    defects = models.JSONField(default=list)
    reason = models.TextField(blank=True)

    objects = FilingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization"], condition=models.Q(outcome="waiting"), name="one_waiting_filing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

    @property
    def url(self) -> str:
        return f"/receipts/{self.number}/"

    @property
    def licence_url(self) -> str:
        return f"/licences/{self.number}/"

    @property
    def is_pdf(self) -> bool:
        return (self.licence.name or "").endswith(".pdf")

    @property
    def business_words(self) -> str:
        return "、".join(Business(one).label for one in self.values["business"])

    @property
    def body(self) -> dict[str, Any]:
        return body_of(self.number, self.kind, self.at, self.values, self.licence_sha256)


def digest_of(number: str, kind: str, at: datetime, values: dict[str, Any], licence: str) -> str:
    """hex(SHA-256(JCS)) over what was declared, by whom it is answered for, and the file's own digest."""
    return hashlib.sha256(rfc8785.dumps(body_of(number, kind, at, values, licence))).hexdigest()


def body_of(number: str, kind: str, at: datetime, values: dict[str, Any], licence: str) -> dict[str, Any]:
    """What the digest is made of; the receipt's data file shows it, so that anybody can make it again."""
    moment = f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return {"number": number, "kind": kind, "at": moment, "licence": licence, **values}
