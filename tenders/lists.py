"""Which lists of chapter 1 leave as tables, with which columns."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from marketplace.lists import declare, url, yuan


def _media(row: Any) -> str:
    """Where the notice stood, each medium with its time."""
    return "；".join(str(medium) for medium in row.media.all())


NOTICES = declare(
    "notices", "交易公告",
    ("公告编号", "number", 30), ("业务", "business", 12), ("类型", "type_name", 18), ("标题", "title", 48), ("项目编号", "tender", 22),
    ("招标人、采购人", "buyer", 30), ("方式", "method", 16), ("金额（元）", yuan("amount_fen"), 18), ("发布时间", "published_at", 18),
    ("截止时间", "deadline_at", 18), ("发布媒介和时间", _media, 48), ("校验值（SHA-256）", "hash", 68),
    ("来源", lambda row: row.source_system or settings.SITE["name"], 24), ("网址", url, 52),
    is_public=True,
)  # fmt: skip
OWN_TENDERS = declare(
    "own-tenders", "我的项目",
    ("项目编号", "number", 22), ("项目", "title", 48), ("招标人", "buyer.name", 30), ("状态", "state_says", 14),
    ("标段数", lambda row: len(row.lots.all()), 8), ("发布时间", "published_at", 18), ("投标截止", "deadline_at", 18),
)  # fmt: skip
OWN_INTENTIONS = declare(
    "own-intentions", "采购意向",
    ("采购项目名称", "title", 40), ("采购需求概况", "needs", 60), ("预算金额（元）", yuan("budget_fen"), 18), ("预计采购时间", "when", 14),
    ("备注", "remarks", 30), ("状态", "state_says", 10), ("公告编号", "notice", 30),
)  # fmt: skip
