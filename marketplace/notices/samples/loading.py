"""How samples come in: masked, typed, never twice; a changed text is a new version linked to the old one."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import transaction

from marketplace.law.workdays import day_of
from marketplace.notices import freezing
from marketplace.notices.models import Notice
from marketplace.notices.regions import code_of
from marketplace.notices.samples import shapes
from marketplace.notices.samples.masking import mask, mask_all
from marketplace.notices.samples.shapes import Record, Unfit
from marketplace.notices.samples.typing import fit

BATCH = 500
_WORDS = re.compile(r"[^0-9a-z\u4e00-\u9fff]+")
_BUYER = re.compile(
    r"(?:采购人|招标人|采购单位|招标单位)(?:信息)?(?:名称)?\s*[：:|]\s*(?:名称[：:]\s*)?([^\n|，。；（(：:]{4,40})"
)


@dataclass(slots=True)
class Tally:
    """What became of the rows of one run."""

    read: int = 0
    added: int = 0
    versions: int = 0
    known: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that did not come in, for the report."""

    file: str
    line: int
    code: str
    says: str
    title: str

    def as_json(self) -> dict[str, Any]:
        return {
            "file": self.file,
            "line": self.line,
            "code": self.code,
            "says": self.says,
            "title": self.title,
        }


def likeness(title: str, words: str) -> str:
    """hex(SHA-256) of what is said, whatever the spaces, punctuation, width, case and masking."""
    plain = _WORDS.sub("", unicodedata.normalize("NFKC", f"{title}\n{words}").lower())
    return hashlib.sha256(plain.encode()).hexdigest()


def load(
    path: Path, now: datetime, *, source: str = "", limit: int | None = None, tally: Tally
) -> Iterator[list[Refusal]]:
    """Take a file in, batch by batch; yields the refusals of each batch, so that nothing is kept in memory."""
    lines = islice(shapes.rows(path), limit)
    while batch := list(islice(lines, BATCH)):
        tally.read += len(batch)
        yield _batch(path, batch, now, source, tally)


def _batch(
    path: Path, batch: Iterable[tuple[int, Any]], now: datetime, source: str, tally: Tally
) -> list[Refusal]:
    refused: list[Refusal] = []
    fresh: list[tuple[int, Notice]] = []
    for line, raw in batch:
        try:
            fresh.append((line, _notice(raw, path, now, source, tally)))
        except Unfit as unfit:
            title = (
                "" if isinstance(raw, Unfit) else mask(str(raw.get("title") or raw.get("标题") or ""))[:80]
            )
            refused.append(Refusal(path.name, line, unfit.code, unfit.says, title))
    refused += _save(path, fresh, tally)
    tally.refused.update(row.code for row in refused)
    return refused


def _notice(raw: Any, path: Path, now: datetime, source: str, tally: Tally) -> Notice:
    """The row as a notice that is not saved yet; raises Unfit."""
    if isinstance(raw, Unfit):
        raise raw
    row = shapes.record(raw)
    kind = fit(row.category, row.regime, row.title)
    if kind is None:
        raise Unfit("NO-TYPE", f"类别“{row.category}”和标题都看不出是哪类公告")
    if not row.external_id:
        raise Unfit("NO-ID", "没有原编号，无法辨认是否重复")
    title, buyer, *rest = mask_all(
        [row.title, _buyer(row), *(f"{label}：{value}" for label, value in row.fields)], tally.masked
    )
    fields = [
        {"label": label, "value": said.removeprefix(f"{label}：")}
        for (label, _), said in zip(row.fields, rest, strict=True)
    ]
    notice = Notice(
        number=f"EX-{row.external_id}"[:58], type=kind.code, title=_cut(title, 200), tender="", fields=fields,
        published_at=row.published_at, law_on=day_of(row.published_at), method=row.method, buyer=_cut(buyer, 120),
        business=kind.business, region=row.region or code_of(row.place), amount_fen=row.amount_fen, deadline_at=row.deadline_at,
        source_system=_cut(source or row.source or f"{row.place}公开公告", 60), external_id=row.external_id[:80], synced_at=now,
        likeness=likeness(title, row.words),
    )  # fmt: skip
    notice.hash = freezing.digest(notice.frozen())
    return notice


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _buyer(row: Record) -> str:
    """Whose notice it is: as the source says, or as the text names its purchaser."""
    found = None if row.buyer else _BUYER.search(row.words[:20_000])
    return row.buyer or (found[1].strip() if found else "")


@transaction.atomic
def _save(path: Path, fresh: list[tuple[int, Notice]], tally: Tally) -> list[Refusal]:
    """What is new goes in; what is known stays; what changed becomes the next version."""
    alike = Notice.objects.samples().alike(row.likeness for _, row in fresh)
    latest: dict[tuple[str, str], Notice] = {}
    for place in {row.source_system for _, row in fresh}:
        ids = [row.external_id for _, row in fresh if row.source_system == place]
        latest |= {(place, key): row for key, row in Notice.objects.latest_of(place, ids).items()}
    shaped = {_same(row): row for row in Notice.objects.samples().titled(row.title for _, row in fresh)}
    kept: list[Notice] = []
    refused = []
    for line, row in fresh:
        twin = alike.get(row.likeness)
        if twin is not None:
            refused += _again(path, line, row, twin, tally)
            continue
        if other := shaped.get((*_same(row)[:3], not _is_full(row))):
            says = f"与 {other.number} 是同一份公告的另一种形式"
            refused.append(Refusal(path.name, line, "OTHER-SHAPE", says, row.title[:80]))
            continue
        row.replaces = latest.get((row.source_system, row.external_id))
        if row.replaces:
            row.number = _next_number(row.replaces.number)
            kept = _flushed(kept, tally)
        latest[row.source_system, row.external_id] = row
        alike[row.likeness] = row.number
        kept.append(row)
        if row.replaces:
            kept = _flushed(kept, tally)
    _flushed(kept, tally)
    return refused


def _is_full(row: Notice) -> bool:
    return any(item["label"] == shapes.FULL_TEXT for item in row.fields)


def _same(row: Notice) -> tuple[str, str, date, bool]:
    """What two shapes of one notice have in common, and which shape it is: full text or parsed fields."""
    return row.title, row.type, day_of(row.published_at), _is_full(row)


def _again(path: Path, line: int, row: Notice, twin: str, tally: Tally) -> list[Refusal]:
    """The same notice again is known; the same words under another id are a duplicate."""
    if twin.startswith(row.number):
        tally.known += 1
        return []
    return [Refusal(path.name, line, "DUPLICATE", f"与 {twin} 内容相同", row.title[:80])]


def _next_number(number: str) -> str:
    """EX-nb-1 → EX-nb-1.2 → EX-nb-1.3."""
    head, _, tail = number.rpartition(".")
    return f"{head}.{int(tail) + 1}" if head and tail.isdecimal() else f"{number}.2"


def _flushed(rows: list[Notice], tally: Tally) -> list[Notice]:
    Notice.objects.bulk_create(rows)
    tally.added += sum(row.replaces is None for row in rows)
    tally.versions += sum(row.replaces is not None for row in rows)
    tally.types.update(f"{row.business} {row.type}" for row in rows)
    return []
