"""Who may see which process and bid, and the words lists are asked in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.flow.access import Actor, Role

if TYPE_CHECKING:
    pass


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

    def with_tender(self) -> ProcessQuerySet:
        return self.select_related(
            "lot", "tender__project__buyer", "tender__project__procuring_entity", "tender__review_body"
        )

    def opening_on(self, start: datetime, end: datetime) -> ProcessQuerySet:
        return self.filter(deadline_at__gte=start, deadline_at__lt=end).order_by("deadline_at")


class SubmissionQuerySet(models.QuerySet["Submission"]):
    """Sealed packages; before closing only one's own."""

    def live(self) -> SubmissionQuerySet:
        return self.filter(superseded_at=None, withdrawn_at=None)

    def own(self, actor: Actor) -> SubmissionQuerySet:
        """Nobody else's, whoever asks (招标投标法 22; 电子招标投标办法 27)."""
        return self.filter(organization=actor.org_id) if actor.org_id else self.none()


class BidQuerySet(models.QuerySet["Bid"]):
    """Bids after closing."""

    def opened(self) -> BidQuerySet:
        return self.filter(outcome="opened")

    def valid(self) -> BidQuerySet:
        return self.filter(outcome="opened", rejected_code="")

    def ranked(self) -> BidQuerySet:
        return self.filter(rank__isnull=False).order_by("rank")
