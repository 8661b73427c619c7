"""Who may see which intention, and in which words lists ask for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from marketplace.flow.access import Actor

if TYPE_CHECKING:
    from tenders.intentions.models import Intention, IntentionBatch


class IntentionQuerySet(models.QuerySet["Intention"]):
    """Intentions by what their unit asks of them; the public reads their notices."""

    def of_unit(self, actor: Actor) -> IntentionQuerySet:
        return self.filter(unit=actor.org_id).select_related("batch") if actor.org_id else self.none()

    def drafts(self) -> IntentionQuerySet:
        """Not handed over for publication, the earliest purchase first."""
        return self.filter(batch=None).order_by("month", "pk")

    def handed_over(self) -> IntentionQuerySet:
        """Waiting for the second person, or published; the latest first."""
        return self.filter(batch__isnull=False).order_by("-batch__pk", "month", "pk")

    def in_order(self) -> IntentionQuerySet:
        return self.order_by("month", "pk")

    def titled(self, units: list[int], titles: list[str]) -> IntentionQuerySet:
        return self.filter(unit__in=units, title__in=titles).select_related("batch")

    def numbered(self, number: str) -> Intention | None:
        return self.filter(number=number).first()


class IntentionBatchQuerySet(models.QuerySet["IntentionBatch"]):
    """What was handed over together."""

    def of_unit(self, actor: Actor) -> IntentionBatchQuerySet:
        return self.filter(unit=actor.org_id).select_related("unit") if actor.org_id else self.none()

    def numbered(self, number: str) -> IntentionBatch | None:
        return self.filter(number=number).first()
