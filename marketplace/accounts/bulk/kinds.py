"""Which kinds of rows can be brought in from a file; a chapter declares its own where its app is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from marketplace.accounts.models import Organization
from marketplace.flow.access import Actor, Role, roles_of
from marketplace.flow.acts import Act
from marketplace.flow.errors import Misdeclared
from marketplace.law.statutes import Law
from marketplace.sheets.columns import Table
from marketplace.sheets.reading import Line


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose file it is, when it is judged, and on what the rows were verified ("" = on nothing)."""

    unit: Organization
    now: datetime
    source: str = ""
    is_desk: bool = False


@dataclass(slots=True)
class Verdict:
    """What the rows without fault would do. `blame` on a line takes it out of all three."""

    new: list[Any] = field(default_factory=list)
    changed: list[Any] = field(default_factory=list)
    same: int = 0

    @property
    def written(self) -> int:
        return len(self.new) + len(self.changed)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of rows: its columns, who may bring them, how they are judged and written.

    `judge` compares lines that read well with what there is: it blames what cannot be and sorts the rest.
    `write` is called inside the act; it makes rows in bulk and leaves the record to the act.
    """

    code: str
    name: str
    table: Table
    roles: frozenset[Role]
    law: Law
    lead: str  # what follows from the import, one or two sentences
    judge: Callable[[list[Line], Origin], Verdict]
    write: Callable[[Verdict, Origin, Act], None]
    result: Callable[[Origin], tuple[str, str]]  # label and address of where the rows are found afterwards
    asks_source: bool = False
    home: tuple[str, str] = ("批量导入", "/desk/import/")
    url: str = ""

    @property
    def upload_url(self) -> str:
        return self.url or f"/desk/import/{self.code}/"

    def is_for(self, actor: Actor, unit: Organization) -> bool:
        """Whether the actor may bring such rows in, in the name of the unit."""
        return bool(self.roles & roles_of(actor, unit)) and not actor.reads_only


KINDS: dict[str, Kind] = {}


def declare(kind: Kind) -> Kind:
    """Add a kind, once."""
    if kind.code in KINDS:
        raise Misdeclared(f"import kind {kind.code} stands twice")
    KINDS[kind.code] = kind
    return kind


def twice(lines: Iterable[Line], key: Callable[[Line], Any], column: str) -> None:
    """Blame every line that says again what an earlier one said; lines already wrong do not count."""
    first: dict[Any, int] = {}
    for line in lines:
        if line.problems:
            continue
        before = first.setdefault(key(line), line.number)
        if before != line.number:
            line.blame(column, f"与第 {before} 行重复", "只留下一行，删去另一行")


def good(lines: Iterable[Line]) -> list[Line]:
    """The lines nobody has blamed so far."""
    return [line for line in lines if not line.problems]
