"""What happens to a lot: its process, bids, committee, scores, award, contract."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from bidding.queries import BidQuerySet, ProcessQuerySet, SubmissionQuerySet
from marketplace.accounts.models import Organization
from marketplace.flow.access import Parties, Role
from marketplace.flow.errors import Refused
from marketplace.flow.states import StateField
from marketplace.flow.workflow import Subject
from marketplace.law.money import Money
from tenders.models import Lot, Tender


class State(models.TextChoices):
    """The union of what a lot can be in; each procedure uses the values its docstring names."""

    PREPARED = "prepared", "准备中"
    RECEIVING = "receiving", "投标中"
    CLOSED = "closed", "待开标"
    FAILED = "failed", "流标"
    TERMINATED = "terminated", "已终止"
    RELEASING = "releasing", "开标中"
    KEYS = "keys", "开标中（等待密钥）"
    ANNOUNCED = "announced", "开标中（唱标）"
    OPENED = "opened", "已开标"
    DRAWING = "drawing", "抽取评标委员会"
    EVALUATING = "evaluating", "评审中（初步评审）"
    SCORING = "scoring", "评审中（详细评审）"
    SIGNING = "signing", "评审中（签署报告）"
    EVALUATED = "evaluated", "评审完成"
    PUBLICITY = "publicity", "公示期内"
    AWARDING = "awarding", "待定标"
    AWARDED = "awarded", "已定标"
    NOTIFIED = "notified", "待签约"
    CONTRACTED = "contracted", "履约中"
    ARCHIVED = "archived", "已完成"


# The chip of each state, one of the words every page uses (ux 2.3).
CHIPS: dict[str, str] = {
    State.PREPARED: "准备中", State.RECEIVING: "投标中", State.CLOSED: "待开标", State.FAILED: "流标",
    State.TERMINATED: "已终止", State.RELEASING: "开标中", State.KEYS: "开标中", State.ANNOUNCED: "开标中",
    State.OPENED: "评审中", State.DRAWING: "评审中", State.EVALUATING: "评审中", State.SCORING: "评审中",
    State.SIGNING: "评审中", State.EVALUATED: "评审中", State.PUBLICITY: "公示期内", State.AWARDING: "待签约",
    State.AWARDED: "待签约", State.NOTIFIED: "待签约", State.CONTRACTED: "履约中", State.ARCHIVED: "已完成",
}  # fmt: skip


class Process(Subject):
    """The procedure of one lot. `from_db` gives the proxy class of its procedure."""

    State = State
    PROCEDURES: ClassVar[dict[str, type[Process]]] = {}
    PROCEDURE: ClassVar[str] = ""

    lot = models.OneToOneField(Lot, models.PROTECT, related_name="process")
    tender = models.ForeignKey(Tender, models.PROTECT, related_name="processes")
    number = models.CharField("标段编号", max_length=40, unique=True)
    procedure = models.CharField(max_length=24)
    state = StateField("状态", default=State.PREPARED, choices=State.choices)
    deadline_at = models.DateTimeField("投标截止时间")
    level = models.CharField("密钥等级", max_length=1, default="M")
    window_s = models.PositiveIntegerField("解密时限（秒）", default=1800)
    card_body = models.JSONField("密钥卡（不含保管方）", default=dict)
    keycard = models.JSONField("密钥卡", null=True)
    keycard_hash = models.CharField(max_length=64, blank=True)
    closed_at = models.DateTimeField(null=True)
    bids_closed = models.PositiveSmallIntegerField("截止时投标人数", null=True)
    release_from = models.DateTimeField(null=True)
    release_ended_at = models.DateTimeField(null=True)
    release_reason = models.CharField(max_length=16, blank=True)
    announced_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField("开标记录签字时间", null=True)
    evaluation_from = models.DateTimeField(null=True)
    result = models.JSONField("评标结果", default=dict)
    report_at = models.DateTimeField("评标报告送达", null=True)
    publicity_from = models.DateTimeField(null=True)
    publicity_until = models.DateTimeField(null=True)
    awarded_at = models.DateTimeField(null=True)
    notified_at = models.DateTimeField(null=True)
    contracted_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField("书面报告提交", null=True)
    bonds_refunded_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    objects = ProcessQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "标段程序"
        constraints = [
            # 招标投标法 34: opened means that the moment is known
            models.CheckConstraint(
                condition=~Q(state="opened") | Q(opened_at__isnull=False), name="opened_knows_when"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["prepared", "receiving", "terminated"]) | Q(closed_at__isnull=False),
                name="closed_knows_when",
            ),
        ]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.PROCEDURE:
            Process.PROCEDURES[cls.PROCEDURE] = cls

    @classmethod
    def workflow_of(cls, row: Subject) -> type[Subject] | None:
        """Chosen by `procedure`; a row read without it stays a plain process."""
        return cls.PROCEDURES.get(row.__dict__.get("procedure", ""))

    def __str__(self) -> str:
        return f"{self.number} {self.lot.name}"

    @property
    def tender_number(self) -> str:
        return self.tender.number

    def get_absolute_url(self) -> str:
        return f"/tenders/{self.tender.number}/"

    @property
    def title(self) -> str:
        """The lot as people say it: the tender's title, and the lot's own name where there are several."""
        lots = self.__dict__.get("lot_count") or len(self.tender.lots.all())
        several = lots > 1 and self.lot.name != self.tender.title
        return f"{self.tender.title}（{self.lot.name}）" if several else self.tender.title

    @property
    def hall_url(self) -> str:
        return f"/hall/{self.number}/"

    def parties(self) -> Parties:
        """The tender's parties; who bids is known only once the lot is closed (招标投标法 22)."""
        found = dict(self.tender.parties())
        if self.closed_at is not None:
            found |= self._parties_after_closing()
        found[Role.CUSTODIAN] = frozenset(
            f"custodian:{entry['m']}" for entry in (self.keycard or {}).get("members", [])
        )
        return found

    def outside_mandate(self, action: str, now: datetime) -> Refused | None:
        """What the owner entrusted to its agency holds for every lot."""
        return self.tender.outside_mandate(action, now)

    def _parties_after_closing(self) -> dict[Role, frozenset[str]]:
        bids = list(self.bids.values_list("organization_id", flat=True))
        members = [m for m in self.members.all() if m.is_serving]
        leader = self.leader(members)
        award = self.awards.filter(cancelled_at=None).select_related("bid").first()
        return {
            Role.TENDERER: frozenset(f"org:{pk}" for pk in bids),
            Role.EVALUATOR: frozenset(f"user:{m.user_id}" for m in members),
            Role.LEADER: frozenset({f"user:{leader.user_id}"}) if leader else frozenset(),
            Role.WINNER: frozenset({f"org:{award.bid.organization_id}"}) if award else frozenset(),
        }

    @staticmethod
    def leader(members: list[Member]) -> Member | None:
        """Who has more than half of the votes (12-9: elected by the committee)."""
        votes = [m.vote_id for m in members if m.vote_id]
        return next((m for m in members if votes.count(m.pk) * 2 > len(members)), None)

    def seals(self, action: str, now: datetime) -> bool:
        """Before the deadline the record names no bidder and no lot (招标投标法 22)."""
        return action in ("bid.submit", "bid.withdraw") and now < self.deadline_at


