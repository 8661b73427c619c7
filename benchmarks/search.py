"""How fast is the search on many notices, beside the raw engine in the same run, and how well does it rank?

`./run bench search --json [--count 100000]`. Elasticsearch takes part where SEARCH_URL names a server, or
with `--server`, which starts one. The raw comparison runs the same match, counts and page without Django.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import random
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

BATCH = 500
CLIENTS = 4
SUBSCRIPTIONS, FRESH = 10_000, 50
Result = dict[str, Any]


def _set_up(scratch: str) -> None:
    """A database of our own, on disk, as in production."""
    os.environ |= {"VAR_DIR": scratch, "DJANGO_ENV": "test", "DJANGO_SETTINGS_MODULE": "marketplace.settings"}
    os.environ.pop("DATABASE_URL", None)
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def _chunks(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    source = iter(rows)
    while chunk := list(itertools.islice(source, size)):
        yield chunk


def _timed(call: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = call()
    return time.perf_counter() - start, found


def _p(times: Sequence[float], share: float) -> float:
    """A percentile in milliseconds."""
    return round(sorted(times)[min(len(times) - 1, int(len(times) * share))] * 1000, 1)


def _spread(times: Sequence[float]) -> Result:
    return {"p50_ms": _p(times, 0.5), "p95_ms": _p(times, 0.95), "queries": len(times)}


def fill(count: int) -> Result:
    """Notices into the table and the embedded index; making them up is not counted."""
    from benchmarks.search_world import many
    from search.indexing import put

    spent = 0.0
    for chunk in _chunks(many(count), BATCH):
        spent += _timed(lambda rows=chunk: put(rows))[0]  # type: ignore[misc]
    return {"notices": count, "per_second": round(count / spent)}


def _wanted(now: datetime) -> list[Any]:
    """The judged queries, some with a filter; what is found only by relaxing is not compared."""
    from benchmarks.search_judged import QUERIES
    from search import query
    from search.embedded import Embedded

    filters: tuple[dict[str, str], ...] = ({}, {"type": "采购公告"}, {"region": "140926"}, {"band": "400"})
    read = [query.read(row.query, now, filters=filters[n % 4]).wanted for n, row in enumerate(QUERIES)]
    return [wanted for wanted in read if Embedded().count(wanted, parties=0).total]


def embedded(now: datetime, rounds: int = 3) -> Result:
    """Facets and a page of twenty, through the port and raw."""
    from search.embedded import Embedded

    engine, ours, raw = Embedded(), list[float](), list[float]()
    connection = sqlite3.connect(os.environ["VAR_DIR"] + "/site.sqlite3")
    wanted = _wanted(now) * rounds
    random.Random(2).shuffle(wanted)
    for one in wanted:
        asked = _statements(lambda q=one: (engine.count(q), engine.search(q, offset=0, limit=20)))  # type: ignore[misc]
        raw.append(_timed(lambda q=asked: [connection.execute(*each).fetchall() for each in q])[0])  # type: ignore[misc]
        ours.append(_timed(lambda q=one: (engine.count(q), engine.search(q, offset=0, limit=20)))[0])  # type: ignore[misc]
    return {
        "ours": _spread(ours),
        "raw_fts5": _spread(raw),
        "ratio_p95": round(_p(ours, 0.95) / _p(raw, 0.95), 2),
    }


def _statements(call: Callable[[], Any]) -> list[tuple[str, tuple[Any, ...]]]:
    """The statements on words and numbers that a call sends: what is left when everything around them is taken away."""
    from django.db import connection

    seen: list[tuple[str, tuple[Any, ...]]] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "FROM search_text" in sql or "FROM search_slot" in sql:
            seen.append((sql.replace("%s", "?"), tuple(params or ())))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        call()
    return seen


def elastic(now: datetime) -> Result:
    """A new index, then the same questions by four clients, beside the server's own time."""
    from django.db import connections

    from search.elastic import Elastic
    from search.indexing import batches

    engine = Elastic()
    spent, count = _timed(lambda: engine.rebuild(batches(1000)))
    wanted = _wanted(now)

    def ask(one: Any) -> tuple[float, float]:
        seconds, took = _timed(lambda: engine.timed(one, limit=20))
        connections.close_all()
        return seconds, took / 1000

    for one in wanted[:30]:
        ask(one)
    with ThreadPoolExecutor(CLIENTS) as pool:
        times = list(pool.map(ask, wanted * 3))
    ours, took = [row[0] for row in times], [row[1] for row in times]
    allowed = _p(took, 0.95) * 1.3 + 15
    return {
        "indexing_per_second": round(count / spent), "clients": CLIENTS, "ours": _spread(ours), "took": _spread(took),
        "allowed_p95_ms": round(allowed, 1), "within": _p(ours, 0.95) <= allowed,
    }  # fmt: skip


def lag(now: datetime, *, server: bool) -> Result:
    """Seconds from the row of a new notice to the hit, the clock's errands called as the clock does."""
    from benchmarks.search_world import START
    from search import following, query
    from search.choosing import configured
    from search.indexing import put
    from search.models import Entry

    times = []
    for number in range(5):
        word = f"极稀有{number}号"
        start = time.perf_counter()
        put([Entry(scope="notices", key=f"lag-{number}", url="/", title=f"{word}工程", published_at=START)])
        if server:
            following.catch_up(now)
        wanted = query.read(f'"{word}"', now).wanted
        while not configured().count(wanted, parties=0).total:
            time.sleep(0.02)
        times.append(time.perf_counter() - start)
    return {"seconds_at_most": round(max(times), 2)}


