"""Which pages of notices everybody reads: the list, one notice, its open data and files, feeds, 光荣榜与曝光台."""

from __future__ import annotations

import io
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from marketplace.accounts.actors import moment, of_request
from marketplace.downloads import Download, send
from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI
from marketplace.notices import pages
from marketplace.notices.corrections import pages as correcting
from marketplace.notices.corrections import veil
from marketplace.notices.models import Notice
from marketplace.sheets.writing import Shown, write_csv, write_xlsx
from tenders import noticeboard
from tenders.views.public import unknown

FEED = 50
MOST_ROWS = 20_000
GONE = 410
COLUMNS = (
    Shown("公告编号", 28), Shown("业务", 10), Shown("类型", 16), Shown("标题", 48), Shown("项目编号", 20), Shown("招标人、采购人", 28),
    Shown("方式", 16), Shown("金额（元）", 16), Shown("发布时间", 18), Shown("截止时间", 18), Shown("校验值（SHA-256）", 20), Shown("来源", 24),
    Shown("网址", 40),
)  # fmt: skip
SHEETS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """/notices/: by line of business, type, time, place, buyer, words; twenty a page."""
    board = noticeboard.ask(request.GET, moment(request))
    context = noticeboard.page(board) | {"crumbs": [pages.link("交易公告", "/notices/")]}
    return render(request, "tenders/notice_list.html", context)


def _found(request: HttpRequest, number: str) -> Notice | None:
    """A notice of this platform, or a sample where samples are asked for."""
    rows = Notice.objects.with_links()
    return (rows.samples() if request.GET.get("samples") == "1" else rows.own()).numbered(number)


@require_safe
def notice(request: HttpRequest, number: str) -> HttpResponse:
    """/notices/<number>/: the frozen notice; an exposure that is over says only that."""
    row = _found(request, number)
    if row is None:
        return unknown(request, number)
    now, later = moment(request), list(row.replaced_by.all())
    context = pages.notice(row, now, later=later, media=row.media.all())
    context["correct_url"] = correcting.entrance(of_request(request), "notice", row.number)
    status = GONE if row.is_over(now, later) else 200
    template = "tenders/notice_sample.html" if row.is_sample else "tenders/notice.html"
    return render(request, template, context, status=status)


@require_safe
def notice_json(request: HttpRequest, number: str) -> JsonResponse:
    """/notices/<number>.json: the frozen fields, so that anybody can make the hash again."""
    row = _found(request, number)
    if row is None:
        raise Http404(number)
    later = list(row.replaced_by.all())
    if row.is_over(moment(request), later):
        return JsonResponse({"number": row.number, "hash": row.hash, "says": "展示期已满"}, status=GONE)
    said = pages.as_json(row, later=later, media=row.media.all())
    headers = {"Access-Control-Allow-Origin": "*"}
    return JsonResponse(said, headers=headers, json_dumps_params={"ensure_ascii": False})


@require_safe
def notice_file(request: HttpRequest, number: str, digest: str) -> HttpResponseBase:
    """/notices/<number>/files/<first 16 digits of the hash>/: an attachment, anonymous."""
    row = Notice.objects.own().with_links().numbered(number)
    found = row.attachment(digest) if row else None
    if row is None or found is None or row.is_over(moment(request), list(row.replaced_by.all())):
        raise Http404(digest)
    file = found.file
    return send(
        request,
        Download(lambda: file.storage.open(str(file.name), "rb"), found.name, found.size, found.sha256),
    )


@require_safe
def atom(request: HttpRequest) -> HttpResponse:
    """/notices/atom.xml?…: the latest fifty of what the address asks, as the list asks it."""
    board = noticeboard.ask(request.GET, moment(request))
    words = [
        board.asked.words,
        *(question.label_of(board.asked.answers.get(question.name, "")) for question in board.questions),
    ]
    about = "、".join(word for word in words if word)
    address = noticeboard.address(board.asked)
    feed = Atom1Feed(
        title=f"{settings.SITE['name']} · 交易公告{f'（{about}）' if about else ''}", link=f"{settings.SITE_URL}{address}",
        language="zh-Hans", description="招标公告、澄清、开标记录、公示、合同",
        feed_url=f"{settings.SITE_URL}{noticeboard.address(board.asked, '/notices/atom.xml')}",
    )  # fmt: skip
    for row in board.rows.as_rows()[:FEED]:
        url = f"{settings.SITE_URL}{row.get_absolute_url()}"
        source = f"外部公告样例（{row.source_system}）" if row.is_sample else ""
        feed.add_item(
            title=f"{source}{row.type_name}：{row.title}", link=f"{url}?samples=1" if row.is_sample else url, unique_id=url,
            author_name=row.buyer, description=f"{source}{row.type_name} {row.number}，校验值 {row.hash}",
            pubdate=row.published_at, updateddate=row.published_at, categories=(row.business, row.type_name),
        )  # fmt: skip
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


@require_safe
def sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """/notices/list.csv, /notices/list.xlsx: the public columns of what the address asks."""
    now = moment(request)
    board = noticeboard.ask(request.GET, now)
    veils, out = veil.by_scope(), io.BytesIO()
    rows = (
        _cells(row, veils.get(row.tender, veil.OPEN)) for row in board.rows.as_rows()[:MOST_ROWS].iterator()
    )
    if kind == "csv":
        write_csv(out, COLUMNS, rows)
    else:
        write_xlsx(out, "交易公告", COLUMNS, rows, made_at=now.astimezone(SHANGHAI).replace(tzinfo=None))
    name = f"交易公告-{now.astimezone(SHANGHAI):%Y%m%d-%H%M}.{kind}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(
        out.getvalue(), content_type=SHEETS[kind], headers={"Content-Disposition": disposition}
    )


def _cells(row: Notice, over: veil.Veil) -> list[Any]:
    until = row.deadline_at.astimezone(SHANGHAI).replace(tzinfo=None) if row.deadline_at else None
    return [
        row.number, row.business, row.type_name, over(row.title), row.tender, over(row.buyer), row.method,
        None if row.amount_fen is None else Money(row.amount_fen).decimal, row.published_at.astimezone(SHANGHAI).replace(tzinfo=None),
        until, row.hash, row.source_system or settings.SITE["name"], f"{settings.SITE_URL}{row.get_absolute_url()}",
    ]  # fmt: skip


@require_safe
def honours(request: HttpRequest) -> HttpResponse:
    """/honours/: who was honoured, and who was punished, each as long as its document says."""
    now = moment(request)
    context = {
        "honours": [pages.honour_row(row) for row in Notice.objects.honours(now).newest_first()[:100]],
        "exposures": [pages.honour_row(row) for row in Notice.objects.exposures(now).newest_first()[:100]],
        "now": now, "crumbs": [pages.link("光荣榜与曝光台", "/honours/")],
    }  # fmt: skip
    return render(request, "tenders/notice_honours.html", context)
