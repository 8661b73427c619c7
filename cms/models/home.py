"""Which pages stand at the top of the tree; notices are rows, shown by a routable index (design D12)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms import views
from cms.models.governed import GovernedPage
from tenders.views import notices


class HomePage(GovernedPage):
    """The front page."""

    max_count = 1
    subpage_types = [
        "cms.NoticeIndexPage", "cms.NewsIndexPage", "cms.PolicyIndexPage", "cms.GuideIndexPage", "cms.FaqIndexPage",
        "cms.StandardPage", "cms.SiteMapPage",
    ]  # fmt: skip

    class Meta(GovernedPage.Meta):
        abstract = False
        verbose_name = "首页"

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return views.home(request)


class NoticeIndexPage(RoutablePageMixin, GovernedPage):
    """/notices/ and /notices/<number>/: lists and shows frozen notices inside the page tree."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta(GovernedPage.Meta):
        abstract = False
        verbose_name = "交易公告"

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        return notices.notice_list(request)

    @path("<str:number>/")
    def one(self, request: HttpRequest, number: str) -> HttpResponse:
        return notices.notice(request, number)


class SiteMapPage(GovernedPage):
    """/sitemap/: the whole site on one page, for people; machines read sitemap.xml."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta(GovernedPage.Meta):
        abstract = False
        verbose_name = "网站地图"

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        from cms import reading

        return render(request, "cms/sitemap.html", reading.site_map(self))
