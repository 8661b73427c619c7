"""What a reader sees around a text: contents, related pages, editions; the lists, feeds and the site map."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from wagtail.models import Page, ReferenceIndex

from cms import pages
from cms.feedback import FeedbackForm
from cms.models import ArticlePage, Audience, FaqPage, GuidePage, PolicyPage, SectionIndexPage
from marketplace.accounts.actors import moment
from marketplace.flow.answering import act_id_of
from marketplace.templatetags.ui import day
from tenders import listing

Context = dict[str, Any]
SECTIONS = (
    ("工作动态", "/news/"),
    ("政策文件", "/policies/"),
    ("办事指南", "/guides/"),
    ("常见问题", "/faq/"),
)
FEED_ROWS = 50


# ── one text ────────────────────────────────────────────────────────────────


def around(page: ArticlePage, request: HttpRequest) -> Context:
    """Everything the template needs besides the text itself."""
    editions = list(page.editions.all()) if page.pk else []
    return {
        "crumbs": _crumbs(page), "now": moment(request), "facts": facts(page), "contents": contents(page),
        "related": related(page), "mentions": mentions(page), "editions": editions,
        "digest": editions[0].digest if editions else "", "form": FeedbackForm(), "act_id": act_id_of(request),
        "thanks": "thanks" in request.GET, "page_url": f"{settings.SITE_URL}{page.url or ''}",
        "repealed": isinstance(page, PolicyPage) and page.repealed_on is not None,
        "dated": "成文" if isinstance(page, PolicyPage) else "发布", "tail": tail(page),
    }  # fmt: skip


def _crumbs(page: ArticlePage) -> list[Context]:
    parent = page.get_parent() if page.depth else None
    above = [pages.link(parent.title, parent.url)] if parent and parent.depth > 2 else []
    return [*above, pages.link(page.title, "")]


def contents(page: ArticlePage) -> list[Context]:
    """目录: sub-headings and questions, each with its anchor; a short text has none."""
    found = [
        pages.link(_heading(block), f"#{anchor(block)}")
        for block in page.body
        if block.block_type in ("heading", "question")
    ]
    return found if len(found) > 1 else []


def anchor(block: Any) -> str:
    """The fragment of a block: it stays when the text around it changes."""
    return f"b-{str(block.id)[:8]}"


def _heading(block: Any) -> str:
    return str(block.value if block.block_type == "heading" else block.value["question"])


def facts(page: ArticlePage) -> list[Context]:
    """Number, issuer, force, for whom: what stands above the text."""
    rows = [("发文机关", page.issuer), ("文号", page.document_number), *_own_facts(page)]
    return [{"label": label, "value": value} for label, value in rows if value]


def _own_facts(page: ArticlePage) -> list[tuple[str, str]]:
    if isinstance(page, PolicyPage):
        over = f"{day(page.repealed_on)}起失效。{page.repealed_by}" if page.repealed_on else "现行有效"
        return [("层级", page.get_level_display()), ("效力", over)]
    if isinstance(page, GuidePage):
        return [("办理对象", Audience(page.audience).label), ("咨询方式", page.contact)]
    return [("提问的人", Audience(page.audience).label)] if isinstance(page, FaqPage) else []


def related(page: ArticlePage) -> list[Context]:
    """关联事项: live pages of this site and addresses of others, as the editor chose them."""
    found = []
    for block in page.related:
        if block.block_type == "link":
            found.append(pages.link(block.value["title"], block.value["url"], note="外部网站"))
        elif block.value and block.value.live:
            found.append(pages.link(block.value.title, block.value.url, note=""))
    return found


def mentions(page: ArticlePage) -> list[Context]:
    """相关解读: live articles that name this one among their 关联事项."""
    if not page.pk:
        return []
    named = ReferenceIndex.get_references_to(page).filter(model_path__startswith="related")
    rows = ArticlePage.objects.live().filter(pk__in=[int(row.object_id) for row in named])
    return [pages.link(row.title, row.url, on=row.issued_on) for row in rows.newest_first()]


def tail(page: ArticlePage) -> str:
    """The last line of a print: where it stands, which edition, its hash."""
    newest = page.editions.first() if page.pk else None
    return f"第 {newest.number} 版　校验值 {newest.digest[:8]}" if newest else ""


# ── lists ───────────────────────────────────────────────────────────────────


def section(index: SectionIndexPage, request: HttpRequest) -> Context:
    """One section: its articles, narrowed by the address, twenty a page."""
    asked = listing.read(request.GET, index.questions)
    action = index.url
    found = listing.page_of(index.narrowed(asked.answers).mentioning(asked.words).newest_first(), asked.page)
    return listing.filters(asked, index.questions, action=action, target="results") | {
        "section": index, "page": found, "rows": [row_of(row) for row in found], "now": moment(request),
        "found": f"共 {found.paginator.count} 篇", "crumbs": [pages.link(index.title, "")],
        "sections": [pages.link(label, url, current=url == action) for label, url in SECTIONS],
        "feed": f"{action}atom.xml",
    }  # fmt: skip


def row_of(row: ArticlePage) -> Context:
    """One line of a list."""
    mark = "失效" if isinstance(row, PolicyPage) and row.repealed_on else ""
    meta = " · ".join(word for word in (row.issuer, row.document_number, *_for_whom(row)) if word)
    return pages.link(
        row.title,
        row.url,
        on=row.issued_on,
        meta=meta,
        summary=row.summary,
        mark=mark,
        questions=_questions(row),
    )


def _for_whom(row: ArticlePage) -> list[str]:
    return [Audience(row.audience).label] if isinstance(row, GuidePage | FaqPage) else []


def _questions(row: ArticlePage) -> list[Context]:
    """Each question of a subject, straight to its answer."""
    if not isinstance(row, FaqPage):
        return []
    asked = [block for block in row.body if block.block_type == "question"]
    return [pages.link(_heading(block), f"{row.url}#{anchor(block)}") for block in asked]


def feed(index: SectionIndexPage) -> HttpResponse:
    """The section's latest fifty as Atom."""
    home = f"{settings.SITE_URL}{index.url}"
    made = Atom1Feed(
        title=f"{settings.SITE['name']} · {index.title}", link=home, language="zh-Hans",
        description=index.lead, feed_url=f"{home}atom.xml",
    )  # fmt: skip
    for row in index.articles().newest_first()[:FEED_ROWS]:
        url = f"{settings.SITE_URL}{row.url}"
        made.add_item(
            title=row.title, link=url, unique_id=url, description=row.summary, pubdate=row.written_at,
            updateddate=row.last_published_at, author_name=row.issuer or settings.SITE["name"],
        )  # fmt: skip
    return HttpResponse(made.writeString("utf-8"), content_type=made.content_type)