def alerts(now: datetime) -> Result:
    """Ten thousand saved searches against fifty new notices."""
    from benchmarks.search_judged import QUERIES
    from benchmarks.search_world import many
    from search import alerts as saved
    from search.indexing import put
    from search.models import Entry, Subscription

    newest = Entry.objects.order_by("-seq").values_list("seq", flat=True)[0]
    extra = (
        "",
        "&type=采购公告",
        "&region=140926",
        "&band=400",
        "&due=open",
        "&industry=水利",
        "&business=工程建设",
    )
    Subscription.objects.bulk_create(
        Subscription(
            token=uuid4().hex, query=f"q={QUERIES[n % len(QUERIES)].query}{extra[n % len(extra)]}&buyer={'' if n % 9 else '静乐县水利局'}", says="x",
            channel="mail", address=f"{n}@example.com", frequency="at-once", asked_at=now, confirmed_at=now, told_seq=newest, told_at=now,
        )
        for n in range(SUBSCRIPTIONS)
    )  # fmt: skip
    fresh = list(many(FRESH, seed=7))
    for row in fresh:
        row.key = f"fresh-{row.key}"
    put(fresh)
    spent, _ = _timed(lambda: saved.carry(now + timedelta(seconds=1)))
    return {"subscriptions": SUBSCRIPTIONS, "new_notices": FRESH, "seconds": round(spent, 1)}


def judged(engine: Any, now: datetime) -> Result:
    """nDCG@10 over the real notices, by kind of need; known items that find nothing."""
    from benchmarks.search_judged import QUERIES, ndcg
    from benchmarks.search_world import real
    from search import query
    from search.models import Entry

    rows, scores, lost = real(), dict[str, list[float]](), list[str]()
    for row in QUERIES:
        grades = {one.id: row.grade(one) for one in rows}
        used = query.relaxed(
            query.read(row.query, now, samples=True),
            row.query,
            lambda one: engine.count(one, parties=0).total,
        )
        hits = engine.search(used.wanted, offset=0, limit=10)
        keys = {entry.pk: entry.key for entry in Entry.objects.filter(pk__in=hits.ids)}
        scores.setdefault(row.kind, []).append(
            ndcg([grades.get(keys[pk], 0) for pk in hits.ids], list(grades.values()))
        )
        lost += [row.query] if row.kind == "known" and not hits.total else []
    everything = [score for kind in scores.values() for score in kind]
    means = {kind: round(statistics.mean(found), 3) for kind, found in scores.items()}
    return {
        "queries": len(everything),
        "ndcg10": round(statistics.mean(everything), 3),
        "by_kind": means,
        "known_without_hit": lost,
    }


def _empty() -> None:
    from search.indexing import remove
    from search.models import Entry

    while keys := list(Entry.objects.live().filter(scope="notices").values_list("key", flat=True)[:BATCH]):
        remove("notices", keys)


def _fill_real() -> None:
    """The real notices as they are, and the synonyms staff would keep."""
    from benchmarks.search_judged import SYNONYMS
    from benchmarks.search_world import as_entry, real
    from search.indexing import put
    from search.models import Synonym

    for chunk in _chunks(map(as_entry, real()), BATCH):
        put(chunk)
    Synonym.objects.bulk_create(Synonym(words=words) for words in SYNONYMS)


def run(count: int, server: str) -> Result:
    """Everything, in one process on one machine."""
    from django.conf import settings

    from benchmarks.search_world import SHANGHAI
    from search.elastic import Elastic
    from search.embedded import Embedded
    from search.indexing import batches

    now = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
    found: Result = {}
    _fill_real()
    found["judged"] = {"embedded": judged(Embedded(), now)}
    if server:
        settings.SEARCH_URL = f"{server}/bench-{uuid4().hex[:8]}"
        Elastic().rebuild(batches())
        found["judged"]["elasticsearch"] = judged(Elastic(), now)
        settings.SEARCH_URL = ""
    _empty()
    found["indexing_embedded"] = fill(count)
    found["embedded"] = embedded(now)
    found["lag_embedded"] = lag(now, server=False)
    found["alerts_embedded"] = alerts(now)
    if server:
        settings.SEARCH_URL = f"{server}/bench-{uuid4().hex[:8]}"
        found["elasticsearch"] = elastic(now)
        found["lag_elasticsearch"] = lag(now, server=True)
        Elastic().drop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--server", action="store_true", help="start an Elasticsearch for this run")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jingle-bench-") as scratch, contextlib.ExitStack() as stack:
        url = os.environ.get("SEARCH_URL", "")
        if options.server:
            from deploy.search_server import running

            url = stack.enter_context(running(9251, heap="1g"))
        _set_up(scratch)
        found = run(options.count, url)
    print(json.dumps(found, ensure_ascii=False, indent=None if options.json else 2))


if __name__ == "__main__":
    main()
