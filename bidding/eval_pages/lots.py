"""What the owner of a lot and its agency see and may do between opening and archive."""

from __future__ import annotations

from datetime import datetime

from bidding import announcements, drawing, facts
from bidding.eval_pages.standing import Page, crumbs, head, stages
from bidding.models import Bid, Process
from bidding.rejections import cited
from marketplace.flow import duties
from marketplace.flow.access import Actor, may
from marketplace.flow.acts import Act
from marketplace.flow.models import Duty
from marketplace.flow.pending import pending_of
from marketplace.flow.workflow import Offer
from marketplace.law.limits import limit
from marketplace.law.money import Money
from marketplace.law.workdays import day_of

# Which page takes which act; the words are the verbs of the buttons.
SLUGS: dict[str, tuple[str, str]] = {
    "process.order_draw": ("committee", "组建评标委员会"),
    "process.post_candidates": ("post", "公示中标候选人"),
    "process.correct_result": ("correct", "交原评标委员会复核"),
    "process.award": ("award", "确定中标人"),
    "process.notify": ("notify", "发出中标通知书"),
    "process.report": ("report", "提交书面报告"),
    "process.refund_bonds": ("refund", "退还投标保证金"),
    "tender.retender": ("retender", "重新招标"),
}
# Acts that are no steps are offered while the duty that asks for them is open.
_BY_DUTY = ("process.report", "process.refund_bonds", "tender.retender")


def lot_page(process: Process, actor: Actor, now: datetime) -> Page:
    """/my/lots/<no>/: state, what may be done now and why not, periods, bids, award."""
    owed = list(duties.open_of(process))
    return {
        "lot": head(process),
        "stages": stages(process),
        "acts": acts(process, actor, now),
        "owed": [
            {"title": duty.says, "due": duty.due_at, "law": duty.law, "late": bool(duty.due_at and duty.due_at <= now),
             "paused": duty.paused_at is not None}
            for duty in owed
            if duty.owner != "clock"
        ],
        "suspensions": list(process.suspensions()),
        "bids": bid_rows(process),
        "committee": _committee(process),
        "award": _award(process),
        "links": _links(process),
        "now": now,
    }  # fmt: skip


def acts(process: Process, actor: Actor, now: datetime) -> list[Page]:
    """Offers of the owner's acts with their articles; the first open one is the primary act."""
    found = [_offered(process, offer) for offer in process.offers(actor, now) if _shown(process, offer)]
    found += [
        _act_of_duty(process, duty, actor)
        for duty in duties.open_of(process)
        if duty.action in _BY_DUTY and duty.owner != "clock"
    ]
    primary = next((act for act in found if not act["refused"] and not act["pending_url"]), None)
    return [act | {"ghost": act is not primary} for act in found]


def _shown(process: Process, offer: Offer) -> bool:
    if offer.step.action == "process.correct_result":
        return facts.founded_objections(process) > 0
    return offer.step.action in SLUGS


def _offered(process: Process, offer: Offer) -> Page:
    slug, label = SLUGS[offer.step.action]
    refused = f"{offer.refused.says}（{offer.refused.law}；{offer.refused.code}）" if offer.refused else ""
    return {
        "slug": slug,
        "label": label,
        "url": f"/my/lots/{process.number}/{slug}/",
        "law": str(offer.step.law),
        "class_a": offer.step.class_a,
        "refused": refused,
        "pending_url": f"/my/confirm/{offer.pending.act_id}/" if offer.pending else "",
    }


def _act_of_duty(process: Process, duty: Duty, actor: Actor) -> Page:
    slug, label = SLUGS[duty.action]
    subject = process.tender if duty.action.startswith("tender.") else process
    return {
        "slug": slug,
        "label": label,
        "url": f"/my/lots/{process.number}/{slug}/",
        "law": duty.law,
        "class_a": False,
        "due": duty.due_at,
        "refused": "" if may(actor, duty.action, subject) else "这一步由招标人或者招标代理机构办理",
        "pending_url": "",
    }


def bid_rows(process: Process) -> list[Page]:
    """Bidders and what became of their bids; empty until the prices have been announced."""
    if process.announced_at is None:
        return []
    return [_bid_row(bid) for bid in process.bids.select_related("organization")]


def _bid_row(bid: Bid) -> Page:
    note = (
        cited(bid.rejected_code)
        if bid.rejected_code
        else bid.failure
        if bid.outcome != Bid.Outcome.OPENED
        else ""
    )
    return {
        "order": bid.order,
        "name": bid.organization.name,
        "price_fen": bid.price_fen,
        "duration": bid.duration_days,
        "quality": bid.quality,
        "manager": bid.manager,
        "total": bid.total,
        "rank": bid.rank,
        "outcome": "否决" if bid.rejected_code else bid.get_outcome_display(),
        "note": note,
        "reason": bid.rejected_reason,
    }


