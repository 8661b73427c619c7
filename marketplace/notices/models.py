"""What a notice is: a plain frozen row made by the step that the law ties it to, and a draft of one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, Min, Q

from marketplace.flow.access import Actor, Parties, Role
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject
from marketplace.law.workdays import SHANGHAI
from marketplace.notices import freezing
from marketplace.notices.corrections import veil
from marketplace.notices.corrections.models import Correction
from marketplace.notices.kinds import Business, NoticeType
from marketplace.notices.types import ENDING, EXPOSURE, EXPOSURE_ENDS, HONOUR, TYPES, choices, type_on
from marketplace.record.models import WriteOnce

__all__ = ["Correction", "Medium", "Notice", "NoticeDraft", "NoticeFile"]
HERE = "140926"  # 静乐县


class NoticeQuerySet(models.QuerySet["Notice"]):
    """The public's vocabulary for notices."""

    def of_tender(self, number: str) -> NoticeQuerySet:
        return self.filter(tender=number)

    def own(self) -> NoticeQuerySet:
        """Notices of this platform: samples of other places never stand under our masthead (D28)."""
        return self.filter(source_system="")

    def samples(self) -> NoticeQuerySet:
        """Notices of other places, shown only where they are asked for and marked (D28)."""
        return self.exclude(source_system="")

    def lasting(self) -> NoticeQuerySet:
        """Those that stay: what ends by itself is never given to an index that does not forget."""
        return self.exclude(type__in=ENDING)

    def shown(self, now: datetime) -> NoticeQuerySet:
        """Without exposures and honours that are over, or that a repair or a revocation took down."""
        over = Q(shown_until__lte=now) | Q(type=EXPOSURE, replaced_by__type__in=EXPOSURE_ENDS)
        return self.exclude(pk__in=Notice.objects.own().filter(over, type__in=ENDING).values("pk"))

    def exposures(self, now: datetime) -> NoticeQuerySet:
        return self.own().filter(type=EXPOSURE).shown(now)

    def honours(self, now: datetime) -> NoticeQuerySet:
        return self.own().filter(type=HONOUR).shown(now)

    def newest_first(self) -> NoticeQuerySet:
        return self.order_by("-published_at", "-pk")

    def sorted_by(self, order: str) -> NoticeQuerySet:
        """One of SORTS; newest first when it is none."""
        return self.order_by(*SORTS.get(order, SORTS[""]))

    def in_order(self) -> NoticeQuerySet:
        return self.order_by("published_at", "pk")

    def of_type(self, code: str) -> NoticeQuerySet:
        return self.filter(type=code)

    def of_business(self, business: str) -> NoticeQuerySet:
        return self.filter(business=business)

    def of_region(self, code: str) -> NoticeQuerySet:
        """A division and everything below it: codes end in zeros where they stand for more."""
        stem = code.rstrip("0")
        stem += "0" * (len(stem) % 2)
        return self.filter(region__startswith=stem) if len(stem) < len(code) else self.filter(region=code)

    def of_buyer(self, words: str) -> NoticeQuerySet:
        return self.filter(buyer__icontains=words)

    def since(self, moment: datetime) -> NoticeQuerySet:
        return self.filter(published_at__gte=moment)

    def in_month(self, year: int, month: int = 0) -> NoticeQuerySet:
        """Published in a year, or in one of its months, by the clock of Shanghai."""
        start = datetime(year, month or 1, 1, tzinfo=SHANGHAI)
        end = datetime(year + (not month or month == 12), month % 12 + 1 if month else 1, 1, tzinfo=SHANGHAI)
        return self.filter(published_at__gte=start, published_at__lt=end)

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

    def as_rows(self) -> NoticeQuerySet:
        """Without what a line of a list does not say."""
        return self.defer("fields", "lots", "files", "likeness")

    def with_links(self) -> NoticeQuerySet:
        return self.select_related("replaces").prefetch_related("media", "replaced_by")

    def counted(self) -> list[tuple[str, str, int]]:
        """(business, type, how many), asked once for both levels of the filter."""
        rows = self.order_by().values_list("business", "type").annotate(n=Count("pk"))
        return [(business, code, n) for business, code, n in rows]

    def years(self) -> list[int]:
        """From the first to the last year in which something was published, newest first."""
        span = self.order_by().aggregate(first=Min("published_at"), last=Max("published_at"))
        if span["first"] is None:
            return []
        first, last = (span[name].astimezone(SHANGHAI).year for name in ("first", "last"))
        return list(range(last, first - 1, -1))

    def regions(self) -> list[str]:
        return sorted(self.order_by().exclude(region="").values_list("region", flat=True).distinct())

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

    def latest_of(self, source: str, ids: Iterable[str]) -> dict[str, Notice]:
        """The newest version of each sample of a source."""
        rows = self.filter(source_system=source, external_id__in=list(ids)).order_by("pk")
        return {row.external_id: row for row in rows.defer("fields")}

    def titled(self, titles: Iterable[str]) -> NoticeQuerySet:
        """Those with exactly these titles."""
        return self.filter(title__in=list(titles))

    def alike(self, digests: Iterable[str]) -> dict[str, str]:
        """Of samples with the same words: digest → number."""
        return dict(self.filter(likeness__in=list(digests)).values_list("likeness", "number"))


