"""Which engine answers: Elasticsearch where SEARCH_URL names one, else, and whenever it is down, the embedded one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from elasticsearch import ApiError, TransportError

from search.embedded import Embedded
from search.engine import Engine

R = TypeVar("R")
DOWN = "search-engine-down"
PAUSE = 10  # seconds before the server is tried again
Broken = (ApiError, TransportError)


def configured() -> Engine:
    """The engine the settings name."""
    if not settings.SEARCH_URL:
        return Embedded()
    from search.elastic import Elastic

    return Elastic()


def named(name: str) -> Engine:
    """The engine of this name, for commands and tests."""
    if name == "embedded":
        return Embedded()
    from search.elastic import Elastic

    return Elastic()


def ask(question: Callable[[Engine], R]) -> tuple[R, str]:
    """The answer and, when the configured engine could not give it, a sentence that says so."""
    engine = configured()
    if engine.name == "embedded":
        return question(engine), ""
    if not cache.get(DOWN):
        try:
            return question(engine), ""
        except Broken:
            cache.set(DOWN, True, PAUSE)
    return question(Embedded()), "全文检索服务暂时不可用，现在由平台数据库查找，结果相同，排序可能不同。"
