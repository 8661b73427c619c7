"""What the desk's pages show: the queue by age, one declaration beside its licence, samples."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from marketplace.accounts.models import Filing, JoinRequest, Membership, Organization, OrganizationState
from marketplace.accounts.registration import checks
from marketplace.accounts.registration.pages import TONES, business_words, registered, words_for
from marketplace.flow.access import Actor
from marketplace.flow.models import Sample
from marketplace.flow.workflow import Offer
from marketplace.law.limits import limit
from marketplace.law.workdays import day_of

Context = dict[str, Any]
S = OrganizationState
KEYS = (
    ("j", "下一个待核验的单位"),
    ("k", "上一个待核验的单位"),
    ("a", "到“通过”，再按回车办理"),
    ("r", "到“退回补正”"),
    ("?", "看这张表"),
)
LISTS = (
    ("", "待核验"), (S.RETURNED, "需补正"), (S.REFUSED, "未通过"), (S.VERIFIED, "已核验"),
)  # fmt: skip


def due_of(row: Organization) -> datetime | None:
    if row.submitted_at is None:
        return None
    return limit("ORG-VERIFY", on=day_of(row.submitted_at)).due_at(row.submitted_at)


def _row(row: Organization, now: datetime) -> Context:
    due = due_of(row) if row.state in (S.PENDING, S.CHANGING) else None
    return {
        "unit": row, "state": row.state_says(), "tone": TONES[S(row.state)], "due": due, "url": row.desk_url,
        "late": due is not None and due <= now, "business": business_words(row.business),
    }  # fmt: skip


def queue(chosen: str, now: datetime) -> Context:
    """/desk/orgs/: the oldest first; how many wait, how many too long."""
    waiting = list(Organization.objects.waiting())
    shown = waiting if not chosen else list(Organization.objects.in_state(chosen)[:200])
    rows = [_row(row, now) for row in shown]
    late = sum(_row(row, now)["late"] for row in waiting)
    samples = Sample.objects.open().count()
    return {
        "rows": rows, "chosen": chosen, "query": urlencode({"state": chosen} if chosen else {}), "now": now, "law": limit("ORG-VERIFY", on=day_of(now)).law,
        "counts": [
            {"label": "待核验", "value": len(waiting), "note": "个单位"},
            {"label": "超过 1 个工作日", "value": late, "note": "尽快核验" if late else ""},
            {"label": "待抽查", "value": samples, "note": "件"},
        ],
        "lists": [
            {"label": label, "url": f"/desk/orgs/?state={code}" if code else "/desk/orgs/", "current": code == chosen}
            for code, label in LISTS
        ],
        "joins": _joins(), "samples": samples, "crumbs": [{"label": "受理台", "url": ""}],
    }  # fmt: skip


def _joins() -> Sequence[JoinRequest]:
    """Requests to units that have nobody to decide."""
    return [row for row in JoinRequest.objects.open() if not row.organization.has_admin]


def neighbours(row: Organization) -> tuple[str, str]:
    """The addresses of the one before and the one after in the queue."""
    codes = list(Organization.objects.waiting().values_list("uscc", flat=True))
    if row.uscc not in codes:
        return "", f"/desk/orgs/{codes[0]}/" if codes else ""
    at = codes.index(row.uscc)
    before = f"/desk/orgs/{codes[at - 1]}/" if at > 0 else ""
    return before, f"/desk/orgs/{codes[at + 1]}/" if at + 1 < len(codes) else ""


def one(row: Organization, offers: list[Offer], now: datetime) -> Context:
    """/desk/orgs/<code>/: the scan and what was typed, side by side, each value with what the machine says."""
    filing = row.filings.waiting().first() or row.filings.newest_first().first()
    due = due_of(row) if row.state in (S.PENDING, S.CHANGING) else None
    before, after = neighbours(row)
    takeable = {offer.step.name: offer for offer in offers}
    return {
        "unit": row, "filing": filing, "state": row.state_says(), "tone": TONES[S(row.state)], "now": now, "due": due,
        "late": due is not None and due <= now, "values": values(row, filing, day_of(now)) if filing else [],
        "accept": takeable.get("accept"), "send_back": takeable.get("send_back") or takeable.get("return_change"),
        "refuse": takeable.get("refuse"), "reopen": takeable.get("reopen"), "before": before, "after": after, "keys": KEYS,
        "filings": list(row.filings.newest_first()[:20]),
        "members": list(Membership.objects.in_unit(row)), "samples": _samples(row),
        "crumbs": [{"label": "受理台", "url": "/desk/orgs/"}, {"label": row.name, "url": ""}],
    }  # fmt: skip


def _samples(row: Organization) -> Sequence[Sample]:
    return list(Sample.objects.of_thing("accounts.organization", row.pk).with_people())


def values(row: Organization, filing: Filing, on: date) -> list[Context]:
    """Each value as declared, what it was before, and ✓ or ! in words."""
    words, before = words_for(filing.values), registered(row) if row.state == S.CHANGING else {}
    found = checks.of(row, filing.values, filing.by, on)
    shown = {
        name: str(filing.values[name])
        for name in ("uscc", "name", "legal_representative", "address", "email")
    }
    shown |= {"business": filing.business_words, "by": f"{filing.by} {filing.by.phone}".strip()}
    labels = words | {"by": "登记人"}
    rows = [
        {
            "label": labels[name],
            "value": value,
            "checks": [check for check in found if check.field == name],
            "was": before.get(name, "") if before.get(name, "") != value else "",
        }
        for name, value in shown.items()
    ]
    licence = [check for check in found if check.field == "licence"]
    return (
        [*rows, {"label": words["licence"], "value": "", "checks": licence, "was": ""}] if licence else rows
    )


# ── samples ─────────────────────────────────────────────────────────────────


def samples(actor: Actor, now: datetime) -> Context:
    """/desk/samples/: what to look at, what was objected to, what was looked at."""
    own = set(Sample.objects.done_by_person(actor.user_id).values_list("pk", flat=True))
    waiting = [(row, row.pk in own, row.due_at <= now) for row in Sample.objects.open().with_people()]
    return {
        "waiting": waiting, "disputed": list(Sample.objects.disputed().with_people()),
        "looked_at": list(Sample.objects.looked_at().with_people()[:50]), "now": now,
        "crumbs": [{"label": "受理台", "url": "/desk/orgs/"}, {"label": "抽查", "url": ""}],
    }  # fmt: skip


def sample(row: Sample, actor: Actor, now: datetime) -> Context:
    """/desk/samples/<number>/: what was decided by whom, and what this reader may say about it."""
    own = actor.user_id in (row.done_by_id, row.done_for)
    disputed = row.agreed is False and row.settled_at is None
    facts = [
        {"label": "办了什么", "value": row.says}, {"label": "对象", "value": row.thing},
        {"label": "办理人", "value": str(row.done_by)},
    ]  # fmt: skip
    return {
        "row": row, "own": own, "facts": facts, "may_look": row.sampled_at is None and not own, "now": now,
        "may_settle": disputed and row.settle_by in actor.keys, "disputed": disputed, "late": row.due_at <= now,
        "crumbs": [{"label": "抽查", "url": "/desk/samples/"}, {"label": row.says, "url": ""}],
    }  # fmt: skip


def head_of(organization_id: int | None, besides: set[int | None]) -> str:
    """Who settles an objection: the unit's administrators, when one is neither who decided nor who objects."""
    admins = Membership.objects.filter(organization=organization_id, is_active=True).admins()
    others = admins.exclude(user__in=[pk for pk in besides if pk])
    return f"admin:{organization_id}" if others.exists() else f"org:{organization_id}"
