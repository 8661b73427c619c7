"""Which pages stand above the chapters: front page, verification, site map."""

from __future__ import annotations

from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib.sitemaps import Sitemap
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from bidding.views.project import rows_of
from cms import pages, queries
from marketplace.accounts.actors import moment
from marketplace.downloads import Download, send
from marketplace.flow.answering import act_id_of, answer
from marketplace.notices.models import Notice
from tenders.models import Tender

LEDGER = 10


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """/: search, what ends next, today, tasks, the latest, the year's figures."""
    now = moment(request)
    lots = queries.of_today(now)
    live = [row for row in lots if row.state in ("receiving", "publicity")]
    soon = sum(now < row.deadline_at < now + pages.WEEK for row in live if row.state == "receiving")
    posted = sum(row.state == "publicity" for row in live)
    year = queries.year(now)
    context = {
        "scopes": [{"value": value, "label": label} for value, label in pages.SCOPES],
        "quick": _quick(soon, posted), "schedule": pages.schedule(lots, now), "jobs": pages.jobs(),
        "tabs": _tabs(len(live), posted), "rows": rows_of(live[:LEDGER], now),
        "ledger_more": pages.link(f"查看全部 {len(live)} 个" if len(live) > LEDGER else "查看全部项目", "/tenders/"),
        "refreshed_at": now, "ledger_subscribe": "/notices/atom.xml", "news": pages.news(queries.articles()),
        "latest": pages.latest(Notice.objects.own().shown(now).newest_first().as_rows()[:6]), "figures": pages.figures(year),
        "chart": pages.chart(year, now), "stats_at": pages.figures_at(now), "now": now,
    }  # fmt: skip
    return render(request, "cms/home.html", context)


def _quick(soon: int, posted: int) -> list[dict[str, Any]]:
    return [
        pages.link("7 日内截止", "/tenders/?state=open", count=soon),
        pages.link("公示期内", "/tenders/?state=publicity", count=posted),
        pages.link("招标公告", "/notices/?type=E03", count=None),
        pages.link("中标结果", "/notices/?type=E12", count=None),
        pages.link("合同", "/notices/?type=E15", count=None),
    ]


def _tabs(live: int, posted: int) -> list[dict[str, Any]]:
    return [
        pages.link(f"正在进行 {live}", "/tenders/", current=True),
        pages.link(f"公示期内 {posted}", "/tenders/?state=publicity"),
        pages.link("评审中", "/tenders/?state=evaluation"),
        pages.link("结果与合同", "/notices/?type=E12"),
        pages.link("流标、终止", "/tenders/?state=ended"),
    ]


@never_cache
@require_safe
def verify(request: HttpRequest) -> HttpResponse:
    """/verify/: number and first eight digits of the hash; the same answer for wrong and unknown."""
    number, digits = request.GET.get("number", "").strip()[:64], request.GET.get("digits", "").strip()[:64]
    context = {
        "number": number, "digits": digits, "verify_id": "v", "action": "/verify/",
        "result": queries.verified(number.upper(), digits) if number and digits else None,
        "crumbs": [pages.link("核验", "/verify/")],
    }  # fmt: skip
    return render(request, "cms/verify.html", context)


@require_safe
def attachment(request: HttpRequest, key: int, name: str) -> HttpResponseBase:
    """/documents/<key>/<name>: a file of the site, resumable."""
    row = queries.attachment(key, name)
    if row is None:
        raise Http404(name)
    stored = row.file
    return send(
        request,
        Download(lambda: stored.storage.open(stored.name, "rb"), row.filename, row.file_size, row.file_hash),
    )


@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """/media/images/<name>: a rendition; its name holds the picture's hash and size, so it never changes."""
    stored = f"images/{name}"
    if not default_storage.exists(stored):
        raise Http404(name)
    size = default_storage.size(stored)
    shown = Download(
        lambda: default_storage.open(stored, "rb"), name, size, sha256(stored.encode()).hexdigest()
    )
    answer = send(request, shown)
    answer.headers["Content-Disposition"] = "inline"
    answer.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


@require_safe
def section_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """/news/atom.xml and its sisters; the tree serves no address with a dot."""
    from cms.reading import feed

    index = queries.section(slug)
    if index is None:
        raise Http404(slug)
    return feed(index)


@require_POST
def feedback(request: HttpRequest) -> HttpResponse:
    """/feedback/: what a reader says about an article; anonymous, once per form."""
    from cms.feedback import FeedbackForm, keep

    page, form = queries.live_article(request.POST.get("page", "")), FeedbackForm(request.POST)
    if page is None:
        raise Http404("no such page")
    at = moment(request)

    def show(status: int) -> HttpResponse:
        context = page.get_context(request) | {"form": form, "act_id": act_id_of(request)}
        return render(request, page.get_template(request), context, status=status)

    return answer(
        form,
        lambda given: keep(
            page,
            helpful=given["helpful"] == "yes",
            text=given["text"],
            act_id=UUID(act_id_of(request)),
            now=at,
        ),
        to=lambda _: f"{page.url}?thanks=1#helpful",
        show=show,
    )


class Notices(Sitemap):  # type: ignore[type-arg]
    """Every notice that stays."""

    changefreq = "never"

    def items(self) -> Any:
        return Notice.objects.own().lasting().in_order()

    def lastmod(self, row: Notice) -> Any:
        return row.published_at


class Tenders(Sitemap):  # type: ignore[type-arg]
    """Every published tender."""

    def items(self) -> Any:
        return Tender.objects.published().order_by("pk")


class Fixed(Sitemap):  # type: ignore[type-arg]
    """Pages that are always there."""

    def items(self) -> Any:
        return ["/", "/notices/", "/tenders/", "/search/", "/verify/"]

    def location(self, row: str) -> str:
        return row


SITEMAPS = {"pages": Fixed, "notices": Notices, "tenders": Tenders}
