"""What one line of the record holds."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import rfc8785
from django.conf import settings
from django.db import models

from marketplace.law.errors import Misdeclared


class WriteOnce(models.Model):
    """A row that may be added and never changed (《电子招标投标办法》第四十九条)."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Misdeclared(f"{type(self).__name__} rows are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise Misdeclared(f"{type(self).__name__} rows are never deleted")


def commitment(blind: str, content: dict[str, Any]) -> str:
    """hex(SHA-256(blind ‖ JCS(content))): binds a sealed event to what really happened."""
    return hashlib.sha256(bytes.fromhex(blind) + rfc8785.dumps(content)).hexdigest()


class EventQuerySet(models.QuerySet["Event"]):
    """The record by what people ask of it. Sealed events name no tender and so are in no tender's record."""

    def of_tender(self, number: str) -> EventQuerySet:
        return self.filter(tender=number).order_by("at", "pk")

    def of_person(self, user_id: int | None, since: datetime) -> EventQuerySet:
        """What somebody did or was refused, newest first. Sealed acts name nobody and are not among them."""
        return self.filter(by=user_id, at__gte=since).order_by("-pk")

    def holding(self, commitments: list[str]) -> EventQuerySet:
        """The sealed events with these commitments."""
        return self.filter(commitment__in=commitments)


class Event(WriteOnce):
    """An act, a request for a second person, or a refusal.

    A *sealed* event (`commitment` set) names neither person nor thing: before the deadline
    nobody may learn who bids or how many do (招标投标法 22). Its opening lies with the person's
    own receipt; `SHA-256(blind ‖ JCS(opening)) = commitment`.
    """

    class Outcome(models.TextChoices):
        DONE = "done", "已办理"
        ASKED = "asked", "待第二人确认"
        REFUSED = "refused", "已拒绝"

    at = models.DateTimeField("时间", db_index=True)
    action = models.CharField("事项", max_length=64)
    outcome = models.CharField("结果", max_length=8, choices=Outcome.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="办理人"
    )
    by_name = models.CharField("办理人姓名", max_length=80, blank=True)
    for_name = models.CharField("代谁办理", max_length=80, blank=True)
    organisation = models.CharField("单位", max_length=120, blank=True)
    address = models.CharField("网络地址", max_length=45, blank=True)
    thing = models.CharField("对象", max_length=64, blank=True, db_index=True)
    tender = models.CharField("项目编号", max_length=64, blank=True, db_index=True)
    from_state = models.CharField(max_length=24, blank=True)
    to_state = models.CharField(max_length=24, blank=True)
    law = models.CharField("依据", max_length=160, blank=True)
    says = models.CharField("说明", max_length=400, blank=True)
    code = models.CharField("规则", max_length=64, blank=True)
    act_id = models.UUIDField()
    digest = models.CharField(max_length=64, blank=True)
    body = models.JSONField(default=dict)
    commitment = models.CharField(max_length=64, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "事件"
        ordering = ["pk"]
        constraints = [
            # the same refused form counts once, a corrected one counts again
            models.UniqueConstraint(
                fields=["act_id", "action", "thing", "code", "digest"],
                condition=models.Q(outcome="refused"),
                name="refused_once",
            ),
            models.CheckConstraint(
                condition=models.Q(commitment="")
                | (models.Q(by=None) & models.Q(thing="") & models.Q(tender="")),
                name="sealed_names_nobody",  # 招标投标法 22
            ),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action} {self.thing}"


class Outbox(WriteOnce):
    """The event's blinded leaf for the public log, written in the same transaction (pte/1)."""

    event = models.OneToOneField(Event, models.PROTECT, related_name="leaf")
    leaf_data = models.BinaryField(max_length=64)
    blind = models.BinaryField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"leaf {self.pk}"
