"""Who people are: users, organisations, memberships, delegations."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractUser
from django.db import models

from marketplace.flow.access import Parties, Role


class User(AbstractUser):
    """A person. Signs in with a user name that is the mobile number in production."""

    name = models.CharField("姓名", max_length=80)
    phone = models.CharField("手机号", max_length=20, blank=True)
    # how long ago the person proved again who they are (design D21)
    stepped_up_at = models.DateTimeField(null=True, blank=True)
    step_up_act = models.UUIDField(null=True, blank=True)
    first_name = last_name = None  # type: ignore[assignment]

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "用户"

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def number(self) -> str:
        return f"账户 {self.username}"

    def parties(self) -> Parties:
        """A person at their own account."""
        return {Role.PERSON: frozenset({f"user:{self.pk}"})}

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Units by what forms ask of them."""

    def of_kind(self, kind: str) -> OrganizationQuerySet:
        return self.filter(kind=kind).order_by("name")

    def coded(self, uscc: str) -> Organization | None:
        return self.filter(uscc=uscc).first()


class Organization(models.Model):
    """A unit with a unified social credit code; its kind says which standing roles it gives."""

    class Kind(models.TextChoices):
        BUYER = "buyer", "招标人（采购人）"
        AGENCY = "agency", "代理机构"
        SUPPLIER = "supplier", "供应商"
        CENTRE = "centre", "交易中心"
        AUTHORITY = "authority", "行政监督部门"

    name = models.CharField("单位名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=80, blank=True)
    verified_at = models.DateTimeField("核验时间", null=True, blank=True)
    is_demo = models.BooleanField(default=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "单位"

    def __str__(self) -> str:
        return self.name

    @property
    def key(self) -> str:
        return f"org:{self.pk}"

    @property
    def number(self) -> str:
        return self.uscc

    def parties(self) -> Parties:
        role = {self.Kind.BUYER: Role.BUYER, self.Kind.AGENCY: Role.PROCURING_ENTITY}.get(
            self.Kind(self.kind)
        )
        return {role: frozenset({self.key})} if role else {}

    def standing(self) -> frozenset[Role]:
        """Roles a member has everywhere: only a verified unit may bid."""
        if self.kind == self.Kind.CENTRE:
            return frozenset({Role.CENTRE})
        return (
            frozenset({Role.SUPPLIER})
            if self.verified_at and self.kind == self.Kind.SUPPLIER
            else frozenset()
        )


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who works where."""

    def of(self, user: User) -> MembershipQuerySet:
        return self.filter(user=user, is_active=True).select_related("organization").order_by("pk")

    def colleagues(self, organization_id: int | None, user: User) -> MembershipQuerySet:
        return (
            self.filter(organization=organization_id, is_active=True)
            .exclude(user=user)
            .select_related("user")
            .order_by("pk")
        )

    def of_demo(self) -> MembershipQuerySet:
        return self.filter(organization__is_demo=True).select_related("user", "organization").order_by("pk")


class Membership(models.Model):
    """A person acting for an organisation."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    title = models.CharField("职务", max_length=40, blank=True)
    is_active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"


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
