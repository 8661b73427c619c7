"""Which pages a site begins with; planted by a migration, and again wherever a database was emptied."""

from __future__ import annotations

from django.conf import settings
from wagtail.models import Locale, Page, Site

from cms.models import ArticleIndexPage, HomePage, NoticeIndexPage


def plant() -> HomePage:
    """Front page, /notices/ and /news/ under the root, and the default site. What is there already stays."""
    if (home := HomePage.objects.first()) is not None:
        return home
    locale, _ = Locale.objects.get_or_create(language_code="zh-hans")
    root = Page.get_first_root_node() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    title = settings.SITE["name"]
    home = root.add_child(instance=HomePage(title=title, slug="home", locale=locale))
    home.add_child(instance=NoticeIndexPage(title="交易公告", slug="notices", locale=locale))
    home.add_child(instance=ArticleIndexPage(title="政策与办事", slug="news", locale=locale))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": title, "root_page": home},
    )
    return home
