"""What the door keeps beside the record: acts done once, pending acts, samples, duties, suspensions, the clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.flow.access import Parties, Role

if TYPE_CHECKING:
    from marketplace.flow.duties import Owed


class ClockOffset(models.Model):
    """How far the platform's time is moved (one row; demo, training and test only)."""

    offset = models.DurationField(default=timedelta(0))

    def __str__(self) -> str:
        return str(self.offset)


class ActRow(models.Model):
    """An act id that was used, and the result it got; the same id again returns the result."""

    id = models.UUIDField(primary_key=True)
    by = models.CharField(max_length=32)
    name = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    result = models.TextField(null=True)  # noqa: DJ001 - None is a result of its own
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class PendingQuerySet(models.QuerySet["Pending"]):
    """Acts that wait for a second person."""

    def asked_by_person(self, user_id: int | None) -> PendingQuerySet:
        return self.filter(asked_by=user_id, decided_at=None)

    def of_act(self, act_id: UUID) -> Pending | None:
        return self.select_related("asked_by", "decided_by").filter(act_id=act_id).first()


class Pending(models.Model):
    """A class A act asked for by one person, waiting for another (design D23)."""

    act_id = models.UUIDField(unique=True)
    action = models.CharField("事项", max_length=64)
    kind = models.CharField(max_length=64)
    thing_pk = models.BigIntegerField()
    thing = models.CharField("对象", max_length=64)
    title = models.CharField(max_length=200)
    inputs = models.JSONField(default=dict)
    version = models.PositiveIntegerField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_for = models.CharField(max_length=80, blank=True)
    asked_principal = models.BigIntegerField()
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    confirmed = models.BooleanField(null=True)
    reason = models.TextField(blank=True)

    objects = PendingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_pk", "action"], condition=Q(decided_at=None), name="one_open_pending"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("asked_by")),
                name="two_different_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.thing}"


class Duty(models.Model):
    """Who must do what until when, by which article: the inbox, the clock's list, the reminders."""

    kind = models.CharField(max_length=64)
    thing_pk = models.BigIntegerField()
    thing = models.CharField("对象", max_length=64)
    code = models.CharField("期限", max_length=32)
    action = models.CharField("办理事项", max_length=64)
    role = models.CharField(max_length=24)
    owner = models.CharField("由谁办理", max_length=32)  # "org:12", "user:5" or "clock"
    says = models.CharField("办什么", max_length=200)
    law = models.CharField("依据", max_length=160)
    url = models.CharField(max_length=200, blank=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    warned_at = models.DateTimeField(null=True)
    # reminders, each sent once: before it is due, when it is due, when it is overdue
    soon_told_at = models.DateTimeField(null=True)
    due_told_at = models.DateTimeField(null=True)
    late_told_at = models.DateTimeField(null=True)
    barred = models.TextField("轮不到谁", blank=True)  # " user:5 user:7 "
    met_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    stuck = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_pk", "code", "owner"], condition=Q(met_at=None), name="one_open_duty"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(met_at=None), name="open_duties")]

    def __str__(self) -> str:
        return f"{self.code} {self.thing} {self.says}"


class SampleQuerySet(models.QuerySet["Sample"]):
    """Decisions of one person that another looks at."""

    def open(self) -> SampleQuerySet:
        return self.filter(sampled_at=None).order_by("due_at", "pk")

    def disputed(self) -> SampleQuerySet:
        return self.filter(agreed=False, settled_at=None).order_by("sampled_at")

    def looked_at(self) -> SampleQuerySet:
        return self.filter(sampled_at__isnull=False).order_by("-sampled_at")

    def of_thing(self, kind: str, pk: int) -> SampleQuerySet:
        return self.filter(kind=kind, thing_pk=pk).order_by("-done_at")

    def done_by_person(self, user_id: int | None) -> SampleQuerySet:
        """Those this person cannot look at: done by them, or in their name."""
        return self.filter(Q(done_by=user_id) | Q(done_for=user_id))

    def with_people(self) -> SampleQuerySet:
        return self.select_related("done_by", "sampled_by", "settled_by")

    def numbered(self, number: str) -> Sample | None:
        return self.with_people().filter(number=number).first()


class Sample(models.Model):
    """A class B act: done by one person, looked at by another by the next working day (design D23)."""

    number = models.CharField(max_length=16, unique=True)
    action = models.CharField("事项", max_length=64)
    kind = models.CharField(max_length=64)
    thing_pk = models.BigIntegerField()
    thing = models.CharField("对象", max_length=64)
    says = models.CharField("办了什么", max_length=200)
    url = models.CharField(max_length=200, blank=True)
    act_id = models.UUIDField()
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    done_for = models.BigIntegerField("以谁的名义", null=True)
    unit = models.BigIntegerField("办理单位", null=True)
    done_at = models.DateTimeField()
    due_at = models.DateTimeField()
    sampled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    sampled_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    settle_by = models.CharField("异议由谁处理", max_length=32, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settlement = models.TextField(blank=True)

    objects = SampleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(sampled_by=None) | ~Q(sampled_by=models.F("done_by")), name="sampled_by_another"
            )
        ]
        indexes = [models.Index(fields=["due_at"], condition=Q(sampled_at=None), name="open_samples")]

    def __str__(self) -> str:
        return f"{self.says} {self.thing}"

    @property
    def desk_url(self) -> str:
        return f"/desk/samples/{self.number}/"

    def parties(self) -> Parties:
        """Whoever is to settle an objection; the centre's people stand by their unit."""
        return {Role.ADMINISTRATOR: frozenset({self.settle_by})} if self.settle_by else {}

    def duties(self, now: datetime) -> Iterable[Owed]:
        """First another person of the same unit, then, when they object, its head."""
        from marketplace.flow.samples import owed

        return owed(self)


class Suspension(models.Model):
    """An open reason why a thing may not go forward; an overlay, not a state (design D7)."""

    kind = models.CharField(max_length=64)
    thing_pk = models.BigIntegerField()
    reason = models.CharField(max_length=32)
    says = models.CharField(max_length=200)
    law = models.CharField(max_length=160)
    source = models.CharField(max_length=64)
    opened_at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "thing_pk", "source"], condition=Q(lifted_at=None), name="one_open_suspension"
            )
        ]
        indexes = [
            models.Index(fields=["kind", "thing_pk"], condition=Q(lifted_at=None), name="open_suspensions")
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.says}"


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by whom they are for."""

    def in_site(self, user_id: int | None) -> MessageQuerySet:
        return self.filter(to=user_id, channel="in-site")

    def unread(self) -> MessageQuerySet:
        return self.filter(read_at=None)

    def with_reference(self, reference: str) -> MessageQuerySet:
        return self.filter(reference=reference)

    def mark_read(self, now: datetime) -> int:
        """The first reading counts."""
        return self.unread().update(read_at=now)


class Message(models.Model):
    """A message to a person: in-site, SMS or mail. Never names others' bids, numbers or prices."""

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages")
    address = models.CharField(max_length=120)
    channel = models.CharField(max_length=8)
    subject = models.CharField(max_length=160)
    text = models.TextField()
    url = models.CharField(max_length=200, blank=True)
    reference = models.CharField(max_length=16)
    topic = models.CharField("类别", max_length=16, blank=True)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["to", "channel"], condition=Q(read_at=None), name="unread_messages")]

    def __str__(self) -> str:
        return self.subject