def _committee(process: Process) -> Page | None:
    """How many sit and where the draw is published; names stay secret (招标投标法 37)."""
    draws = list(process.draws.all())
    if not draws:
        return None
    members = [m for m in process.members.all() if m.is_serving]
    return {
        "seats": sum(row.seats for row in draws) + sum(m.expert_id is None for m in members),
        "specialties": [f"{row.specialty} {row.seats} 人" for row in draws],
        "checked_in": sum(m.checked_in_at is not None for m in members),
        "draw_url": f"/draws/{process.number}/",
    }


def _award(process: Process) -> Page | None:
    award = process.awards.filter(cancelled_at=None).select_related("bid__organization").first()
    gone = process.awards.exclude(cancelled_at=None).select_related("bid__organization")
    if award is None and not gone:
        return None
    return {
        "winner": award.bid.organization.name if award else "",
        "rank": award.rank if award else None,
        "amount_fen": award.amount_fen if award else None,
        "reason": award.reason if award else "",
        "at": award.at if award else None,
        "cancelled": [
            {"says": f"第 {row.rank} 名 {row.bid.organization.name} 不再中标", "because": row.cancelled_because}
            for row in gone
        ],
        "letters": [
            {"label": f"{row.get_kind_display()}：{row.bid.organization.name}", "url": f"/my/letters/{row.number}/"}
            for row in process.letters.select_related("bid__organization")
        ],
    }  # fmt: skip


def _links(process: Process) -> list[Page]:
    rows = [("项目公开页", process.tender.get_absolute_url(), ""), ("开标大厅", process.hall_url, "")]
    if process.report_at:
        rows.append(("评标报告", f"/eval/{process.number}/report/", ""))
    if process.notified_at:
        rows.append(("合同", f"/my/contracts/{process.number}/", "起草、签署"))
    return [{"label": label, "url": url, "note": note} for label, url, note in rows]


# ── the page of one act ─────────────────────────────────────────────────────


def posting(process: Process, now: datetime) -> Page:
    """E10 exactly as it will stand, with the publicity computed from now (条例 54)."""
    period = limit("E-T13", on=day_of(now))
    process.publicity_from, process.publicity_until = now, period.ends_at(now)
    rows = [
        {"label": label, "value": text, "full": True}
        for label, text in announcements.candidates(process).items()
    ]
    return {
        "preview": rows,
        "preview_title": "中标候选人公示（预览）",
        "period": {"from": now, "until": process.publicity_until, "says": period.says, "law": str(period.law)},
    }  # fmt: skip


def candidates(process: Process) -> list[Page]:
    """The first three in order, and who of them is out for a recorded reason."""
    out = {row.rank: row.cancelled_because for row in process.awards.exclude(cancelled_at=None)}
    return [
        _bid_row(bid) | {"out": out.get(bid.rank or 0, "")}
        for bid in process.bids.ranked().select_related("organization")
        if bid.rank and bid.rank <= 3
    ]


def letters_preview(process: Process) -> Page:
    """Who gets which letter when the notice of award goes out (招标投标法 45)."""
    award = process.awards.filter(cancelled_at=None).first()
    rows = [
        {
            "label": "中标通知书" if award and bid.pk == award.bid_id else "中标结果通知书",
            "value": bid.organization.name,
        }
        for bid in process.bids.select_related("organization")
    ]
    period = limit("E-T16", on=day_of(process.deadline_at))
    return {"preview": rows, "preview_title": "将同时发出", "notes": [period.says]}


def refunding(process: Process) -> Page:
    """The bond of every bidder and the day until which it goes back (条例 57)."""
    bond = Money(process.tender.bond_fen)
    rows = [
        {"label": bid.organization.name, "value": f"{bond} 及银行同期存款利息"}
        for bid in process.bids.select_related("organization")
    ]
    return {"preview": rows, "preview_title": "退还清单"}


def pool(process: Process) -> list[tuple[str, int]]:
    """Specialties and how many experts remain after recusals."""
    return drawing.specialties(process)


def act_page(process: Process, slug: str, offered: Page | None) -> Page:
    """What the page of one act says; one that is not offered now says so instead of a button."""
    label = next(words for known, words in SLUGS.values() if known == slug)
    none = {
        "law": "",
        "class_a": False,
        "refused": f"现在是“{process.state_says()}”，这一步不能办理",
        "pending_url": "",
    }
    back = f"/my/lots/{process.number}/"
    return {
        "lot": head(process),
        "title": label,
        "offer": offered or none,
        "cancel": {"label": "返回标段", "url": back},
        "crumbs": crumbs(("待办", "/my/"), (process.number, back), (label, "")),
    }


def after(process: Process, act: Act) -> str:
    """Where to go after an act: to the confirmation that waits for a second person, else to the lot."""
    asked = pending_of(act)
    return f"/my/confirm/{asked.act_id}/" if asked else f"/my/lots/{process.number}/"
