"""What chapter 1 asks of whoever runs the lots: chapter 2 answers, without being imported here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Protocol

from marketplace.flow.acts import Act
from marketplace.flow.errors import Misdeclared
from marketplace.law.money import Money
from tenders.models import Tender


@dataclass(frozen=True, slots=True)
class Tried:
    """One sample price of the owner's trial: its place, points, and what 1 % less or more does to it."""

    price: Money
    rank: int
    points: Decimal | None
    lower: tuple[Decimal | None, int | None]
    higher: tuple[Decimal | None, int | None]


@dataclass(frozen=True, slots=True)
class Awarded:
    """A lot that has a winner: whose it is and for how much."""

    lot: str
    supplier_id: int
    supplier: str
    amount_fen: int
    at: datetime

    @property
    def amount(self) -> Money:
        return Money(self.amount_fen)


@dataclass(frozen=True, slots=True)
class Paper:
    """One kind of paper that a lot leaves: its article, what there is of it, whether it must be there."""

    name: str
    law: object
    files: tuple[str, ...]
    required: bool

    @property
    def is_missing(self) -> bool:
        return self.required and not self.files


class LotProcedures(Protocol):
    """Implemented by `bidding.lots` and installed when that app is ready."""

    def prepare(self, tender: Tender, act: Act) -> None:
        """Make a process per lot and ask the custodians for their opening keys."""

    def discard(self, tender: Tender, act: Act) -> None:
        """Forget processes that were only prepared (the draft goes back)."""

    def ready(self, tender: Tender) -> bool:
        """Whether every lot has its key card."""

    def keys(self, tender: Tender) -> str:
        """One sentence per lot on who holds the opening keys, for the notice."""

    def receive(self, tender: Tender, act: Act) -> None:
        """Open every lot for bids."""

    def move(self, tender: Tender, act: Act, deadline: datetime) -> None:
        """Move every lot's deadline and tell the custodians."""

    def terminate(self, tender: Tender, act: Act) -> None:
        """End every lot that is still receiving."""

    def suspend(self, tender: Tender, act: Act, *, source: str, says: str, law: object) -> None:
        """Hold every lot until the objection is answered."""

    def lift(self, tender: Tender, act: Act, *, source: str) -> None:
        """Take the hold away."""

    def stage(self, tender: Tender) -> str:
        """The one state word of a published tender: of the lot that is still on its way."""

    def problems(self, evaluation: Mapping[str, Any]) -> tuple[str, ...]:
        """What keeps a described method from being published, as sentences."""

    def trial(
        self, evaluation: Mapping[str, Any], prices: Sequence[Money], ceiling: Money
    ) -> tuple[Tried, ...]:
        """Rank sample prices by the described method, and move each by 1 %."""

    def awarded(self, tender: Tender) -> tuple[Awarded, ...]:
        """What was awarded to whom, lot by lot."""

    def papers(self, tender: Tender, lot: str) -> tuple[Paper, ...]:
        """Which papers of a lot must be kept and which are there; none before its contract stands."""

    def contents(self, tender: Tender, lot: str) -> list[dict[str, Any]]:
        """Every file of the lot with size and hash."""


_installed: list[LotProcedures] = []


def install(procedures: LotProcedures) -> None:
    """Called once, by the chapter that runs the lots."""
    _installed[:] = [procedures]


def lots() -> LotProcedures:
    """The installed procedures."""
    if not _installed:
        raise Misdeclared("no chapter runs the lots")
    return _installed[0]
