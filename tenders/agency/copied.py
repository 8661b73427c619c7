"""Which words of a draft came from an earlier tender and have not been looked at yet."""

from __future__ import annotations

from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM
from tenders.agency.models import CopiedText

LAW = PLATFORM["COPIED-TEXT"]
TASKS = {"project": "项目信息", "lots": "标段与限价", "qualification": "资格条件", "scoring": "评分办法"}


def look_at(tender_id: int, task: str, act: Act) -> None:
    """Whoever saves a task has looked at its copied words; inside the running act."""
    rows = CopiedText.objects.unread(tender_id).filter(task=task)
    if rows.update(checked_by=act.person_id, checked_at=act.now):
        act.notes["copied_text_checked"] = task


def unread(tender_id: int) -> dict[str, str]:
    """Task → the number of the tender its words came from."""
    return {row.task: row.source for row in CopiedText.objects.unread(tender_id)}


def must_be_read(tender_id: int) -> None:
    """Refuse to go on while copied words stand that nobody has looked at."""
    waiting = [title for task, title in TASKS.items() if task in unread(tender_id)]
    if waiting:
        says = f"来自以前项目的文字尚未核对：{'、'.join(waiting)}；请打开核对并保存后再提交"
        raise Refused("COPIED-UNREAD", says, LAW)
