"""The engine on Elasticsearch: the same tokens, phrases and filters, so the same rows (elasticsearch.dsl).

The text to match arrives cut by `text.spaced` and is split at spaces, hence no analyser of the server
decides what is found. Beside it stands the text as people read it, for the marks around hits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

from django.conf import settings
from elasticsearch import Elasticsearch, helpers
from elasticsearch.dsl import (
    Document,
    FacetedSearch,
    MultiSearch,
    Q,
    RangeFacet,
    Search,
    TermsFacet,
    analyzer,
    tokenizer,
)
from elasticsearch.dsl import field as fields

from search.engine import FACETS, MARK, WEEK_SECONDS, Counted, Hits, Phrase, Wanted, band_of
from search.models import Entry
from search.text import spaced

TITLE_WEIGHT = 6
EXACT_WEIGHT = 1_000_000
TIMEOUT = 5  # seconds; then the embedded engine answers
_MOST_VALUES = 500
_BATCH = 100
_MATCHED = ("title_cut^6", "body_cut")
_cut = analyzer("cut", tokenizer="whitespace")
_read = analyzer(
    "read",
    tokenizer=tokenizer("read", "pattern", pattern=r"\p{IsHan}|[\p{L}\p{N}&&[^\p{IsHan}]]+", group=0),
    filter=["cjk_width", "lowercase"],
)


class EntryDocument(Document):
    """One entry as the index keeps it; moments are seconds since 1970, money is 分."""

    id = fields.Long()
    seq = fields.Long()
    title_cut = fields.Text(analyzer=_cut)
    body_cut = fields.Text(analyzer=_cut)
    title = fields.Text(analyzer=_read)  # for the marks; a piece of the text is marked from the row itself
    codes = fields.Keyword()
    scope = fields.Keyword()
    type = fields.Keyword()
    state = fields.Keyword()
    region = fields.Keyword()
    band = fields.Keyword()
    industry = fields.Keyword()
    business = fields.Keyword()
    method = fields.Keyword()
    buyer = fields.Keyword()
    sample = fields.Boolean()
    published = fields.Long()
    deadline = fields.Long()
    amount = fields.Long()

    class Index:
        name = "entries"
        settings = {"number_of_shards": 1, "refresh_interval": "1s"}


def _address() -> tuple[str, str]:
    """SEARCH_URL as (server, prefix of our indexes): http://host:9200/jingle → jingle."""
    parts = urlsplit(settings.SEARCH_URL)
    return urlunsplit((parts.scheme, parts.netloc, "", "", "")), parts.path.strip("/") or "marketplace"


@cache
def client() -> Elasticsearch:
    """One connection pool a process."""
    return Elasticsearch(_address()[0], request_timeout=TIMEOUT, max_retries=0, retry_on_timeout=False)


class Facets(FacetedSearch):
    """Counts per facet, each as if its own filter were not set."""

    doc_types = [EntryDocument]

    def __init__(self, wanted: Wanted, alias: str, parties: int) -> None:
        self.wanted, self.index = wanted, alias
        self.using = client()  # type: ignore[assignment]
        now = int(wanted.now.timestamp()) + 1
        self.facets = {name: TermsFacet(field=name, size=_MOST_VALUES) for name in FACETS}
        self.facets["buyer"] = TermsFacet(field="buyer", size=parties or 1)
        self.facets["due"] = RangeFacet(
            field="deadline",
            ranges=[("open", (now, None)), ("week", (now, now + WEEK_SECONDS)), ("closed", (None, now))],
        )
        super().__init__(filters={name: [value] for name, value in wanted.filters})

    def search(self) -> Search:
        found = super().search().query(_matching(self.wanted, filters=False))
        return found.extra(size=0, track_total_hits=True, _source=False)


