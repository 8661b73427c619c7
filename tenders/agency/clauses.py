"""Which clauses an agreement between an owner and its agency may have, and what each lets the agency do.

招标投标法 15: an agency acts within what the owner entrusted to it. An action that the access matrix lets
an agency take stands in exactly one clause here; whatever stands in none is nobody's to entrust.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Clause:
    """One named clause: what people read, and the actions of the access matrix that it stands for."""

    code: str
    name: str
    actions: tuple[str, ...]


CLAUSES: tuple[Clause, ...] = (
    Clause(
        "draft", "编制招标资料和招标文件，提交审查",
        ("project.copy", "tender.edit", "tender.attach", "tender.submit_review", "tender.take_back", "fairness.adopt", "fairness.keep", "fairness.undo"),
    ),
    Clause(
        "publish", "提请发布公告、澄清和延期，由委托人确认",
        ("tender.hand_over", "tender.publish", "tender.clarify", "tender.extend"),
    ),
    Clause("answer", "答复提问", ("question.answer",)),
    Clause(
        "opening", "安排和主持开标，签署开标记录",
        ("opening.arrange", "process.start_opening", "process.sign_record"),
    ),
    Clause("experts", "组织抽取评标专家", ("process.order_draw",)),
    Clause("contract", "起草合同", ("contract.draft",)),
    Clause("report", "提交招标投标情况书面报告", ("process.report",)),
    Clause("bonds", "退还投标保证金", ("process.refund_bonds",)),
    Clause("retender", "重新招标", ("tender.retender",)),
    Clause("media", "登记发布媒介，留存发布页面", ("media.enter",)),
    Clause(
        "correct", "更正经办的公告",
        ("erratum.make", "correction.draft", "correction.announce", "process.restart_publicity"),
    ),
    Clause("archive", "整理和移交档案", ("handover.hand",)),
)  # fmt: skip
BY_CODE = {row.code: row for row in CLAUSES}
BY_ACTION = {action: row for row in CLAUSES for action in row.actions}
# What an agency does in its own name, as a party to the agreement or as a unit; no owner entrusts it.
OWN = frozenset(
    {
        "project.create", "engagement.propose", "engagement.sign_agency", "engagement.decline", "engagement.revoke",
        "fee.issue", "fee.settle", "fee.withdraw",
        # whoever sees personal data in public hides it at once (个人信息保护法 57); that waits for no agreement
        "redaction.hide", "redaction.confirm", "redaction.restore", "redaction.take_back",
    }
)  # fmt: skip


def names(codes: Collection[str]) -> list[str]:
    """The clauses of an agreement in the order of the table, as people read them."""
    return [row.name for row in CLAUSES if row.code in codes]
