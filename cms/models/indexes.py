"""Which sections the site has, and how each list can be narrowed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.contrib.routable_page.models import RoutablePageMixin, path

from cms.models.articles import ArticleQuerySet, Audience, FaqPage, GuidePage, Level, NewsPage, PolicyPage
from cms.models.governed import GovernedPage
from tenders.listing import Option, Question

HOLDS = (Option("yes", "现行有效"), Option("no", "已失效"))


def _choices(name: str, legend: str, choices: Sequence[tuple[str, Any]]) -> Question:
    return Question(name, legend, tuple(Option(value, str(label)) for value, label in choices))


class SectionIndexPage(RoutablePageMixin, GovernedPage):
    """A list of one kind of article, newest first, twenty a page, and its feed."""

    article: type[Any]
    lead = ""
    questions: tuple[Question, ...] = ()

    class Meta:
        abstract = True

    def articles(self) -> ArticleQuerySet:
        return self.article.objects.child_of(self).live()

    def narrowed(self, answers: dict[str, str]) -> ArticleQuerySet:
        """The articles that answer the questions of the address."""
        wanted = {
            question.name: answers[question.name] for question in self.questions if question.name in answers
        }
        return self.articles().filter(**wanted)

    @path("")
    def listing(self, request: HttpRequest) -> HttpResponse:
        from cms import reading

        return render(request, "cms/section.html", reading.section(self, request))


class NewsIndexPage(SectionIndexPage):
    """/news/."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    article = NewsPage
    lead = "平台建设、运行和服务的消息。"

    class Meta:
        verbose_name = "工作动态栏目"


class PolicyIndexPage(SectionIndexPage):
    """/policies/: by level and by whether it still holds."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.PolicyPage"]
    article = PolicyPage
    lead = "与公共资源交易和中介服务有关的文件。每份都写明文号、日期和官方原文网址，失效的保留并标明。"
    questions = (_choices("level", "层级", Level.choices), Question("holds", "效力", HOLDS))

    class Meta:
        verbose_name = "政策文件栏目"

    def narrowed(self, answers: dict[str, str]) -> ArticleQuerySet:
        rest = {name: value for name, value in answers.items() if name != "holds"}
        found = super().narrowed(rest)
        return found.filter(repealed_on__isnull=answers["holds"] == "yes") if "holds" in answers else found


class GuideIndexPage(SectionIndexPage):
    """/guides/: by who has something to do."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.GuidePage"]
    article = GuidePage
    lead = "怎样登记、投标、提异议、核验。每篇写明从哪里开始办。"
    questions = (_choices("audience", "办理对象", Audience.choices),)

    class Meta:
        verbose_name = "办事指南栏目"


class FaqIndexPage(SectionIndexPage):
    """/faq/: subjects with their questions."""

    max_count = 1
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.FaqPage"]
    article = FaqPage
    lead = "按主题列出问题，点问题直接看答案。"
    questions = (_choices("audience", "提问的人", Audience.choices),)

    class Meta:
        verbose_name = "常见问题栏目"
