"""Which notices the law knows, and which fields each must carry (tendering.md §7.1)."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.law.statutes import E_TENDERING, NOTICES, TBL, TBL_REGULATION, Law


@dataclass(frozen=True, slots=True)
class NoticeType:
    """One class of notice: its required fields in the order they are printed."""

    code: str
    name: str
    law: Law
    required: tuple[str, ...]
    ocds_tag: str


_CONTACTS = ("招标人", "招标人地址", "招标人联系人", "招标人电话")
TYPES: dict[str, NoticeType] = {
    row.code: row
    for row in (
        NoticeType(
            "E03", "招标公告", NOTICES[5],
            ("招标项目名称", "招标内容和范围", "规模", "资金来源", "投标人资格能力要求", "是否接受联合体投标", "最高投标限价", "工期",
             "获取招标文件的时间和方式", "递交投标文件的截止时间和方式", "开标时间", "评标方法", *_CONTACTS, "监督部门", "公告性质", "开标密钥"),
            "tender",
        ),
        NoticeType("E05", "澄清（修改、补遗）公告", TBL[23], ("原公告编号", "澄清或者修改的内容", "投标截止时间"), "tenderAmendment"),
        NoticeType("E06", "延期公告", TBL_REGULATION[21], ("原公告编号", "原投标截止时间", "新投标截止时间", "理由"), "tenderAmendment"),
        NoticeType("E08", "终止招标公告", TBL_REGULATION[31], ("原公告编号", "终止的理由", "已收费用和保证金的退还"), "tenderCancellation"),
        NoticeType("E09", "开标记录", E_TENDERING[32], ("开标时间", "主持", "开标方式", "投标人与报价", "异议与答复", "最高投标限价"), "tenderUpdate"),
        NoticeType(
            "E10", "中标候选人公示", NOTICES[6],
            ("中标候选人排序、名称、报价、工期和质量", "评标情况", "项目负责人姓名及证书", "资格能力条件响应情况", "否决投标情况", "公示期", "提出异议的渠道和方式", "监督部门"),
            "award",
        ),
        NoticeType("E12", "中标结果公示", NOTICES[6], ("中标人名称", "中标价格", "工期", "项目负责人", "监督部门"), "awardUpdate"),
        NoticeType("E13", "招标异常（流标）公告", TBL_REGULATION[44], ("标段", "原因", "后续安排"), "tenderUpdate"),
        NoticeType("E15", "合同信息公开", E_TENDERING[41], ("合同双方", "合同金额", "合同期限", "签订时间", "与招标投标文件的一致性"), "contract"),
    )
}  # fmt: skip