SORTS: dict[str, tuple[Any, ...]] = {
    "": ("-published_at", "-pk"),
    "oldest": ("published_at", "pk"),
    "amount": (models.F("amount_fen").desc(nulls_last=True), "-pk"),
    "deadline": (models.F("deadline_at").desc(nulls_last=True), "-pk"),
}


class Notice(WriteOnce):
    """One published notice. A change is a new, linked notice; nothing is edited."""

    number = models.CharField("公告编号", max_length=64, unique=True)
    type = models.CharField("类型", max_length=4, choices=choices)
    title = models.CharField("标题", max_length=200)
    tender = models.CharField("项目编号", max_length=64, db_index=True)
    lots = models.JSONField("标段", default=list)
    fields = models.JSONField("内容")  # [{"label": …, "value": …}] in printing order
    files = models.JSONField("附件", default=list)  # [{"name": …, "size": …, "sha256": …}]
    hash = models.CharField("校验值（SHA-256）", max_length=64)
    published_at = models.DateTimeField("发布时间")
    law_on = models.DateField("适用法律日期")
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    business = models.CharField("业务", max_length=12, default=Business.WORKS)
    method = models.CharField("方式", max_length=24, blank=True)
    buyer = models.CharField("招标人", max_length=120, blank=True)
    region = models.CharField("地区", max_length=6, default=HERE, blank=True)
    amount_fen = models.BigIntegerField("金额（分）", null=True)
    deadline_at = models.DateTimeField("截止时间", null=True)
    shown_until = models.DateTimeField("展示至", null=True)
    source_system = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=80, blank=True)
    synced_at = models.DateTimeField(null=True)
    likeness = models.CharField(max_length=64, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "公告"
        ordering = ["-published_at", "-pk"]
        constraints = [
            # 政府信息公开 of a punishment rests on a document and has an end (行政处罚法 48)
            models.CheckConstraint(
                condition=~Q(type=EXPOSURE) | Q(shown_until__isnull=False), name="exposure_has_an_end"
            ),
        ]
        indexes = [
            models.Index(fields=["source_system", "-published_at", "-id"], name="notices_newest"),
            models.Index(fields=["source_system", "business", "type"], name="notices_by_type"),
            models.Index(fields=["source_system", "type", "-published_at"], name="notices_of_type"),
            models.Index(
                fields=["source_system", "external_id"], condition=~Q(external_id=""), name="samples_by_id"
            ),
            models.Index(fields=["likeness"], condition=~Q(likeness=""), name="samples_alike"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def kind(self) -> NoticeType:
        """The row of its type that was in force when it was published."""
        return TYPES[self.type] if self.source_system else type_on(self.type, self.law_on)

    @property
    def type_name(self) -> str:
        return TYPES[self.type].name

    @property
    def law(self) -> str:
        return str(self.kind.law)

    @property
    def is_sample(self) -> bool:
        return self.source_system != ""

    def parties(self) -> Parties:
        """Nobody by the notice itself: standing roles only."""
        return {}

    def get_absolute_url(self) -> str:
        return f"/notices/{self.number}/"

    def veil(self) -> veil.Veil:
        """What of this project's words must not be read any more; asked once a row."""
        known: veil.Veil | None = self.__dict__.get("_veil")
        if known is None:
            known = self.__dict__["_veil"] = veil.OPEN if self.is_sample else veil.over(self.tender)
        return known

    def share_veil(self, others: Iterable[Notice]) -> None:
        """Notices of one project have one veil: what is hidden is asked once for all of a page."""
        for other in others:
            if other.tender == self.tender:
                other.__dict__["_veil"] = self.veil()

    def value(self, label: str) -> str:
        """One field's value as it may be read, "" when the notice has none."""
        return next((row["value"] for row in self.rows() if row["label"] == label), "")

    def attachment(self, digest: str) -> NoticeFile | None:
        """The file whose hash begins with the digits, among those that were frozen with the notice."""
        known = [row["sha256"] for row in self.files if row["sha256"].startswith(digest)]
        return NoticeFile.objects.filter(draft__notice=self, sha256__in=known[:1]).first()

    def rows(self) -> list[dict[str, Any]]:
        """The fields as they may be read: `fields` and the hash keep what was published."""
        return list(self.veil().over(self.fields))

    def frozen(self) -> freezing.Content:
        """What the hash was made of."""
        return freezing.content(
            type=self.type, title=self.title, tender=self.tender, lots=self.lots, fields=self.fields,
            files=self.files, published_at=self.published_at,
        )  # fmt: skip

    def is_over(self, now: datetime, later: Sequence[Notice] = ()) -> bool:
        """Whether it is no longer shown: its period has ended, or the exposure was taken down."""
        taken_down = self.type == EXPOSURE and any(row.type in EXPOSURE_ENDS for row in later)
        return taken_down or (
            self.type in ENDING and self.shown_until is not None and now >= self.shown_until
        )


class Medium(WriteOnce):
    """On which designated medium a notice stood since when; periods run from the first (D25)."""

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="media")
    name = models.CharField("媒介", max_length=80)
    at = models.DateTimeField("发布时间")
    url = models.CharField("网址", max_length=200)
    designated = models.BooleanField("指定媒介", default=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.name} {self.at:%Y-%m-%d %H:%M}"


class DraftState(models.TextChoices):
    """A draft is typed, then published by two persons, or thrown away."""

    DRAFT = "draft", "起草中"
    PUBLISHED = "published", "已发布"
    DISCARDED = "discarded", "已作废"


class NoticeDraftQuerySet(models.QuerySet["NoticeDraft"]):
    """Drafts by what the centre's people ask of them."""

    def visible_to(self, actor: Actor) -> NoticeDraftQuerySet:
        """The centre's; to everybody else they do not exist."""
        return self.all() if Role.CENTRE in actor.standing else self.none()

    def unfinished(self) -> NoticeDraftQuerySet:
        rows = self.filter(state=DraftState.DRAFT).select_related("created_by", "replaces")
        return rows.order_by("-saved_at")

    def published(self) -> NoticeDraftQuerySet:
        """The latest that went out."""
        rows = self.filter(state=DraftState.PUBLISHED).select_related("notice")
        return rows.order_by("-notice__published_at")[:20]

    def of_notice(self, notice: Notice) -> NoticeDraft | None:
        return self.filter(notice=notice).first()

    def numbered(self, number: str) -> NoticeDraft | None:
        return self.select_related("replaces", "created_by", "notice").filter(number=number).first()

    def last_of(self, prefix: str) -> str | None:
        return (
            self.filter(number__startswith=prefix)
            .order_by("-number")
            .values_list("number", flat=True)
            .first()
        )


class NoticeDraft(Subject):
    """An information notice while it is written; `values` holds what was typed, by label."""

    State = DraftState

    number = models.CharField("编号", max_length=32, unique=True)
    type = models.CharField("类型", max_length=4)
    title = models.CharField("标题", max_length=200)
    issuer = models.CharField("发布责任单位", max_length=120)
    external = models.CharField("项目编号（原单位）", max_length=64, blank=True)
    values = models.JSONField("内容", default=dict)
    state = StateField("状态", default=DraftState.DRAFT, choices=DraftState.choices)
    replaces = models.ForeignKey(Notice, models.PROTECT, null=True, related_name="+")
    notice = models.OneToOneField(Notice, models.PROTECT, null=True, related_name="draft")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    saved_at = models.DateTimeField()

    objects = NoticeDraftQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "信息公告草稿"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published") | Q(notice__isnull=False), name="published_has_a_notice"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def kind(self) -> NoticeType:
        return TYPES[self.type]

    @property
    def tender_number(self) -> str:
        """The file under which notice and record are read: a change stays in the file of its original."""
        return self.replaces.tender if self.replaces else self.number

    def get_absolute_url(self) -> str:
        return f"/desk/notices/{self.number}/"

    @property
    def desk_url(self) -> str:
        """Where the second person goes back to."""
        return self.get_absolute_url()

    def parties(self) -> Parties:
        """Any two people of the centre."""
        return {Role.CENTRE: frozenset({f"role:{Role.CENTRE}"})}


class NoticeFile(models.Model):
    """A PDF that belongs to an information notice; public with it."""

    draft = models.ForeignKey(NoticeDraft, models.CASCADE, related_name="attachments")
    name = models.CharField("文件名", max_length=160)
    file = models.FileField(upload_to="notices/%Y/")
    size = models.PositiveBigIntegerField("大小")
    sha256 = models.CharField("校验值（SHA-256）", max_length=64)
    pages = models.PositiveIntegerField("页数")
    uploaded_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "sha256"], name="one_file_once"),
            models.UniqueConstraint(fields=["draft", "name"], name="one_file_name"),
        ]

    def __str__(self) -> str:
        return self.name