class Submission(models.Model):
    """One sealed package received in time. One of the two tables that link a bidder to a lot."""

    number = models.CharField("回执号", max_length=10, unique=True)
    process = models.ForeignKey(Process, models.PROTECT, related_name="submissions")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="submissions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    seq = models.PositiveIntegerField()
    own_lock = models.BooleanField()
    header = models.JSONField()
    header_hash = models.CharField(max_length=64)
    ct_root = models.CharField(max_length=64)
    ct_len = models.PositiveBigIntegerField()
    blob = models.CharField(max_length=64, blank=True)
    statement = models.JSONField()
    statement_hash = models.CharField(max_length=64)
    signature = models.CharField(max_length=120)
    receipt = models.JSONField()
    arrived_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawal = models.JSONField(null=True)
    opening = models.JSONField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "投标文件"
        constraints = [
            # 条例 51(4): one bid of one tenderer for one lot
            models.UniqueConstraint(
                fields=["process", "organization"],
                condition=Q(superseded_at=None, withdrawn_at=None),
                name="one_live_bid",
            ),
            models.UniqueConstraint(fields=["process", "organization", "seq"], name="one_bid_serial"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_live(self) -> bool:
        return self.superseded_at is None and self.withdrawn_at is None


class Bid(models.Model):
    """A tenderer's bid as it stands since closing: released, opened, judged, ranked."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "待解密"
        OPENED = "opened", "已解密"
        REVOKED = "revoked", "视为撤销"  # the bidder's fault (20-31)
        RETURNED = "returned", "视为撤回"  # not the bidder's fault (20-31)

    process = models.ForeignKey(Process, models.PROTECT, related_name="bids")
    submission = models.OneToOneField(Submission, models.PROTECT, related_name="bid")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="bids")
    order = models.PositiveSmallIntegerField("序号")
    own_lock = models.BooleanField()
    released_at = models.DateTimeField(null=True)
    released_secret = models.CharField(max_length=64, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.WAITING)
    failed_check = models.CharField(max_length=32, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    form = models.JSONField(default=dict)
    price_fen = models.BigIntegerField("投标报价（分）", null=True)
    corrected_fen = models.BigIntegerField("修正后报价（分）", null=True)
    duration_days = models.PositiveIntegerField("工期", null=True)
    quality = models.CharField(max_length=200, blank=True)
    manager = models.CharField("项目负责人", max_length=80, blank=True)
    manager_certificate = models.CharField(max_length=120, blank=True)
    opened_at = models.DateTimeField(null=True)
    rejected_code = models.CharField(max_length=4, blank=True)
    rejected_reason = models.TextField(blank=True)
    total = models.DecimalField("总分", max_digits=8, decimal_places=2, null=True)
    rank = models.PositiveSmallIntegerField(null=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["process", "organization"], name="one_bid"),
            models.UniqueConstraint(fields=["process", "order"], name="one_bid_order"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.organization}"

    @property
    def price(self) -> Money | None:
        return None if self.price_fen is None else Money(self.price_fen)

    @property
    def evaluated_fen(self) -> int:
        """The price that is compared and contracted: corrected where a correction was needed."""
        return self.corrected_fen or self.price_fen or 0

    @property
    def is_valid(self) -> bool:
        return self.outcome == self.Outcome.OPENED and not self.rejected_code


class BidFile(models.Model):
    """A file of an opened bid."""

    bid = models.ForeignKey(Bid, models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    blob = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Expert(models.Model):
    """A person of the expert pool (port: the provincial pool; this is the software default)."""

    number = models.CharField("专家编号", max_length=20, unique=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="expert")
    specialty = models.CharField("专业", max_length=40)
    unit = models.CharField("工作单位", max_length=120)
    is_available = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.number


class ExpertDraw(models.Model):
    """One draw `ZJCS-DRAW-1` per specialty: committed, frozen, computed (supermarket.md §4.2)."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="draws")
    suffix = models.CharField(max_length=8)
    specialty = models.CharField("专业", max_length=40)
    seats = models.PositiveSmallIntegerField("人数")
    seed = models.CharField(max_length=64)
    commit = models.CharField(max_length=64)
    blinds = models.JSONField(default=dict)  # expert number → blind, opened to those entitled after award
    excluded = models.JSONField(default=dict)  # expert number → reason
    custodians = models.JSONField(default=list)
    roster = models.JSONField(default=list)
    roster_hash = models.CharField(max_length=64, blank=True)
    contrib_hash = models.CharField(max_length=64, blank=True)
    committed_at = models.DateTimeField()
    frozen_at = models.DateTimeField(null=True)
    record = models.JSONField(null=True)

    class Meta:
        ordering = ["suffix"]
        constraints = [models.UniqueConstraint(fields=["process", "suffix"], name="one_draw_per_suffix")]

    def __str__(self) -> str:
        return f"{self.process_id} {self.suffix}"


class Member(models.Model):
    """A seat on the committee. A recused member keeps the row; the next reserve gets another."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="seats")
    expert = models.ForeignKey(Expert, models.PROTECT, null=True, related_name="seats")
    draw = models.ForeignKey(ExpertDraw, models.PROTECT, null=True, related_name="members")
    rank = models.PositiveSmallIntegerField(default=0)
    checked_in_at = models.DateTimeField(null=True)
    recused_at = models.DateTimeField(null=True)
    recusal = models.CharField("回避理由", max_length=300, blank=True)
    vote = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField("评分提交", null=True)
    signed_at = models.DateTimeField(null=True)
    dissent = models.TextField("不同意见", blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["process", "user"], name="one_seat_per_person")]

    def __str__(self) -> str:
        return f"{self.user}"

    @property
    def is_serving(self) -> bool:
        return self.recused_at is None


class Review(models.Model):
    """One member's preliminary judgement of one bid (初步评审)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="reviews")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="reviews")
    passed = models.BooleanField()
    code = models.CharField("否决情形", max_length=4, blank=True)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["member", "bid"], name="one_review")]

    def __str__(self) -> str:
        return f"{self.member} {self.bid} {self.passed}"


