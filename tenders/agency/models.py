"""What an agency's work leaves behind: agreements, copied text, opening plans, media proofs, fees, handovers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import F, Q

from marketplace.accounts.models import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.errors import Refused
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject
from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI
from marketplace.notices.models import Notice
from marketplace.record.models import WriteOnce
from tenders.agency import mandate
from tenders.agency.queries import (
    AgencyFeeQuerySet,
    CopiedTextQuerySet,
    EngagementQuerySet,
    HandoverQuerySet,
    MediaProofQuerySet,
    OpeningPlanQuerySet,
    ProposedTextQuerySet,
)

INSTANT = timedelta(microseconds=1)


def private() -> Storage:
    """Files that are shown to those concerned and never served by address."""
    return storages["private"]


class EngagementState(models.TextChoices):
    """From the proposal to the end of an agreement."""

    DRAFT = "draft", "待签署"
    BUYER_SIGNED = "buyer_signed", "待代理机构签署"
    AGENCY_SIGNED = "agency_signed", "待委托人签署"
    IN_FORCE = "in_force", "有效"
    DECLINED = "declined", "未签署"
    REVOKED = "revoked", "已解除"
    EXPIRED = "expired", "已到期"


class Engagement(Subject):
    """委托代理协议: what an owner entrusts to its agency, from when to when, for which fee (条例 14)."""

    State = EngagementState

    number = models.CharField("协议编号", max_length=16, unique=True)
    buyer = models.ForeignKey(Organization, models.PROTECT, related_name="agreements", verbose_name="委托人")
    agency = models.ForeignKey(Organization, models.PROTECT, related_name="mandates", verbose_name="代理机构")
    state = StateField("状态", default=EngagementState.DRAFT, choices=EngagementState.choices)
    scope = models.JSONField("委托范围", default=list)  # codes of tenders.agency.clauses
    since = models.DateTimeField("自")
    until = models.DateTimeField("至")
    formula = models.JSONField("代理费计算方式", default=dict)
    payer = models.CharField(
        "代理费由谁支付", max_length=8, choices=[("buyer", "委托人"), ("supplier", "中标人")], default="buyer"
    )
    digest = models.CharField("校验值（SHA-256）", max_length=64)
    paper = models.FileField("协议文本", storage=private, upload_to="agreements", blank=True, max_length=160)
    paper_name = models.CharField(max_length=160, blank=True)
    paper_sha256 = models.CharField(max_length=64, blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    buyer_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    buyer_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    buyer_signed_at = models.DateTimeField(null=True)
    agency_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    agency_signed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    reason = models.TextField("解除或者不签署的理由", blank=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "委托代理协议"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="engagement_lasts"),
            # 条例 14: a written agreement is signed by both
            models.CheckConstraint(
                condition=~Q(state__in=["in_force", "revoked", "expired"])
                | (Q(buyer_signed_at__isnull=False) & Q(agency_signed_at__isnull=False)),
                name="engagement_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/my/agency/engagements/{self.number}/"

    def parties(self) -> Parties:
        return {
            Role.BUYER: frozenset({f"org:{self.buyer_id}"}),
            Role.PROCURING_ENTITY: frozenset({f"org:{self.agency_id}"}),
        }

    def is_in_force(self, now: datetime) -> bool:
        """Signed by both, not ended, within its period: by the facts, so that nothing waits for the clock."""
        signed = self.buyer_signed_at is not None and self.agency_signed_at is not None
        return signed and self.ended_at is None and self.since <= now < self.until

    @property
    def period(self) -> str:
        """2026年1月1日至2026年12月31日: the last day is the one before `until`'s midnight."""
        first, last = self.since.astimezone(SHANGHAI), (self.until - INSTANT).astimezone(SHANGHAI)
        return f"{first.year}年{first.month}月{first.day}日至{last.year}年{last.month}月{last.day}日"

    def outside_mandate(self, action: str, now: datetime) -> Refused | None:
        """What is done under this very agreement needs its own scope and period."""
        return mandate.judged([self], self.buyer.name, action, now)


class OpeningPlan(models.Model):
    """Where an opening is watched and who hosts it; two plans may clash, the law does not mind."""

    tender = models.OneToOneField("tenders.Tender", models.CASCADE, related_name="opening_plan")
    room = models.CharField("场地", max_length=60, blank=True)
    host = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name="主持人"
    )
    planned_at = models.DateTimeField()

    objects = OpeningPlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.tender_id} {self.room}"


class CopiedText(models.Model):
    """One task of a draft whose text came from an earlier tender, until somebody has looked at it."""

    tender = models.ForeignKey("tenders.Tender", models.CASCADE, related_name="copied_texts")
    source = models.CharField("来自", max_length=32)
    task = models.CharField(max_length=16)
    original = models.JSONField(default=list)  # [[label, text of the earlier tender], …]
    removed = models.JSONField(default=list)  # what was taken out, in words
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)

    objects = CopiedTextQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "task"], name="one_copied_task")]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.task}"


