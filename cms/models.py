"""Which kinds of page the public site has; notices are rows, shown by a routable index (design D12)."""

from __future__ import annotations

from django.db import models
from django.http import HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms import views
from tenders.views import public


class HomePage(Page):
    """The front page."""

    max_count = 1
    subpage_types = ["cms.NoticeIndexPage", "cms.ArticleIndexPage"]

    class Meta:
        verbose_name = "首页"

    def serve(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return views.home(request)


class NoticeIndexPage(RoutablePageMixin, Page):
    """/notices/ and /notices/<number>/: lists and shows frozen notices inside the page tree."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = "交易公告"

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        return public.notice_list(request)

    @path("<str:number>/")
    def one(self, request: HttpRequest, number: str) -> HttpResponse:
        return public.notice(request, number)


class ArticleIndexPage(Page):
    """/news/: what editors write, newest first."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.ArticlePage"]
    template = "cms/article_list.html"

    class Meta:
        verbose_name = "政策与办事"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        rows = ArticlePage.objects.child_of(self).live().order_by("-issued_on", "-pk")[:200]
        return context | {"rows": rows, "crumbs": [{"label": self.title, "url": ""}]}


class ArticlePage(Page):
    """News, a policy or a guide; trading notices are never made by hand."""

    class Section(models.TextChoices):
        POLICY = "policy", "政策文件"
        GUIDE = "guide", "办事指南"
        NEWS = "news", "工作动态"

    section = models.CharField("栏目", max_length=8, choices=Section.choices, default=Section.NEWS)
    summary = models.CharField("摘要", max_length=200, help_text="一两句话，显示在列表和搜索结果里")
    issuer = models.CharField("发文机关", max_length=80, blank=True)
    document_number = models.CharField(
        "文号", max_length=80, blank=True, help_text="例如 静政办发〔2026〕12号"
    )
    issued_on = models.DateField("成文日期")
    body = RichTextField(
        "正文", features=["h2", "h3", "bold", "ol", "ul", "link", "document-link", "blockquote"]
    )

    content_panels = [
        *Page.content_panels,
        *(
            FieldPanel(name)
            for name in ("section", "summary", "issuer", "document_number", "issued_on", "body")
        ),
    ]
    parent_page_types = ["cms.ArticleIndexPage"]
    subpage_types: list[str] = []
    template = "cms/article.html"

    class Meta:
        verbose_name = "文章"

    def get_context(self, request: HttpRequest, *args: object, **kwargs: object) -> dict[str, object]:
        context: dict[str, object] = super().get_context(request, *args, **kwargs)
        index = self.get_parent()
        crumbs = [{"label": index.title, "url": index.url}, {"label": self.title, "url": ""}]
        return context | {"crumbs": crumbs}
