"""The engine inside the database: SQLite FTS5 or PostgreSQL tsvector over the same spaced tokens.

Only this file asks which of the two it is. Both see tokens made by `text.tokens`, both match phrases,
so the same query finds the same rows on either.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

from search.engine import Hits, Wanted
from search.models import Entry
from search.text import spaced

TITLE_WEIGHT = 6
_SORTS = {
    "deadline": "e.deadline_at IS NULL, e.deadline_at, e.id DESC",
    "newest": "e.published_at DESC, e.id DESC",
    "amount": "e.amount_fen IS NULL, e.amount_fen DESC, e.id DESC",
}


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _fts5(wanted: Wanted) -> str:
    """ "供 热" AND "监 理": tokens hold no quotation mark, so nothing can break out of a phrase."""
    glue = " OR " if wanted.any_word else " AND "
    return glue.join(f'"{" ".join(phrase)}"' for phrase in wanted.phrases)


def _tsquery(wanted: Wanted) -> tuple[str, list[str]]:
    """One phrase query per word, joined; the words go as parameters."""
    glue = " || " if wanted.any_word else " && "
    return glue.join(["phraseto_tsquery('simple', %s)"] * len(wanted.phrases)), [
        " ".join(phrase) for phrase in wanted.phrases
    ]


class Embedded:
    """Writes and reads the table `search_text` beside `search_entry`."""

    def put(self, entries: Sequence[Entry]) -> None:
        self.forget([row.pk for row in entries])
        with connection.cursor() as cursor:
            cursor.executemany(
                self._insert(),
                [
                    (row.pk, spaced(row.title), spaced(f"{row.key} {row.buyer} {row.type} {row.text}"))
                    for row in entries
                ],
            )

    @staticmethod
    def _insert() -> str:
        if not _is_postgresql():
            return "INSERT INTO search_text (rowid, title, body) VALUES (%s, %s, %s)"
        return (
            "INSERT INTO search_text (id, vector) VALUES (%s, setweight(to_tsvector('simple', %s), 'A')"
            " || setweight(to_tsvector('simple', %s), 'D'))"
        )

    def forget(self, ids: Sequence[int]) -> None:
        key = "id" if _is_postgresql() else "rowid"
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM search_text WHERE {key} = %s", [(pk,) for pk in ids])  # noqa: S608

    def search(self, wanted: Wanted, *, offset: int, limit: int) -> Hits:
        source, given = self._source(wanted)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) {source}", given)
            total = int(cursor.fetchone()[0])
            cursor.execute(
                f"SELECT e.id {source} ORDER BY {self._order(wanted)} LIMIT %s OFFSET %s",
                [*given, *self._order_values(wanted), limit, offset],
            )
            return Hits(total, tuple(int(row[0]) for row in cursor.fetchall()))

    def types(self, wanted: Wanted) -> dict[str, int]:
        source, given = self._source(wanted)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT e.type, count(*) {source} GROUP BY e.type ORDER BY 2 DESC, 1",
                given,
            )
            return {str(name): int(count) for name, count in cursor.fetchall() if name}

    def _source(self, wanted: Wanted) -> tuple[str, list[Any]]:
        """FROM … WHERE … and its parameters."""
        join, where, given = "", list[str](), list[Any]()
        if wanted.phrases and _is_postgresql():
            join = "JOIN search_text t ON t.id = e.id"
            query, given = _tsquery(wanted)
            where = [f"t.vector @@ ({query})"]
        elif wanted.phrases:
            join = "JOIN search_text t ON t.rowid = e.id"
            where, given = ["search_text MATCH %s"], [_fts5(wanted)]
        for clause, value in self._conditions(wanted):
            where.append(clause)
            given.append(value)
        return f"FROM search_entry e {join} WHERE {' AND '.join(where) or '1 = 1'}", given

    @staticmethod
    def _conditions(wanted: Wanted) -> list[tuple[str, Any]]:
        moments = connection.ops.adapt_datetimefield_value
        rows = [
            ("e.scope = %s", wanted.scope),
            ("e.type = %s", wanted.type),
            ("e.published_at >= %s", moments(wanted.since) if wanted.since else ""),
            ("e.deadline_at > %s", moments(wanted.open_at) if wanted.open_at else ""),
            ("e.deadline_at < %s", moments(wanted.until) if wanted.until else ""),
        ]
        return [(clause, value) for clause, value in rows if value]

    @staticmethod
    def _order(wanted: Wanted) -> str:
        if wanted.sort in _SORTS:
            return _SORTS[wanted.sort]
        if not wanted.phrases:
            return _SORTS["newest"]
        if _is_postgresql():
            return f"ts_rank(t.vector, ({_tsquery(wanted)[0]})) DESC, e.published_at DESC, e.id DESC"
        return f"bm25(search_text, {TITLE_WEIGHT}.0, 1.0), e.published_at DESC, e.id DESC"

    @staticmethod
    def _order_values(wanted: Wanted) -> list[str]:
        ranked = bool(wanted.phrases) and wanted.sort not in _SORTS
        return _tsquery(wanted)[1] if ranked and _is_postgresql() else []