class Elastic:
    """Reads and writes the index behind our alias."""

    name = "elasticsearch"

    def __init__(self) -> None:
        self.alias = f"{_address()[1]}-entries"

    # ── writing ─────────────────────────────────────────────────────────────
    def prepare(self) -> str:
        """Make the index if there is none; returns its name."""
        if self.exists():
            return str(next(iter(client().indices.get_alias(name=self.alias))))
        index = self._create()
        client().indices.put_alias(index=index, name=self.alias)
        return index

    def exists(self) -> bool:
        """Whether the alias leads to an index."""
        return bool(client().indices.exists_alias(name=self.alias))

    def _create(self) -> str:
        name = f"{self.alias}-{uuid4().hex[:12]}"
        index = EntryDocument._index.clone(name=name)
        index.create(using=client())
        return name

    def put(self, entries: Sequence[Entry]) -> None:
        self.prepare()
        self._bulk(self.alias, entries)

    def rebuild(self, batches: Iterable[Sequence[Entry]]) -> int:
        """A new index beside the old one, filled, then the alias moves: no moment without answers."""
        fresh, count = self._create(), 0
        client().indices.put_settings(index=fresh, settings={"refresh_interval": "-1"})
        for entries in batches:
            count += self._bulk(fresh, entries)
        client().indices.put_settings(index=fresh, settings={"refresh_interval": "1s"})
        client().indices.refresh(index=fresh)
        old = list(client().indices.get_alias(name=self.alias)) if self.exists() else []
        removals = [{"remove": {"index": name, "alias": self.alias}} for name in old]
        client().indices.update_aliases(actions=[*removals, {"add": {"index": fresh, "alias": self.alias}}])
        for name in old:
            client().indices.delete(index=name)
        return count

    def _bulk(self, index: str, entries: Sequence[Entry]) -> int:
        done, errors = helpers.bulk(
            client().options(request_timeout=60),
            (_action(index, row) for row in entries),
            raise_on_error=False,
        )
        broken = [error for error in errors if _status(error) not in (404, 409)]  # type: ignore[union-attr]
        if broken:
            raise helpers.BulkIndexError(f"{len(broken)} documents", broken)
        return int(done)

    def refresh(self) -> None:
        """Make what was written visible at once; otherwise it takes up to a second."""
        client().indices.refresh(index=self.alias)

    def drop(self) -> None:
        """Take the index away."""
        if self.exists():
            for name in list(client().indices.get_alias(name=self.alias)):
                client().indices.delete(index=name)

    # ── reading ─────────────────────────────────────────────────────────────
    def search(self, wanted: Wanted, *, offset: int, limit: int) -> Hits:
        found = self._search(wanted).extra(from_=offset, size=limit).source(["id"])
        if wanted.words:
            found = _marking(found, wanted)
        answer = found.execute()
        rows = list(answer)
        return Hits(
            int(answer.hits.total.value),  # type: ignore[attr-defined]
            tuple(int(row.meta.id) for row in rows),
            tuple(float(row.meta.score or 0) for row in rows),
            {int(row.meta.id): _marked(row.meta) for row in rows if "highlight" in row.meta},
        )

    def count(self, wanted: Wanted, *, parties: int = 12) -> Counted:
        answer = Facets(wanted, self.alias, parties).execute()
        facets = {
            name: {str(value): int(count) for value, count, _ in answer.facets[name] if count and value}
            for name in (*FACETS, "due", "buyer")
        }
        if not parties:
            facets["buyer"] = {}
        return Counted(int(answer.hits.total.value), facets)  # type: ignore[attr-defined]

    def matches(self, wanted: Sequence[Wanted]) -> list[tuple[int, ...]]:
        found: list[tuple[int, ...]] = []
        for start in range(0, len(wanted), _BATCH):
            several = MultiSearch(index=self.alias, using=client().options(request_timeout=60))
            for one in wanted[start : start + _BATCH]:
                several = several.add(self._search(one).extra(size=len(one.ids or ())).source(False))
            found += [tuple(sorted(int(row.meta.id) for row in answer)) for answer in several.execute()]
        return found

    def timed(self, wanted: Wanted, *, limit: int) -> int:
        """Milliseconds the server itself needs for the facets and a page: what a benchmark compares with."""
        page = (
            _marking(self._search(wanted).extra(size=limit).source(["id"]), wanted)
            if wanted.words
            else self._search(wanted)
        )
        return int(Facets(wanted, self.alias, 12).execute().took + page.execute().took)

    def _search(self, wanted: Wanted) -> Search:
        found = Search(index=self.alias, using=client()).query(_matching(wanted, filters=True))
        if wanted.after is not None:
            found = found.extra(search_after=list(wanted.after))
        return found.sort(*_order(wanted)).extra(track_total_hits=True, track_scores=True)


