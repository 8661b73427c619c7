"""What a correction is: which tool, of what, by whom, and what the public sees of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.flow.access import Actor, Parties, Role
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject


class Tool(models.TextChoices):
    """The tools that leave a row of their own; 误操作撤销 works on the record itself (see undo.py)."""

    ERRATUM = "erratum", "勘误"
    AMENDMENT = "amendment", "更正公告"
    REDACTION = "redaction", "紧急遮蔽"
    PAST = "past", "补录"


class CorrectionState(models.TextChoices):
    """Class A tools wait for a second person before, a redaction after it takes effect."""

    DRAFTED = "drafted", "待复核"
    ENTERED = "entered", "待复核"
    ANNOUNCED = "announced", "已公布"
    STANDING = "standing", "已勘误"
    HIDDEN = "hidden", "已遮蔽，待另一人确认"
    CONFIRMED = "confirmed", "已遮蔽"
    RESTORED = "restored", "已恢复"


VEILING = (CorrectionState.HIDDEN, CorrectionState.CONFIRMED)


class Ground(models.TextChoices):
    """Why something must not stay public."""

    PERSONAL = "personal", "个人信息"
    COMMERCIAL = "commercial", "商业秘密"
    STATE = "state", "国家秘密、工作秘密"


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Corrections by what the desk, the pages and the index ask of them."""

    def visible_to(self, actor: Actor) -> CorrectionQuerySet:
        """Those the person's unit may decide about; to everybody else they do not exist."""
        mine = Q(pk__in=())
        for key in actor.keys:
            mine |= Q(holders__contains=f" {key} ")
        return self.filter(mine)

    def numbered(self, number: str) -> Correction | None:
        return self.select_related("asked_by", "second_by", "notice").filter(number=number).first()

    def newest_first(self) -> CorrectionQuerySet:
        return self.select_related("asked_by", "second_by").order_by("-asked_at", "-pk")

    def about(self, scope: str) -> CorrectionQuerySet:
        """Everything that was corrected about a project or a page."""
        return self.filter(scope=scope)

    def seen(self) -> CorrectionQuerySet:
        """What readers are told of: slips set right, and passages that are hidden now."""
        return self.filter(
            Q(tool=Tool.ERRATUM, state=CorrectionState.STANDING) | Q(tool=Tool.REDACTION, state__in=VEILING)
        ).order_by("asked_at", "pk")

    def veiling(self) -> CorrectionQuerySet:
        """Redactions in force."""
        return self.filter(tool=Tool.REDACTION, state__in=VEILING)

    def redactions(self) -> CorrectionQuerySet:
        return self.filter(tool=Tool.REDACTION)


class Correction(Subject):
    """One use of one tool. What was published stays as it was; this row says what became of it."""

    State = CorrectionState
    Tool = Tool

    number = models.CharField("编号", max_length=16, unique=True)
    tool = models.CharField("办法", max_length=12, choices=Tool.choices)
    state = StateField("状态", choices=CorrectionState.choices)
    kind = models.CharField("对象类别", max_length=12)
    key = models.CharField("对象", max_length=80)
    title = models.CharField("对象名称", max_length=200)
    url = models.CharField("网址", max_length=200, blank=True)
    scope = models.CharField("适用范围", max_length=200, db_index=True)  # see targets.Target.scope
    tender = models.CharField("项目编号", max_length=64, blank=True)
    owners = models.JSONField("谁可以办理", default=dict)  # {role: [keys]} as it was when asked
    holders = models.TextField(blank=True)  # the same keys, " org:1 role:centre ", to filter by
    changes = models.JSONField("改动", default=list)
    ground = models.CharField("遮蔽的理由", max_length=12, choices=Ground.choices, blank=True)
    reason = models.TextField("说明（公开）", blank=True)
    law = models.CharField("依据", max_length=160)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_for = models.BigIntegerField("以谁的名义", null=True)
    asked_at = models.DateTimeField("时间")
    second_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_at = models.DateTimeField(null=True)
    note = models.TextField("另一人的说明", blank=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, related_name="+")

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "更正与遮蔽"
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=models.F("asked_by")), name="corrected_by_two"
            ),
            models.CheckConstraint(
                condition=~Q(tool="redaction") | ~Q(ground=""), name="redaction_has_a_ground"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_tool_display()} {self.title}"

    @property
    def tender_number(self) -> str:
        """The project in whose record it stands."""
        return self.tender or self.number

    @property
    def desk_url(self) -> str:
        return self.get_absolute_url()

    def get_absolute_url(self) -> str:
        return f"/desk/correct/{self.number}/"

    def parties(self) -> Parties:
        """Who was party to the thing when the correction began."""
        return {Role(role): frozenset(keys) for role, keys in self.owners.items()}

    def passages(self) -> list[str]:
        """The words that are not to be read any more."""
        return [row["text"] for row in self.changes if row.get("text")]

    def hidden_files(self) -> list[str]:
        """hex(SHA-256) of the files that are not to be fetched any more."""
        return [row["sha256"] for row in self.changes if row.get("sha256")]


def holders(owners: dict[str, Any]) -> str:
    """The keys of all owners as text to filter by."""
    keys: Iterable[str] = sorted({key for group in owners.values() for key in group})
    return f" {' '.join(keys)} "
