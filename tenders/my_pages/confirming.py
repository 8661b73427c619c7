"""What a second person is asked to confirm: the act, who asked, and exactly what would be published."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from marketplace.flow import acts
from marketplace.flow.access import Actor
from marketplace.flow.acts import Act
from marketplace.flow.models import Pending
from marketplace.flow.pending import typed
from marketplace.flow.workflow import Offer, Subject
from marketplace.notices.models import Notice
from marketplace.templatetags.ui import when

Context = dict[str, Any]
EFFECTS = {
    "tender.publish": "确认后公告和招标文件立即公开，各标段开始接收投标；此后只能澄清、延期或者终止。",
    "tender.clarify": "确认后澄清公告立即公开，并通知全部登记获取招标文件的单位。",
    "tender.extend": "确认后延期公告立即公开；已递交的投标文件在新的截止时间以前可以替换或者撤回。",
    "tender.terminate": "确认后终止公告立即公开，各标段不再接收投标，不能恢复。",
    "intention.publish": "确认后采购意向公告立即公开，每个采购项目一份。",
    "process.post_candidates": "确认后中标候选人公示立即开始，公示期内可以提出异议。",
    "process.award": "确认后中标人确定，中标结果立即公开。",
    "organization.refuse": "确认后主体登记不予通过，理由和救济办法立即告知该单位。",
    "organization.reopen": "确认后该单位的登记回到待核验，核验期间不能开始新的投标。",
}
EFFECT = "确认后立即生效，并写入公开记录。"
LABELS = {
    "text": "内容", "reason": "理由", "affects_bids": "可能影响投标文件编制", "new_deadline": "新的投标截止时间",
    "kept_reason": "公平竞争审查有提示仍要保留的理由", "bid": "投标文件", "analysis": "分析",
}  # fmt: skip


class _Seen(Exception):
    """Takes everything back that was done for a look."""


def preview(pending: Pending, row: Subject, actor: Actor, now: datetime) -> list[Notice]:
    """The notices the act would publish now: all of it is done and taken back, so the text is exact."""
    found: list[Notice] = []
    inputs = dict(pending.inputs)
    method = getattr(row, inputs.pop("_method"))
    look = Act(actor, now, uuid4(), first=pending)

    def perform() -> None:
        last = Notice.objects.newest_key()
        method(look, **typed(method, inputs))
        found.extend(Notice.objects.after(last))
        raise _Seen

    try:
        acts.enter(look, "preview", acts.digest_of(pending, {}), row, perform)
    except _Seen:
        return found
    return found


def offer_of(pending: Pending, row: Subject, actor: Actor, now: datetime) -> Offer | None:
    """The step as it would be judged today; None when the thing has moved on."""
    return next((one for one in row.offers(actor, now) if one.step.action == pending.action), None)


def published(pending: Pending, row: Subject) -> list[Notice]:
    """What the confirmed act made public."""
    if not pending.confirmed or pending.decided_at is None:
        return []
    return list(Notice.objects.published_with(row.tender_number, pending.decided_at))


def facts(pending: Pending) -> list[Context]:
    """Who asked, when, and what was typed."""
    asked = f"{pending.asked_by}（代 {pending.asked_for}）" if pending.asked_for else str(pending.asked_by)
    rows: list[Context] = [
        {"label": "事项", "value": pending.title},
        {"label": "对象", "value": pending.thing},
        {"label": "提交人", "value": asked},
        {"label": "提交时间", "value": when(pending.asked_at)},
    ]
    typed_in = {name: value for name, value in pending.inputs.items() if not name.startswith("_")}
    rows += [
        {"label": LABELS.get(name, name), "value": _value(value), "full": True}
        for name, value in typed_in.items()
    ]
    return rows


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return when(moment) if moment.tzinfo else str(value)
