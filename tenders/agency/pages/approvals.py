"""What an owner reads on a telephone before letting something out: what, what changed, which dates follow by which article."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.accounts.models import User
from marketplace.flow.access import Actor
from marketplace.flow.errors import Refused
from marketplace.flow.models import Pending
from marketplace.law.money import Money
from marketplace.law.statutes import PLATFORM
from marketplace.law.workdays import day_of
from marketplace.notices.models import Notice
from marketplace.templatetags.ui import when
from tenders.agency.approving import proved_lately
from tenders.agency.differing import fields
from tenders.agency.models import INSTANT, CopiedText, ProposedText
from tenders.my_pages import calendar, confirming
from tenders.schedule import Plan, milestones
from tenders.workflow import TenderWorkflow

Context = dict[str, Any]
VERBS = {
    "tender.publish": "同意发布", "tender.clarify": "同意发布澄清", "tender.extend": "同意延期", "tender.terminate": "同意终止",
}  # fmt: skip


def facts(asked: Pending, tender: TenderWorkflow) -> list[Context]:
    """What it is about, in the fewest words."""
    ceiling = Money.total(lot.ceiling for lot in tender.lots.all())
    unit = tender.project.procuring_entity
    who = f"{unit.name if unit else ''} {asked.asked_by}".strip()
    return [
        {"label": "项目", "value": tender.title},
        {"label": "编号", "value": tender.number},
        {"label": "最高投标限价", "value": f"{ceiling}（{ceiling.capitals()}）"},
        {"label": "提请人", "value": f"{who}，{when(asked.asked_at)}"},
    ]


def shown(
    asked: Pending, tender: TenderWorkflow, actor: Actor, now: datetime
) -> tuple[list[Context], Refused | None]:
    """Each notice that would be public a moment after the yes, against the version before it; or why it cannot be."""
    if asked.decided_at is not None:
        return [], None
    try:
        found = confirming.preview(asked, tender, actor, now)
    except Refused as refused:
        return [], refused
    return [_notice(row, asked, tender) for row in found], _obstacle(asked, tender, actor)


def _obstacle(asked: Pending, tender: TenderWorkflow, actor: Actor) -> Refused | None:
    """Why this person is not the one to decide: they asked, they wrote it, or it has changed since."""
    if actor.user_id in (asked.asked_by_id, asked.asked_principal):
        return Refused("SAME-PERSON", "您是提交人，请由另一人确认", PLATFORM["TWO-PERSONS"])
    if tender.version != asked.version:
        return Refused(
            "CHANGED-SINCE-ASKED", "提请之后内容已有变动，请退回后重新提请", PLATFORM["TWO-PERSONS"]
        )
    return tender.unfit_to_confirm(asked.action, actor.user_id or 0)


def _notice(row: Notice, asked: Pending, tender: TenderWorkflow) -> Context:
    before, named = _before(row, asked, tender)
    compared = fields(before, row.rows()) if named else ()
    return {
        "type": row.type_name, "rows": row.rows(), "named": named,
        "changed": [one for one in compared if one.changed], "same": sum(not one.changed for one in compared),
    }  # fmt: skip


def _before(row: Notice, asked: Pending, tender: TenderWorkflow) -> tuple[list[dict[str, str]], str]:
    """The version the owner saw last: handed over before, copied from, or published; nothing the first time."""
    if row.type != "E03":
        return [], ""
    mine = ProposedText.objects.of_act(asked.act_id)
    if mine and (last := ProposedText.objects.before(mine)):
        return last.notices[0]["fields"], f"{when(last.at, 'short')}提请的上一版"
    copied = CopiedText.objects.filter(tender=tender).first()
    source = copied.source if copied else tender.predecessor.number if tender.predecessor else ""
    old = Notice.objects.of_tender(source).filter(type="E03").first() if source else None
    return (old.rows(), f"{old.tender} 的招标公告") if old else ([], "")


def dates(tender: TenderWorkflow, asked: Pending, now: datetime) -> list[Context]:
    """What follows from letting it out now, each date with its article."""
    moved = asked.inputs.get("new_deadline")
    deadline = datetime.fromisoformat(moved) if moved else tender.deadline_at
    if deadline is None:
        return []
    until = day_of(tender.documents_until - INSTANT) if tender.documents_until else None
    plan = Plan(tender.published_at or now, sale_until=until)
    closing = {
        "state": "next",
        "at": deadline,
        "title": "投标截止、开标",
        "day_end": False,
        "estimated": False,
        "law": "",
    }
    rows = [*calendar.dates(milestones(plan, deadline)), closing]
    return sorted(rows, key=lambda row: row["at"])


def verb(asked: Pending) -> str:
    """The button: what the yes does."""
    return VERBS.get(asked.action, "同意公开")


def must_prove(person: User, now: datetime) -> bool:
    """Whether who they are has to be proved again before the yes."""
    return not proved_lately(person, now)
