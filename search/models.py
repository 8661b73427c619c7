"""What the search knows: one denormalised public row per findable thing, its words, its followers."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from marketplace.law.workdays import SHANGHAI


class Combo(models.Model):
    """One combination of facet values; rows point to it, so that counting is one pass over numbers."""

    key = models.CharField(max_length=32, unique=True)  # of the values: hex(SHA-256)[:32]
    scope = models.CharField(max_length=12)
    type = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=6, blank=True)
    band = models.CharField(max_length=4, blank=True)
    industry = models.CharField(max_length=12, blank=True)
    business = models.CharField(max_length=12, blank=True)
    method = models.CharField(max_length=24, blank=True)
    sample = models.BooleanField(default=False)

    FACETS = ("scope", "type", "state", "region", "band", "industry", "business", "method", "sample")

    def __str__(self) -> str:
        return f"{self.scope} {self.type} {self.state}"


class Party(models.Model):
    """A buyer's name; rows point to it."""

    name = models.CharField(max_length=120, unique=True)

    def __str__(self) -> str:
        return self.name


class EntryQuerySet(models.QuerySet["Entry"]):
    """Findable things."""

    def live(self) -> EntryQuerySet:
        return self.filter(gone=False)

    def keyed(self, scope: str, keys: list[str]) -> EntryQuerySet:
        return self.filter(scope=scope, key__in=keys)

    def by_scope(self) -> list[tuple[str, int]]:
        """How many things of each kind can be found."""
        counts = dict(self.live().values_list("scope").annotate(rows=models.Count("pk")).order_by())
        return [(label, counts.get(value, 0)) for value, label in Entry.Scope.choices]

    def born_after(self, seq: int) -> EntryQuerySet:
        """What is new, not what was written again."""
        return self.live().filter(born__gt=seq, sample=False).order_by("born")

    def after(self, seq: int) -> EntryQuerySet:
        """For the engines that follow: what was written since, in order."""
        return self.filter(seq__gt=seq).order_by("seq")


class Entry(models.Model):
    """One findable thing. Every field is public; which fields go in is an allow-list in `documents`."""

    class Scope(models.TextChoices):
        NOTICES = "notices", "交易公告"
        TENDERS = "tenders", "招标项目"
        LOTS = "lots", "标段"
        CONTRACTS = "contracts", "合同"
        ARTICLES = "articles", "政策与办事"
        FILES = "files", "公开文件"

    scope = models.CharField(max_length=12, choices=Scope.choices)
    key = models.CharField("编号", max_length=120)
    url = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    # exact look-ups: numbers and credit codes, names of organisations; all normalised
    codes = models.JSONField(default=list)
    names = models.JSONField(default=list)
    type = models.CharField(max_length=24, blank=True)
    state = models.CharField(max_length=12, blank=True)
    buyer = models.CharField(max_length=120, blank=True)
    method = models.CharField(max_length=24, blank=True)
    business = models.CharField(max_length=12, blank=True)
    industry = models.CharField(max_length=12, blank=True)
    region = models.CharField(max_length=6, blank=True)
    amount_fen = models.BigIntegerField(null=True)
    deadline_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(db_index=True)
    sample = models.BooleanField(default=False)
    source = models.CharField(max_length=60, blank=True)
    external_id = models.CharField(max_length=80, blank=True)  # the number a sample has at its source
    seq = models.BigIntegerField(default=0, db_index=True)
    born = models.BigIntegerField(default=0, db_index=True)  # its place when it was written first
    gone = models.BooleanField(default=False)
    text = models.TextField(blank=True)

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name = "搜索条目"
        verbose_name_plural = "搜索条目"
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="one_entry_per_thing")]

    def __str__(self) -> str:
        return f"{self.scope} {self.key}"


