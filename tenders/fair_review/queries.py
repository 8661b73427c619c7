"""In which words are answers, runs and cases of the review asked for?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.flow.access import Actor, Role

if TYPE_CHECKING:
    from tenders.fair_review.models import FairAnswer, FairCase, FairRun  # noqa: F401 - base classes name them


class AnswerQuerySet(models.QuerySet["FairAnswer"]):
    """Answers to findings."""

    def standing(self) -> AnswerQuerySet:
        """Those that hold: neither withdrawn nor undone."""
        return self.exclude(state="withdrawn")

    def keeping(self) -> AnswerQuerySet:
        """Clauses kept, or waiting for the second person."""
        return self.filter(state__in=("asked", "kept"))

    def adopted(self) -> AnswerQuerySet:
        return self.filter(state="adopted")

    def overrides(self) -> AnswerQuerySet:
        """Kept although they had to be changed."""
        return self.filter(level="block", state="kept")

    def with_people(self) -> AnswerQuerySet:
        return self.select_related("by", "seconded_by", "noted_by", "tender__project__buyer")

    def concerning(self, actor: Actor) -> AnswerQuerySet:
        """Those of the actor's own tenders, or under the actor's supervision; the centre sees all."""
        if Role.CENTRE in actor.standing:
            return self.all()
        if actor.org_id is None:
            return self.none()
        runs = Q(tender__project__buyer=actor.org_id) | Q(tender__project__procuring_entity=actor.org_id)
        return self.filter(runs | Q(tender__review_body=actor.org_id))

    def numbered(self, number: str) -> FairAnswer | None:
        return self.filter(number=number).first()


class RunQuerySet(models.QuerySet["FairRun"]):
    """Runs of the engine."""

    def of_amendments(self) -> RunQuerySet:
        return self.filter(occasion="amendment").select_related("by")


class CaseQuerySet(models.QuerySet["FairCase"]):
    """Challenges to the review."""

    def decided(self) -> CaseQuerySet:
        return self.exclude(state="filed")

    def accepted(self) -> CaseQuerySet:
        return self.filter(state="accepted").order_by("pk")

    def waiting(self) -> CaseQuerySet:
        return self.filter(state="filed")

    def seen_by(self, actor: Actor) -> CaseQuerySet:
        """Decided ones are public; a waiting one is its writer's, the owner's and the authority's."""
        mine = Q(filed_by=actor.user_id) if actor.user_id else Q(pk__in=())
        if actor.org_id:
            mine |= (
                Q(tender__review_body=actor.org_id)
                | Q(tender__project__buyer=actor.org_id)
                | Q(tender__project__procuring_entity=actor.org_id)
            )
        return self.filter(~Q(state="filed") | mine)

    def numbered(self, number: str) -> FairCase | None:
        return (
            self.select_related("tender__project__buyer", "filed_by", "decided_by")
            .filter(number=number)
            .first()
        )
