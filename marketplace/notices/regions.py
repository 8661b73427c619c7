"""How a division's code reads, and which code a place has; the country's table is shared data and may be absent."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import lru_cache

from django.conf import settings

from marketplace.notices.models import HERE

OWN = {HERE: "静乐县", "140900": "忻州市", "140000": "山西省"}


def _rows(table: str) -> Iterator[dict[str, str]]:
    path = settings.SHARED_DIR / "data" / "regions" / table
    if path.exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from csv.DictReader(file)


@lru_cache(maxsize=1)
def _tables() -> tuple[dict[str, str], dict[str, str]]:
    """(code → name, place written in full → code), as far as the shared tables are there."""
    names = {row["code"]: row["name"] for row in _rows("provinces.csv")}
    places = {name: code for code, name in names.items()}
    for row in _rows("china_cities.csv"):
        names[row["code"]] = row["name"]
        places[names[row["province_code"]] + row["name"]] = row["code"]
    for row in _rows("china_counties.csv"):
        names[row["code"]] = row["name"]
        above = names[row["province_code"]]
        places[above + names.get(row["city_code"], "") + row["name"]] = row["code"]
    return names | OWN, places


def name_of(code: str) -> str:
    return _tables()[0].get(code, code)


def code_of(place: str) -> str:
    """湖北省宜昌市夷陵区 → 420506; "" where the place is not in the tables."""
    places = _tables()[1]
    return places.get(place) or places.get(place.removesuffix("市本级")) or places.get(f"{place}市") or ""
