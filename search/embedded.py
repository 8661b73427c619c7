"""The engine inside the database: SQLite FTS5 or PostgreSQL tsvector over the same spaced tokens.

Only this file asks which of the two it is. Both see tokens made by `text.tokens`, both match phrases,
so the same query finds the same rows on either. Beside the tokens stands a narrow row of numbers per
entry (`Slot`): one pass over it gives all facets.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from search.engine import FACETS, WEEK_SECONDS, Counted, Hits, Phrase, Wanted, band_of
from search.models import Code, Combo, Entry, Party, Slot
from search.text import spaced

TITLE_WEIGHT = 25  # found on the judged queries: a word in the title tells more than ten in the text
MANY = 500  # combinations that are asked for by number; more are read whole
BROAD = 4000  # above so many rows only those with a word in their title are ranked by relevance
_NEWEST = "s.published DESC, s.id DESC"
_SORTS = {
    "deadline": "s.deadline IS NULL, s.deadline, s.id DESC",
    "newest": _NEWEST,
    "amount": "s.amount IS NULL, s.amount DESC, s.id DESC",
}


def _is_postgresql() -> bool:
    return connection.vendor == "postgresql"


def _quoted(phrase: Phrase) -> str:
    """Tokens hold no quotation mark, so nothing can break out of a phrase."""
    return f'"{" ".join(phrase)}"'


def _fts5(wanted: Wanted, column: str = "") -> str:
    """("供 热" OR "供 暖") AND "监 理" NOT "设 计"."""
    glue = " OR " if wanted.any_word else " AND "
    found = glue.join(f"({' OR '.join(_quoted(phrase) for phrase in word)})" for word in wanted.words)
    if column:
        found = f"{column} : ({found})"
    return f"({found})" + "".join(f" NOT {_quoted(phrase)}" for phrase in wanted.without)


def _tsquery(wanted: Wanted) -> tuple[str, list[str]]:
    """One phrase query per alternative; the tokens go as parameters."""
    one = "phraseto_tsquery('simple', %s)"
    glue = " || " if wanted.any_word else " && "
    found = glue.join(f"({' || '.join([one] * len(word))})" for word in wanted.words)
    given = [" ".join(phrase) for word in wanted.words for phrase in word]
    for phrase in wanted.without:
        found, given = f"({found}) && !!{one}", [*given, " ".join(phrase)]
    return found, given


class Embedded:
    """Writes and reads `search_text`, `search_slot`, `search_code` beside `search_entry`."""

    name = "embedded"

    # ── writing ─────────────────────────────────────────────────────────────
    def put(self, entries: Sequence[Entry]) -> None:
        self._forget([row.pk for row in entries])
        rows = [row for row in entries if not row.gone]
        if not rows:
            return
        with connection.cursor() as cursor:
            cursor.executemany(
                self._insert(), [(row.pk, spaced(row.title), spaced(body_of(row))) for row in rows]
            )
        combos, parties = _combos(rows), _parties(rows)
        Slot.objects.bulk_create(
            Slot(
                id=row.pk, combo=combos[_values(row)], party=parties.get(row.buyer, 0),
                published=int(row.published_at.timestamp()), amount=row.amount_fen,
                deadline=int(row.deadline_at.timestamp()) if row.deadline_at else None,
            )
            for row in rows
        )  # fmt: skip
        Code.objects.bulk_create(
            [Code(value=value[:120], entry=row.pk) for row in rows for value in {*row.codes, *row.names}],
            ignore_conflicts=True,
        )

    @staticmethod
    def _insert() -> str:
        if not _is_postgresql():
            return "INSERT INTO search_text (rowid, title, body) VALUES (%s, %s, %s)"
        return (
            "INSERT INTO search_text (id, vector) VALUES (%s, setweight(to_tsvector('simple', %s), 'A')"
            " || setweight(to_tsvector('simple', %s), 'D'))"
        )

    @staticmethod
    def _forget(ids: Sequence[int]) -> None:
        known = list(Slot.objects.filter(pk__in=ids).values_list("pk", flat=True))
        if not known:
            return
        key = "id" if _is_postgresql() else "rowid"
        with connection.cursor() as cursor:
            cursor.executemany(f"DELETE FROM search_text WHERE {key} = %s", [(pk,) for pk in known])  # noqa: S608
        Slot.objects.filter(pk__in=known).delete()
        Code.objects.filter(entry__in=known).delete()

    # ── reading ─────────────────────────────────────────────────────────────
    def search(self, wanted: Wanted, *, offset: int, limit: int) -> Hits:
        total = self._total(wanted)
        column = "title" if total > BROAD and wanted.words and self._ranks(wanted) else ""
        rows = self._page(wanted, column, offset, limit) if total else []
        if column and len(rows) < limit:
            rows = self._page(wanted, "", offset, limit)
        return Hits(total, tuple(row[0] for row in rows), tuple(row[1] for row in rows))

    def count(self, wanted: Wanted, *, parties: int = 12) -> Counted:
        groups = self._groups(wanted)
        found: dict[str, Counter[str]] = {name: Counter() for name in (*FACETS, "due")}
        chosen = {name: value for name, value in wanted.filters if name != "buyer"}
        total = 0
        for values, due, rows in groups:
            missed = [name for name, value in chosen.items() if not _has(values, due, name, value)]
            total += 0 if missed else rows
            for name, counts in found.items():
                if not missed or missed == [name]:
                    _add(counts, name, values, due, rows)
        facets = {name: dict(counts.most_common()) for name, counts in found.items()}
        return Counted(total, facets | {"buyer": self._by_party(wanted, parties) if parties else {}})

    def matches(self, wanted: Sequence[Wanted]) -> list[tuple[int, ...]]:
        return [self._all(one) for one in wanted]

    # ── parts ───────────────────────────────────────────────────────────────
    @staticmethod
    def _ranks(wanted: Wanted) -> bool:
        return bool(wanted.words) and wanted.sort not in _SORTS

    def _all(self, wanted: Wanted) -> tuple[int, ...]:
        source, given = self._source(wanted)
        return tuple(row[0] for row in _rows(f"SELECT s.id {source} ORDER BY s.id", given))

    def _total(self, wanted: Wanted) -> int:
        source, given = self._source(wanted)
        return int(_rows(f"SELECT count(*) {source}", given)[0][0])

    def _page(self, wanted: Wanted, column: str, offset: int, limit: int) -> list[tuple[int, float]]:
        source, given = self._source(wanted, column=column)
        score, score_given = self._score(wanted)
        order = f"3 DESC, 2 DESC, {_NEWEST}" if self._ranks(wanted) else _SORTS.get(wanted.sort, _NEWEST)
        exact, exact_given = self._exact(wanted)
        statement = f"SELECT s.id, {score}, {exact} {source} ORDER BY {order} LIMIT %s OFFSET %s"
        rows = _rows(statement, [*score_given, *exact_given, *given, limit, offset])
        return [(int(row[0]), float(row[1] or 0)) for row in rows]

    def _score(self, wanted: Wanted) -> tuple[str, list[Any]]:
        if not self._ranks(wanted):
            return "0.0", []
        if _is_postgresql():
            query, given = _tsquery(wanted)
            return f"ts_rank('{{0.1, 0.2, 0.4, 1.0}}', t.vector, ({query}), 1)", given
        return f"-bm25(search_text, {TITLE_WEIGHT}.0, 1.0)", []

    @staticmethod
    def _exact(wanted: Wanted) -> tuple[str, list[Any]]:
        """1 for rows that have the whole query as a number or a name."""
        if not wanted.exact or not Embedded._ranks(wanted):
            return "0", []
        ids = list(Code.objects.filter(value=wanted.exact).values_list("entry", flat=True)[:500])
        if not ids:
            return "0", []
        return f"CASE WHEN s.id IN ({', '.join(['%s'] * len(ids))}) THEN 1 ELSE 0 END", ids

    def _groups(self, wanted: Wanted) -> list[tuple[dict[str, Any], str, int]]:
        """Rows by combination of facet values and by deadline, without the filters of those facets."""
        now = int(wanted.now.timestamp())
        due = (
            "CASE WHEN s.deadline IS NULL THEN '' WHEN s.deadline <= %s THEN 'closed'"
            " WHEN s.deadline <= %s THEN 'week' ELSE 'open' END"
        )
        source, given = self._source(wanted, facets=False)
        rows = _rows(
            f"SELECT s.combo, {due}, count(*) {source} GROUP BY 1, 2",
            [now, now + WEEK_SECONDS, *given],
        )
        numbers = {row[0] for row in rows}
        combos = Combo.objects.all() if len(numbers) > MANY else Combo.objects.filter(pk__in=numbers)
        named = {
            pk: dict(zip(Combo.FACETS, values, strict=True))
            for pk, *values in combos.values_list("pk", *Combo.FACETS)
        }
        return [
            (named[pk], due, int(count))
            for pk, due, count in rows
            if wanted.samples or not named[pk]["sample"]
        ]

    def _by_party(self, wanted: Wanted, most: int) -> dict[str, int]:
        source, given = self._source(wanted, party=False)
        binary = ' COLLATE "C"' if _is_postgresql() else ""
        statement = (
            f"SELECT p.name, m.rows FROM (SELECT s.party, count(*) AS rows {source} GROUP BY 1) m"  # noqa: S608
            f" JOIN search_party p ON p.id = m.party ORDER BY 2 DESC, p.name{binary} LIMIT %s"
        )
        return {str(name): int(count) for name, count in _rows(statement, [*given, most])}

    def _source(
        self, wanted: Wanted, *, column: str = "", facets: bool = True, party: bool = True
    ) -> tuple[str, list[Any]]:
        """FROM … WHERE … and its parameters."""
        source, where, given = "search_slot s", list[str](), list[Any]()
        if wanted.words and _is_postgresql():
            source = "search_text t JOIN search_slot s ON s.id = t.id"
            query, given = _tsquery(wanted)
            where = [f"t.vector @@ ({query})"]
            if column:
                where.append(f"t.vector @@ {_in_titles(wanted)[0]}")
                given = [*given, *_in_titles(wanted)[1]]
        elif wanted.words:
            source = "search_text JOIN search_slot s ON s.id = search_text.rowid"
            where, given = ["search_text MATCH %s"], [_fts5(wanted, column)]
        if facets:
            source += " JOIN search_combo c ON c.id = s.combo"
            where += [f"c.{name} = %s" for name, _ in wanted.filters if name in FACETS]
            given += [value for name, value in wanted.filters if name in FACETS]
            if not wanted.samples:
                where.append("NOT c.sample")
        for clause, values in self._conditions(wanted, facets=facets, party=party):
            where.append(clause)
            given += values
        return f"FROM {source} WHERE {' AND '.join(where) or '1 = 1'}", given

    @staticmethod
    def _conditions(wanted: Wanted, *, facets: bool, party: bool) -> Iterable[tuple[str, list[Any]]]:
        now = int(wanted.now.timestamp())
        if wanted.since:
            yield "s.published >= %s", [int(wanted.since.timestamp())]
        if wanted.until:
            yield "s.published < %s", [int(wanted.until.timestamp())]
        if facets and (due := wanted.filter("due")):
            yield from {
                "open": [("s.deadline > %s", [now])],
                "week": [("s.deadline > %s AND s.deadline <= %s", [now, now + WEEK_SECONDS])],
                "closed": [("s.deadline <= %s", [now])],
            }[due]
        if party and (name := wanted.filter("buyer")):
            yield "s.party = %s", [Party.objects.filter(name=name).values_list("pk", flat=True).first() or -1]
        if wanted.after is not None:
            yield "(s.published, s.id) < (%s, %s)", list(wanted.after)
        if wanted.ids:
            # the bounds let the index of words skip to the new rows
            row = "t.id" if _is_postgresql() else "search_text.rowid"
            yield f"{row if wanted.words else 's.id'} BETWEEN %s AND %s", [min(wanted.ids), max(wanted.ids)]
        if wanted.ids is not None:
            yield f"s.id IN ({', '.join(['%s'] * len(wanted.ids)) or 'NULL'})", list(wanted.ids)


def _in_titles(wanted: Wanted) -> tuple[str, list[str]]:
    """The words in titles (weight A) for PostgreSQL."""
    glue = " || " if wanted.any_word else " && "
    words = glue.join(f"({' || '.join(['%s::tsquery'] * len(word))})" for word in wanted.words)
    given = [" <-> ".join(f"'{token}':A" for token in phrase) for word in wanted.words for phrase in word]
    return f"({words})", given


def _rows(statement: str, given: Sequence[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(statement, list(given))
        return list(cursor.fetchall())


def body_of(row: Entry) -> str:
    """What is matched beside the title: numbers, names, kind and text."""
    return "\n".join((row.key, *row.codes, *row.names, row.buyer, row.type, row.text))


def _values(row: Entry) -> tuple[str | bool, ...]:
    """The entry's combination of facet values."""
    return (
        row.scope, row.type, row.state, row.region, band_of(row.amount_fen), row.industry, row.business,
        row.method, row.sample,
    )  # fmt: skip


