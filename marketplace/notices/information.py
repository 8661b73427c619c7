"""Which notices the centre publishes for business that does not run here: land, mining, assets, honours.

A field that stands in the article is required; article numbers nobody has checked here are not
printed: such rows cite the document as a whole and are listed in docs/formats/notice.md.
"""

from __future__ import annotations

from datetime import date

from marketplace.law.statutes import CREDIT_REPAIR, LAND, MINING, PENALTIES, PLATFORM, STATE_ASSETS, Law
from marketplace.notices.kinds import Business, Item, NoticeType, Part, day, line, moment, money, must, text

FOUNDED = date(2026, 1, 1)  # the platform's own types date from its first year


def _told(
    code: str, name: str, business: Business, law: Law, items: tuple[Item, ...], ocds_tag: str, *,
    since: date = FOUNDED, issuer: str = "发布单位", by_hand: bool = True,
) -> NoticeType:  # fmt: skip
    return NoticeType(code, name, business, law, items, ocds_tag, since, by_hand=by_hand, issuer=issuer)


LAND_ROWS = (
    _told(
        "L01", "国有建设用地使用权出让公告", Business.LAND, LAND[9],
        (
            line("出让人名称和地址"), line("出让方式", "招标、拍卖或者挂牌"), line("宗地编号和位置"), line("面积"),
            text("界址、空间范围和现状"), line("用途"), line("使用年期"), text("规划指标要求"),
            text("投标人、竞买人的资格要求和申请办法"), text("索取出让文件的时间、地点和方式"),
            moment("报名截止时间", part=Part.DEADLINE), moment("招标、拍卖、挂牌开始时间", part=Part.START),
            text("地点、期限和竞价方式"), text("确定中标人、竞得人的标准和方法"),
            money("起始价", part=Part.AMOUNT), money("投标、竞买保证金"), line("联系方式"), text("其他需要公告的事项", required=False),
        ),
        "tender", since=date(2007, 11, 1), issuer="出让人",
    ),
    _told(
        "L02", "国有建设用地使用权成交公示", Business.LAND, LAND[22],
        (
            line("出让人"), line("出让方式"), line("宗地编号和位置"), line("面积"), line("用途"), line("使用年期"), line("受让人"),
            money("成交价", part=Part.AMOUNT), day("成交日期"), line("公示期"), line("提出异议的渠道"),
        ),
        "award", since=date(2007, 11, 1), issuer="出让人",
    ),
)  # fmt: skip
MINING_ROWS = (
    _told(
        "K01", "矿业权出让公告", Business.MINING, MINING,
        (
            line("出让人和交易平台的名称、场所"), line("矿业权名称", "探矿权或者采矿权"), text("简要情况", "矿种、位置、拐点坐标、面积、资源储量、拟出让年限"),
            line("出让方式"), text("投标人、竞买人的资质条件"), text("交易的时间和地点"), text("获取交易文件的途径和申请登记的起止时间、方式"),
            moment("报名截止时间", part=Part.DEADLINE), text("确定中标人、竞得人的标准和方法"), money("起始价", part=Part.AMOUNT),
            text("交易保证金的缴纳和处置"), text("风险提示"), text("对异议的处理方式"), text("其他需要公告的内容", required=False),
        ),
        "tender", since=MINING.since, issuer="出让人",
    ),
    _told(
        "K02", "矿业权出让结果公示", Business.MINING, MINING,
        (
            line("出让人"), line("矿业权名称"), line("中标人或者竞得人名称、住所"), line("成交时间和地点"), text("区块、面积和开采范围"),
            money("成交价格", part=Part.AMOUNT), line("价款的缴纳时间和方式"), line("申请办理登记的时限"), line("公示期"), line("提出异议的方式和途径"),
        ),
        "award", since=MINING.since, issuer="出让人",
    ),
)  # fmt: skip
ASSET_ROWS = (
    _told(
        "Q01", "国有产权转让公告", Business.ASSETS, STATE_ASSETS[15],
        (
            line("转让方"), text("转让标的基本情况"), text("转让标的企业的股东结构"), text("决策及批准情况"), text("主要财务指标", "最近一个年度审计报告和最近一期财务报表"),
            text("受让方资格条件"), text("交易条件"), money("转让底价", part=Part.AMOUNT), text("管理层是否参与受让、原股东是否放弃优先受让权"),
            text("竞价方式和选择受让方的标准"), moment("信息披露截止时间", "不少于 20 个工作日", part=Part.DEADLINE), line("联系方式"),
            text("其他需要披露的事项", required=False),
        ),
        "tender", since=date(2016, 6, 24), issuer="转让方",
    ),
    _told(
        "Q02", "国有产权（资产）交易结果公告", Business.ASSETS, STATE_ASSETS[30],
        (
            line("交易标的名称"), line("转让方"), line("受让方"), line("评估结果"), money("转让底价"), money("交易价格", part=Part.AMOUNT),
            line("公告期", "不少于 5 个工作日"),
        ),
        "award", since=date(2016, 6, 24), issuer="转让方",
    ),
    _told(
        "Q03", "企业国有资产转让（出租）公告", Business.ASSETS, STATE_ASSETS[48],
        (
            line("转让方或者出租方"), text("资产基本情况"), text("决策及批准情况"), text("受让方或者承租方条件"), text("交易条件"),
            money("底价", part=Part.AMOUNT), moment("报名截止时间", part=Part.DEADLINE), text("竞价方式"), line("联系方式"),
        ),
        "tender", since=date(2016, 6, 24), issuer="转让方",
    ),
)  # fmt: skip
SERVICE_ROWS = (
    _told(
        "S01", "中介服务选取公告", Business.INTERMEDIARY, PLATFORM["SUPERMARKET-NOTICES"],
        must("项目业主", "服务事项", "服务内容和要求", "资质要求", "选取方式", "报名截止时间"), "tender", issuer="项目业主", by_hand=False,
    ),
    _told(
        "S02", "中介服务选取结果公告", Business.INTERMEDIARY, PLATFORM["SUPERMARKET-NOTICES"],
        must("项目业主", "服务事项", "选取方式", "中选机构", "中选金额或者费率"), "award", issuer="项目业主", by_hand=False,
    ),
    _told(
        "S03", "中介服务合同公开", Business.INTERMEDIARY, PLATFORM["SUPERMARKET-NOTICES"],
        must("合同双方", "服务事项", "合同金额", "服务期限", "签订时间"), "contract", issuer="项目业主", by_hand=False,
    ),
    _told(
        "S04", "中介服务选取终止公告", Business.INTERMEDIARY, PLATFORM["SUPERMARKET-NOTICES"],
        must("项目业主", "服务事项", "原因"), "tenderCancellation", issuer="项目业主", by_hand=False,
    ),
)  # fmt: skip
OTHER_ROWS = (
    _told(
        "O01", "其他交易公告", Business.OTHER, PLATFORM["OTHER-NOTICES"],
        (
            line("项目名称"), line("发布单位"), text("内容和要求"), money("金额", part=Part.AMOUNT, required=False),
            text("资格要求", required=False), moment("报名截止时间", part=Part.DEADLINE, required=False), line("联系方式"),
        ),
        "tender",
    ),
    _told(
        "O02", "其他交易结果公告", Business.OTHER, PLATFORM["OTHER-NOTICES"],
        (line("项目名称"), line("发布单位"), line("成交方"), money("成交金额", part=Part.AMOUNT, required=False), text("说明", required=False)),
        "award",
    ),
    _told(
        "O03", "中止（终止）公告", Business.OTHER, PLATFORM["INFORMATION"],
        (line("原公告编号"), line("中止或者终止"), text("原因"), text("后续安排", required=False), line("联系方式")), "tenderCancellation",
    ),
)  # fmt: skip
HONOUR_ROWS = (
    _told(
        "H01", "违法违规处理信息", Business.OTHER, PENALTIES[48],
        (
            line("当事人名称"), line("统一社会信用代码", required=False), text("违法违规事实"), text("处理依据"), text("处理结果"), line("处理机关"),
            line("处理文书号", part=Part.DOCUMENT), day("处理日期"), day("公示至", "期满自动停止展示", part=Part.UNTIL),
        ),
        "", since=date(2021, 7, 15), issuer="处理机关",
    ),
    _told(
        "H02", "处理决定变更（撤销）公告", Business.OTHER, PENALTIES[48],
        (line("原公告编号"), line("当事人名称"), text("变更或者撤销的理由"), line("作出机关"), line("文书号", part=Part.DOCUMENT)),
        "", since=date(2021, 7, 15), issuer="处理机关",
    ),
    _told(
        "H03", "信用修复公告", Business.OTHER, CREDIT_REPAIR,
        (line("原公告编号"), line("当事人名称"), text("纠正和修复情况"), line("认定单位"), line("文书号", part=Part.DOCUMENT)),
        "", since=CREDIT_REPAIR.since, issuer="认定单位",
    ),
    _told(
        "H04", "光荣榜", Business.OTHER, PLATFORM["HONOURS"],
        (line("单位名称"), text("事迹"), line("表彰或者认定机关"), line("文号", part=Part.DOCUMENT), day("认定日期"), day("展示至", part=Part.UNTIL)),
        "", issuer="认定机关",
    ),
)  # fmt: skip
ROWS = (*LAND_ROWS, *MINING_ROWS, *ASSET_ROWS, *SERVICE_ROWS, *OTHER_ROWS, *HONOUR_ROWS)
