"""Before publication: the exact notice, where it will stand, and every rule it is judged by."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from django.conf import settings

from marketplace.flow.access import Actor
from marketplace.flow.acts import Act
from marketplace.flow.workflow import Offer
from marketplace.notices.types import TYPES
from tenders.announcements import tender_notice
from tenders.lots_port import lots
from tenders.workflow import TenderWorkflow

Context = dict[str, Any]
LONG = 34


def notice_rows(tender: TenderWorkflow) -> list[Context]:
    """The fields of the 招标公告 as they will be printed."""
    keys = lots().keys(tender) if lots().ready(tender) else ""
    fields = tender_notice(tender, keys)
    return [
        {"label": label, "value": value, "full": len(value) > LONG}
        for label, value in fields.items()
        if value.strip()
    ]


def unsaid(rows: list[Context]) -> list[str]:
    """Required fields that are still empty."""
    said = {row["label"] for row in rows}
    return [label for label in TYPES["E03"].required if label not in said]


def checks(tender: TenderWorkflow, offer: Offer, actor: Actor, now: datetime) -> list[Context]:
    """Each rule of the step, passed or not, with its article."""
    facts = offer.step.given(tender, Act(actor, now, uuid4())) if offer.step.given else None
    return [
        {
            "level": "pass" if rule(facts) else "must", "title": rule.says, "text": "",
            "where": [f"依据 {rule.law}", f"规则编号 {rule.code}"],
        }
        for rule in offer.step.rules
    ]  # fmt: skip


def media() -> list[Context]:
    """Where the notice will stand; other media report their own time (发改委令10 第八条)."""
    return [{"label": settings.SITE["name"], "value": "确认后立即发布，时间和网址自动登记"}]
