"""How a person proves who they are: codes sent to a telephone or mail box, and the way back in."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Organization
from marketplace.flow.access import Actor, Parties, Role
from marketplace.flow.models import Message
from marketplace.flow.states import StateField
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


class SmsFactor(models.Model):
    """Somebody asked for an SMS code as the second step of signing in."""

    user = models.OneToOneField(User, models.CASCADE, related_name="sms_factor")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"短信 {self.user}"


class SignInQuerySet(models.QuerySet["SignIn"]):
    """Sign-ins by what the account page and the limits ask."""

    def of(self, user: User) -> SignInQuerySet:
        return self.filter(user=user).order_by("-at", "-pk")

    def still_open(self) -> SignInQuerySet:
        return self.filter(ended_at=None)


class SignIn(models.Model):
    """One time somebody signed in, shown to nobody but them."""

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    at = models.DateTimeField()
    how = models.CharField(max_length=40)  # "密码、短信验证码"
    device = models.CharField(max_length=60)
    address = models.CharField(max_length=45)
    session_key = models.CharField(max_length=40, db_index=True)
    ended_at = models.DateTimeField(null=True)

    objects = SignInQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} {self.at:%Y-%m-%d %H:%M}"


class Delivery(models.Model):
    """How far a message got on its way out, when the first try did not carry it."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="delivery")
    tries = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField()
    given_up_at = models.DateTimeField(null=True)
    says = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.message_id} {self.tries}"


class RecoveryRequest(models.Model):
    """What was typed at /accounts/recover/; the clock looks whose account it is, so that the page cannot tell."""

    number = models.CharField(max_length=16, unique=True)
    login = models.CharField(max_length=120, blank=True)
    reason = models.CharField("情况", max_length=200)
    drops_phone = models.BooleanField(default=False)
    origin = models.CharField(max_length=64, blank=True, db_index=True)  # hex(HMAC(network address))
    at = models.DateTimeField()
    looked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.number


class RecoveryState(models.TextChoices):
    """The way back in for somebody who lost what they signed in with (ux.md 2.11)."""

    ASKED = "asked", "待确认"
    CONFIRMED_ONCE = "confirmed_once", "已由一人确认"
    READY = "ready", "可以恢复"
    USED = "used", "已恢复"
    REFUSED = "refused", "未同意"
    EXPIRED = "expired", "已过期"


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    """Ways back in by what the pages ask."""

    def numbered(self, number: str) -> Recovery | None:
        return self.filter(number=number).first()

    def visible_to(self, actor: Actor) -> RecoveryQuerySet:
        """The desk sees all, an administrator those of the own unit."""
        if Role.CENTRE in actor.standing:
            return self
        own = f"admin:{actor.org_id}" in actor.keys
        return self.filter(organization=actor.org_id) if own and actor.org_id else self.none()

    def waiting(self) -> RecoveryQuerySet:
        open_states = (RecoveryState.ASKED, RecoveryState.CONFIRMED_ONCE, RecoveryState.READY)
        return self.filter(state__in=open_states).select_related("user", "organization").order_by("asked_at")

    def ready_for(self, user: User | None) -> Recovery | None:
        rows = self.filter(user=user, state=RecoveryState.READY) if user else self.none()
        return rows.order_by("-asked_at").first()


class Recovery(Subject):
    """Two persons let somebody in again: a colleague and the one who asks, or two at the desk."""

    State = RecoveryState

    number = models.CharField(max_length=16, unique=True)
    user = models.ForeignKey(User, models.PROTECT, related_name="recoveries")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    state = StateField("状态", default=RecoveryState.ASKED, choices=RecoveryState.choices)
    reason = models.CharField("情况", max_length=200, blank=True)
    drops_phone = models.BooleanField("原手机号不再使用", default=False)
    asked_at = models.DateTimeField()
    first_note = models.CharField("第一人核实", max_length=300, blank=True)
    second_note = models.CharField("第二人核实", max_length=300, blank=True)
    first_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    first_at = models.DateTimeField(null=True)
    second_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    code_digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = RecoveryQuerySet.as_manager()

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
        own = {Role.PERSON: frozenset({f"user:{self.user_id}"})}
        return own | ({Role.ADMINISTRATOR: frozenset({f"admin:{unit}"})} if unit else {})
