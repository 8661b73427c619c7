"""The strip of candidate days as a calendar: which may be the deadline, and why not the others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from marketplace.law.workdays import SHANGHAI, why_not_worked
from tenders.schedule import Day, Milestone, Strip

Context = dict[str, Any]
SHORT = {"E-T03": "不足期限", "E-T01": "发售期内", "CALENDAR": "节假日未公布"}
WEEK = "一二三四五六日"


def weeks(strip: Strip, chosen: str) -> list[list[Context | None]]:
    """Rows of seven; days before the first and after the last are empty."""
    if not strip.days:
        return []
    first = strip.days[0].on
    lead = [None] * first.weekday()
    cells: list[Context | None] = [*lead, *(_cell(day, strip, chosen, first) for day in strip.days)]
    cells += [None] * (-len(cells) % 7)
    return [cells[start : start + 7] for start in range(0, len(cells), 7)]


def _cell(day: Day, strip: Strip, chosen: str, first: date) -> Context:
    earliest = strip.earliest is not None and strip.earliest.date() == day.on
    head = day.on.day == 1 or day.on == first
    return {
        "value": day.on.isoformat(),
        "label": f"{day.on.month}月{day.on.day}日" if head else f"{day.on.day}",
        "full": f"{day.on.month}月{day.on.day}日（星期{WEEK[day.on.weekday()]}）",
        "lawful": day.is_lawful,
        "why": _why(day),
        "earliest": earliest,
        "chosen": chosen == day.on.isoformat() or (not chosen and earliest),
    }


def _why(day: Day) -> str:
    """Two or three words in the cell; the whole sentence stands below the calendar."""
    if day.obstacle is None:
        return ""
    return SHORT.get(day.obstacle.code) or why_not_worked(day.on)


def reasons(strip: Strip) -> list[Context]:
    """Runs of days with the same reason, in words and with the article."""
    found: list[Context] = []
    for day in strip.days:
        if day.obstacle is None:
            continue
        says, law = day.obstacle.says, str(day.obstacle.law)
        if found and found[-1]["says"] == says and found[-1]["last"] == day.on - timedelta(days=1):
            found[-1]["last"] = day.on
        else:
            found.append({"first": day.on, "last": day.on, "says": says, "law": law})
    return found


def dates(rows: tuple[Milestone, ...]) -> list[Context]:
    """The dates that follow, as entries of a timeline."""
    return [
        {
            "state": "next", "at": row.at, "title": row.name, "day_end": f"{row.at.astimezone(SHANGHAI):%H%M}" == "0000",
            "estimated": row.provisional, "law": f"{row.says}（{row.law}）",
        }
        for row in sorted(rows, key=lambda row: row.at)
    ]  # fmt: skip
