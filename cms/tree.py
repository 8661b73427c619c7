"""Which pages a site begins with; planted by a migration, and again wherever a database was emptied."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Locale, Page, Site

from cms.models import (
    FaqIndexPage,
    GuideIndexPage,
    HomePage,
    NewsIndexPage,
    NoticeIndexPage,
    PolicyIndexPage,
    SiteMapPage,
)

TOP: tuple[tuple[type[Page], str, str], ...] = (
    (NoticeIndexPage, "交易公告", "notices"),
    (NewsIndexPage, "工作动态", "news"),
    (PolicyIndexPage, "政策文件", "policies"),
    (GuideIndexPage, "办事指南", "guides"),
    (FaqIndexPage, "常见问题", "faq"),
    (SiteMapPage, "网站地图", "sitemap"),
)


def plant() -> HomePage:
    """Front page, its sections under it, and the default site. What is there already stays."""
    home = HomePage.objects.first() or _root()
    for model, title, slug in TOP:
        if not home.get_children().filter(slug=slug).exists():
            home.add_child(instance=model(title=title, slug=slug, locale=home.locale))
    return home


def _root() -> HomePage:
    """The front page under the root, as the default site."""
    locale, _ = Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    title = settings.SITE["name"]
    home: HomePage = root.add_child(instance=HomePage(title=title, slug="home", locale=locale))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": title, "root_page": home},
    )
    return home
