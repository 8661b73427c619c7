"""Which lists of chapter 2 leave as tables. Before the deadline no column names, counts or prices a bidder."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from bidding.bid_pages import lock_words, status_of, version
from bidding.eval_pages.record import COLUMNS
from bidding.models import CHIPS, Process, State
from marketplace.lists import declare, url, yuan


def _word(row: Any) -> str:
    """The state as lists show it."""
    return CHIPS[State(row.state)]


def _lots(rows: Iterable[Process]) -> str:
    """Each lot of a project with its state."""
    return "；".join(f"{lot.lot.name}：{_word(lot)}" for lot in rows)


LOTS = declare(
    "lots", "招标项目",
    ("标段编号", "number", 26), ("项目", "title", 48), ("标段", "lot.name", 24), ("招标人", "tender.project.buyer.name", 30),
    ("招标代理机构", lambda row: str(row.tender.project.procuring_entity or ""), 30), ("监督部门", "tender.review_body.name", 30),
    ("环节", _word, 12), ("发布时间", "tender.published_at", 18), ("投标截止", "deadline_at", 18), ("公示期满", "publicity_until", 18),
    ("最高限价（元）", yuan("lot.ceiling_fen"), 18), ("工期（日历天）", "lot.duration_days", 12), ("网址", url, 52),
    is_public=True,
)  # fmt: skip
OPENINGS = declare(
    "openings", "开标日程",
    ("标段编号", "number", 26), ("项目", "title", 48), ("招标人", "tender.project.buyer.name", 30), ("开标时间", "deadline_at", 18),
    ("环节", _word, 12), ("网址", lambda row: f"{settings.SITE_URL}{row.hall_url}", 52),
    is_public=True,
)  # fmt: skip
OWN_BIDS = declare(
    "own-bids", "我的投标",
    ("标段编号", "process.number", 26), ("项目", "process.title", 48), ("环节", lambda row: _word(row.process), 12), ("状态", status_of, 14),
    ("版本", version, 10), ("解密方式", lock_words, 16), ("收齐时间", "arrived_at", 18), ("回执号", "number", 14),
)  # fmt: skip
ARCHIVES = declare(
    "archives", "归档",
    ("标段编号", "number", 26), ("项目", "title", 48), ("招标人", "tender.project.buyer.name", 30), ("合同订立", "contracted_at", 18),
    ("归档时间", "archived_at", 18),
)  # fmt: skip
SUPERVISED = declare(
    "supervised", "受监督的项目",
    ("项目编号", lambda row: row[0].number, 22), ("项目", lambda row: row[0].title, 48), ("招标人", lambda row: row[0].buyer.name, 30),
    ("招标代理机构", lambda row: str(row[0].project.procuring_entity or ""), 30), ("各标段", lambda row: _lots(row[1]), 40),
    ("发布时间", lambda row: row[0].published_at, 18), ("投标截止", lambda row: row[0].deadline_at, 18),
)  # fmt: skip
RECORD = declare(
    "record", "办理记录", ("序号", lambda row: row[0], 8),
    *((title, lambda row, name=name: getattr(row[1], name), 20) for title, name in COLUMNS),
)  # fmt: skip
