"""What the fair-competition reviewer must answer, item by item, with its article, in four parts."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.statutes import DEMAND, FAIR_REVIEW, TBL_REGULATION, Law


@dataclass(frozen=True, slots=True)
class Item:
    """One question; the lawful answer is 「否」 (the document does not do this)."""

    code: str
    asks: str
    law: Law
    part: str = "non-discrimination"


# The four parts of a review under 财库〔2021〕22号 article 31; tenders of works are reviewed in the same form.
PARTS: dict[str, str] = {
    "non-discrimination": "非歧视性审查",
    "competition": "竞争性审查",
    "policy": "采购政策审查",
    "risk": "履约风险审查",
}
ITEMS: tuple[Item, ...] = (
    Item("F1", "要求在本地登记注册、设立分支机构、纳税或者缴纳社会保险", FAIR_REVIEW[6]),
    Item("F2", "要求与本地单位组成联合体，或者限定投标人的所在地、所有制形式、组织形式", FAIR_REVIEW[6]),
    Item("F3", "以本行政区域或者特定行业的业绩、奖项作为资格条件或者加分条件", TBL_REGULATION[32]),
    Item("F6", "按地区、所有制、规模设置差异性得分", FAIR_REVIEW[7]),
    Item("F8", "要求提供不必要的原件、到场或者现场踏勘作为投标条件", FAIR_REVIEW[10]),
    Item("F10", "指定交易平台以外的数字证书、工具软件，或者收取法定以外的费用", FAIR_REVIEW[5]),
    Item(
        "F4",
        "设定与招标项目的具体特点和实际需要不相适应的资格、技术、商务条件",
        TBL_REGULATION[32],
        "competition",
    ),
    Item("F5", "限定或者指定特定的专利、商标、品牌、原产地或者供应商", TBL_REGULATION[32], "competition"),
    Item("F7", "以抽签、摇号、抓阄等方式确定投标人、中标候选人或者中标人", FAIR_REVIEW[8], "competition"),
    Item(
        "F11",
        "应当落实的节能环保、支持中小企业等政策没有落实，或者设置与政策相反的条件",
        DEMAND[31],
        "policy",
    ),
    Item("F9", "限制保证金的形式，或者指定出具保函的机构", FAIR_REVIEW[11], "risk"),
    Item("F12", "没有写明验收、付款期限和违约责任，或者以审计、拨款为付款条件", DEMAND[31], "risk"),
)
