"""What the statistics are computed from: plain facts of the platform's own rows up to last midnight.

Open lots are left out by the query itself: a number of bidders is read only where the lot is closed and its
deadline has passed (招标投标法 22). Samples of other places have no contracts and no lots, so they cannot
enter (design D28).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Max, Min, Q
from django.db.models.functions import ExtractYear

from bidding.models import Contract, Process, State
from cms.pages import figures_at
from marketplace.accounts.models import Organization
from marketplace.flow.access import Role
from marketplace.flow.models import Duty
from marketplace.law.limits import limit
from marketplace.law.workdays import SHANGHAI, day_of
from tenders.announcements import METHOD_NAMES
from tenders.models import Objection

OFFICIAL = (Role.BUYER, Role.PROCURING_ENTITY, Role.REVIEW_BODY, Role.CENTRE)
HOMES = (("140926", "本县"), ("1409", "本市其他县"), ("14", "本省其他市"), ("", "省外"))


@dataclass(frozen=True, slots=True)
class Deal:
    """One contract."""

    month: int
    amount_fen: int
    ceiling_fen: int
    method: str
    home: str
    days: int


@dataclass(frozen=True, slots=True)
class Objected:
    """Objections of one kind."""

    kind: str
    filed: int
    in_time: int
    upheld: int


@dataclass(frozen=True, slots=True)
class Timed:
    """Periods of one unit that have ended."""

    unit: str
    due: int
    in_time: int


@dataclass(frozen=True, slots=True)
class Facts:
    """One year, up to `until`."""

    year: int
    until: datetime
    deals: list[Deal] = field(default_factory=list)
    bidders: list[int] = field(default_factory=list)
    failed: int = 0
    methods: dict[int, Counter[str]] = field(default_factory=dict)
    objections: list[Objected] = field(default_factory=list)
    timers: list[Timed] = field(default_factory=list)


def years(now: datetime) -> list[int]:
    """The years in which a lot was closed or a contract made, newest first; the present one is always there."""
    span = Process.objects.aggregate(first=Min("closed_at"), last=Max("closed_at"))
    this = day_of(now).year
    first = day_of(span["first"]).year if span["first"] else this
    return list(range(this, min(first, this) - 1, -1))


def _span(year: int, now: datetime) -> tuple[datetime, datetime]:
    """From New Year to the end of the year or last midnight, whichever is earlier."""
    end = datetime(year + 1, 1, 1, tzinfo=SHANGHAI)
    return datetime(year, 1, 1, tzinfo=SHANGHAI), min(end, figures_at(now))


def of_year(year: int, now: datetime) -> Facts:
    start, until = _span(year, now)
    closed = Process.objects.filter(
        closed_at__gte=start, closed_at__lt=until, deadline_at__lt=until, bids_closed__isnull=False
    )
    return Facts(
        year, until, _deals(start, until), [n or 0 for n in closed.values_list("bids_closed", flat=True).order_by("pk")],
        closed.filter(state=State.FAILED).count(), _methods(until), _objections(start, until), _timers(start, until),
    )  # fmt: skip


def _deals(start: datetime, until: datetime) -> list[Deal]:
    rows = Contract.objects.filter(
        process__contracted_at__gte=start, process__contracted_at__lt=until, award__cancelled_at=None
    ).values_list(
        "process__contracted_at", "amount_fen", "process__lot__ceiling_fen", "process__procedure",
        "award__bid__organization__uscc", "process__tender__published_at",
    )  # fmt: skip
    return [
        Deal(day_of(at).month, amount, ceiling, METHOD_NAMES.get(kind, kind), home(uscc), (day_of(at) - day_of(published)).days)
        for at, amount, ceiling, kind, uscc, published in rows.order_by("process__contracted_at") if at and published
    ]  # fmt: skip


def home(uscc: str) -> str:
    """Where a unit is registered, by digits 3 to 8 of its code (GB 32100)."""
    return next(label for stem, label in HOMES if uscc[2:8].startswith(stem))


def _methods(until: datetime) -> dict[int, Counter[str]]:
    """Lots published in each year by method."""
    rows = (
        Process.objects.filter(tender__published_at__lt=until)
        .annotate(year=ExtractYear("tender__published_at", tzinfo=SHANGHAI))
        .values_list("year", "procedure").annotate(n=Count("pk")).order_by("year", "procedure")
    )  # fmt: skip
    found: dict[int, Counter[str]] = {}
    for year, kind, n in rows:
        found.setdefault(year, Counter())[METHOD_NAMES.get(kind, kind)] += n
    return found


def _objections(start: datetime, until: datetime) -> list[Objected]:
    rows = list(Objection.objects.filter(filed_at__gte=start, filed_at__lt=until))
    found = []
    for kind in Objection.Kind:
        here = [row for row in rows if row.kind == kind]
        if here:
            upheld = sum(row.founded is True for row in here)
            found.append(Objected(kind.label, len(here), sum(map(_in_time, here)), upheld))
    return found


def _in_time(row: Objection) -> bool:
    """Answered before the first moment that is too late (E-T08)."""
    due = limit("E-T08", on=day_of(row.filed_at)).due_at(row.filed_at)
    return row.answered_at is not None and row.answered_at < due


def _timers(start: datetime, until: datetime) -> list[Timed]:
    """Periods of officials that ended: nothing that is still running, nothing of bidders."""
    ended = Duty.objects.filter(
        due_at__gte=start, due_at__lt=until, owner__startswith="org:", role__in=OFFICIAL
    )
    rows = ended.values("owner").annotate(
        due=Count("pk"), in_time=Count("pk", filter=Q(met_at__lt=F("due_at")))
    )
    counts = {row["owner"].removeprefix("org:"): row for row in rows}
    units = Organization.objects.filter(pk__in=list(counts)).values_list("pk", "name")
    found = [Timed(name, counts[str(pk)]["due"], counts[str(pk)]["in_time"]) for pk, name in units]
    return sorted(found, key=lambda row: (row.in_time - row.due, row.unit))
