"""Which notices construction tendering knows (招标投标法, 发改委令10, tendering.md §7.1)."""

from __future__ import annotations

from datetime import date

from marketplace.law.statutes import (
    E_TENDERING,
    NOTICES,
    PLATFORM,
    PUBLIC_RESOURCES,
    TBL,
    TBL_REGULATION,
    Law,
)
from marketplace.notices.kinds import Business, Item, NoticeType, Part, line, money, must, text

SINCE = date(2018, 1, 1)  # 发改委令10 第二十四条
_CONTACTS = must("招标人", "招标人地址", "招标人联系人", "招标人电话")
_TENDER = must(
    "招标项目名称", "招标内容和范围", "规模", "资金来源", "投标人资格能力要求", "是否接受联合体投标", "最高投标限价", "工期",
    "获取招标文件的时间和方式", "递交投标文件的截止时间和方式", "开标时间", "评标方法",
)  # fmt: skip


def _works(
    code: str, name: str, law: Law, items: tuple[Item, ...], ocds_tag: str, *, by_hand: bool = False
) -> NoticeType:
    return NoticeType(code, name, Business.WORKS, law, items, ocds_tag, SINCE, by_hand=by_hand)


ROWS = (
    _works(
        "E01", "招标计划", PLATFORM["PLANNED-TENDERS"],
        (
            line("招标项目名称"), text("招标内容和规模"), money("估算金额", part=Part.AMOUNT), line("招标方式"),
            line("预计发布招标公告的月份", "例如 2027年3月"), line("招标人"), line("联系方式"),
        ),
        "planning", by_hand=True,
    ),
    _works(
        "E02", "资格预审公告", NOTICES[5],
        (
            *_TENDER[:6], *must("获取资格预审文件的时间和方式", "递交资格预审申请文件的截止时间和方式", "资格审查方法"), *_CONTACTS,
            *must("监督部门"),
        ),
        "tender",
    ),
    _works("E03", "招标公告", NOTICES[5], (*_TENDER, *_CONTACTS, *must("监督部门", "公告性质", "开标密钥")), "tender"),
    _works("E05", "澄清（修改、补遗）公告", TBL[23], must("原公告编号", "澄清或者修改的内容", "投标截止时间"), "tenderAmendment"),
    _works("E06", "延期公告", TBL_REGULATION[21], must("原公告编号", "原投标截止时间", "新投标截止时间", "理由"), "tenderAmendment"),
    _works("E07", "暂停（恢复）公告", TBL_REGULATION[62], must("原公告编号", "暂停或者恢复", "原因", "自何时起"), "tenderUpdate"),
    _works("E08", "终止招标公告", TBL_REGULATION[31], must("原公告编号", "终止的理由", "已收费用和保证金的退还"), "tenderCancellation"),
    _works(
        "E09", "开标记录", E_TENDERING[32],
        must("开标时间", "主持", "开标方式", "投标人与报价", "异议与答复", "最高投标限价"), "tenderUpdate",
    ),
    _works(
        "E10", "中标候选人公示", NOTICES[6],
        must(
            "中标候选人排序、名称、报价、工期和质量", "评标情况", "项目负责人姓名及证书", "资格能力条件响应情况", "否决投标情况", "公示期",
            "提出异议的渠道和方式", "监督部门",
        ),
        "award",
    ),
    _works(
        "E11", "定标候选人公示", PLATFORM["SEPARATE-DETERMINATION"],
        must(
            "定标候选人名称、报价、工期和质量", "评标情况", "项目负责人姓名及证书", "资格能力条件响应情况", "否决投标情况", "公示期",
            "提出异议的渠道和方式", "监督部门",
        ),
        "award",
    ),
    _works("E12", "中标结果公示", NOTICES[6], must("中标人名称", "中标价格", "工期", "项目负责人", "监督部门"), "awardUpdate"),
    _works("E13", "招标异常（流标）公告", TBL_REGULATION[44], must("标段", "原因", "后续安排"), "tenderUpdate"),
    _works(
        "E14", "重新招标公告", TBL_REGULATION[44],
        (*_TENDER, *_CONTACTS, *must("监督部门", "公告性质", "原公告编号", "开标密钥")), "tender",
    ),
    _works("E15", "合同信息公开", E_TENDERING[41], must("合同双方", "合同金额", "合同期限", "签订时间", "与招标投标文件的一致性"), "contract"),
    _works(
        "E16", "合同履约及变更信息", PUBLIC_RESOURCES,
        (
            line("合同编号"), line("合同双方"), text("履约情况"), text("变更内容和理由", required=False),
            money("变更后合同金额", part=Part.AMOUNT, required=False), line("实际工期", required=False),
        ),
        "implementation", by_hand=True,
    ),
    _works(
        "E17", "投诉处理决定", TBL_REGULATION[78],
        (line("项目名称"), line("投诉人和被投诉人"), text("基本情况"), text("处理依据和决定"), line("决定机关"), line("决定文号", part=Part.DOCUMENT)),
        "tenderUpdate", by_hand=True,
    ),
)  # fmt: skip
# E04 投标邀请书 is delivered to those invited and is no notice (招标投标法 17).
