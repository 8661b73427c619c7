"""待办: what is owed by whom until when, overdue first; and what waits for somebody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from typing import Any

from marketplace.flow.models import Duty
from marketplace.law.workdays import SHANGHAI

Context = dict[str, Any]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
# The button of a row is a verb with an object (ux 2.3).
VERBS = {
    "tender.submit_review": "继续编制",
    "tender.pass_review": "进行审查",
    "tender.publish": "核对并发布",
    "tender.retender": "重新招标",
    "intention.publish": "公开采购意向",
    "question.answer": "答复提问",
    "objection.answer": "答复异议",
    "process.start_opening": "主持开标",
    "process.sign_record": "签署开标记录",
    "process.order_draw": "抽取专家",
    "process.post_candidates": "公示候选人",
    "process.award": "确定中标人",
    "process.notify": "发通知书",
    "process.report": "提交报告",
    "process.refund_bonds": "退还保证金",
    "process.archive": "归档",
    "bid.release": "凭解密码解密",
    "contract.draft": "起草合同",
    "contract.sign_buyer": "签署合同",
    "contract.sign_supplier": "签署合同",
    "process.conclude_contract": "公开合同",
    "evaluation.check_in": "签到",
    "evaluation.review": "初步评审",
    "evaluation.submit_scores": "打分",
    "evaluation.sign": "签署报告",
}
GROUPS = (
    ("late", "已逾期和 24 小时内", "red"),
    ("week", "本周", ""),
    ("later", "以后", ""),
    ("open", "没有期限", ""),
)


def groups(
    rows: Iterable[Duty], now: datetime, *, waiting: dict[int, str], behalf: dict[str, str]
) -> list[Context]:
    """`waiting` = duties that another must take, with whose turn it is; `behalf` = owner key → who gave it."""
    sorted_in: dict[str, list[Context]] = {name: [] for name in ("late", "week", "later", "open", "off")}
    for row in rows:
        shown = duty(row, now, waiting=waiting.get(row.pk, ""), on_behalf=behalf.get(row.owner, ""))
        sorted_in["off" if row.pk in waiting else _when(row, now)].append(shown)
    found = [{"title": title, "tone": tone, "duties": sorted_in[name]} for name, title, tone in GROUPS]
    found.append({"title": "等别人办", "tone": "off", "note": "不用您办", "duties": sorted_in["off"]})
    return [group for group in found if group["duties"]]


def _when(row: Duty, now: datetime) -> str:
    if row.due_at is None:
        return "open"
    left = row.due_at - now
    return "late" if left <= DAY else "week" if left <= WEEK else "later"


def duty(row: Duty, now: datetime, *, waiting: str = "", on_behalf: str = "") -> Context:
    """One row: what, which project, until when, by which article, one click to the act."""
    title, _, subject = row.says.partition("：")
    due = row.due_at
    if row.code.startswith("CONFIRM-"):
        title, subject = row.says, ""
    return {
        "title": title,
        "url": row.url,
        "action": "查看"
        if waiting
        else "复核确认"
        if row.code.startswith("CONFIRM-")
        else VERBS.get(row.action, "去办理"),
        "waiting": waiting,
        "subject": f"{subject} {row.thing}".strip(),
        "text": "已暂停，恢复后期限顺延" if row.paused_at else "",
        "law": row.law,
        "due": due,
        "day_end": due is not None and f"{due.astimezone(SHANGHAI):%H%M}" == "0000",
        "late": due is not None and due <= now,
        "soon": due is not None and now < due <= now + DAY,
        "on_behalf": on_behalf,
    }


def counted(groups: Collection[Context]) -> Context:
    """「6 件轮到您，其中 1 件已逾期、2 件 24 小时内到期」."""
    mine = [duty for group in groups if group["tone"] != "off" for duty in group["duties"]]
    return {
        "all": len(mine),
        "late": sum(duty["late"] for duty in mine),
        "soon": sum(duty["soon"] for duty in mine),
    }
