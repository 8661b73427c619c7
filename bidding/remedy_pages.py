"""Until when an objection may be filed, shown with its sum."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bidding.models import Process
from marketplace.law.limits import limit
from marketplace.law.workdays import day_of
from marketplace.templatetags.ui import day, when
from tenders.models import Tender
from tenders.pages import link

Context = dict[str, Any]


def new(tender: Tender, process: Process | None, now: datetime) -> Context:
    """The context of bidding/remedy_new.html without its form."""
    about = _result(process, now) if process else _documents(tender, now)
    answer = limit("E-T08", on=day_of(now))
    return about | {
        "tender": tender,
        "title": process.title if process else tender.title,
        "number": process.number if process else tender.number,
        "steps": [
            {"label": "提出以后", "value": f"招标人 {answer.amount} 日内答复（{when(answer.due_at(now), 'end')}前），答复前暂停招标投标活动", "note": str(answer.law)},
            {"label": "谁能看到", "value": "招标人、代理机构和监督部门；公开页面只写有几件、答复没有"},
            {"label": "不服答复", "value": f"可以向{tender.review_body.name}投诉"},
        ],
        "crumbs": [link("招标项目", "/tenders/"), link(tender.number, tender.get_absolute_url()), link(about["heading"], "")],
        "now": now,
    }  # fmt: skip


def _documents(tender: Tender, now: datetime) -> Context:
    """E-T07: ten days before the deadline, whose own day is not counted."""
    found: Context = {
        "heading": "对招标文件提出异议",
        "closes": None,
        "sum": "",
        "law": "《中华人民共和国招标投标法实施条例》第二十二条",
    }
    if tender.deadline_at is None:
        return found
    row = limit("E-T07", on=day_of(tender.published_at or now))
    last = row.latest(tender.deadline_at)
    reckoned = f"投标截止 {day(tender.deadline_at)} 往前数 {row.amount} 日（当日不计）＝ {day(last)}，当日 24:00 前可以提出"
    return found | {"closes": row.closes_at(tender.deadline_at), "sum": reckoned, "law": str(row.law)}


def _result(process: Process, now: datetime) -> Context:
    """E-T13: while the candidates are posted."""
    found: Context = {
        "heading": "对评标结果提出异议",
        "closes": None,
        "sum": "",
        "law": "《中华人民共和国招标投标法实施条例》第五十四条",
    }
    if process.publicity_from is None or process.publicity_until is None:
        return found | {"sum": "中标候选人还没有公示，公示期间可以提出"}
    row = limit("E-T13", on=day_of(process.publicity_from))
    reckoned = f"公示 {day(process.publicity_from)} 起，次日起算不少于 {row.amount} 日，最后一日为工作日 ＝ {when(process.publicity_until, 'end')}"
    return found | {"closes": process.publicity_until, "sum": reckoned, "law": str(row.law)}
