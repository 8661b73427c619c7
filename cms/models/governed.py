"""What the admin lets a person do with a page: less than Wagtail would, because nobody publishes alone.

Publishing is the last task of the workflow and no button of its own; what was public stays (政府信息公开
条例 17 asks for a review before anything is made public). The matrix says who takes a page down.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page, PagePermissionTester

from marketplace.accounts.actors import actor_of
from marketplace.flow.access import Parties, Role, may

GROUPS: dict[Role, str] = {
    Role.EDITOR: "网站编辑",
    Role.PAGE_REVIEWER: "网站审核",
    Role.PUBLISHER: "网站发布",
}


def group_members() -> Parties:
    """Who writes, reviews and publishes, as keys."""
    rows = get_user_model().objects.filter(is_active=True, groups__name__in=GROUPS.values())
    named = list(rows.values_list("groups__name", "pk"))
    return {
        role: frozenset(f"user:{pk}" for name, pk in named if name == group) for role, group in GROUPS.items()
    }


class Permissions(PagePermissionTester):
    """Wagtail asks these before it shows a button and again before it acts."""

    def _may_withdraw(self) -> bool:
        return bool(self.user.is_active) and may(actor_of(self.user), "page.withdraw", self.page)

    def can_publish(self) -> bool:
        return False

    def can_publish_subpage(self) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return (
            bool(self.page.live)
            and not self.page.is_fixed
            and not self.page_locked()
            and self._may_withdraw()
        )

    def can_unschedule(self) -> bool:
        return self._may_withdraw()

    def can_edit(self) -> bool:
        return not self.page.is_fixed and bool(super().can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """What was public once is kept; only a draft can be thrown away."""
        fixed = self.page.is_fixed or self.page.first_published_at is not None
        return not fixed and bool(super().can_delete(ignore_bulk=ignore_bulk))

    def can_set_view_restrictions(self) -> bool:
        """Every page is for everybody."""
        return False


class GovernedPage(Page):
    """A page under these permissions. `is_fixed` ones are made by code: sections, front page, site map."""

    is_fixed = True

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> Permissions:
        return Permissions(user, self)

    def parties(self) -> Parties:
        """The three roles of the site, the same on every page."""
        return group_members()
