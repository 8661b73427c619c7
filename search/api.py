"""/api/v1/search: what the site finds, for programs; documented at /api/v1/docs/ and in openapi.json."""

from __future__ import annotations

import base64
import binascii
import json
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from ninja.errors import HttpError
from pydantic import Field

from marketplace.accounts.actors import moment
from search import query
from search.choosing import ask
from search.engine import Counted, Engine, Hits
from search.models import Entry
from search.regions import region_name

MOST = 100
api = NinjaAPI(
    title="静乐县公共资源交易与中介服务平台 开放接口",
    version="1",
    description="只含公开信息，无需账户。时刻为 ISO 8601，金额单位为分。不认识的参数返回 400，不会被忽略。",
    docs_url=None,
    urls_namespace="api-1",
)


class Asked(Schema):
    """The parameters of a search."""

    q: str = Field("", max_length=200, description="字词都要出现；加引号的不拆开，前面加减号的排除")
    scope: str = Field("", description="notices、tenders、lots、contracts、articles、files")
    type: str = Field("", max_length=120, description="公告类型，例如 招标公告")
    state: str = Field("", max_length=120, description="项目状态，例如 投标中")
    region: str = Field("", max_length=6, description="行政区划代码（GB/T 2260），例如 140926")
    band: str = Field("", max_length=4, description="金额段：0、50、400、1000、5000（万元起）")
    due: str = Field("", description="open 未截止，week 七日内截止，closed 已截止")
    buyer: str = Field("", max_length=120, description="采购单位全称")
    industry: str = Field("", max_length=12, description="行业（按名称推断）")
    business: str = Field("", max_length=12, description="业务，例如 工程建设")
    method: str = Field("", max_length=24, description="方式，例如 公开招标")
    samples: bool = Field(False, description="也含外部公告样例")
    facets: bool = Field(False, description="同时返回各筛选项的数量")
    limit: int = Field(20, ge=1, le=MOST)
    cursor: str = Field(
        "", max_length=80, description="上一页返回的 next；翻页期间发布的内容不会重复或者漏掉"
    )


class Hit(Schema):
    """One thing found."""

    id: str
    scope: str
    title: str
    url: str
    type: str
    state: str
    buyer: str
    method: str
    business: str
    region: str
    region_name: str
    amount_fen: int | None
    deadline_at: datetime | None
    published_at: datetime
    source: str


class Answer(Schema):
    """A page of hits, newest first."""

    total: int
    relaxed: str
    hits: list[Hit]
    next: str
    facets: dict[str, dict[str, int]] | None = None


@api.get("/search", response=Answer, summary="搜索已公开的内容，新的在前")
def search(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Words and filters as on the page; a stable cursor instead of page numbers."""
    if unknown := sorted(set(request.GET) - set(Asked.model_fields)):
        raise HttpError(400, f"不认识的参数：{'、'.join(unknown)}")
    filters = _filters(asked)
    after = _after(asked.cursor) if asked.cursor else None
    first = query.read(asked.q, moment(request), filters=filters, sort="newest", samples=asked.samples)
    if query.is_empty(asked.q, first):
        raise HttpError(400, "q 里没有可以查找的字词")

    def answer(engine: Engine) -> tuple[query.Read, Counted, Hits]:
        used = query.relaxed(first, asked.q, lambda one: engine.count(one, parties=0).total)
        counted = engine.count(used.wanted, parties=20 if asked.facets else 0)
        return used, counted, engine.search(query.following(used.wanted, after), offset=0, limit=asked.limit)

    (used, counted, hits), _ = ask(answer)
    rows = Entry.objects.live().in_bulk(hits.ids)
    found = [rows[pk] for pk in hits.ids if pk in rows]
    return {
        "total": counted.total, "relaxed": used.relaxed, "hits": [_hit(row) for row in found],
        "next": _cursor(found[-1]) if len(hits.ids) == asked.limit and found else "",
        "facets": counted.facets if asked.facets else None,
    }  # fmt: skip


@api.exception_handler(HttpError)
def refused(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Errors in the words of every other answer to a program."""
    body = {"code": "BAD-REQUEST", "says": str(error), "law": ""}
    return api.create_response(request, body, status=error.status_code)


def _filters(asked: Asked) -> dict[str, str]:
    filters = {name: value for name in query.FILTERS if (value := getattr(asked, name))}
    for name, value in filters.items():
        if not query.known_filter(name, value):
            raise HttpError(400, f"{name} 没有这个值：{value}")
    return filters


def _cursor(row: Entry) -> str:
    place = json.dumps([int(row.published_at.timestamp()), row.pk])
    return base64.urlsafe_b64encode(place.encode()).decode().rstrip("=")


def _after(cursor: str) -> tuple[int, int]:
    try:
        published, pk = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        place = (int(published), int(pk))
    except (binascii.Error, ValueError, TypeError, UnicodeError):
        raise HttpError(400, "cursor 不是本接口给出的值") from None
    if not all(0 <= part < 2**53 for part in place):
        raise HttpError(400, "cursor 不是本接口给出的值")
    return place


def _hit(row: Entry) -> dict[str, Any]:
    return {
        "id": row.key, "scope": row.scope, "title": row.title, "url": row.url, "type": row.type, "state": row.state,
        "buyer": row.buyer, "method": row.method, "business": row.business, "region": row.region,
        "region_name": region_name(row.region), "amount_fen": row.amount_fen, "deadline_at": row.deadline_at,
        "published_at": row.published_at, "source": row.source,
    }  # fmt: skip