def _action(index: str, row: Entry) -> dict[str, Any]:
    """Versions are the row's place in the order of writing, so that an older write never wins."""
    head = {"_index": index, "_id": str(row.pk), "version": row.seq, "version_type": "external_gte"}
    if row.gone:
        return head | {"_op_type": "delete"}
    return head | {"_op_type": "index", "_source": as_document(row)}


def as_document(row: Entry) -> dict[str, Any]:
    """The entry's public fields, cut for matching and whole for reading."""
    from search.embedded import body_of

    return {
        "id": row.pk, "seq": row.seq, "title_cut": spaced(row.title), "body_cut": spaced(body_of(row)),
        "title": row.title, "codes": [*row.codes, *row.names], "scope": row.scope,
        "type": row.type, "state": row.state, "region": row.region, "band": band_of(row.amount_fen),
        "industry": row.industry, "business": row.business, "method": row.method, "buyer": row.buyer,
        "sample": row.sample, "published": int(row.published_at.timestamp()), "amount": row.amount_fen,
        "deadline": int(row.deadline_at.timestamp()) if row.deadline_at else None,
    }  # fmt: skip


def _status(error: dict[str, Any]) -> int:
    return int(next(iter(error.values())).get("status", 0))


def _phrase(phrase: Phrase) -> Any:
    # best_fields: the better of title and body counts, as in the embedded ranking
    return Q("multi_match", query=" ".join(phrase), type="phrase", fields=list(_MATCHED))


def _one_of(queries: Sequence[Any]) -> Any:
    return queries[0] if len(queries) == 1 else Q("bool", should=list(queries), minimum_should_match=1)


def _matching(wanted: Wanted, *, filters: bool) -> Any:
    """The words, what must not occur, and the exact conditions."""
    words = [_one_of([_phrase(phrase) for phrase in word]) for word in wanted.words]
    if wanted.any_word and words:
        words = [_one_of(words)]
    conditions = list(_conditions(wanted, filters=filters))
    better = (
        [Q("constant_score", filter=Q("term", codes=wanted.exact), boost=EXACT_WEIGHT)]
        if wanted.exact
        else []
    )
    return Q(
        "bool", must=words or [Q("match_all")], filter=conditions, should=better,
        must_not=[_phrase(phrase) for phrase in wanted.without],
    )  # fmt: skip


def _conditions(wanted: Wanted, *, filters: bool) -> Iterator[Any]:
    now = int(wanted.now.timestamp())
    if not wanted.samples:
        yield Q("term", sample=False)
    if wanted.since:
        yield Q("range", published={"gte": int(wanted.since.timestamp())})
    if wanted.until:
        yield Q("range", published={"lt": int(wanted.until.timestamp())})
    if wanted.ids is not None:
        yield Q("ids", values=[str(pk) for pk in wanted.ids])
    if not filters:
        return
    for name, value in wanted.filters:
        if name == "due":
            bounds = {
                "open": {"gt": now},
                "week": {"gt": now, "lte": now + WEEK_SECONDS},
                "closed": {"lte": now},
            }
            yield Q("range", deadline=bounds[value])
        else:
            yield Q("term", **{name: value})


def _order(wanted: Wanted) -> list[Any]:
    newest = [{"published": {"order": "desc"}}, {"id": {"order": "desc"}}]
    if wanted.sort == "deadline":
        return [{"deadline": {"order": "asc", "missing": "_last"}}, {"id": {"order": "desc"}}]
    if wanted.sort == "amount":
        return [{"amount": {"order": "desc", "missing": "_last"}}, {"id": {"order": "desc"}}]
    return newest if wanted.sort == "newest" or not wanted.words else ["_score", *newest]


def _marking(found: Search, wanted: Wanted) -> Search:
    """Marks around the words in the title as people read it."""
    spoken = [Q("match_phrase", title=" ".join(phrase)) for word in wanted.words for phrase in word]
    return found.highlight(
        "title", number_of_fragments=0, pre_tags=[MARK[0]], post_tags=[MARK[1]],
        highlight_query=_one_of(spoken).to_dict(),
    )  # fmt: skip


def _marked(meta: Any) -> str:
    return "".join(meta.highlight.to_dict().get("title", [])[:1])