def _key(values: tuple[str | bool, ...]) -> str:
    return hashlib.sha256("\x1f".join(map(str, values)).encode()).hexdigest()[:32]


def _combos(rows: Sequence[Entry]) -> dict[tuple[str | bool, ...], int]:
    """Combination → its number; new ones are added."""
    wanted = {_key(values): values for values in map(_values, rows)}
    known = _numbers(wanted)
    fresh = [
        Combo(key=key, **dict(zip(Combo.FACETS, values, strict=True)))
        for key, values in wanted.items()
        if key not in known
    ]
    if fresh:
        Combo.objects.bulk_create(fresh, ignore_conflicts=True)
        known = _numbers(wanted)
    return {values: known[key] for key, values in wanted.items()}


def _numbers(keys: Iterable[str]) -> dict[str, int]:
    return dict(Combo.objects.filter(key__in=list(keys)).values_list("key", "pk"))


def _parties(rows: Sequence[Entry]) -> dict[str, int]:
    names = {row.buyer for row in rows if row.buyer}
    known = dict(Party.objects.filter(name__in=names).values_list("name", "pk"))
    if fresh := names - set(known):
        Party.objects.bulk_create([Party(name=name) for name in sorted(fresh)], ignore_conflicts=True)
        known = dict(Party.objects.filter(name__in=names).values_list("name", "pk"))
    return known


def _has(values: dict[str, Any], due: str, name: str, value: str) -> bool:
    if name == "due":
        return due in (("open", "week") if value == "open" else (value,))
    return bool(values[name] == value)


def _add(found: Counter[str], name: str, values: dict[str, Any], due: str, rows: int) -> None:
    """Whatever closes within a week is open, too."""
    keys = {"week": ("week", "open")}.get(due, (due,)) if name == "due" else (values[name],)
    for key in keys:
        if key:
            found[key] += rows
