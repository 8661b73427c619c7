"""Which notices the toolbox itself makes: 更正公告 of works notices, and 补录 of a past project."""

from __future__ import annotations

from datetime import date

from marketplace.law.statutes import NOTICES, PLATFORM
from marketplace.notices.kinds import Business, NoticeType, Part, day, line, money, must, text

FOUNDED = date(2026, 11, 25)
CORRECTION, PAST = "E18", "B01"
CORRECTION_OF = {Business.WORKS: CORRECTION, Business.PROCUREMENT: "G06"}

ROWS = (
    NoticeType(
        CORRECTION, "更正公告", Business.WORKS, NOTICES[16],
        must("原公告编号", "原公告名称", "首次公告日期", "更正事项和内容", "更正的理由", "更正日期", "招标人"),
        "tenderAmendment", FOUNDED,
    ),
    NoticeType(
        PAST, "过去项目补录", Business.OTHER, PLATFORM["BACKFILL"],
        (
            line("项目名称"), line("业务类别"), line("原项目编号"), line("招标人（采购人）"), line("交易方式", "例如 公开招标、竞争性磋商、简易发包"),
            text("项目内容"), line("当时发布公告的媒介"), day("首次公告日期"), day("开标（开启）日期"),
            line("中标（成交）单位"), money("中标（成交）金额", part=Part.AMOUNT), day("合同签订日期", required=False),
            line("纸质档案存放处"), text("补录的原因", "为什么当时没有在平台办理"),
        ),
        "contract", FOUNDED, issuer="招标人（采购人）",
    ),
)  # fmt: skip
