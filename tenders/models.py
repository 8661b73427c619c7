"""What is tendered: project, tender, lots, documents, review, questions, registrations, objections."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.errors import Refused
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject
from marketplace.law.money import Money
from tenders.agency import mandate
from tenders.agency.models import Engagement
from tenders.fair_review.models import FairAnswer, FairCase, FairRun
from tenders.queries import DocumentQuerySet, ObjectionQuerySet, QuestionQuerySet, TenderQuerySet

__all__ = [
    "Amendment", "Document", "FairAnswer", "FairCase", "FairReview", "FairRun", "Lot", "Objection", "Project",
    "Question", "Registration", "Tender", "TenderState",
]  # fmt: skip


class TenderState(models.TextChoices):
    """From the first idea to the published documents; lots live on in `bidding.Process`."""

    DRAFT = "draft", "准备中"
    REVIEW = "review", "公平竞争审查中"
    READY = "ready", "审查通过，待发布"
    PUBLISHED = "published", "已发布"
    TERMINATED = "terminated", "已终止"


class Project(models.Model):
    """What is to be built or bought, as approved; a tender carries it out."""

    name = models.CharField("项目名称", max_length=200)
    buyer = models.ForeignKey(Organization, models.PROTECT, related_name="projects", verbose_name="招标人")
    procuring_entity = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entrusted",
        verbose_name="招标代理机构",
    )
    approval_number = models.CharField("审批文号", max_length=120, blank=True)
    approval_authority = models.CharField("审批机关", max_length=120, blank=True)
    funds = models.CharField("资金来源", max_length=200, blank=True)
    place = models.CharField("建设地点", max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "项目"

    def __str__(self) -> str:
        return self.name


class Tender(Subject):
    """One tendering of a project (招标项目); round 2 is a re-tender linked to its predecessor."""

    State = TenderState

    project = models.ForeignKey(Project, models.PROTECT, related_name="tenders")
    number = models.CharField("项目编号", max_length=32, unique=True)
    title = models.CharField("招标项目名称", max_length=200)
    state = StateField("状态", default=TenderState.DRAFT, choices=TenderState.choices)
    procedure = models.CharField("招标方式", max_length=24, default="works-open")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    review_body = models.ForeignKey(
        Organization, models.PROTECT, related_name="supervised", verbose_name="监督部门"
    )
    round = models.PositiveSmallIntegerField(default=1)
    predecessor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="successors")
    particulars = models.JSONField("资料", default=dict)
    unfound = models.JSONField("预填时未找到的内容", default=list)
    evaluation = models.JSONField("评标办法", default=dict)
    bond_fen = models.BigIntegerField("投标保证金（分）", default=0)
    bid_validity_days = models.PositiveSmallIntegerField("投标有效期（日）", default=90)
    deadline_at = models.DateTimeField("投标截止时间", null=True, blank=True)
    documents_until = models.DateTimeField("文件获取截止时间", null=True, blank=True)
    auto_open = models.BooleanField("到点自动开标", default=True)
    window_minutes = models.PositiveSmallIntegerField("解密时限（分钟）", default=30)
    published_at = models.DateTimeField("发布时间", null=True, blank=True)
    created_at = models.DateTimeField()

    objects = TenderQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "招标项目"
        ordering = ["-pk"]
        constraints = [
            # 招标投标法 16、24: a published tender says when bids are due
            models.CheckConstraint(
                condition=~Q(state="published")
                | (Q(published_at__isnull=False) & Q(deadline_at__isnull=False)),
                name="published_has_deadline",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        return f"/tenders/{self.number}/"

    @property
    def buyer(self) -> Organization:
        return self.project.buyer

    def parties(self) -> Parties:
        project = self.project
        found = {
            Role.BUYER: frozenset({f"org:{project.buyer_id}"}),
            Role.REVIEW_BODY: frozenset({f"org:{self.review_body_id}"}),
        }
        if project.procuring_entity_id:
            found[Role.PROCURING_ENTITY] = frozenset({f"org:{project.procuring_entity_id}"})
        return found

    def outside_mandate(self, action: str, now: datetime) -> Refused | None:
        """Why the agency may not do this now: its agreement with the owner decides (招标投标法 15)."""
        project = self.project
        rows = Engagement.objects.between(project.buyer_id, project.procuring_entity_id or 0)
        return mandate.judged(rows, project.buyer.name, action, now)

    def runner(self, action: str, now: datetime) -> frozenset[str]:
        """Who takes the action for the owner: its agency as far as it is entrusted with it, else itself."""
        parties = self.parties()
        agency = parties.get(Role.PROCURING_ENTITY, frozenset())
        return agency if agency and not self.outside_mandate(action, now) else parties[Role.BUYER]

    def seals(self, action: str, now: datetime) -> bool:
        """Who takes documents or asks is nobody's business before the deadline (招标投标法 22)."""
        quiet = action in ("registration.register", "question.ask")
        return quiet and (self.deadline_at is None or now < self.deadline_at)

    def particular(self, code: str) -> str:
        return str(self.particulars.get(code, "") or "")


