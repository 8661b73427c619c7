"""Which kinds of text editors write; all share what a reader and a search need to know of them.

Common columns stand on `ArticlePage`, so that the front page, the search and the feeds ask one table.
Nothing published is ever deleted: what no longer holds is marked (失效), what must go is taken down.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import strip_tags
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.search import index

from cms.blocks import Body, Related
from cms.forms import ArticleForm
from cms.models.governed import GovernedPage
from cms.panels import SchedulePanel, schedule_of
from marketplace.flow import clock
from marketplace.flow.duties import Owed
from marketplace.law.workdays import SHANGHAI, day_of

EMPTY_BODY = [("paragraph", "")]
TEMPLATE = "cms/article.html"


TOP_PANELS = [SchedulePanel(), FieldPanel("title", heading="标题", help_text="不超过 40 字")]


class Audience(models.TextChoices):
    """Who a guide is for."""

    PUBLIC = "public", "社会公众"
    BIDDER = "bidder", "投标人、供应商"
    BUYER = "buyer", "招标人、采购人"
    AGENCY = "agency", "代理机构"
    INTERMEDIARY = "intermediary", "中介服务机构"
    EXPERT = "expert", "评审专家"


class Level(models.TextChoices):
    """Whose policy it is."""

    STATE = "state", "国家"
    PROVINCE = "province", "山西省"
    CITY = "city", "忻州市"
    COUNTY = "county", "静乐县"


class ArticleQuerySet(PageQuerySet):
    """Articles by what lists ask for."""

    def newest_first(self) -> ArticleQuerySet:
        return self.order_by("-issued_on", "-pk")

    def of_year(self, year: int) -> ArticleQuerySet:
        return self.filter(issued_on__year=year)

    def mentioning(self, words: str) -> ArticleQuerySet:
        """Title or summary holds every word."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(title__icontains=word) | models.Q(summary__icontains=word))
        return found

    def news(self) -> ArticleQuerySet:
        """What the front page shows: everything but the pages about the platform itself."""
        return self.not_type(StandardPage)


class ArticlePage(GovernedPage):
    """What every article has; the kinds below are what editors create."""

    is_creatable = False
    is_fixed = False
    base_form_class = ArticleForm
    required_here: tuple[str, ...] = ()
    subpage_types: list[str] = []

    summary = models.CharField("摘要", max_length=200, help_text="一两句话，显示在列表和搜索结果里")
    issuer = models.CharField("发文机关", max_length=80, blank=True, help_text="例如 静乐县人民政府办公室")
    document_number = models.CharField(
        "文号", max_length=80, blank=True, help_text="例如 静政办发〔2026〕12号；没有文号的不填"
    )
    issued_on = models.DateField("日期", null=True, help_text="文件写成文日期，其他稿件写发布日期")
    source = models.CharField(
        "来源", max_length=80, blank=True, help_text="例如 中国政府网；本平台原创的不填"
    )
    source_url = models.URLField("原文网址", blank=True, help_text="例如 https://www.gov.cn/…")
    body = StreamField(Body(), verbose_name="正文", default=EMPTY_BODY)
    related = StreamField(
        Related(required=False), verbose_name="关联事项", blank=True, help_text="相关的文件、解读和办事指南"
    )
    change_note = models.CharField(
        "修订说明",
        max_length=120,
        blank=True,
        help_text="改动已发布的稿件时写，例如“更正第三条的电话”；会公开",
    )

    objects = PageManager.from_queryset(ArticleQuerySet)()

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("document_number"),
        index.SearchField("body"),
    ]
    source_panel = MultiFieldPanel([FieldPanel("source"), FieldPanel("source_url")], heading="来源")
    tail_panels = [FieldPanel("related"), source_panel, FieldPanel("change_note")]
    promote_panels: list[Any] = []

    class Meta:
        verbose_name = "稿件"

    def __str__(self) -> str:
        return str(self.title)

    @property
    def number(self) -> str:
        """How the record names it; addresses may change, this does not."""
        return f"WZ-{self.pk:05d}"

    @property
    def written_at(self) -> datetime:
        """The day on the article as a moment, for feeds and the index."""
        on = self.issued_on or date.min
        return datetime(on.year, on.month, on.day, tzinfo=SHANGHAI)

    def get_admin_display_title(self) -> str:
        """In the explorer a date that will publish nothing stands beside the title."""
        said = schedule_of(self)
        return (
            f"{super().get_admin_display_title()}（{said.text}）"
            if said
            else super().get_admin_display_title()
        )

    def get_section_display(self) -> str:
        """What readers call this kind."""
        return str(self.specific_class._meta.verbose_name)

    def duties(self, now: datetime) -> Iterable[Owed]:
        """Whose turn it is: the reviewers, the publishers, or the author of what came back or lies about."""
        from cms.turns import turns

        return turns(self, now)

    def publish(self, revision: Any, user: Any = None, **options: Any) -> Any:
        """By the platform's clock and with an edition, however publishing was asked for."""
        from cms.publication import Publication

        options.pop("skip_permission_checks", None)
        return Publication(revision, user=user, **options).execute()

    def plain_text(self) -> str:
        """The article without markup: for the index and the checks."""
        return strip_tags(str(self.body))

    slug: str

    def _set_core_field_defaults(self) -> None:
        """An address from the day, which stays when the title changes; nobody has to invent one."""
        if not self.slug and self.depth:
            on = self.issued_on or day_of(clock.now())
            self.slug = self._get_autogenerated_slug(f"{on:%Y%m%d}")
        homeless = not self.slug  # a form checks the page before it has a place in the tree
        super()._set_core_field_defaults()
        if homeless:
            self.slug = ""

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return TEMPLATE  # one for all kinds: what a kind has of its own are facts, not another page

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from cms import reading

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | reading.around(self.specific, request)

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [("", "标准"), ("elder", "长辈模式")]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        """长辈模式 is a cookie for readers; a preview wears it without having it."""
        if mode_name:
            request.COOKIES["elder"] = "1"
        return super().serve_preview(request, mode_name)


