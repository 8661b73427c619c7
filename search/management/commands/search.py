"""`./run manage search 词 --json`: what the site finds, from the command line."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from marketplace.flow import clock
from search import query
from search.choosing import Broken, configured, named
from search.engine import Engine, Hits
from search.models import Entry

ENGINES = ("embedded", "elasticsearch")


class Command(BaseCommand):
    """Search what is published."""

    help = "搜索已公开的内容"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("query", help="要找的字词；加引号的不拆开，前面加减号的排除")
        parser.add_argument("--engine", choices=ENGINES, help="用哪个引擎，默认按设置")
        parser.add_argument(
            "--filter", action="append", default=[], metavar="名=值", help="例如 type=招标公告，可写多次"
        )
        parser.add_argument("--sort", default="", choices=["", "newest", "deadline", "amount"])
        parser.add_argument("--limit", type=int, default=20)
        parser.add_argument("--samples", action="store_true", help="也查外部公告样例")
        parser.add_argument("--json", action="store_true", help='输出 {"total", "relaxed", "hits"}')

    def handle(self, *args: Any, **options: Any) -> None:
        first = query.read(
            options["query"], clock.now(), filters=_filters(options["filter"]), sort=options["sort"],
            samples=options["samples"],
        )  # fmt: skip
        engine = named(options["engine"]) if options["engine"] else configured()
        try:
            used, hits = _answer(engine, first, options["query"], max(0, options["limit"]))
        except Broken as broken:
            raise CommandError(f"检索服务没有应答：{type(broken).__name__}") from broken
        rows = Entry.objects.in_bulk(hits.ids)
        found = [
            {"id": rows[pk].external_id or rows[pk].key, "title": rows[pk].title, "score": round(score, 4)}
            for pk, score in zip(hits.ids, hits.scores, strict=True)
            if pk in rows
        ]
        if options["json"]:
            answer = {"total": hits.total, "relaxed": used.relaxed, "hits": found}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        self.stdout.write(
            "\n".join([f"共 {hits.total} 条", *(f"{row['id']}  {row['title']}" for row in found)])
        )


def _filters(given: list[str]) -> dict[str, str]:
    found = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not query.known_filter(name, value):
            raise CommandError(f"不认识的筛选：{item}。可用：{'、'.join(query.FILTERS)}")
        found[name] = value
    return found


def _answer(engine: Engine, first: query.Read, typed: str, limit: int) -> tuple[query.Read, Hits]:
    if query.is_empty(typed, first):
        return first, Hits(0, ())
    used = query.relaxed(first, typed, lambda wanted: engine.count(wanted, parties=0).total)
    return used, engine.search(used.wanted, offset=0, limit=limit)