class Slot(models.Model):
    """The numbers of an entry that matching, counting and sorting need: narrow, so that a pass is short."""

    id = models.BigIntegerField(primary_key=True)
    combo = models.IntegerField()
    party = models.IntegerField(default=0, db_index=True)
    published = models.BigIntegerField(db_index=True)  # seconds since 1970
    deadline = models.BigIntegerField(null=True)
    amount = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Code(models.Model):
    """An exact number, credit code or organisation name, and the entry it leads to first."""

    value = models.CharField(max_length=120)
    entry = models.BigIntegerField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["value", "entry"], name="one_code_per_entry")]

    def __str__(self) -> str:
        return self.value


class Term(models.Model):
    """A word or a name that occurs in the index, as it sounds: for pinyin, initials and homophones."""

    text = models.CharField(max_length=120, unique=True)
    pinyin = models.CharField(max_length=400, db_index=True)
    initials = models.CharField(max_length=120, db_index=True)
    is_name = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class Cursor(models.Model):
    """How far a follower has read: all up to `position`, and of what came later the ones in `seen`."""

    source = models.CharField(primary_key=True, max_length=24)
    position = models.BigIntegerField(default=0)
    seen = models.JSONField(default=list)
    moved_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.source} {self.position}"


class Synonym(models.Model):
    """Words that mean the same here; staff edit them (供暖=供热)."""

    words = models.CharField(
        "同义词", max_length=200, help_text="用等号连接，例如 供暖=供热=采暖", unique=True
    )

    class Meta:
        verbose_name = verbose_name_plural = "同义词"

    def __str__(self) -> str:
        return self.words


class Miss(models.Model):
    """A query that found nothing, counted by day; who asked is not kept."""

    day = models.DateField()
    query = models.CharField(max_length=80)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="one_miss_a_day")]

    def __str__(self) -> str:
        return self.query


def moments(now: datetime) -> tuple[datetime, datetime]:
    """The last 8 o'clock, and the last 8 o'clock of a Monday."""
    local = now.astimezone(SHANGHAI)
    day = local.replace(hour=8, minute=0, second=0, microsecond=0)
    day -= timedelta(days=local < day)
    return day, day - timedelta(days=day.weekday())


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    """Saved searches by what the clock and their owners ask."""

    def active(self) -> SubscriptionQuerySet:
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def held(self, token: str) -> Subscription | None:
        """The one whose secret this is."""
        return self.filter(token=token).first()

    def due(self, now: datetime) -> SubscriptionQuerySet:
        """At once: always; daily and weekly: when their moment came since they were told last."""
        day, week = moments(now)
        often = Subscription.Frequency
        return self.active().filter(
            Q(frequency=often.AT_ONCE)
            | Q(frequency=often.DAILY, told_at__lt=day)
            | Q(frequency=often.WEEKLY, told_at__lt=week)
        )


class Subscription(models.Model):
    """A saved search: a query, where to send what is new, how often. No account is needed."""

    class Channel(models.TextChoices):
        SMS = "sms", "短信"
        MAIL = "mail", "邮件"

    class Frequency(models.TextChoices):
        AT_ONCE = "at-once", "即时"
        DAILY = "daily", "每日"
        WEEKLY = "weekly", "每周"

    token = models.CharField(max_length=43, unique=True)  # the secret of the one-click end
    query = models.CharField("查询", max_length=400)  # the address's query string, canonical
    says = models.CharField("查询内容", max_length=200)
    channel = models.CharField("方式", max_length=4, choices=Channel.choices)
    address = models.CharField("手机号或邮箱", max_length=120)
    frequency = models.CharField("频率", max_length=8, choices=Frequency.choices)
    asked_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_seq = models.BigIntegerField(default=0)  # entries up to here were looked at
    told_at = models.DateTimeField(null=True)

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "订阅"
        constraints = [
            models.UniqueConstraint(
                fields=["query", "channel", "address"], condition=Q(ended_at=None), name="one_subscription"
            )
        ]

    def __str__(self) -> str:
        return self.says
