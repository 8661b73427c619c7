"""What the platform asked custodians, what they answered; and the sealed files' index."""

from __future__ import annotations

from django.db import models

from marketplace.flow.access import Parties, Role


class Custodian(models.Model):
    """A unit that holds opening shares (design D17): its public identity and its last message number."""

    id = models.CharField(primary_key=True, max_length=32)
    name = models.CharField("单位", max_length=80)
    kind = models.CharField(max_length=8, default="program")
    idkey = models.CharField(max_length=64)
    seal = models.CharField(max_length=120, blank=True)
    is_operator = models.BooleanField("平台运行单位", default=False)
    last_n = models.PositiveBigIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.name}（{self.id}）"


class CustodyTaskQuerySet(models.QuerySet["CustodyTask"]):
    """What was asked of custodians for one thing."""

    def of_scope(self, kind: str, scope: str) -> CustodyTaskQuerySet:
        return self.filter(type=kind, scope=scope).select_related("custodian")

    def answered(self, kind: str, scope: str) -> int:
        """How many have answered."""
        return self.filter(type=kind, scope=scope, answered_at__isnull=False).count()


class CustodyTask(models.Model):
    """One thing asked of one custodian, and its answer or refusal."""

    number = models.CharField(max_length=32, unique=True)
    custodian = models.ForeignKey(Custodian, models.PROTECT, related_name="tasks")
    type = models.CharField(max_length=16)
    scope = models.CharField(max_length=80, db_index=True)
    body = models.JSONField()
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    result = models.JSONField(null=True)
    refused = models.JSONField(null=True)

    objects = CustodyTaskQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["custodian", "type", "scope"], name="one_task_per_scope")
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.scope} {self.custodian_id}"

    def parties(self) -> Parties:
        return {Role.CUSTODIAN: frozenset({f"custodian:{self.custodian_id}"})}
