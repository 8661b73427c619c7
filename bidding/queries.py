"""Who may see which process and bid, and the words lists are asked in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, When

from marketplace.flow.access import Actor, Role
from marketplace.flow.models import Suspension
from marketplace.record.models import Event
from tenders.models import Lot

if TYPE_CHECKING:
    from bidding.models import Bid, Letter, Member, Process, Submission


def _lots_of_the_tender() -> models.QuerySet[Lot, dict[str, int]]:
    rows = Lot.objects.filter(tender=OuterRef("tender")).order_by().values("tender")
    return rows.annotate(n=Count("pk")).values("n")  # type: ignore[return-value]


class ProcessQuerySet(models.QuerySet["Process"]):
    """Processes by what people ask of them."""

    def visible_to(self, actor: Actor) -> ProcessQuerySet:
        """Published lots are everybody's; prepared ones their owner's and the centre's."""
        public = Q(tender__published_at__isnull=False)
        if Role.CENTRE in actor.standing:
            return self.all()
        if actor.org_id is None:
            return self.filter(public)
        own = Q(tender__project__buyer=actor.org_id) | Q(tender__project__procuring_entity=actor.org_id)
        return self.filter(public | own)

    def seated(self, actor: Actor) -> ProcessQuerySet:
        """Processes in whose committee the person serves."""
        if actor.user_id is None:
            return self.none()
        return self.filter(members__user=actor.user_id, members__recused_at=None)

    def run_by(self, actor: Actor) -> ProcessQuerySet:
        """Lots of the actor's unit: its own tenders and those entrusted to it."""
        if actor.org_id is None:
            return self.none()
        return self.filter(
            Q(tender__project__buyer=actor.org_id) | Q(tender__project__procuring_entity=actor.org_id)
        )

    def reported_to(self, actor: Actor) -> ProcessQuerySet:
        """Whose evaluation report the actor may read: members while they sign it, then owner and authority."""
        mine = Q(members__user=actor.user_id, members__recused_at=None) & (
            Q(state="signing") | Q(report_at__isnull=False)
        )
        unit = (
            Q(tender__project__buyer=actor.org_id)
            | Q(tender__project__procuring_entity=actor.org_id)
            | Q(tender__review_body=actor.org_id)
        )
        if actor.user_id is None:
            return self.none()
        delivered = Q(report_at__isnull=False) & unit if actor.org_id else Q(pk__in=())
        return self.filter(mine | delivered).distinct()

    def contracted_by(self, actor: Actor) -> ProcessQuerySet:
        """Lots whose contract concerns the actor's unit: owner, agency, and the winner in force."""
        if actor.org_id is None:
            return self.none()
        parties = (
            Q(tender__project__buyer=actor.org_id)
            | Q(tender__project__procuring_entity=actor.org_id)
            | Q(awards__cancelled_at=None, awards__bid__organization=actor.org_id)
        )
        return self.filter(parties, notified_at__isnull=False).distinct()

    def kept(self) -> ProcessQuerySet:
        """Lots whose contract stands: what the centre archives (20-40) and what it has archived."""
        return self.filter(state__in=["contracted", "archived"]).order_by("archived_at", "contracted_at")

    def archives_of(self, actor: Actor) -> ProcessQuerySet:
        """Archives are the centre's; the supervising authority reads those of its tenders (20-49)."""
        if Role.CENTRE in actor.standing:
            return self.kept()
        return self.kept().filter(tender__review_body=actor.org_id) if actor.org_id else self.none()

    def published(self) -> ProcessQuerySet:
        return self.filter(tender__published_at__isnull=False)

    def of_tender(self, number: str) -> ProcessQuerySet:
        return self.filter(tender__number=number).order_by("number")

    def numbered(self, number: str) -> Process | None:
        return self.filter(number=number).first()

    def in_states(self, states: Iterable[str]) -> ProcessQuerySet:
        return self.filter(state__in=list(states))

    def listed(self) -> ProcessQuerySet:
        """Published lots with what a list says of them, in a constant number of queries."""
        return (
            self.published()
            .with_tender()
            .annotate(
                next_at=Case(
                    When(state="receiving", then=F("deadline_at")),
                    When(state="publicity", then=F("publicity_until")),
                ),
            )
        )

    def mentioning(self, words: str) -> ProcessQuerySet:
        """Every word in title, number, lot or buyer."""
        rows = self
        for word in words.split()[:8]:
            rows = rows.filter(
                Q(tender__title__icontains=word)
                | Q(number__icontains=word)
                | Q(lot__name__icontains=word)
                | Q(tender__project__buyer__name__icontains=word)
            )
        return rows

    def soonest(self) -> ProcessQuerySet:
        """What ends next comes first; what waits for nobody outside comes last, newest first."""
        return self.order_by(F("next_at").asc(nulls_last=True), "-deadline_at", "number")

    def contracted_in(self, year: int) -> ProcessQuerySet:
        return self.filter(contracted_at__year=year)

    def closed_in(self, year: int) -> ProcessQuerySet:
        """Lots whose number of bidders is public."""
        return self.filter(closed_at__year=year, bids_closed__isnull=False)

    def with_tender(self) -> ProcessQuerySet:
        """With its parties, and how many lots the tender has: what `Process.title` asks for."""
        return self.annotate(lot_count=Subquery(_lots_of_the_tender())).select_related(
            "lot", "tender__project__buyer", "tender__project__procuring_entity", "tender__review_body"
        )

    def opening_on(self, start: datetime, end: datetime) -> ProcessQuerySet:
        return self.filter(deadline_at__gte=start, deadline_at__lt=end).order_by("deadline_at")

    def receiving_at(self, now: datetime) -> ProcessQuerySet:
        """Lots one can bid for now, the nearest deadline first."""
        return self.filter(state="receiving", deadline_at__gt=now).order_by("deadline_at")

    def in_session(self) -> ProcessQuerySet:
        """Lots whose opening has begun and whose record is not signed."""
        return self.filter(state__in=["releasing", "keys", "announced"]).order_by("deadline_at")

    def posted(self) -> ProcessQuerySet:
        """Lots whose candidates are on display: objections to the result are heard."""
        return self.filter(state="publicity").order_by("number")


