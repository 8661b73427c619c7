"""What a unit plans to buy, and the batches in which it makes its plans public."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject
from tenders.intentions.queries import IntentionBatchQuerySet, IntentionQuerySet


class BatchState(models.TextChoices):
    """Gathered by one person, published by a second; or taken apart again."""

    GATHERED = "gathered", "待公开"
    PUBLISHED = "published", "已公开"
    RELEASED = "released", "已退回草稿"


class IntentionBatch(Subject):
    """Intentions that are published together, each as a notice of its own."""

    State = BatchState

    number = models.CharField("编号", max_length=32, unique=True)
    unit = models.ForeignKey(
        Organization, models.PROTECT, related_name="intention_batches", verbose_name="采购单位"
    )
    state = StateField("状态", default=BatchState.GATHERED, choices=BatchState.choices)
    gathered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    gathered_at = models.DateTimeField("汇总时间")
    published_at = models.DateTimeField("公开时间", null=True)

    objects = IntentionBatchQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "采购意向（批）"
        ordering = ["-pk"]
        constraints = [
            # 财库〔2020〕10号: the thirty days run from the publication
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False),
                name="intentions_published_when",
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def desk_url(self) -> str:
        return f"/my/intentions/batches/{self.number}/"

    def parties(self) -> Parties:
        return {Role.BUYER: frozenset({self.unit.key})}


class Intention(models.Model):
    """One planned purchase: what the law wants to be told of it (财库〔2020〕10号)."""

    number = models.CharField(max_length=16, unique=True)
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="intentions", verbose_name="采购单位")
    batch = models.ForeignKey(IntentionBatch, models.PROTECT, null=True, related_name="intentions")
    title = models.CharField("采购项目名称", max_length=200)
    needs = models.TextField("采购需求概况")
    budget_fen = models.BigIntegerField("预算金额（分）")
    month = models.DateField("预计采购时间（当月 1 日）")
    remarks = models.TextField("备注", blank=True)
    notice = models.CharField("公告编号", max_length=64, blank=True)
    changed_at = models.DateTimeField("修改时间")

    objects = IntentionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "采购意向"
        constraints = [
            models.CheckConstraint(condition=Q(budget_fen__gt=0), name="intention_budget_positive")
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return f"/my/intentions/{self.number}/"

    @property
    def notice_url(self) -> str:
        return f"/notices/{self.notice}/" if self.notice else ""

    @property
    def state_says(self) -> str:
        """Its own word: a draft until it is handed over, then its batch's."""
        return "草稿" if self.batch is None else self.batch.state_says()

    @property
    def when(self) -> str:
        return in_words(self.month)


def in_words(month: date) -> str:
    """2027年1月"""
    return f"{month.year}年{month.month}月"
