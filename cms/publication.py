"""How a page becomes public: by the platform's clock, in one transaction with its edition and its hash.

Wagtail compares a go-live date with the host's clock; the platform has its own (design D11), so the
comparison stands here. What is due is published; what is not waits, approved, for the clock.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import rfc8785
from django.db import transaction
from wagtail.actions.publish_page_revision import PublishPagePermissionError, PublishPageRevisionAction
from wagtail.models import Page, Revision

from cms.models.editions import Edition
from marketplace.accounts.actors import actor_of
from marketplace.flow import clock
from marketplace.flow.access import may

HASHED = ("title", "summary", "issuer", "document_number", "source", "source_url")


class Publication(PublishPageRevisionAction):
    """Publish a revision now, or leave it approved for its moment."""

    def check(self, skip_permission_checks: bool = False) -> None:
        """Whoever presses the last button needs the matrix's leave; the clock and the installer have it."""
        if self.user is None or may(actor_of(self.user), "page.publish", self.object):
            return
        raise PublishPagePermissionError("page.publish")

    def _publish_revision(self, revision: Any, object: Any, *args: Any, **kwargs: Any) -> Any:
        now = clock.now()
        if object.go_live_at and now < object.go_live_at:
            return self._schedule(revision, object)
        object.go_live_at = None
        with transaction.atomic():
            done = super()._publish_revision(revision, object, *args, **kwargs)
            Page.objects.filter(pk=object.pk).update(last_published_at=now)
            keep_edition(object, revision, now)
        return done

    def _schedule(self, revision: Any, page: Any) -> None:
        """Approved, not yet public. A version that is public stays so until then."""
        revision.approved_go_live_at = page.go_live_at
        revision.save(update_fields=["approved_go_live_at"])
        page.revisions.exclude(pk=revision.pk).update(approved_go_live_at=None)
        Page.objects.filter(pk=page.pk).update(has_unpublished_changes=True, expired=False)
        if self.log_action:
            self.log_scheduling_action()


def keep_edition(page: Any, revision: Any, now: datetime) -> Edition:
    """The next number, with what the editor says has changed and the hash of what is public."""
    number = page.editions.count() + 1
    return Edition.objects.create(
        page_id=page.pk, number=number, published_at=now, note=page.change_note if number > 1 else "",
        digest=digest_of(page), revision_id=revision.pk,
    )  # fmt: skip


def digest_of(page: Any) -> str:
    """hex(SHA-256(JCS)) of the words of an article; the blocks count with their content, not their keys."""
    blocks = [[row["type"], row["value"]] for row in page.body.get_prep_value()]
    words = {name: getattr(page, name) for name in HASHED} | {
        "issued_on": str(page.issued_on),
        "body": blocks,
    }
    return hashlib.sha256(rfc8785.dumps(words)).hexdigest()


def carry(now: datetime) -> list[str]:
    """The clock's errand: publish what was approved for a moment that has come, take down what expires."""
    from cms.models import ArticlePage

    for revision in Revision.page_revisions.filter(approved_go_live_at__lte=now).order_by(
        "approved_go_live_at"
    ):
        revision.publish(log_action="wagtail.publish.scheduled")
    for page in ArticlePage.objects.live().filter(expire_at__lte=now).specific():
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return []
