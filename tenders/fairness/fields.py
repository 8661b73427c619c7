"""What is wrong with the tender's own fields, before a word of the document is written?

Each field is put into the sentence a tender would use, so that text and fields are judged by one and the same rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from tenders.fairness.context import Context, Section
from tenders.fairness.engine import find
from tenders.fairness.findings import Finding

_BLANK = {
    "accept_consortium": "联合体",
    "validity_days": "投标有效期",
    "budget": "预算金额",
    "acceptance": "验收标准",
    "payment": "付款方式",
}


def _sentences(tender: Context) -> Iterator[tuple[Section, str]]:
    if tender.price_weight is not None:
        yield Section.SCORING, "价格分按评分标准计算。"
    if tender.bid_bond is not None:
        yield Section.OTHER, "投标保证金见须知前附表。"
    if tender.performance_bond_ratio is not None:
        yield Section.COMMERCIAL, "履约保证金见合同条款。"
    if tender.retention_ratio is not None:
        yield Section.COMMERCIAL, "工程质量保证金见合同条款。"
    if tender.issue_start and tender.issue_end:
        yield Section.OTHER, "采购文件获取时间见公告。"
    if tender.clarification_date:
        yield Section.OTHER, "更正公告修改内容，投标截止时间见公告。"
    elif tender.bid_deadline:
        yield Section.OTHER, "文件已发出，投标截止时间见公告。"
    if tender.sme_reserved is False:
        yield Section.OTHER, "本项目非专门面向中小企业采购。"
    if "industry" in tender.blank:
        yield Section.OTHER, "未载明采购标的所属行业。"
    for name in sorted(tender.blank & _BLANK.keys()):
        yield Section.OTHER, f"未载明{_BLANK[name]}。"


def review_fields(tender: Context, law_on: date) -> tuple[Finding, ...]:
    """Findings about the fields alone; their span is empty, since they stand in no text."""
    found: dict[str, Finding] = {}
    for section, sentence in _sentences(tender):
        for finding in find(sentence, replace(tender, section=section), law_on):
            found.setdefault(finding.rule, replace(finding, start=0, end=0))
    return tuple(found.values())
