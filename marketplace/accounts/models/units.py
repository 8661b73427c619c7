"""For whom people act: units with their registration, and who works in them as what."""

from __future__ import annotations

from collections.abc import Collection

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.crypto import salted_hmac

from marketplace.accounts.models.people import User
from marketplace.flow.access import Actor, Parties, Role
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Units by what forms ask of them."""

    def of_kind(self, kind: str) -> OrganizationQuerySet:
        return self.filter(kind=kind).order_by("name")

    def coded(self, uscc: str) -> Organization | None:
        return self.filter(uscc=uscc).first()

    def acted_for(self, actor: Actor) -> Organization | None:
        """The unit in whose name the actor is here."""
        return self.filter(pk=actor.org_id).first() if actor.org_id else None

    def waiting(self) -> OrganizationQuerySet:
        """To be verified, the oldest first."""
        states = (OrganizationState.PENDING, OrganizationState.CHANGING)
        return self.filter(state__in=states).order_by("submitted_at", "pk")

    def in_state(self, state: str) -> OrganizationQuerySet:
        """Registered here, the latest first."""
        return self.filter(state=state, submitted_at__isnull=False).order_by("-submitted_at", "-pk")

    def others_than(self, row: Organization) -> OrganizationQuerySet:
        return self.exclude(pk=row.pk).order_by("pk")


# roles that the people of a unit have everywhere
STANDING = {"centre": Role.CENTRE, "inspection": Role.INSPECTION, "operator": Role.OPERATOR}
TRADES = frozenset({"works", "goods", "services"})


def private() -> Storage:
    """Files that are shown to those concerned and never served by address."""
    return storages["private"]


class OrganizationState(models.TextChoices):
    """From the registration to the verification, ux.md (b)."""

    PENDING = "pending", "待核验"
    RETURNED = "returned", "需补正"
    VERIFIED = "verified", "已核验"
    CHANGING = "changing", "变更待核验"
    REFUSED = "refused", "未通过"


# A unit that asked for a change keeps what it had: docs/decisions/registration.md.
MAY_BID = frozenset({OrganizationState.VERIFIED, OrganizationState.CHANGING})


class Business(models.TextChoices):
    """What a firm does here; one registration serves all of it."""

    WORKS = "works", "工程"
    GOODS = "goods", "货物"
    SERVICES = "services", "服务"
    INTERMEDIARY = "intermediary", "中介服务"
    AGENCY = "agency", "招标代理"


class Organization(Subject):
    """A unit with a unified social credit code; its kind says which standing roles it gives."""

    State = OrganizationState

    class Kind(models.TextChoices):
        BUYER = "buyer", "招标人（采购人）"
        AGENCY = "agency", "代理机构"
        SUPPLIER = "supplier", "供应商"
        CENTRE = "centre", "交易中心"
        AUTHORITY = "authority", "行政监督部门"
        INSPECTION = "inspection", "纪检监察机关"
        OPERATOR = "operator", "平台运维单位"

    name = models.CharField("单位名称", max_length=120)
    uscc = models.CharField("统一社会信用代码", max_length=18, unique=True)
    kind = models.CharField("类别", max_length=12, choices=Kind.choices)
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("电话", max_length=40, blank=True)
    legal_representative = models.CharField("法定代表人", max_length=80, blank=True)
    email = models.EmailField("邮箱", blank=True)
    business = models.JSONField("业务类别", default=list, blank=True)  # values of Business
    state = StateField("状态", default=OrganizationState.PENDING, choices=OrganizationState.choices)
    # the licence is kept in the private storage and shown only to the unit and the desk
    licence = models.FileField("营业执照", storage=private, upload_to="licences", blank=True, max_length=160)
    licence_sha256 = models.CharField(max_length=64, blank=True)
    licence_until = models.DateField("营业期限至（空为长期）", null=True, blank=True)
    licence_warned = models.PositiveSmallIntegerField("已提醒到期前几日", null=True, blank=True)
    registered_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="登记人"
    )
    receipt = models.CharField("登记回执号", max_length=16, blank=True, db_index=True)
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    defects = models.JSONField("需要补正的内容", default=list, blank=True)
    refusal = models.TextField("未通过的理由", blank=True)
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
    def desk_url(self) -> str:
        return f"/desk/orgs/{self.uscc}/"

    @property
    def has_admin(self) -> bool:
        """Whether somebody of the unit can decide for it; otherwise the desk does."""
        return self.memberships.filter(is_active=True, part=Membership.Part.ADMIN).exists()

    @property
    def is_individual(self) -> bool:
        """A 个体工商户: its code begins with 92 (GB 32100-2015)."""
        return self.uscc.startswith("92")

    @property
    def number(self) -> str:  # type: ignore[override]
        return self.uscc

    def parties(self) -> Parties:
        role = {self.Kind.BUYER: Role.BUYER, self.Kind.AGENCY: Role.PROCURING_ENTITY}.get(
            self.Kind(self.kind)
        )
        found = {Role.ADMINISTRATOR: frozenset({f"admin:{self.pk}"})}
        return found | ({role: frozenset({self.key})} if role else {})

    def standing(self) -> frozenset[Role]:
        """Roles a member has everywhere: only a verified unit may bid."""
        if (role := STANDING.get(self.kind)) is not None:
            return frozenset({role})
        may = self.supplies and self.state in MAY_BID
        return frozenset({Role.SUPPLIER}) if may else frozenset()

    @property
    def supplies(self) -> bool:
        """Whether it bids at all, once it is verified."""
        return self.kind == self.Kind.SUPPLIER or bool(TRADES & set(self.business))


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

    def in_unit(self, organization: Organization) -> MembershipQuerySet:
        """Who works there now, administrators first."""
        return (
            self.filter(organization=organization, is_active=True)
            .select_related("user")
            .order_by("part", "pk")
        )

    def admins(self) -> MembershipQuerySet:
        return self.filter(part=Membership.Part.ADMIN)

    def of_unit(self, organization_id: int) -> MembershipQuerySet:
        """Who works there now, by name."""
        rows = self.filter(organization=organization_id, is_active=True)
        return rows.select_related("user").order_by("user__name", "pk")

    def of_units_in(self, states: Collection[str]) -> MembershipQuerySet:
        return self.filter(organization__state__in=states)

    def of_demo(self) -> MembershipQuerySet:
        return self.filter(organization__is_demo=True).select_related("user", "organization").order_by("pk")


class Membership(models.Model):
    """A person acting for an organisation."""

    class Part(models.TextChoices):
        """What a member may do for the unit."""

        ADMIN = "admin", "管理员"
        HANDLER = "handler", "经办人"
        READER = "reader", "只看"

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    title = models.CharField("职务", max_length=40, blank=True)
    part = models.CharField("权限", max_length=8, choices=Part.choices, default=Part.HANDLER)
    is_active = models.BooleanField(default=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "organization"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} · {self.organization}"

    @property
    def slug(self) -> str:
        """Stands in addresses, where neither a key nor a telephone belongs."""
        return salted_hmac("accounts.membership", str(self.pk), algorithm="sha256").hexdigest()[:12]


class RegistrationDraft(models.Model):
    """What somebody has typed on the way through /join/; it stays until they submit."""

    user = models.OneToOneField(User, models.CASCADE, related_name="registration_draft")
    values = models.JSONField(default=dict)
    licence = models.FileField(storage=private, upload_to="licences", blank=True, max_length=160)
    licence_sha256 = models.CharField(max_length=64, blank=True)
    saved_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"登记草稿 {self.user}"


class JoinState(models.TextChoices):
    """A request to work for a unit that is already registered."""

    ASKED = "asked", "待确认"
    ACCEPTED = "accepted", "已加入"
    REFUSED = "refused", "未同意"


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    """Requests by who may read them."""

    def visible_to(self, actor: Actor) -> JoinRequestQuerySet:
        """Who asked, the unit's administrators, and the desk."""
        if Role.CENTRE in actor.standing:
            return self.all()
        mine = models.Q(user=actor.user_id)
        if f"admin:{actor.org_id}" in actor.keys:
            mine |= models.Q(organization=actor.org_id)
        return self.filter(mine) if actor.user_id else self.none()

    def open(self) -> JoinRequestQuerySet:
        return self.filter(state=JoinState.ASKED).select_related("user", "organization").order_by("asked_at")

    def of_unit(self, organization: Organization) -> JoinRequestQuerySet:
        return (
            self.filter(organization=organization).select_related("user", "decided_by").order_by("-asked_at")
        )

    def numbered(self, number: str) -> JoinRequest | None:
        return self.select_related("user", "organization", "decided_by").filter(number=number).first()


class JoinRequest(Subject):
    """Somebody asks to join a unit; its administrator decides."""

    State = JoinState

    number = models.CharField(max_length=16, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="join_requests")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="join_requests")
    state = StateField("状态", default=JoinState.ASKED, choices=JoinState.choices)
    title = models.CharField("职务", max_length=40, blank=True)
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    reason = models.CharField("理由", max_length=200, blank=True)

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organization"],
                condition=models.Q(state="asked"),
                name="one_open_join_request",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} → {self.organization}"

    @property
    def desk_url(self) -> str:
        return f"/join/requests/{self.number}/"

    def parties(self) -> Parties:
        """The administrators decide; who asked may see it."""
        return {
            Role.ADMINISTRATOR: frozenset({f"admin:{self.organization_id}"}),
            Role.PERSON: frozenset({f"user:{self.user_id}"}),
        }
