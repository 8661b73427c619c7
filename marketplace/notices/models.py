"""What a notice is: a plain frozen row made by the step that the law ties it to."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models

from marketplace.notices.types import TYPES
from marketplace.record.models import WriteOnce


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The public's vocabulary for notices."""

    def of_tender(self, number: str) -> NoticeQuerySet:
        return self.filter(tender=number)

    def own(self) -> NoticeQuerySet:
        """Notices of this platform: samples of other places never stand under our masthead (D28)."""
        return self.filter(source_system="")

    def newest_first(self) -> NoticeQuerySet:
        return self.order_by("-published_at", "-pk")

    def in_order(self) -> NoticeQuerySet:
        return self.order_by("published_at", "pk")

    def of_type(self, code: str) -> NoticeQuerySet:
        return self.filter(type=code)

    def since(self, moment: datetime) -> NoticeQuerySet:
        return self.filter(published_at__gte=moment)

    def mentioning(self, words: str) -> NoticeQuerySet:
        """Every word in title, number or buyer; the full text is the search's business."""
        rows = self
        for word in words.split()[:8]:
            rows = rows.filter(
                models.Q(title__icontains=word)
                | models.Q(number__icontains=word)
                | models.Q(buyer__icontains=word)
            )
        return rows

    def with_links(self) -> NoticeQuerySet:
        return self.select_related("replaces").prefetch_related("media", "replaced_by")

    def changing(self, numbers: list[str]) -> list[str]:
        """Those of the tenders that were clarified or extended."""
        rows = self.filter(tender__in=numbers, type__in=("E05", "E06"))
        return list(rows.values_list("tender", flat=True).distinct().order_by())

    def numbered(self, number: str) -> Notice | None:
        return self.filter(number=number).first()

    def newest_key(self) -> int:
        """The cursor behind the last notice."""
        return self.order_by("-pk").values_list("pk", flat=True).first() or 0

    def published_with(self, tender: str, moment: datetime) -> NoticeQuerySet:
        """What one act published."""
        return self.filter(tender=tender, published_at=moment)

    def after(self, pk: int) -> NoticeQuerySet:
        """For those who follow: notices are frozen, so the key is a cursor."""
        return self.filter(pk__gt=pk).order_by("pk")


class Notice(WriteOnce):
    """One published notice. A change is a new, linked notice; nothing is edited."""

    number = models.CharField("公告编号", max_length=64, unique=True)
    type = models.CharField("类型", max_length=4, choices=[(row.code, row.name) for row in TYPES.values()])
    title = models.CharField("标题", max_length=200)
    tender = models.CharField("项目编号", max_length=64, db_index=True)
    lots = models.JSONField("标段", default=list)
    fields = models.JSONField("内容")  # [{"label": …, "value": …}] in printing order
    hash = models.CharField("校验值（SHA-256）", max_length=64)
    published_at = models.DateTimeField("发布时间", db_index=True)
    law_on = models.DateField("适用法律日期")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    business = models.CharField("业务", max_length=12, default="工程建设")
    method = models.CharField("方式", max_length=24, blank=True)
    buyer = models.CharField("招标人", max_length=120, blank=True)
    region = models.CharField("地区", max_length=6, default="140926")
    amount_fen = models.BigIntegerField("金额（分）", null=True)
    deadline_at = models.DateTimeField("截止时间", null=True)
    source_system = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    synced_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        ordering = ["-published_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    @property
    def type_name(self) -> str:
        return TYPES[self.type].name

    @property
    def law(self) -> str:
        return str(TYPES[self.type].law)

    def get_absolute_url(self) -> str:
        return f"/notices/{self.number}/"

    def value(self, label: str) -> str:
        """One field's value, "" when the notice has none."""
        return next((row["value"] for row in self.fields if row["label"] == label), "")

    def rows(self) -> list[dict[str, Any]]:
        return list(self.fields)


class Medium(WriteOnce):
    """On which designated medium a notice stood since when; periods run from the first (D25)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="media")
    name = models.CharField("媒介", max_length=80)
    at = models.DateTimeField("发布时间")
    url = models.CharField("网址", max_length=200)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"
