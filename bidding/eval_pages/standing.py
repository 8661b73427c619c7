"""Where a lot stands, in the words and the bar that every page shows."""

from __future__ import annotations

from typing import Any

from bidding.models import CHIPS, Process, State
from tenders.announcements import METHODS

Page = dict[str, Any]

_LOT = (
    ("投标", {State.PREPARED, State.RECEIVING}),
    ("开标", {State.CLOSED, State.RELEASING, State.KEYS, State.ANNOUNCED, State.OPENED}),
    ("评标", {State.DRAWING, State.EVALUATING, State.SCORING, State.SIGNING, State.EVALUATED}),
    ("公示", {State.PUBLICITY}),
    ("定标", {State.AWARDING, State.AWARDED}),
    ("合同", {State.NOTIFIED, State.CONTRACTED}),
    ("归档", {State.ARCHIVED}),
)
_EVALUATION = (
    ("签到与回避", "全体成员签到"),
    ("初步评审", "逐份审查"),
    ("独立评分", "各自打分"),
    ("汇总复核", "全员提交后"),
    ("评标报告", "全员签字"),
)


def stages(process: Process) -> list[Page]:
    """The seven stages of a lot; an ended lot stops where it ended."""
    at = next((no for no, (_, states) in enumerate(_LOT) if process.state in states), 1)
    done = process.state == State.ARCHIVED
    return [
        {
            "label": label,
            "note": process.state_says() if no == at else "",
            "state": "done" if no < at or done else "now" if no == at else "next",
        }
        for no, (label, _) in enumerate(_LOT)
    ]


def evaluation_stages(process: Process, *, checked_in: bool, joint: bool = False) -> list[Page]:
    """The committee's five stages, the member's own check-in first; `joint` once all sheets are in."""
    order = {State.EVALUATING: 1, State.SCORING: 3 if joint else 2, State.SIGNING: 4}
    at = order.get(State(process.state), 5) if checked_in else 0
    return [
        {"label": label, "note": note, "state": "done" if no < at else "now" if no == at else "next"}
        for no, (label, note) in enumerate(_EVALUATION)
    ]


def head(process: Process) -> Page:
    """What every page of a lot says first."""
    tender = process.tender
    return {
        "title": process.title,
        "number": process.number,
        "state": CHIPS[process.state],
        "says": process.state_says(),
        "tags": ["工程建设", METHODS[tender.evaluation.get("method", "comprehensive")]],
        "buyer": tender.project.buyer.name,
        "tender_url": tender.get_absolute_url(),
        "hall_url": process.hall_url,
    }


def crumbs(*rows: tuple[str, str]) -> list[Page]:
    return [{"label": label, "url": url} for label, url in rows]
