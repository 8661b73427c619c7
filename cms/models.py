"""Which kinds of page the public site has; notices are rows, shown by a routable index (design D12)."""

from __future__ import annotations

from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.models import Page


class HomePage(Page):
    """The front page."""

    max_count = 1
    subpage_types = ["cms.NoticeIndexPage"]


class NoticeIndexPage(RoutablePageMixin, Page):
    """/notices/ and /notices/<number>/: lists and shows frozen notices inside the page tree."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    @path("")
    def listing(self, request):  # type: ignore[no-untyped-def]
        from tenders import views

        return views.notice_list(request, self)

    @path("<str:number>/")
    def one(self, request, number: str):  # type: ignore[no-untyped-def]
        from tenders import views

        return views.notice(request, number, self)