# ── the site map ────────────────────────────────────────────────────────────

PLACES = (
    ("查找", (("全站搜索", "/search/"), ("交易公告", "/notices/"), ("招标项目", "/tenders/"), ("开标大厅", "/hall/"))),
    ("办理", (("登录", "/accounts/login/"), ("待办", "/my/"), ("我的投标", "/my/bids/"), ("评标", "/eval/"))),
    ("核验", (("核验回执和公告", "/verify/"), ("平台与保管方公钥", "/log/keys.json"), ("电脑与浏览器自检", "/selftest/"))),
)  # fmt: skip


def site_map(page: Page) -> Context:
    """Every section with its articles, and the places that are no articles."""
    rows = cast(Any, ArticlePage.objects.live().order_by("path"))
    by_parent: dict[str, list[ArticlePage]] = {}
    for row in rows:
        by_parent.setdefault(row.path[: -Page.steplen], []).append(row)
    home = page.get_parent()
    sections = [
        {"title": index.title, "url": index.url, "links": _links(by_parent.get(index.path, []))}
        for index in home.get_children().live().filter(numchild__gt=0)
    ]
    places = [{"title": title, "links": [pages.link(*one) for one in links]} for title, links in PLACES]
    about = {"title": "关于平台", "url": "", "links": _links(by_parent.get(home.path, []))}
    return {"page": page, "groups": [*places, *sections, about], "crumbs": [pages.link(page.title, "")]}


def _links(rows: list[ArticlePage]) -> list[Context]:
    return [pages.link(row.title, row.url) for row in rows]
