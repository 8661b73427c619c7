"""Which agreements, media entries, fees and handed-over files a person may see, and the words lists are asked in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import models
from django.db.models import Q

from marketplace.flow.access import Actor, Role

if TYPE_CHECKING:
    from tenders.agency.models import (  # noqa: F401 - base classes name some
        AgencyFee,
        CopiedText,
        Engagement,
        Handover,
        MediaProof,
        OpeningPlan,
        ProposedText,
    )


class EngagementQuerySet(models.QuerySet["Engagement"]):
    """Agreements by what people ask of them."""

    def visible_to(self, actor: Actor) -> EngagementQuerySet:
        """An agreement is its two parties'; the centre and the authorities read it in the record."""
        if actor.org_id is None:
            return self.none()
        return self.filter(Q(buyer=actor.org_id) | Q(agency=actor.org_id))

    def of_agency(self, org_id: int | None) -> EngagementQuerySet:
        return self.filter(agency=org_id) if org_id else self.none()

    def between(self, buyer_id: int, agency_id: int) -> EngagementQuerySet:
        """Newest first: the newest says most about why something is not entrusted any more."""
        return self.filter(buyer=buyer_id, agency=agency_id).order_by("-pk")

    def in_force(self, now: datetime) -> EngagementQuerySet:
        return self.filter(state="in_force", since__lte=now, until__gt=now)

    def granting(self, clause: str) -> list[Engagement]:
        """Those that have the clause; asked in Python, since SQLite cannot look into a JSON list."""
        return [row for row in self if clause in row.scope]

    def in_full(self) -> EngagementQuerySet:
        return self.select_related(
            "buyer", "agency", "proposed_by", "buyer_signed_by", "buyer_asked_by", "agency_signed_by", "ended_by"
        )  # fmt: skip

    def numbered(self, number: str) -> Engagement | None:
        return self.in_full().filter(number=number).first()


class OpeningPlanQuerySet(models.QuerySet["OpeningPlan"]):
    """Rooms and hosts of openings."""

    def of_tenders(self, pks: list[int]) -> OpeningPlanQuerySet:
        return self.filter(tender__in=pks).select_related("host")


class CopiedTextQuerySet(models.QuerySet["CopiedText"]):
    """Text that came from an earlier tender."""

    def unread(self, tender_id: int) -> CopiedTextQuerySet:
        return self.filter(tender=tender_id, checked_at=None)

    def of_task(self, tender_id: int, task: str) -> CopiedText | None:
        return self.unread(tender_id).filter(task=task).first()


class ProposedTextQuerySet(models.QuerySet["ProposedText"]):
    """What an owner was asked to publish."""

    def of_act(self, act_id: UUID) -> ProposedText | None:
        return self.filter(act_id=act_id).first()

    def before(self, row: ProposedText) -> ProposedText | None:
        """The version that the owner saw last."""
        return self.filter(tender=row.tender_id, pk__lt=row.pk).order_by("-pk").first()


class MediaProofQuerySet(models.QuerySet["MediaProof"]):
    """What other media said."""

    def of_notice(self, pk: int) -> MediaProofQuerySet:
        return self.filter(notice=pk).select_related("entered_by")


class AgencyFeeQuerySet(models.QuerySet["AgencyFee"]):
    """Fee notices."""

    def visible_to(self, actor: Actor) -> AgencyFeeQuerySet:
        """The agency, who pays, and the owner whose agreement it rests on."""
        if actor.org_id is None:
            return self.none()
        mine = Q(engagement__agency=actor.org_id) | Q(payer=actor.org_id) | Q(engagement__buyer=actor.org_id)
        return self.filter(mine)

    def in_full(self) -> AgencyFeeQuerySet:
        return self.select_related(
            "engagement__agency", "engagement__buyer", "tender__project", "payer", "issued_by", "settled_by"
        )

    def numbered(self, number: str) -> AgencyFee | None:
        return self.in_full().filter(number=number).first()


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Files handed over."""

    def visible_to(self, actor: Actor) -> HandoverQuerySet:
        """Who handed over, who receives, and the owner whose project it is."""
        if Role.CENTRE in actor.standing:
            return self.filter(to_centre=True)
        if actor.org_id is None:
            return self.none()
        return self.filter(Q(agency=actor.org_id) | Q(tender__project__buyer=actor.org_id))

    def standing(self, lot: str, *, to_centre: bool) -> HandoverQuerySet:
        """Of a lot, to one receiver, not sent back."""
        return self.filter(lot=lot, to_centre=to_centre).exclude(state="returned")

    def in_full(self) -> HandoverQuerySet:
        return self.select_related("tender__project__buyer", "agency", "handed_by", "received_by")

    def numbered(self, number: str) -> Handover | None:
        return self.in_full().filter(number=number).first()

    def of_lots(self, numbers: list[str]) -> HandoverQuerySet:
        return self.filter(lot__in=numbers).order_by("pk")
