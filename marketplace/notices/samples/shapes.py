"""In which shapes foreign notices come, and how each becomes one plain record; other shapes are refused."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import IO, Any, cast

from marketplace.law.workdays import SHANGHAI

Raw = dict[str, Any]
FULL_TEXT = "公告正文"
NOTHING = {"", "/", "无", "-", "—", "None", "null"}


class Unfit(ValueError):
    """Why a row cannot be read; `code` for the report."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(says)
        self.code, self.says = code, says


@dataclass(slots=True)
class Record:
    """One foreign notice before masking and typing."""

    external_id: str
    category: str
    regime: str
    title: str
    published_at: datetime
    source: str
    place: str
    fields: list[tuple[str, str]]
    region: str = ""
    buyer: str = ""
    method: str = ""
    amount_fen: int | None = None
    deadline_at: datetime | None = None
    words: str = field(default="")  # what likeness is judged by

    def __post_init__(self) -> None:
        self.words = self.words or "\n".join(value for _, value in self.fields)


def opened(path: Path) -> IO[str]:
    """Plain or gzipped text, read line by line."""
    if path.suffix == ".gz":
        return cast(IO[str], gzip.open(path, "rt", encoding="utf-8-sig", newline=""))
    return path.open(encoding="utf-8-sig", newline="")


def rows(path: Path) -> Iterator[tuple[int, Raw | Unfit]]:
    """(line, what stands there) of a .jsonl or .csv file, gzipped or not."""
    kind = path.name.removesuffix(".gz").rsplit(".", 1)[-1]
    with opened(path) as file:
        if kind == "csv":
            yield from enumerate(csv.DictReader(file), 2)
            return
        for number, line in enumerate(file, 1):
            if line.strip():
                yield number, _json(line)


def _json(line: str) -> Raw | Unfit:
    try:
        row = json.loads(line)
    except ValueError:
        return Unfit("BAD-JSON", "这一行不是 JSON")
    return row if isinstance(row, dict) else Unfit("BAD-JSON", "这一行不是一条记录")


def record(raw: Raw) -> Record:
    """The record of whatever shape it is; raises Unfit with the reason."""
    if "中标人" in raw and "标题" in raw:
        return _award_row(raw)
    found = _with_text(raw) if raw.get("text") else _structured(raw)
    if not found.title:
        raise Unfit("NO-TITLE", "没有标题")
    return found


def moment(written: Any) -> datetime | None:
    """2025-09-01, 2025-11-21 09:30 or with seconds, in Shanghai."""
    text = str(written or "").strip().replace("/", "-").split(".")[0]
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=SHANGHAI)
        except ValueError:
            continue
    return None


def published(raw: Raw, *names: str) -> datetime:
    found = next((at for name in names if (at := moment(raw.get(name)))), None)
    if found is None:
        raise Unfit("NO-DATE", "没有发布时间")
    return found


def fen(written: Any) -> int | None:
    """A plain sum in 元; percentages and words are no sum."""
    try:
        sum_ = Decimal(str(written or "").replace(",", "").strip()) * 100
    except InvalidOperation:
        return None
    return int(sum_) if sum_.is_finite() and 0 < sum_ < 10**15 else None


def said(*pairs: tuple[str, Any]) -> list[tuple[str, str]]:
    """Pairs that say something."""
    rows = [(label, str(value if value is not None else "").strip()) for label, value in pairs]
    return [(label, value) for label, value in rows if value not in NOTHING]


def _named(raw: Raw) -> dict[str, Any]:
    return {
        "external_id": str(raw.get("id") or ""), "category": str(raw.get("type") or ""), "regime": str(raw.get("regime") or ""),
        "title": " ".join(str(raw.get("title") or "").split()), "place": str(raw.get("region") or ""), "region": str(raw.get("region_code") or ""),
        "source": str(raw.get("platform") or ""),
    }  # fmt: skip


def _with_text(raw: Raw) -> Record:
    """A full text with a few facts beside it."""
    text = str(raw["text"]).strip()
    facts = said(
        ("项目编号", raw.get("project_no")), ("地区", raw.get("region")), ("开标时间", raw.get("open_time")), ("选取方式", raw.get("method")),
        ("预算", raw.get("budget_text")), ("截止时间", raw.get("deadline")),
    )  # fmt: skip
    return Record(
        **_named(raw), published_at=published(raw, "published"), fields=[*facts, (FULL_TEXT, text)], words=text,
        buyer=str(raw.get("buyer") or ""), method=str(raw.get("method") or "")[:24], deadline_at=moment(raw.get("deadline") or raw.get("open_time")),
    )  # fmt: skip


def _structured(raw: Raw) -> Record:
    """Parsed fields, or a list of bidders with their prices."""
    if isinstance(raw.get("fields"), dict):
        given = raw["fields"]
        facts = said(*given.items())
        more: dict[str, Any] = {
            "buyer": str(given.get("招标人") or ""),
            "amount_fen": fen(given.get("中标价(元)")),
        }
    elif isinstance(raw.get("bidders"), list):
        prices = "\n".join(f"{row.get('bidder', '')}：{row.get('price', '')} 元" for row in raw["bidders"])
        facts = said(
            ("项目名称", raw.get("project_name")),
            ("公示期", raw.get("publicity_period")),
            ("投标人和报价", prices),
        )
        more = {}
    else:
        raise Unfit("NO-TEXT", "没有正文，也没有可以识别的栏目")
    if not facts:
        raise Unfit("NO-TEXT", "各栏目都是空的")
    regime = {"regime": "工程建设"} if not raw.get("regime") else {}
    return Record(**_named(raw) | regime, published_at=published(raw, "published"), fields=facts, **more)


def _award_row(raw: Raw) -> Record:
    """One line of a table of awards."""
    place = "".join(str(raw.get(name) or "") for name in ("省份", "市区", "县城"))
    facts = said(
        ("项目编号", raw.get("项目编号")), ("项目名称", raw.get("项目名称")), ("采购人", raw.get("采购人")), ("代理机构", raw.get("代理机构")),
        ("预算", raw.get("预算")), ("周期", raw.get("周期")), ("中标人", raw.get("中标人")), ("中标金额（元）", raw.get("中标金额")), ("地区", place),
    )  # fmt: skip
    title = " ".join(str(raw.get("标题") or "").split())
    if not title:
        raise Unfit("NO-TITLE", "没有标题")
    identity = "|".join([title, *(value for _, value in facts), str(raw.get("中标时间") or "")])
    return Record(
        external_id=f"aw-{hashlib.sha256(identity.encode()).hexdigest()[:16]}", category="成交结果", regime=str(raw.get("来源") or ""),
        title=title, published_at=published(raw, "中标时间", "发布时间"), source="", place=place, fields=facts,
        buyer=str(raw.get("采购人") or ""), amount_fen=fen(raw.get("中标金额")), words=identity,
    )  # fmt: skip
