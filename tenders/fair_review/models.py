"""What is kept of the fair-competition review: answers to findings, runs of the engine, decided cases."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from marketplace.flow.access import Parties
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject
from tenders.fair_review.queries import AnswerQuerySet, CaseQuerySet, RunQuerySet


class Level(models.TextChoices):
    """How urgent a finding was when it was answered."""

    BLOCK = "block", "必须修改"
    WARN = "warn", "建议修改"
    MANUAL = "manual", "请说明"


class FairAnswer(Subject):
    """A person's answer to one finding: the rewrite taken over, or the clause kept with a reason."""

    class State(models.TextChoices):
        ADOPTED = "adopted", "已采用"
        ASKED = "asked", "待第二人确认"
        KEPT = "kept", "已说明"
        WITHDRAWN = "withdrawn", "已撤回"

    number = models.CharField("编号", max_length=20, unique=True)
    tender = models.ForeignKey("tenders.Tender", models.CASCADE, related_name="fair_answers")
    state = StateField(choices=State.choices)
    key = models.CharField(max_length=24)
    part = models.CharField(max_length=200)
    where = models.CharField("原文", max_length=240)
    rule = models.CharField(max_length=16)
    level = models.CharField(max_length=8, choices=Level.choices)
    says = models.CharField(max_length=120)
    law = models.CharField("依据", max_length=300)
    clause = models.TextField("原句")
    text = models.TextField("改为", blank=True)
    reason = models.TextField("保留的理由", blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    amendment = models.PositiveSmallIntegerField(null=True)
    seconded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    seconded_at = models.DateTimeField(null=True)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True)
    note = models.TextField("监督部门意见", blank=True)

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公平竞争审查处理"
        ordering = ["pk"]
        constraints = [
            # 招标投标领域公平竞争审查规则 20: one person does not both ask to keep a clause and confirm it
            models.CheckConstraint(
                condition=models.Q(seconded_by=None) | ~models.Q(seconded_by=models.F("by")),
                name="kept_by_two_persons",
            ),
            models.UniqueConstraint(
                fields=["tender", "key"],
                condition=models.Q(state__in=["asked", "kept"]),
                name="one_answer_to_a_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.says}"

    @property
    def tender_number(self) -> str:
        return self.tender.number

    @property
    def is_override(self) -> bool:
        """A clause kept although it must be changed: two persons, a public reason, a card to the authority."""
        return self.level == Level.BLOCK and self.state in (self.State.ASKED, self.State.KEPT)

    def parties(self) -> Parties:
        return self.tender.parties()


class FairRun(models.Model):
    """One run of the engine over one version of the words, with what people had answered by then."""

    class Occasion(models.TextChoices):
        HAND_IN = "hand-in", "提交审查"
        REVIEW = "review", "作出结论"
        AMENDMENT = "amendment", "澄清、修改"

    tender = models.ForeignKey("tenders.Tender", models.CASCADE, related_name="fair_runs")
    occasion = models.CharField(max_length=12, choices=Occasion.choices)
    serial = models.PositiveSmallIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    text_hash = models.CharField(max_length=64)
    rule_set = models.CharField(max_length=16)
    law_on = models.DateField()
    found = models.JSONField(default=list)

    objects = RunQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.tender_id} {self.get_occasion_display()}"


class FairCase(Subject):
    """Somebody says that the review missed a clause or flagged a lawful one; the authority decides."""

    class Kind(models.TextChoices):
        MISSED = "missed", "漏了：这一条限制竞争，没有提示"
        MISTAKEN = "mistaken", "错了：这一条不违法，却有提示"

    class State(models.TextChoices):
        FILED = "filed", "待处理"
        ACCEPTED = "accepted", "成立"
        REJECTED = "rejected", "不成立"

    number = models.CharField("编号", max_length=20, unique=True)
    tender = models.ForeignKey("tenders.Tender", models.PROTECT, related_name="fair_cases")
    state = StateField(default=State.FILED, choices=State.choices)
    kind = models.CharField("情形", max_length=10, choices=Kind.choices)
    text = models.TextField("条款原文")
    section = models.CharField("所在部分", max_length=8, blank=True)
    rule = models.CharField("规则", max_length=16, blank=True)
    reason = models.TextField("理由")
    filed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    filed_at = models.DateTimeField()
    labels = models.JSONField("认定的规则", default=list)
    answer = models.TextField("处理意见", blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "审查意见"
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.number

    @property
    def tender_number(self) -> str:
        return self.tender.number

    def parties(self) -> Parties:
        return self.tender.parties()
