"""Which notices government procurement knows (财办库〔2020〕50号 and beyond, tendering.md §7.2)."""

from __future__ import annotations

from datetime import date

from marketplace.law.statutes import (
    FRAMEWORKS,
    INTENTIONS,
    NON_TENDERING,
    PLATFORM,
    PROCUREMENT,
    PROCUREMENT_FORMATS,
    PROCUREMENT_REGULATION,
    PROCUREMENT_TENDERING,
    SME_PAYMENTS,
    SME_SUPPORT,
    Law,
)
from marketplace.notices.kinds import Business, Item, NoticeType, Part, day, line, money, must, text

SINCE = date(2020, 7, 1)
_CONTACTS = must("采购人", "采购人联系方式", "项目联系人")
_BASICS = must("项目编号", "项目名称", "预算金额", "采购需求", "合同履行期限", "是否接受联合体")
_DECISION = (
    line("项目编号和名称"), line("当事人"), text("基本情况"), text("处理依据和结果"), line("处理机关"), day("处理日期"),
    line("处理文号", part=Part.DOCUMENT),
)  # fmt: skip


def _bought(
    code: str, name: str, law: Law, items: tuple[Item, ...], ocds_tag: str, *, by_hand: bool = False,
    since: date = SINCE, issuer: str = "采购人",
) -> NoticeType:  # fmt: skip
    return NoticeType(
        code, name, Business.PROCUREMENT, law, items, ocds_tag, since, by_hand=by_hand, issuer=issuer
    )


ROWS = (
    _bought(
        "G01", "采购意向公告", INTENTIONS,
        (
            line("采购单位"), line("采购项目名称"), text("采购需求概况"), money("预算金额", part=Part.AMOUNT),
            line("预计采购时间", "填到月，例如 2027年3月"), text("备注", required=False),
        ),
        "planning", by_hand=True,
    ),
    _bought(
        "G02", "资格预审公告", PROCUREMENT_FORMATS,
        (*_BASICS, *must("申请人的资格要求", "领取资格预审文件", "申请文件提交截止时间", "资格预审日期", "公告期限"), *_CONTACTS), "tender",
    ),
    _bought(
        "G03", "招标公告", PROCUREMENT_TENDERING[13],
        (*_BASICS, *must("最高限价", "投标人的资格要求", "获取招标文件", "投标截止和开标时间、地点", "公告期限"), *_CONTACTS), "tender",
    ),
    _bought(
        "G04", "竞争性谈判（磋商、询价）公告", PROCUREMENT_FORMATS,
        (*_BASICS, *must("采购方式", "供应商的资格要求", "获取采购文件", "响应文件提交", "开启", "公告期限"), *_CONTACTS), "tender",
    ),
    _bought(
        "G05", "单一来源采购公示", NON_TENDERING[38],
        must("采购人、采购项目名称和内容", "拟采购货物或者服务的说明", "采用单一来源采购方式的原因及说明", "拟定的唯一供应商名称、地址", "专业人员论证意见", "公示的期限", "采购人、代理机构、财政部门的联系方式"),
        "tender",
    ),
    _bought("G06", "更正公告", PROCUREMENT_FORMATS, (*must("原公告编号", "首次公告日期", "更正事项和内容", "更正日期"), *_CONTACTS), "tenderAmendment"),
    _bought("G07", "中止（暂停）公告", PROCUREMENT_FORMATS, (*must("原公告编号", "原因", "自何时起"), *_CONTACTS), "tenderUpdate"),
    _bought("G08", "终止（废标）公告", PROCUREMENT[36], (*must("项目编号", "项目名称", "终止的原因"), *_CONTACTS), "tenderCancellation"),
    _bought(
        "G09", "中标（成交）结果公告", PROCUREMENT_TENDERING[69],
        (*must("项目编号", "项目名称", "供应商名称、地址和中标（成交）金额", "主要标的信息", "评审专家名单", "代理服务收费", "公告期限"), *_CONTACTS), "award",
    ),
    _bought(
        "G10", "合同公告", PROCUREMENT_REGULATION[50],
        must("合同编号和名称", "项目编号和名称", "合同主体", "主要标的、数量、单价", "合同金额", "履约期限、地点", "采购方式", "合同签订日期"), "contract",
    ),
    _bought(
        "G11", "公共服务项目验收结果公告", PROCUREMENT_REGULATION[45],
        (
            line("合同编号和名称"), line("采购人"), line("供应商"), text("服务内容和要求"), line("服务期限和地点"), day("验收日期"),
            line("验收组成员"), text("验收意见"),
        ),
        "implementation", by_hand=True,
    ),
    _bought("G12", "投诉处理结果公告", PROCUREMENT_REGULATION[58], _DECISION, "tenderUpdate", by_hand=True, issuer="财政部门"),
    _bought("G13", "监督检查处理结果公告", PROCUREMENT_FORMATS, _DECISION, "tenderUpdate", by_hand=True, issuer="财政部门"),
    _bought(
        "G14", "集中采购机构考核结果公告", PROCUREMENT[66],
        (line("考核对象"), line("考核期间"), text("考核内容和结果"), line("考核机关")), "", by_hand=True, issuer="财政部门",
    ),
    _bought(
        "G20", "框架协议征集公告", FRAMEWORKS,
        must("征集项目名称和编号", "采购需求和最高限制单价", "框架协议期限", "供应商资格条件", "评审方法和淘汰比例", "响应文件提交", "采购人", "联系方式"),
        "tender", since=FRAMEWORKS.since,
    ),
    _bought(
        "G21", "框架协议入围结果公告", FRAMEWORKS, must("征集项目名称和编号", "入围供应商名称、地址和排序", "入围价格", "框架协议期限", "联系方式"),
        "award", since=FRAMEWORKS.since,
    ),
    _bought(
        "G22", "框架协议成交结果公告（单笔）", FRAMEWORKS, must("框架协议编号", "采购人", "成交供应商", "成交标的和金额"), "contract",
        since=FRAMEWORKS.since,
    ),
    _bought(
        "G23", "框架协议成交结果汇总公告", FRAMEWORKS, must("框架协议编号", "汇总期间", "成交笔数和金额", "成交供应商"), "contract",
        since=FRAMEWORKS.since,
    ),
    _bought("G30", "电子卖场公告", PLATFORM["MALL-NOTICES"], must("事项", "采购人", "标的和数量", "金额", "供应商"), "award"),
    _bought(
        "G40", "面向中小企业预留项目执行情况", SME_SUPPORT[18],
        (line("年度"), line("预留项目名称"), money("预留合同金额", part=Part.AMOUNT), line("面向小微企业的比例"), text("执行情况")),
        "", by_hand=True, since=date(2021, 1, 1),
    ),
    _bought(
        "G41", "逾期未支付中小企业款项情况", SME_PAYMENTS[18],
        (line("年度"), line("合同数量"), money("逾期未支付金额", part=Part.AMOUNT), text("原因和清偿安排", required=False)),
        "", by_hand=True, since=date(2025, 6, 1),
    ),
)  # fmt: skip
