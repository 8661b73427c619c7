"""Many notices for the search: the real ones of the shared data, multiplied with other names, numbers and dates."""

from __future__ import annotations

import csv
import gzip
import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from search.industry import industry_of
from search.models import Entry
from search.text import normal

SHANGHAI = ZoneInfo("Asia/Shanghai")
START = datetime(2023, 1, 3, 9, 0, tzinfo=SHANGHAI)
FILES = (
    "ningbo_soe_notices.jsonl.gz", "yichang_engineering.jsonl.gz", "ggzy_national.jsonl.gz",
    "shanxi_ccgp.jsonl.gz", "zhongshan_intermediary_supermarket.jsonl.gz",
)  # fmt: skip
_KINDS = (
    ("更正", "更正公告"), ("中标候选人", "中标候选人公示"), ("中标结果", "中标结果公示"), ("成交", "成交结果公告"), ("中标", "中标结果公示"),
    ("合同", "合同公告"), ("终止", "终止公告"), ("流标", "流标公告"), ("磋商", "竞争性磋商公告"), ("询价", "询价公告"), ("询比", "询价公告"),
    ("单一来源", "单一来源公示"), ("征集", "征集公告"), ("采购", "采购公告"),
)  # fmt: skip
_HERE = (*["140926"] * 6, "140902", "140981", "140921", "140922", "140923", "140924", "140925", "140927")
_DIGITS = re.compile(r"(?<![0-9])[0-9]{2,12}(?![0-9])")


def shared() -> Path:
    """Where shared reference data lies."""
    return Path(os.environ.get("SHARED_DIR", Path(__file__).resolve().parents[1].parent / "shared"))


@dataclass(frozen=True, slots=True)
class Real:
    """One real notice."""

    id: str
    title: str
    text: str
    day: datetime


@cache
def real() -> tuple[Real, ...]:
    """Every real notice with a text, once per id."""
    found: dict[str, Real] = {}
    for name in FILES:
        with gzip.open(shared() / "data" / "notices" / name, "rt", encoding="utf-8") as lines:
            for row in map(json.loads, lines):
                if row.get("text") and row.get("title"):
                    found.setdefault(
                        str(row["id"]), Real(str(row["id"]), row["title"], row["text"], _day(row))
                    )
    return tuple(found.values())


def _day(row: dict[str, Any]) -> datetime:
    found = re.search(r"(20\d\d)[-年./](\d{1,2})[-月./](\d{1,2})", str(row.get("published") or ""))
    year, month, day = map(int, found.groups()) if found else (2025, 6, 3)
    return datetime(year, month, min(day, 28), 9, 0, tzinfo=SHANGHAI)


@cache
def counties() -> tuple[tuple[str, str], ...]:
    """(code, name) of every county."""
    with (shared() / "data" / "regions" / "china_counties.csv").open(
        encoding="utf-8-sig", newline=""
    ) as lines:
        rows = list(csv.reader(lines))[1:]
    found = [
        (
            next(c for c in row if c.isdigit() and len(c) == 6),
            max((c for c in row if not c.isdigit()), key=len),
        )
        for row in rows
        if any(c.isdigit() and len(c) == 6 for c in row)
    ]
    return tuple(found)


def type_of(title: str) -> str:
    """The kind of notice a title names."""
    return next((name for word, name in _KINDS if word in title), "招标公告")


def as_entry(row: Real) -> Entry:
    """A real notice as an external sample."""
    buyer = _buyer(row.text)
    return Entry(
        scope=Entry.Scope.NOTICES, key=row.id, url=f"/notices/{row.id}/"[:300], title=row.title[:300], text=row.text,
        codes=[normal(row.id)], names=[normal(buyer)] if buyer else [], type=type_of(row.title), buyer=buyer, industry=industry_of(row.title),
        business="", region="", published_at=row.day, sample=True, source="外部公告样例",
    )  # fmt: skip


def _buyer(text: str) -> str:
    found = re.search(
        r"(?:招标人|采购人|采购单位|招标单位)(?:名称)?[：:\s]{1,3}([\u4e00-\u9fff（）()]{4,40})", text
    )
    return found[1] if found else ""


def many(count: int, *, seed: int = 1) -> Iterator[Entry]:
    """`count` entries made of the real ones: another county, other numbers, other dates."""
    dice, places, rows = random.Random(seed), counties(), real()
    for number in range(count):
        row, (_, place) = rows[number % len(rows)], places[dice.randrange(len(places))]
        shift = dice.randrange(1, 90)

        def other(found: re.Match[str], shift: int = shift) -> str:
            digits = found[0]
            return str((int(digits) + shift) % 10 ** len(digits)).zfill(len(digits))

        text = _DIGITS.sub(other, row.text)
        buyer = f"{place}{('教育局', '水利局', '住房和城乡建设局', '人民医院', '交通运输局')[number % 5]}"
        amount = dice.choice((None, 32, 180, 620, 2400, 8800))
        yield Entry(
            scope=Entry.Scope.NOTICES, key=f"JLX-GC-{2023 + number % 4}-{number:06d}", url=f"/notices/{number}/",
            title=f"{place}{_DIGITS.sub(other, row.title)}"[:300], text=f"采购人：{buyer}\n{text}",
            codes=[f"jlx-gc-{2023 + number % 4}-{number:06d}"], names=[normal(buyer)], type=type_of(row.title),
            state=("投标中", "公示期内", "履约中", "已完成")[number % 4], buyer=buyer, method="公开招标", business="工程建设",
            industry=industry_of(row.title), region=_HERE[number % len(_HERE)], amount_fen=amount and amount * 1_000_000,
            deadline_at=START + timedelta(days=number % 1500, hours=8) if number % 3 else None,
            published_at=START + timedelta(minutes=number * 19),
        )  # fmt: skip
