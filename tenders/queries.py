"""Who may see which tender, and the words lists are asked in."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from marketplace.accounts.models import Organization
from marketplace.flow.access import Actor, Role

if TYPE_CHECKING:
    from tenders.models import (  # noqa: F401 - base classes name some
        Document,
        Objection,
        Question,
        Registration,
        Tender,
    )


class TenderQuerySet(models.QuerySet["Tender"]):
    """Tenders by what people ask of them."""

    def published(self) -> TenderQuerySet:
        return self.filter(published_at__isnull=False)

    def visible_to(self, actor: Actor) -> TenderQuerySet:
        """Everybody sees what is published; drafts are their owner's, the agency's and the centre's."""
        public = Q(published_at__isnull=False)
        if Role.CENTRE in actor.standing:
            return self.all()
        if actor.org_id is None:
            return self.filter(public)
        own = Q(project__buyer=actor.org_id) | Q(project__procuring_entity=actor.org_id)
        return self.filter(public | own)

    def of(self, actor: Actor) -> TenderQuerySet:
        """Tenders the actor's unit runs."""
        if actor.org_id is None:
            return self.none()
        return self.filter(Q(project__buyer=actor.org_id) | Q(project__procuring_entity=actor.org_id))

    def entrusted(self, buyer_id: int, agency_id: int) -> TenderQuerySet:
        """Tenders of one owner that one agency runs."""
        return self.filter(project__buyer=buyer_id, project__procuring_entity=agency_id).with_parties()

    def published_by_agency(self, agency_id: int) -> TenderQuerySet:
        """What one agency has published for its clients, newest first."""
        return (
            self.published()
            .filter(project__procuring_entity=agency_id)
            .with_parties()
            .order_by("-published_at")
        )

    def supervised_by(self, actor: Actor) -> TenderQuerySet:
        """Published tenders whose record the actor may read: the authority's own, the centre's all."""
        public = self.published()
        if Role.CENTRE in actor.standing:
            return public
        return public.filter(review_body=actor.org_id) if actor.org_id else self.none()

    def open_at(self, now: datetime) -> TenderQuerySet:
        return self.filter(state="published", deadline_at__gt=now).order_by("deadline_at")

    def titles_of(self, numbers: Collection[str]) -> list[tuple[str, str, str]]:
        """(number, title, owner) of some projects, for a list of their duties."""
        rows = self.filter(number__in=numbers).values_list("number", "title", "project__buyer__name")
        return [(number, title, owner) for number, title, owner in rows]

    def near(self, number: str) -> TenderQuerySet:
        """The numbers closest to a mistyped one: the same head, then the next ones."""
        return self.filter(number__startswith=number[:13]).order_by("number")[:5]

    def numbered(self, number: str) -> Tender | None:
        return self.filter(number=number).first()

    def drafted_by(self, actor: Actor) -> TenderQuerySet:
        """Drafts in review whose author the person is: somebody else reviews them."""
        return self.filter(drafted_by=actor.user_id, state="review")

    def for_the_desk(self, actor: Actor) -> TenderQuerySet:
        """The tenders the actor's unit runs, with what their pages show."""
        return self.of(actor).with_parties().prefetch_related("lots", "documents", "processes")

    def with_parties(self) -> TenderQuerySet:
        return self.select_related("project__buyer", "project__procuring_entity", "review_body")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Objections by what people ask of them."""

    def open(self) -> ObjectionQuerySet:
        return self.filter(state="filed")

    def of_kind(self, kind: str) -> ObjectionQuerySet:
        return self.filter(kind=kind)

    def numbered(self, number: str) -> Objection | None:
        return self.filter(number=number).first()

    def own(self, actor: Actor) -> ObjectionQuerySet:
        """Those of the actor's unit."""
        return self.filter(organization=actor.org_id) if actor.org_id else self.none()

    def answered_by(self, actor: Actor) -> ObjectionQuerySet:
        """Those to tenders the actor's unit runs."""
        if actor.org_id is None:
            return self.none()
        runs = Q(tender__project__buyer=actor.org_id) | Q(tender__project__procuring_entity=actor.org_id)
        return self.filter(runs)

    def in_full(self) -> ObjectionQuerySet:
        return self.select_related("tender__review_body", "lot", "organization")


class DocumentQuerySet(models.QuerySet["Document"]):
    """Files of a tender."""

    def waiting(self) -> DocumentQuerySet:
        """Uploaded, to be published with the next notice that covers them."""
        return self.filter(published_at=None)


class QuestionQuerySet(models.QuerySet["Question"]):
    """Questions by what the owner asks of them."""

    def waiting(self) -> QuestionQuerySet:
        return self.filter(answered_at=None)

    def answered(self) -> QuestionQuerySet:
        return self.filter(answered_at__isnull=False)


def unit_of(actor: Actor) -> Organization | None:
    """The organisation in whose name the actor is here."""
    return Organization.objects.filter(pk=actor.org_id).first() if actor.org_id else None


def registration_of(tender: Tender, receipt: str, actor: Actor) -> Registration | None:
    """A registration of the actor's own unit; anybody else's does not exist for them."""
    return tender.registrations.filter(receipt=receipt, organization=actor.org_id).first()


def question_of(tender: Tender, receipt: str) -> Question | None:
    """A question by its number, which only the asker was given."""
    return tender.questions.filter(receipt=receipt).first()


def registration_numbered(
    rows: models.QuerySet[Registration], receipt: str, actor: Actor
) -> Registration | None:
    """A registration of the actor's own unit by its receipt alone."""
    if actor.org_id is None:
        return None
    return rows.select_related("tender").filter(receipt=receipt, organization=actor.org_id).first()


def question_numbered(rows: models.QuerySet[Question], receipt: str) -> Question | None:
    """A question by its receipt, which only the asker was given; the asker is not stored."""
    return rows.select_related("tender").filter(receipt=receipt).first()