class ProposedText(WriteOnce):
    """The text that an agency asked the owner to publish, word for word; the next one is compared with it."""

    act_id = models.UUIDField(unique=True)
    tender = models.ForeignKey("tenders.Tender", models.PROTECT, related_name="proposed_texts")
    action = models.CharField(max_length=64)
    notices = models.JSONField(default=list)  # [{"type", "title", "fields": [{"label", "value"}]}]
    agency = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ProposedTextQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.tender_id} {self.action}"


class MediaProof(WriteOnce):
    """How a notice stood in another medium: the picture somebody took and the text as it was printed there."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="proofs")
    medium = models.CharField("媒介", max_length=80)
    at = models.DateTimeField("发布时间")
    url = models.CharField("网址", max_length=200)
    picture = models.FileField(
        "发布页面截图", storage=private, upload_to="media-proofs", blank=True, max_length=160
    )
    picture_name = models.CharField(max_length=160, blank=True)
    picture_sha256 = models.CharField(max_length=64, blank=True)
    text = models.TextField("该媒介上的公告文本", blank=True)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()

    objects = MediaProofQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.medium}"


class FeeState(models.TextChoices):
    """A fee notice until it is paid."""

    ISSUED = "issued", "待支付"
    PAID = "paid", "已支付"
    WITHDRAWN = "withdrawn", "已撤回"


class AgencyFee(Subject):
    """代理费通知: computed from the award by the agreement's formula, as it stood when it was issued."""

    State = FeeState

    number = models.CharField("通知编号", max_length=16, unique=True)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="fees")
    tender = models.ForeignKey("tenders.Tender", models.PROTECT, related_name="agency_fees")
    lot = models.CharField("标段编号", max_length=40)
    state = StateField("状态", default=FeeState.ISSUED, choices=FeeState.choices)
    payer = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="付款单位")
    base_fen = models.BigIntegerField("计费基数（分）")
    formula = models.JSONField("计算方式")
    amount_fen = models.BigIntegerField("代理费（分）")
    due_on = models.DateField("支付期限")
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    reason = models.CharField("撤回的理由", max_length=400, blank=True)

    objects = AgencyFeeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "代理费通知"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="fee_is_positive"),
            models.UniqueConstraint(
                fields=["lot"], condition=~Q(state="withdrawn"), name="one_fee_notice_a_lot"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/my/fees/{self.number}/"

    @property
    def tender_number(self) -> str:
        return self.tender.number

    @property
    def amount(self) -> Money:
        return Money(self.amount_fen)

    def parties(self) -> Parties:
        return self.engagement.parties()


class HandoverState(models.TextChoices):
    """Files on their way to whoever keeps them."""

    HANDED = "handed", "待接收"
    RECEIVED = "received", "已接收"
    RETURNED = "returned", "已退回"


class Handover(Subject):
    """移交清单: which papers of a lot an agency hands over, to whom, and their receipt (电子招标投标办法 40)."""

    State = HandoverState

    number = models.CharField("移交编号", max_length=16, unique=True)
    tender = models.ForeignKey("tenders.Tender", models.PROTECT, related_name="handovers")
    lot = models.CharField("标段编号", max_length=40)
    agency = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="移交单位")
    state = StateField("状态", default=HandoverState.HANDED, choices=HandoverState.choices)
    to_centre = models.BooleanField("移交给交易中心", default=True)
    items = models.JSONField("清单", default=list)  # [{"name", "law", "files"}]
    contents = models.JSONField("文件", default=list)  # [{"name", "size", "sha256"}]
    digest = models.CharField("清单校验值（SHA-256）", max_length=64)
    handed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField()
    received_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    received_for = models.CharField(max_length=120, blank=True)
    received_at = models.DateTimeField(null=True)
    reason = models.CharField("退回的理由", max_length=400, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "档案移交"
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["lot", "to_centre"], condition=~Q(state="returned"), name="one_handover_a_lot"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/my/handovers/{self.number}/"

    @property
    def tender_number(self) -> str:
        return self.tender.number

    @property
    def receiver(self) -> str:
        """Whose receipt it waits for: the owner's, else the centre's."""
        return "交易中心" if self.to_centre else self.tender.project.buyer.name

    def parties(self) -> Parties:
        owner = frozenset({f"org:{self.tender.project.buyer_id}"})
        found: dict[Role, frozenset[str]] = {Role.PROCURING_ENTITY: frozenset({f"org:{self.agency_id}"})}
        return found if self.to_centre else found | {Role.BUYER: owner}
