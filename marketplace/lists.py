"""Which lists leave as tables, with which columns; and the one line by which a list's view offers them.

A view hands its rows, filtered as they are shown, to `as_file(request, LOTS, rows)`; it answers when the
address asks for `file=csv` or `file=xlsx`, else with None. What a list may show its reader is decided by its
query and its columns, here as on the page: no column says more than the page does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice
from operator import attrgetter, itemgetter
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header

from marketplace.accounts.actors import moment
from marketplace.downloads import PIECE, Download, send
from marketplace.flow.errors import Misdeclared
from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI
from marketplace.sheets.columns import Cell
from marketplace.sheets.writing import Shown, write_csv, write_xlsx

MOST = 20_000  # rows of one file; who needs more narrows the filter or asks the API
PARAMETER = "file"
CHUNK = 500
WHOLE = 2 * 1024 * 1024  # octets up to which a file stays in memory
MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
KINDS = tuple(MEDIA)
Getter = Callable[[Any], Any]
Veil = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Column:
    """One column that leaves: its title, where its value comes from, its width."""

    title: str
    value: Getter
    width: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A list with its columns; `is_public` says that anybody may read it."""

    code: str
    title: str
    columns: tuple[Column, ...]
    is_public: bool

    @property
    def shown(self) -> list[Shown]:
        return [Shown(column.title, column.width) for column in self.columns]

    def cells(self, row: Any, over: Veil = str) -> list[Cell]:
        """The row's cells; `over` takes out of every text what must not be read any more."""
        found = (_cell(column.value(row)) for column in self.columns)
        return [over(cell) if isinstance(cell, str) else cell for cell in found]


LISTS: dict[str, Listed] = {}


def declare(
    code: str, title: str, *columns: tuple[str, str | Getter, int], is_public: bool = False
) -> Listed:
    """Add a list, once. A column is (title, attribute path or function of the row, width in characters)."""
    if code in LISTS:
        raise Misdeclared(f"list {code} stands twice")
    made = tuple(
        Column(name, attrgetter(get) if isinstance(get, str) else get, width) for name, get, width in columns
    )
    LISTS[code] = Listed(code, title, made, is_public)
    return LISTS[code]


def table(title: str, head: Sequence[str]) -> Listed:
    """A public table whose columns are known only when it is made; its rows are sequences."""
    return Listed("", title, tuple(Column(name, itemgetter(n), 18) for n, name in enumerate(head)), True)


def at(path: str) -> Getter:
    """What stands at a path of attributes; a method without arguments is asked."""
    read = attrgetter(path)

    def value(row: Any) -> Any:
        found = read(row)
        return found() if callable(found) else found

    return value


def yuan(path: str) -> Getter:
    """The sum at a path in 元: what stands in 分 in the database."""
    read = attrgetter(path)

    def value(row: Any) -> Decimal | None:
        fen = read(row)
        return None if fen is None else Money(fen).decimal

    return value


def url(row: Any) -> str:
    """The row's page on this site."""
    return f"{settings.SITE_URL}{row.get_absolute_url()}"


def _cell(value: Any) -> Cell:
    """Moments are local and without zone in a spreadsheet; what it does not know becomes text."""
    if isinstance(value, datetime):
        return value.astimezone(SHANGHAI).replace(tzinfo=None)
    return (
        value
        if value is None or isinstance(value, str | int | Decimal) or hasattr(value, "year")
        else str(value)
    )


def as_file(
    request: HttpRequest, listed: Listed, rows: Iterable[Any], *, over: Callable[[], Veil] | None = None
) -> HttpResponseBase | None:
    """The rows as the file that the address asks for by `file=`; None when it asks for the page."""
    kind = request.GET.get(PARAMETER, "")
    asks = kind in KINDS and request.method in ("GET", "HEAD")
    return sheet(request, listed, rows, kind, over=over() if over else str) if asks else None


def sheet(
    request: HttpRequest, listed: Listed, rows: Iterable[Any], kind: str, *, over: Veil = str
) -> HttpResponseBase:
    """The rows as a file of this kind, for a list that has an address of its own for it."""
    now = moment(request).astimezone(SHANGHAI)
    file = _written(kind, listed, rows, now, request.GET.get("q", ""), over)
    name = f"{listed.title}-{now:%Y%m%d}.{kind}"
    answer = _whole(file, name) if file.seek(0, 2) <= WHOLE else _in_pieces(request, file, name)
    if not listed.is_public:
        answer["Cache-Control"] = "no-store"
    return answer


def _whole(file: IO[bytes], name: str) -> HttpResponse:
    """A small file, which was never on the disk."""
    with file:
        file.seek(0)
        content = file.read()
    headers = {"Content-Disposition": content_disposition_header(True, name) or "attachment"}
    return HttpResponse(content, content_type=MEDIA[name.rpartition(".")[2]], headers=headers)


def _in_pieces(request: HttpRequest, file: IO[bytes], name: str) -> HttpResponseBase:
    """A large one goes as every download does; it is closed with the answer, read to its end or not."""
    answer = send(request, Download(lambda: file, name, file.seek(0, 2), _digest(file)))
    answer._resource_closers.append(file.close)  # type: ignore[attr-defined] # Django's own way for what a request opened
    return answer


def _written(
    kind: str, listed: Listed, rows: Iterable[Any], now: datetime, words: str, over: Veil
) -> IO[bytes]:
    """A temporary file, written row by row: a snapshot, complete before the first byte goes."""
    file: IO[bytes] = SpooledTemporaryFile(WHOLE, dir=str(settings.FILE_UPLOAD_TEMP_DIR))  # noqa: SIM115 - closed when it was sent
    source = rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    counted = _Counted(listed, source, over)
    if kind == "csv":
        write_csv(file, listed.shown, counted)
    else:
        notes = counted.notes(words, now)
        write_xlsx(file, listed.title, listed.shown, counted, made_at=now.replace(tzinfo=None), notes=notes)
    return file


class _Counted:
    """Cells row by row, at most `MOST`; afterwards it knows how many there were and whether it stopped early."""

    def __init__(self, listed: Listed, rows: Any, over: Veil) -> None:
        self.listed, self.rows, self.over, self.count = listed, rows, over, 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in islice(self.rows, MOST):
            self.count += 1
            yield self.listed.cells(row, self.over)
        if next(self.rows, None) is not None:
            yield [f"只列出前 {MOST} 行，请缩小查询范围后再下载"]

    def notes(self, words: str, now: datetime) -> Iterable[str]:
        """What the file is, asked for when all rows are written."""
        yield f"{settings.SITE['name']} · {self.listed.title}"
        yield f"制表时间 {now:%Y-%m-%d %H:%M}，共 {self.count} 行" + (f"，查询“{words}”" if words else "")
        yield "金额单位为元；时间为北京时间。本表由平台数据生成，以网站公布的内容为准。"


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()
