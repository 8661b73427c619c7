"""What the toolbox shows: five tools, a thing with the lawful way for each of its fields, a correction's state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import quote

from marketplace.flow import access
from marketplace.flow.access import NOBODY, Actor
from marketplace.flow.models import Pending
from marketplace.notices.corrections import targets
from marketplace.notices.corrections.effect import Effect, of_label
from marketplace.notices.corrections.models import Correction, CorrectionState, Tool
from marketplace.notices.corrections.targets import Target
from marketplace.notices.corrections.veil import MARK
from marketplace.notices.types import TYPES
from marketplace.templatetags.ui import when

Context = dict[str, Any]
HOME = "/desk/correct/"
CHIP = {
    CorrectionState.DRAFTED: "busy", CorrectionState.ENTERED: "busy", CorrectionState.ANNOUNCED: "open",
    CorrectionState.STANDING: "open", CorrectionState.HIDDEN: "pub", CorrectionState.CONFIRMED: "open",
    CorrectionState.RESTORED: "",
}  # fmt: skip
# 「要改的是什么？」: what somebody sees, the tool it leads to, who decides, what the public will see.
QUESTIONS: tuple[Context, ...] = (
    {
        "title": "公开了不该公开的内容", "tool": "紧急遮蔽", "danger": True,
        "text": "个人信息、商业秘密、国家秘密。您一人立即遮蔽，另一人在 1 个工作日内确认，不同意的恢复。",
        "seen": "“本处已遮蔽”、理由、时间",
    },
    {
        "title": "笔误，不影响任何人的权利", "tool": "勘误", "danger": False,
        "text": "地址、电话、联系人抄错一两个字。一人办理，另一人次日抽查。", "seen": "原文划去，新文字在旁，注明“勘误”",
    },
    {
        "title": "有法律效力的内容写错了", "tool": "更正公告", "danger": False,
        "text": "资格、评标情况、异议渠道等。您提交，由复核人确认后发布；期限重新计算，登记的单位都会收到。",
        "seen": "新的公告，与原公告互相链接",
    },
)  # fmt: skip


def link(label: str, url: str) -> Context:
    return {"label": label, "url": url}


def crumbs(*more: Context) -> list[Context]:
    return [link("待办", "/my/"), link("更正与遮蔽", HOME), *more]


def address(target: Target, tool: str = "", **query: str) -> str:
    """Where a tool for a thing is; labels are Chinese and go quoted."""
    tail = "&".join(f"{name}={quote(value)}" for name, value in query.items())
    return f"{HOME}{target.kind}/{target.key}/{tool + '/' if tool else ''}{'?' + tail if tail else ''}"


def entrance(actor: Actor, kind: str, key: str) -> str:
    """The way from a public page to the toolbox, for those who have a say about it; "" for everybody else."""
    if actor is NOBODY:
        return ""
    target = targets.find(kind, key)
    return address(target) if target is not None and targets.may_touch(actor, target) else ""


def thing(target: Target, actor: Actor, now: datetime) -> Context:
    """Each field with its lawful way, and the tools that concern the whole."""
    past = list(Correction.objects.about(target.scope).newest_first())
    return {
        "target": target, "rows": [_field(target, text.label, text.words, actor, now) for text in target.texts],
        "hide": address(target, "hide") if access.may(actor, "redaction.hide", target) else "",
        "past": [line(row) for row in past if row.key == target.key or row.tool == Tool.REDACTION],
        "elsewhere": _elsewhere(target), "crumbs": crumbs(link(target.what or target.title, "")), "now": now,
    }  # fmt: skip


def _elsewhere(target: Target) -> Context | None:
    """Notices typed by the centre are corrected where they are typed."""
    by_hand = target.notice is not None and TYPES[target.notice.type].by_hand
    return link("起草更正公告", f"/desk/notices/new/?replaces={target.key}") if by_hand else None


def _field(target: Target, label: str, words: str, actor: Actor, now: datetime) -> Context:
    """勘误, 更正公告, or the step by which the law wants it changed."""
    row: Context = {"label": label, "value": words, "tool": "", "url": "", "why": "", "law": ""}
    if target.kind == "page":
        allowed = access.may(actor, "erratum.make", target)
        return row | {"tool": "勘误", "url": address(target, "erratum", label=label) if allowed else ""}
    if target.notice is None:
        return row | {"why": "这里只能遮蔽；答复、澄清按各自的步骤补充"}
    field = of_label(label)
    row |= {"why": field.why, "law": str(field.law)}
    if field.effect is Effect.SLIP:
        allowed = access.may(actor, "erratum.make", target)
        return row | {"tool": "勘误", "url": address(target, "erratum", label=label) if allowed else ""}
    return row | _change(target, label, field.effect, actor, now)


def _change(target: Target, label: str, effect: Effect, actor: Actor, now: datetime) -> Context:
    assert target.notice is not None  # noqa: S101 - asked for fields of notices only
    if way := targets.way_round(target.notice, label, now):
        return {"tool": way.label, "url": way.url, "why": way.says, "law": str(way.law)}
    if effect is Effect.STEP or TYPES[target.notice.type].by_hand:
        return {}
    allowed = access.may(actor, "correction.draft", target)
    return {"tool": "更正公告", "url": address(target, "amend", label=label) if allowed else ""}


def line(row: Correction) -> Context:
    """One correction in a list."""
    return {
        "number": row.number, "tool": row.get_tool_display(), "state": row.state_says(), "tone": CHIP[CorrectionState(row.state)],
        "title": row.title, "url": row.get_absolute_url(), "at": row.asked_at, "by": row.asked_by.name,
    }  # fmt: skip


def lines(rows: Iterable[Correction]) -> list[Context]:
    return [line(row) for row in rows]


def state(row: Correction, actor: Actor, now: datetime) -> Context:
    """What now exists, what the public sees, what comes next, and the second person's two buttons."""
    pending = Pending.objects.select_related("decided_by").filter(
        kind="notices.correction", thing_pk=row.pk
    ).order_by("-pk").first()  # fmt: skip
    offers = (
        {offer.step.name: offer for offer in row.offers(actor, now)}
        if row.state == CorrectionState.HIDDEN
        else {}
    )
    return {
        "row": row, "tone": CHIP[CorrectionState(row.state)], "says": row.state_says(), "facts": facts(row), "changes": row.changes,
        "pending": pending, "confirm": offers.get("confirm"), "restore": offers.get("restore"), "mark": MARK,
        "due": next((owed.due_at for owed in row.duties(now)), None), "own": row.asked_by_id == actor.user_id,
        "crumbs": crumbs(link(row.get_tool_display(), "")), "now": now,
    }  # fmt: skip


def facts(row: Correction) -> list[Context]:
    by = row.asked_by.name
    found: list[Context] = [
        {"label": "编号", "value": row.number, "strong": True},
        {"label": "办法", "value": row.get_tool_display()},
        {"label": "对象", "value": row.title, "links": [link("打开公开的页面", row.url)] if row.url else []},
        {"label": "办理人", "value": by},
        {"label": "时间", "value": when(row.asked_at)},
        {"label": "依据", "value": row.law},
    ]
    if row.ground:
        found.append({"label": "属于", "value": row.get_ground_display()})
    if row.reason:
        found.append({"label": "公开的理由", "value": row.reason, "full": True})
    if row.second_by:
        found.append(
            {
                "label": "另一人",
                "value": f"{row.second_by.name}，{when(row.second_at) if row.second_at else ''}",
            }
        )
    if row.note:
        found.append({"label": "恢复的理由", "value": row.note, "full": True})
    if row.notice:
        found.append(
            {
                "label": "公告",
                "value": row.notice.number,
                "links": [link("打开", row.notice.get_absolute_url())],
            }
        )
    return found