class Score(models.Model):
    """One member's score of one bid in one criterion; a change is a new version (append-only)."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="scores")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=16)
    value = models.DecimalField(max_digits=6, decimal_places=2)
    reason = models.CharField(max_length=400, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(
                fields=["member", "bid", "criterion", "version"], name="one_score_version"
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="score_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.value}"


class Award(models.Model):
    """The determination of the winner; a cancelled one stays and the next candidate gets another."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="awards")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="awards")
    rank = models.PositiveSmallIntegerField()
    amount_fen = models.BigIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)
    cancelled_because = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            # 条例 55: one winner of a lot at a time
            models.UniqueConstraint(
                fields=["process"], condition=Q(cancelled_at=None), name="one_active_award"
            )
        ]

    def __str__(self) -> str:
        return f"{self.process_id} 第 {self.rank} 名"


class Letter(models.Model):
    """中标通知书 to the winner, 中标结果通知书 to the others (招标投标法 45)."""

    class Kind(models.TextChoices):
        WIN = "win", "中标通知书"
        RESULT = "result", "中标结果通知书"

    number = models.CharField(max_length=10, unique=True)
    process = models.ForeignKey(Process, models.PROTECT, related_name="letters")
    bid = models.ForeignKey(Bid, models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = models.TextField()
    hash = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class Contract(models.Model):
    """The written contract of one award: what bid and documents say, signed by both sides."""

    process = models.ForeignKey(Process, models.PROTECT, related_name="contracts")
    award = models.OneToOneField(Award, models.PROTECT, related_name="contract")
    number = models.CharField(max_length=48, unique=True)
    amount_fen = models.BigIntegerField("合同金额（分）")
    duration_days = models.PositiveIntegerField("工期（日历天）")
    quality = models.CharField("质量标准", max_length=200)
    manager = models.CharField("项目负责人", max_length=80)
    terms = models.TextField("主要条款", blank=True)
    performance_bond_fen = models.BigIntegerField("履约保证金（分）", default=0)
    differences = models.JSONField("与投标文件的差异", default=list)
    drafted_at = models.DateTimeField()
    buyer_signed_at = models.DateTimeField(null=True)
    buyer_signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    supplier_signed_at = models.DateTimeField(null=True)
    supplier_signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.number


class Archive(models.Model):
    """The sealed package of everything that must be kept 15 years (政采法 42; 20-40)."""

    process = models.OneToOneField(Process, models.PROTECT, related_name="archive")
    blob = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    contents = models.JSONField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256