class Lot(models.Model):
    """标段: what one contract will cover. A record; its procedure is a `bidding.Process`."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="lots")
    no = models.PositiveSmallIntegerField("标段号")
    name = models.CharField("标段名称", max_length=200)
    scope = models.TextField("招标范围", blank=True)
    ceiling_fen = models.BigIntegerField("最高投标限价（分）")
    duration_days = models.PositiveIntegerField("工期（日历天）")
    quality = models.CharField("质量要求", max_length=200, blank=True)

    class Meta:
        ordering = ["no"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "no"], name="one_lot_number"),
            models.CheckConstraint(condition=Q(ceiling_fen__gt=0), name="ceiling_is_positive"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def number(self) -> str:
        return f"{self.tender.number}-{self.no:02d}"

    @property
    def ceiling(self) -> Money:
        return Money(self.ceiling_fen)


class Document(models.Model):
    """A public file of a tender; a new version is a new row."""

    class Kind(models.TextChoices):
        TENDER_DOCUMENT = "biddingDocuments", "招标文件"
        QUANTITIES = "billOfQuantity", "工程量清单"
        DRAWINGS = "technicalSpecifications", "施工图纸"
        CLARIFICATION = "clarifications", "澄清文件"
        OTHER = "other", "其他文件"

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="documents")
    kind = models.CharField("类别", max_length=24, choices=Kind.choices)
    name = models.CharField("文件名", max_length=160)
    version = models.PositiveSmallIntegerField("版本", default=1)
    file = models.FileField(upload_to="documents/%Y/")
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("校验值（SHA-256）", max_length=64)
    uploaded_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["kind", "name", "version"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "name", "version"], name="one_document_version")
        ]

    def __str__(self) -> str:
        return f"{self.name}（第 {self.version} 版）"


class FairReview(models.Model):
    """The named reviewer's conclusion on one version of the documents (招标投标领域公平竞争审查规则)."""

    class Conclusion(models.TextChoices):
        CONFORMS = "conforms", "符合"
        EXCEPTION = "exception", "适用例外规定"
        VIOLATES = "violates", "不符合"

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answers = models.JSONField("逐项结论", default=dict)
    conclusion = models.CharField("结论", max_length=12, choices=Conclusion.choices)
    reason = models.TextField("理由", blank=True)
    concluded_at = models.DateTimeField()
    law_on = models.DateField()
    content_hash = models.CharField(max_length=64)
    rule_set = models.CharField("规则集", max_length=16, blank=True)
    sheet = models.JSONField("审查表", default=dict)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.get_conclusion_display()}"


class Registration(models.Model):
    """登记获取: who asked to be told of clarifications. Sealed until closing: names a possible bidder."""

    receipt = models.CharField(max_length=10, unique=True)
    tender = models.ForeignKey(Tender, models.CASCADE, related_name="registrations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    opening = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tender", "organization"], name="registered_once")]

    def __str__(self) -> str:
        return self.receipt


class Question(models.Model):
    """A question to the documents. The asker is not stored: the answer goes to all."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="questions")
    receipt = models.CharField(max_length=10, unique=True)
    text = models.TextField("问题")
    asked_at = models.DateTimeField()
    answer = models.TextField("答复", blank=True)
    answered_at = models.DateTimeField(null=True)
    opening = models.JSONField(null=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at"]

    def __str__(self) -> str:
        return self.text[:40]


class Amendment(models.Model):
    """澄清、修改、补遗 or 延期: what changed and what it did to the deadline."""

    class Kind(models.TextChoices):
        CLARIFICATION = "clarification", "澄清、修改"
        EXTENSION = "extension", "延期"

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="amendments")
    serial = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.TextField("内容")
    affects_bids = models.BooleanField("可能影响投标文件编制")
    old_deadline_at = models.DateTimeField()
    new_deadline_at = models.DateTimeField()
    notice = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["serial"]
        constraints = [models.UniqueConstraint(fields=["tender", "serial"], name="one_amendment_serial")]

    def __str__(self) -> str:
        return f"第 {self.serial} 次{self.get_kind_display()}"


class Objection(Subject):
    """异议 to documents, opening or result (条例 22, 44, 54); answered by the buyer within 3 days."""

    class Kind(models.TextChoices):
        DOCUMENT = "document", "对招标文件的异议"
        OPENING = "opening", "对开标的异议"
        RESULT = "result", "对评标结果的异议"

    class State(models.TextChoices):
        FILED = "filed", "待答复"
        ANSWERED = "answered", "已答复"

    number = models.CharField("编号", max_length=24, unique=True)
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="objections")
    lot = models.ForeignKey(Lot, models.PROTECT, null=True, related_name="objections")
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    state = StateField(default=State.FILED, choices=State.choices)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    request = models.TextField("请求")
    facts = models.TextField("事实与理由")
    filed_at = models.DateTimeField()
    answer = models.TextField("答复", blank=True)
    founded = models.BooleanField("异议成立", null=True)
    answered_at = models.DateTimeField(null=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def tender_number(self) -> str:
        return self.tender.number

    def parties(self) -> Parties:
        return self.tender.parties()
