"""Which notices there are, and which row of a notice was in force on a day (design D6).

A released row is never edited: a change of law is a new row of the same code with a later `since`.
"""

from __future__ import annotations

from datetime import date

from marketplace.law.errors import Misdeclared
from marketplace.notices import information, procurement, works
from marketplace.notices.corrections import kinds as corrections
from marketplace.notices.kinds import Business, NoticeType

ROWS: tuple[NoticeType, ...] = (*works.ROWS, *procurement.ROWS, *information.ROWS, *corrections.ROWS)
TYPES: dict[str, NoticeType] = {row.code: row for row in sorted(ROWS, key=lambda row: row.since)}
EXPOSURE = "H01"  # names a party that broke the law
EXPOSURE_ENDS = ("H02", "H03")  # what takes an exposure down before its day
HONOUR = "H04"
ENDING = tuple(sorted({row.code for row in ROWS if row.ends()}))


def type_on(code: str, on: date) -> NoticeType:
    """The row of a code in force on a day; a code without one is an error of ours."""
    rows = [row for row in ROWS if row.code == code and row.in_force(on)]
    if not rows:
        raise Misdeclared(f"no notice type {code} is in force on {on}")
    return max(rows, key=lambda row: row.since)


def by_business() -> dict[Business, list[NoticeType]]:
    """The present types under their line of business, in the order of the tables."""
    order = dict.fromkeys(row.code for row in ROWS)
    return {
        business: [TYPES[code] for code in order if TYPES[code].business is business] for business in Business
    }


def choices() -> list[tuple[str, str]]:
    """Code and name, for forms and the admin."""
    return [(row.code, row.name) for row in TYPES.values()]
