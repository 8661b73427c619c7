"""What those who confirm a recovery see: who asks, whom to call back, which steps are theirs."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts.models import Membership, Recovery, RecoveryState
from marketplace.flow.access import Actor
from marketplace.flow.errors import NotPermitted, WrongState
from marketplace.flow.workflow import Offer, Step, steps_of
from marketplace.law.statutes import PLATFORM
from marketplace.templatetags.ui import when

_CONFIRMING = ("confirm_as_unit", "confirm_first", "confirm_second", "refuse")


def offered(row: Recovery, actor: Actor, now: datetime) -> list[Offer]:
    """The steps of those who confirm, with the reason where one is refused to this person."""
    return [offer for offer in row.offers(actor, now) if offer.step.name in _CONFIRMING]


def chosen(row: Recovery, name: str) -> Step:
    """The step whose button was pressed; whether it can be taken the door says."""
    if name not in _CONFIRMING:
        raise WrongState("WRONG-STATE", "这份申请不能这样办理，请刷新页面", PLATFORM["STATE-ORDER"])
    return next(step for step in steps_of(type(row)) if step.name == name)


def context(row: Recovery, offers: list[Offer], actor: Actor) -> dict[str, Any]:
    """Facts, the telephones of the record, and the buttons."""
    mine = [offer.step for offer in offers if offer.open]
    barred = [o.refused for o in offers if o.refused and not isinstance(o.refused, NotPermitted)]
    return {
        "row": row, "facts": _facts(row), "phones": _phones(row), "steps": mine,
        "why_not": barred[0].says if barred and not mine else "",
        "is_ready": row.state == RecoveryState.READY, "law": PLATFORM["RECOVERY"],
        "crumbs": [{"label": "账户恢复", "url": ""}, {"label": row.number, "url": ""}],
    }  # fmt: skip


def _facts(row: Recovery) -> list[dict[str, Any]]:
    first = f"{row.first_by}，{when(row.first_at, 'short')}：{row.first_note}" if row.first_at else ""
    second = f"{row.second_by}，{when(row.second_at, 'short')}：{row.second_note}" if row.second_at else ""
    said = [("第一人核实", first), ("最后核实", second)]
    return [
        {"label": "申请人", "value": row.user.name, "strong": True},
        {"label": "单位", "value": str(row.organization or "无")},
        {"label": "申请时间", "value": when(row.asked_at, "short")},
        {"label": "情况", "value": row.reason, "full": True},
        {"label": "原手机号", "value": "恢复时删除" if row.drops_phone else "保留"},
        *({"label": label, "value": value, "full": True} for label, value in said if value),
    ]


def _phones(row: Recovery) -> list[dict[str, str]]:
    """Only numbers that stood in the record before the request may be called back."""
    found = [{"whose": f"{row.user.name}本人", "phone": row.user.phone}] if row.user.phone_verified_at else []
    if row.organization is not None:
        found.append({"whose": "单位登记电话", "phone": row.organization.phone})
        people = Membership.objects.colleagues(row.organization_id, row.user)
        found += [
            {"whose": f"{one.user.name} {one.title}".strip(), "phone": one.user.phone}
            for one in people
            if one.user.phone_verified_at
        ]
    return [one for one in found if one["phone"]]


def code_once(request: HttpRequest, row: Recovery) -> HttpResponse | None:
    """The page with the code, in the very answer that made it: it is kept nowhere and shown once."""
    code = getattr(row, "fresh_code", "")
    return render(request, "accounts/recovery_code.html", {"row": row, "code": code}) if code else None
