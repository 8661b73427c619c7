"""A file of rows that somebody wants to bring in: what it was, what was wrong with it, what became of it."""

from __future__ import annotations

from django.db import models

from marketplace.accounts.models.people import User
from marketplace.accounts.models.units import Organization, private
from marketplace.flow.access import Actor, Parties, Role
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject


class ImportState(models.TextChoices):
    """First tried, then written; a file that nobody writes is forgotten."""

    TRIED = "tried", "已试导入，还没有写入"
    DONE = "done", "已导入"
    FORGOTTEN = "forgotten", "已失效"


class ImportQuerySet(models.QuerySet["Import"]):
    """Imports by whose they are."""

    def of_unit(self, actor: Actor) -> ImportQuerySet:
        """A colleague may read what was brought in; only who uploaded it can write it."""
        if actor.org_id is None:
            return self.none()
        return self.filter(unit=actor.org_id).select_related("uploaded_by", "unit")

    def of_kind(self, kind: str) -> ImportQuerySet:
        return self.filter(kind=kind).order_by("-tried_at", "-pk")

    def numbered(self, number: str) -> Import | None:
        return self.filter(number=number).first()


class Import(Subject):
    """One file of units, people, suppliers or what a chapter adds; see `marketplace.accounts.bulk`."""

    State = ImportState

    number = models.CharField("导入编号", max_length=16, unique=True)
    kind = models.CharField("内容", max_length=16)
    state = StateField("状态", default=ImportState.TRIED, choices=ImportState.choices)
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name="办理单位")
    uploaded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="上传人")
    name = models.CharField("文件名", max_length=160)
    size = models.PositiveIntegerField("大小")
    sha256 = models.CharField("校验值（SHA-256）", max_length=64)
    file = models.FileField("文件", storage=private, upload_to="imports", blank=True, max_length=200)
    source = models.CharField("核验依据", max_length=200, blank=True)  # "" = nobody verified the rows
    counts = models.JSONField("行数", default=dict)  # all, new, changed, same, wrong
    extra = models.JSONField("没有用到的列", default=list)
    wrong = models.JSONField("有误的行（前 50 行）", default=list)
    errors = models.FileField("有误的行", storage=private, upload_to="imports", blank=True, max_length=200)
    drawn = models.JSONField("抽查的行", default=list)
    tried_at = models.DateTimeField("试导入时间")
    done_at = models.DateTimeField("导入时间", null=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "批量导入"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(done_at__isnull=False), name="import_done_when"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def url(self) -> str:
        return f"/my/imports/{self.number}/"

    @property
    def desk_url(self) -> str:
        """Where the second look at it is taken."""
        return self.url

    @property
    def good(self) -> int:
        """How many rows can be written."""
        return int(self.counts["all"]) - int(self.counts["wrong"])

    def parties(self) -> Parties:
        """A buyer brings in what is the buyer's own; the centre's people stand by their unit."""
        owns = self.unit.kind == Organization.Kind.BUYER
        return {Role.BUYER: frozenset({self.unit.key})} if owns else {}
