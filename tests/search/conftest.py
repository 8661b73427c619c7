"""A small published world, the same in every engine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings

from search.embedded import Embedded
from search.engine import Engine
from search.indexing import put
from search.models import Entry
from tests.conftest import MONDAY

KINDS = ("招标公告", "中标候选人公示", "合同信息公开")
PLACES = ("140926", "140981", "")
BUYERS = ("静乐县城市供热服务中心", "静乐县水利工程建设中心", "原平市教育局")
TITLES = (
    "静乐县集中供热管网改造工程", "汾河河道治理工程施工", "第二小学教学楼新建工程", "县城道路照明改造",
    "智慧政务平台采购", "乡镇污水处理站设备", "农村饮水安全巩固提升工程监理", "公路养护工程（第二标段）",
)  # fmt: skip
TEXTS = (
    "项目内容：换热站 3 座，一级管网 2.5 公里。资质要求：市政公用工程施工总承包三级。",
    "河道清淤 12 km，护岸加固；不接受联合体投标。ＣＡ证书不作要求。",
    "教学楼 4800 ㎡，框架结构。投标保证金 20 万元。",
    "更换 LED 路灯 860 盏；道路工程施工招标文件见附件。",
    "服务器、存储、中间件各一套；信创要求。",
    "日处理 500 m3 的一体化设备两台，含安装调试。",
    "监理服务期 365 日历天。招标文件售价 0 元。",
    "沥青混凝土路面修复 18.6 公里。",
)


def entry(number: int, **more: Any) -> Entry:
    """The n-th of the world: fixed values, every facet in use."""
    title = TITLES[number % 8] + (f"（{number // 8} 期）" if number >= 8 else "")
    given: dict[str, Any] = {
        "scope": Entry.Scope.NOTICES, "key": f"JLX-GC-2026-{number:05d}-E03-1", "url": f"/notices/{number}/",
        "title": title, "text": f"{TEXTS[number % 8]} 编号尾数 {number}。",
        "codes": [f"jlx-gc-2026-{number:05d}"], "names": [BUYERS[number % 3]], "type": KINDS[number % 3],
        "state": ("投标中", "公示期内", "")[number % 3], "buyer": BUYERS[number % 3], "method": "公开招标",
        "business": "工程建设", "industry": ("供热燃气", "水利", "教育")[number % 3], "region": PLACES[number % 3],
        "amount_fen": (None, 30_000_000, 450_000_000, 2_000_000_000)[number % 4],
        "deadline_at": (None, MONDAY + timedelta(days=3), MONDAY + timedelta(days=30), MONDAY - timedelta(days=1))[number % 4],
        "published_at": MONDAY - timedelta(hours=number), "sample": number % 10 == 9,
        "source": "外部样例" if number % 10 == 9 else "",
    }  # fmt: skip
    return Entry(**given | more)


def world(count: int = 48) -> list[Entry]:
    """All of it."""
    return [entry(number) for number in range(count)]


@pytest.fixture(params=["embedded", "elasticsearch"])
def engine(request: pytest.FixtureRequest, settings: LazySettings, db: None) -> Iterator[Engine]:
    """Each engine, empty; Elasticsearch where SEARCH_URL names a server."""
    if request.param == "embedded":
        yield Embedded()
        return
    server = os.environ.get("SEARCH_URL", "")
    if not server:
        pytest.skip("SEARCH_URL names no Elasticsearch")
    settings.SEARCH_URL = f"{server.rstrip('/')}/test-{uuid4().hex[:8]}"
    from search import elastic

    elastic.client.cache_clear()
    found = elastic.Elastic()
    yield found
    found.drop()
    elastic.client.cache_clear()


@pytest.fixture
def filled(engine: Engine) -> Callable[..., Engine]:
    """filled(entries): the engine with these entries, visible at once."""

    def fill(entries: list[Entry] | None = None) -> Engine:
        put(world() if entries is None else entries)
        return shown(engine)

    return fill


def shown(engine: Engine) -> Engine:
    """What was put into the table is in the engine, too."""
    if engine.name != "embedded":
        from search import elastic

        assert isinstance(engine, elastic.Elastic)
        engine.put(list(Entry.objects.order_by("seq")))
        engine.refresh()
    return engine


def moment() -> datetime:
    """The moment of every query."""
    return MONDAY