class NewsPage(ArticlePage):
    """工作动态: what happened."""

    parent_page_types = ["cms.NewsIndexPage"]
    content_panels = [
        *TOP_PANELS,
        *(FieldPanel(name) for name in ("summary", "issued_on", "body")),
        *ArticlePage.tail_panels,
    ]

    class Meta:
        verbose_name = "工作动态"


class PolicyPage(ArticlePage):
    """政策文件: who issued it, its number and day, whether it still holds, and each revision."""

    level = models.CharField("层级", max_length=8, choices=Level.choices, default=Level.COUNTY)
    repealed_on = models.DateField("失效日期", null=True, blank=True)
    repealed_by = models.CharField(
        "失效依据", max_length=120, blank=True, help_text="例如 静政办发〔2027〕3号公布的废止目录"
    )

    parent_page_types = ["cms.PolicyIndexPage"]
    content_panels = [
        *TOP_PANELS,
        *(FieldPanel(name) for name in ("issuer", "document_number", "level")),
        FieldPanel("issued_on", heading="成文日期"),
        *(FieldPanel(name) for name in ("summary", "body")),
        *ArticlePage.tail_panels,
        MultiFieldPanel([FieldPanel("repealed_on"), FieldPanel("repealed_by")], heading="失效"),
    ]
    required_here = ("issuer",)

    class Meta:
        verbose_name = "政策文件"


class GuidePage(ArticlePage):
    """办事指南: what to do, for whom, where it begins."""

    audience = models.CharField("办理对象", max_length=16, choices=Audience.choices, default=Audience.BIDDER)
    entry = models.CharField("办理入口", max_length=120, blank=True, help_text="本站网址，例如 /my/bids/")
    contact = models.CharField(
        "咨询方式",
        max_length=120,
        blank=True,
        help_text="只有这里可以写手机号；例如 交易中心受理窗口 0350-XXXXXXX",
    )

    parent_page_types = ["cms.GuideIndexPage"]
    content_panels = [
        *TOP_PANELS,
        *(FieldPanel(name) for name in ("audience", "summary", "issued_on", "entry", "contact", "body")),
        *ArticlePage.tail_panels,
    ]

    class Meta:
        verbose_name = "办事指南"


class FaqPage(ArticlePage):
    """常见问题: the questions of one subject."""

    audience = models.CharField("提问的人", max_length=16, choices=Audience.choices, default=Audience.PUBLIC)

    parent_page_types = ["cms.FaqIndexPage"]
    content_panels = [
        *TOP_PANELS,
        *(FieldPanel(name) for name in ("audience", "summary", "issued_on", "body")),
        *ArticlePage.tail_panels,
    ]

    class Meta:
        verbose_name = "常见问题"


class StandardPage(ArticlePage):
    """About, help, statements: pages that say what the platform is."""

    language = models.CharField(
        "文种", max_length=8, choices=[("zh-Hans", "中文"), ("en", "英文")], default="zh-Hans"
    )

    parent_page_types = ["cms.HomePage"]
    content_panels = [
        *TOP_PANELS,
        *(FieldPanel(name) for name in ("summary", "issued_on", "language", "body")),
        *ArticlePage.tail_panels,
    ]
    promote_panels = [FieldPanel("slug")]

    class Meta:
        verbose_name = "网站说明"
