"""Which fields of a notice have legal effect: what is not in the table of slips has, and needs 更正公告."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from marketplace.law.statutes import NOTICES, PLATFORM, PROCUREMENT_FORMATS, TBL, TBL_REGULATION, Law


class Effect(StrEnum):
    """What changing a field would do."""

    SLIP = "slip"  # nothing: 勘误
    CHANGE = "change"  # rights or periods: 更正公告
    STEP = "step"  # it is the result or a deadline itself: its own lawful step


@dataclass(frozen=True, slots=True)
class Field:
    """One kind of field, by words of its label."""

    words: tuple[str, ...]
    effect: Effect
    why: str
    law: Law


# Asked from the top; the first row whose words occur in the label decides.
TABLE: tuple[Field, ...] = (
    Field(
        ("截止时间", "开标时间", "公示期", "公告期限"), Effect.STEP,
        "期限由澄清、延期等步骤依法改动，并重新计算", TBL_REGULATION[21],
    ),
    Field(
        ("中标候选人排序", "定标候选人名称", "中标人名称", "中标价格", "投标人与报价", "成交）金额", "唯一供应商"), Effect.STEP,
        "结果由评审、异议和投诉处理的步骤依法改变", TBL_REGULATION[54],
    ),
    Field(("合同金额", "合同双方", "合同主体"), Effect.STEP, "合同由当事人变更后另行公开", TBL[46]),
    Field(("开标密钥", "校验值"), Effect.STEP, "由密钥和文件算出，不能改动", PLATFORM["LEVELS"]),
    Field(
        ("电话", "联系人", "联系方式", "地址"), Effect.SLIP,
        "联络方式的笔误不改变投标、评审的条件；划去的原文仍可看到", PLATFORM["ERRATUM"],
    ),
    Field(("项目审批", "建设地点"), Effect.SLIP, "引述审批文件、地名的笔误，以审批文件为准", PLATFORM["ERRATUM"]),
    Field(("备注", "其他需要"), Effect.SLIP, "不属于公告应当载明的内容", PLATFORM["ERRATUM"]),
    Field(("监督部门",), Effect.CHANGE, "关系到向谁投诉", NOTICES[5]),
    Field(("资格",), Effect.CHANGE, "资格条件决定谁可以投标", NOTICES[5]),
    Field(("提出异议", "渠道"), Effect.CHANGE, "关系到怎样提出异议", NOTICES[6]),
    Field(("评标", "评审"), Effect.CHANGE, "评审的办法和情况关系到结果", NOTICES[6]),
    Field(("采购", "预算"), Effect.CHANGE, "政府采购公告的法定内容", PROCUREMENT_FORMATS),
)  # fmt: skip
OTHERWISE = Field((), Effect.CHANGE, "公告应当载明的内容，按有法律效力处理", NOTICES[16])
TITLE = Field(("标题", "名称"), Effect.CHANGE, "名称确定公告说的是哪一个项目", NOTICES[5])


def of_label(label: str) -> Field:
    """The row that decides for a label."""
    return next((row for row in TABLE if any(word in label for word in row.words)), OTHERWISE)


def is_slip(label: str) -> bool:
    """Whether a mistake in this field may be set right by one person."""
    return of_label(label).effect is Effect.SLIP
