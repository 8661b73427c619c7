"""What stays of each publication, what readers said about a page, how far the page log is read."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from cms.models.articles import ArticlePage


class Edition(models.Model):
    """One publication of an article: number, platform time, what changed, hash. The public revision history."""

    page = models.ForeignKey(ArticlePage, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField("版本")
    published_at = models.DateTimeField("发布时间")
    note = models.CharField("修订说明", max_length=120, blank=True)
    digest = models.CharField("校验值", max_length=64)
    revision_id = models.BigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "版本"
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="one_edition_a_number")]

    def __str__(self) -> str:
        return f"第 {self.number} 版"


class FeedbackQuerySet(models.QuerySet["Feedback"]):
    """What readers said, by whether somebody looked at it."""

    def waiting(self) -> FeedbackQuerySet:
        return self.filter(handled_on=None)


class Feedback(models.Model):
    """这页有帮助吗: yes or no, and why; anonymous, read by the editors."""

    page = models.ForeignKey(ArticlePage, models.CASCADE, verbose_name="页面", related_name="+")
    helpful = models.BooleanField("有帮助")
    text = models.CharField("说明", max_length=500, blank=True)
    at = models.DateTimeField("时间")
    act_id = models.UUIDField(unique=True)
    note = models.CharField("处理情况", max_length=200, blank=True, help_text="例如 已补充解密码遗失的办法")
    handled_on = models.DateField("处理日期", null=True, blank=True)

    objects: Any = FeedbackQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "读者意见"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(handled_on=None) | ~Q(note=""), name="handled_with_a_note")
        ]

    def __str__(self) -> str:
        return f"{'有帮助' if self.helpful else '没有帮助'}：{self.page.title}"


class LogPosition(models.Model):
    """How far Wagtail's page log has been followed (one row), and which of the newest lines are done."""

    position = models.BigIntegerField(default=0)
    seen = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.position)

    @classmethod
    def held(cls) -> LogPosition:
        """The row; where none was kept yet, from the beginning."""
        return cls.objects.filter(pk=1).first() or cls.objects.create(pk=1)