def own_seats(seats: models.QuerySet[Member], actor: Actor) -> models.QuerySet[Member]:
    """Every committee the person sits or sat on; a recused seat stays visible to its person."""
    if actor.user_id is None:
        return seats.none()
    return seats.filter(user=actor.user_id).select_related("process__tender", "process__lot")


def readable_letters(letters: models.QuerySet[Letter], actor: Actor) -> models.QuerySet[Letter]:
    """Letters of the addressee and of the sender; nobody else's letter exists for others."""
    if actor.org_id is None:
        return letters.none()
    sender = Q(process__tender__project__buyer=actor.org_id) | Q(
        process__tender__project__procuring_entity=actor.org_id
    )
    return letters.filter(Q(bid__organization=actor.org_id) | sender)


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Sealed packages; before closing only one's own."""

    def live(self) -> SubmissionQuerySet:
        return self.filter(superseded_at=None, withdrawn_at=None)

    def own(self, actor: Actor) -> SubmissionQuerySet:
        """Nobody else's, whoever asks (招标投标法 22; 电子招标投标办法 27)."""
        return self.filter(organization=actor.org_id) if actor.org_id else self.none()

    def readable_by(self, actor: Actor) -> SubmissionQuerySet:
        """One's own at any time; after closing also those of the lots the authority supervises."""
        if not actor.org_id:
            return self.none()
        closed = Q(process__closed_at__isnull=False, process__tender__review_body=actor.org_id)
        return self.filter(Q(organization=actor.org_id) | closed)

    def receipted(self, number: str) -> Submission | None:
        """The submission that a receipt of submitting or of withdrawing speaks of."""
        rows = self.select_related("process__lot", "process__tender", "organization", "user")
        return rows.filter(Q(number=number) | Q(withdrawal__receipt=number)).first()

    def keeping(self, blob: str) -> SubmissionQuerySet:
        """The submissions whose package lies under this name."""
        return self.filter(blob=blob)

    def newest(self) -> SubmissionQuerySet:
        return self.select_related("process__lot", "process__tender").order_by("-arrived_at")


class BidQuerySet(models.QuerySet["Bid"]):
    """Bids after closing."""

    def opened(self) -> BidQuerySet:
        return self.filter(outcome="opened")

    def valid(self) -> BidQuerySet:
        return self.filter(outcome="opened", rejected_code="")

    def candidates_of(self, processes: Iterable[int]) -> BidQuerySet:
        """The first three of each lot whose candidates are posted."""
        rows = self.filter(process__in=list(processes), rank__lte=3).select_related(
            "organization", "process__lot"
        )
        return rows.order_by("process", "rank")

    def of(self, actor: Actor) -> Bid | None:
        """The bid of the actor's unit."""
        return (
            self.filter(organization=actor.org_id).select_related("submission").first()
            if actor.org_id
            else None
        )

    def waiting_for_release(self) -> BidQuerySet:
        """Own locks whose code has not been given."""
        return self.filter(own_lock=True, released_at=None, outcome="waiting")

    def ranked(self) -> BidQuerySet:
        return self.filter(rank__isnull=False).order_by("rank")


# What everybody may read in the record; acts of bidders, members and staff are not in it.
PUBLIC_ACTS = (
    "tender.publish", "tender.clarify", "tender.extend", "tender.terminate", "process.close", "process.fail",
    "process.start_opening", "process.end_release", "process.announce", "process.fail_opened", "process.sign_record",
    "process.seat", "process.deliver_report", "process.reject_all", "process.post_candidates", "process.end_publicity",
    "process.correct_result", "process.award", "process.notify", "process.give_up", "process.conclude_contract",
    "process.archive", "objection.answer",
)  # fmt: skip


def public_events(number: str) -> models.QuerySet[Event]:
    """What was done in public with a tender and its lots, with each event's leaf in the log."""
    return (
        Event.objects.filter(tender=number, outcome="done", action__in=PUBLIC_ACTS)
        .select_related("leaf")
        .order_by("pk")
    )


def suspended(processes: Iterable[Process]) -> dict[int, Suspension]:
    """The open reason of each suspended lot, by the lot's key; one query for all."""
    keys = [row.pk for row in processes]
    rows = Suspension.objects.filter(kind="bidding.process", thing_pk__in=keys, lifted_at=None)
    return {row.thing_pk: row for row in rows}


SESSION_ACTS = (
    "process.close",
    "process.fail",
    "process.start_opening",
    "bid.release",
    "process.end_release",
    "process.announce",
    "objection.file_opening",
    "process.fail_opened",
    "process.sign_record",
)


def session_events(process: Process) -> models.QuerySet[Event]:
    """What was done in the opening of a lot, the newest first; refused attempts are nobody else's business."""
    return Event.objects.filter(thing=process.number, action__in=SESSION_ACTS, outcome="done").order_by(
        "-at", "-pk"
    )


def filing_of(number: str) -> Event | None:
    """The line of the record in which an objection was filed."""
    return Event.objects.filter(body__objection=number, outcome="done").order_by("pk").first()
