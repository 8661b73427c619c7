"""Which lists of chapter 1 leave as tables, with which columns."""

from __future__ import annotations

from marketplace.lists import declare, yuan

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
