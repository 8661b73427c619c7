"""Which kinds of page, file and remark the public site has."""

from cms.models.articles import (
    ArticlePage,
    Audience,
    FaqPage,
    GuidePage,
    Level,
    NewsPage,
    PolicyPage,
    StandardPage,
)
from cms.models.editions import Edition, Feedback, LogPosition
from cms.models.files import Attachment
from cms.models.home import HomePage, NoticeIndexPage, SiteMapPage
from cms.models.indexes import FaqIndexPage, GuideIndexPage, NewsIndexPage, PolicyIndexPage, SectionIndexPage
from cms.models.workflow import SecondPersonTask

__all__ = [
    "ArticlePage",
    "Attachment",
    "Audience",
    "Edition",
    "FaqIndexPage",
    "FaqPage",
    "Feedback",
    "GuideIndexPage",
    "GuidePage",
    "HomePage",
    "Level",
    "LogPosition",
    "NewsIndexPage",
    "NewsPage",
    "NoticeIndexPage",
    "PolicyIndexPage",
    "PolicyPage",
    "SecondPersonTask",
    "SectionIndexPage",
    "SiteMapPage",
    "StandardPage",
]
