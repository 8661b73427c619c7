"""What the search knows: one denormalised public row per notice, tender and article."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One findable thing. Every field is public; which fields go in is an allow-list in `documents`."""

    class Scope(models.TextChoices):
        NOTICES = "notices", "交易公告"
        TENDERS = "tenders", "招标项目"
        ARTICLES = "articles", "政策文件"

    scope = models.CharField(max_length=12, choices=Scope.choices)
    key = models.CharField("编号", max_length=80)
    url = models.CharField(max_length=200)
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    type = models.CharField(max_length=24, blank=True)
    buyer = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=24, blank=True)
    business = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=6, blank=True)
    amount_fen = models.BigIntegerField(null=True)
    deadline_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = "搜索条目"
        verbose_name_plural = "搜索条目"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_entry_per_thing")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Cursor(models.Model):
    """How far the index has read a source whose rows never change."""

    source = models.CharField(primary_key=True, max_length=24)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.source} {self.position}"
