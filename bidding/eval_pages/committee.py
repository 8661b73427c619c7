"""What a member of the committee sees from check-in to the end of the preliminary review."""

from __future__ import annotations

from datetime import datetime

from bidding import evaluating, facts
from bidding.eval_pages.standing import Page, crumbs, evaluation_stages, head
from bidding.models import Bid, BidFile, Member, Process, Review, State
from bidding.rejections import CASES, cited
from marketplace.flow.access import Actor
from marketplace.flow.errors import WrongState
from marketplace.law.money import Money
from marketplace.law.statutes import TBL, TBL_REGULATION

# 招标投标法 37, 评标委员会和评标方法暂行规定 12: who may not judge.
RECUSALS = (
    "是投标人，或者是投标人主要负责人的近亲属",
    "是项目主管部门或者行政监督部门的人员",
    "与投标人有经济利益关系，可能影响公正评审",
    "曾因招标、评标活动中的违法行为受过行政处罚或者刑事处罚",
)
# What the leader concludes: slug of the page, words of the button.
LEADS: dict[str, tuple[str, str]] = {
    "process.conclude_preliminary": ("preliminary", "完成初步评审"),
    "process.reject_all": ("reject-all", "否决所有投标"),
    "process.conclude_scoring": ("joint", "汇总评分，排出名次"),
    "process.deliver_report": ("deliver", "提交评标报告"),
}


def seat_of(process: Process, actor: Actor) -> Member:
    """The seat in which the actor serves; `seated` has made sure that there is one."""
    return process.members.select_related("user").get(user=actor.user_id, recused_at=None)


def require_check_in(member: Member) -> None:
    """Before the declaration nothing of the bids is shown."""
    if member.checked_in_at is None:
        raise WrongState("NOT-CHECKED-IN", "请先签到并声明是否应当回避", TBL[37])


def columns(process: Process) -> list[Bid]:
    """Valid bids in an order that says nothing and never changes: by their random receipt numbers."""
    rows = process.bids.valid().select_related("organization", "submission").prefetch_related("files")
    return sorted(rows, key=lambda bid: bid.submission.number)


# ── where the session stands ────────────────────────────────────────────────


def sessions_page(seats: list[Member]) -> Page:
    """/eval/: the person's seats, the served ones first; a recused seat has no link any more."""
    return {
        "sessions": [
            {
                "title": seat.process.title,
                "number": seat.process.number,
                "says": seat.process.state_says(),
                "url": f"/eval/{seat.process.number}/" if seat.is_serving else "",
                "recused_at": seat.recused_at,
                "checked_in_at": seat.checked_in_at,
            }
            for seat in sorted(seats, key=lambda seat: (not seat.is_serving, -seat.pk))
        ],
        "crumbs": crumbs(("待办", "/my/"), ("评标", "")),
    }


def session_page(process: Process, member: Member, actor: Actor, now: datetime) -> Page:
    """/eval/<no>/: what is done, what is next, what the leader may conclude and why not yet."""
    return _frame(process, member) | {
        "tasks": _tasks(process, member),
        "is_leader": _leads(process, member),
        "leads": leads(process, actor, now) if _leads(process, member) else [],
        "progress": _progress(process),
        "recusal_url": f"/eval/{process.number}/recuse/",
        "now": now,
    }


def _frame(process: Process, member: Member, label: str = "") -> Page:
    """Head, stages and crumbs of a member's page."""
    base = f"/eval/{process.number}/"
    trail = [("评标", "/eval/"), (process.number, base if label else "")] + ([(label, "")] if label else [])
    return {
        "lot": head(process),
        "stages": evaluation_stages(process, checked_in=member.checked_in_at is not None),
        "member": {"name": member.user.name, "checked_in_at": member.checked_in_at},
        "base": base,
        "crumbs": crumbs(*trail),
    }


def _leads(process: Process, member: Member) -> bool:
    leader = Process.leader(evaluating.serving(process))
    return leader is not None and leader.pk == member.pk


def leads(process: Process, actor: Actor, now: datetime) -> list[Page]:
    """What the leader concludes next, with the reason while it cannot be done yet."""
    return [
        {
            "label": LEADS[offer.step.action][1],
            "url": f"/eval/{process.number}/{LEADS[offer.step.action][0]}/",
            "law": str(offer.step.law),
            "refused": f"{offer.refused.says}（{offer.refused.code}）" if offer.refused else "",
        }
        for offer in process.offers(actor, now)
        if offer.step.action in LEADS
    ]


def lead(process: Process, actor: Actor, now: datetime, action: str) -> Page | None:
    """One act of the leader as it stands now; none for members and in other states."""
    url = f"/eval/{process.number}/{LEADS[action][0]}/"
    found = next((row for row in leads(process, actor, now) if row["url"] == url), None)
    return None if found and "ACCESS-DENIED" in found["refused"] else found


def _tasks(process: Process, member: Member) -> list[Page]:
    """The member's own work in order; what cannot begin yet has no link."""
    base, bids = f"/eval/{process.number}/", process.bids.opened().count()
    reviewed = member.reviews.count()
    past = [State.EVALUATING, State.SCORING, State.SIGNING, State.EVALUATED].index
    stage = (
        past(State(process.state)) if process.state in (State.EVALUATING, State.SCORING, State.SIGNING) else 3
    )
    here = member.checked_in_at is not None
    return [
        _task("签到，核对投标人名称，声明是否回避", base + "check-in/", done=here, begun=True),
        _task("推举评标委员会主任", base + "leader/", done=member.vote_id is not None, begun=here and stage == 0),
        _task(f"初步评审（已审 {reviewed} / {bids} 份）", base + "review/", done=stage > 0 or reviewed >= bids > 0, begun=here),
        _task("独立评分", base + "scores/", done=stage > 1 or member.submitted_at is not None, begun=here and stage >= 1),
        _task("汇总复核", base + "joint/", done=stage > 1, begun=here and stage >= 1 and member.submitted_at is not None),
        _task("签署评标报告", base + "report/", done=member.signed_at is not None, begun=here and stage >= 2),
    ]  # fmt: skip


def _task(title: str, url: str, *, done: bool, begun: bool) -> Page:
    status = "已完成" if done else "未开始" if begun else "尚不能开始"
    return {"title": title, "url": url if begun else "", "note": "", "status": status}


def _progress(process: Process) -> list[Page]:
    """How far the committee is, in numbers of people; never what anybody wrote."""
    members = evaluating.serving(process)
    total = len(members)
    return [
        {"label": "已签到", "value": f"{sum(m.checked_in_at is not None for m in members)} / {total}"},
        {"label": "已提交评分", "value": f"{sum(m.submitted_at is not None for m in members)} / {total}"},
        {"label": "已签署报告", "value": f"{sum(m.signed_at is not None for m in members)} / {total}"},
    ]


# ── check-in, leader ────────────────────────────────────────────────────────


def check_in_page(process: Process, member: Member) -> Page:
    """The only page that names the bidders before the declaration, because the declaration needs them."""
    bids = process.bids.select_related("organization")
    tender = process.tender
    agency = tender.project.procuring_entity
    return _frame(process, member, "签到与回避") | {
        "bidders": [{"name": bid.organization.name, "uscc": bid.organization.uscc} for bid in bids],
        "owner": tender.project.buyer.name,
        "agency": agency.name if agency else "",
        "cases": RECUSALS,
        "law": str(TBL[37]),
    }


def plain_page(process: Process, member: Member, label: str) -> Page:
    """A page that needs nothing but its frame."""
    return _frame(process, member, label)


def recuse_page(process: Process, member: Member) -> Page:
    return _frame(process, member, "申请回避") | {"cases": RECUSALS, "law": str(TBL[37])}


def leader_page(process: Process, member: Member) -> Page:
    members = evaluating.serving(process)
    leader = Process.leader(members)
    return _frame(process, member, "推举主任") | {
        "leader": leader.user.name if leader else "",
        "voted": sum(m.vote_id is not None for m in members),
        "needed": len(members) // 2 + 1,
        "law": str(TBL[37]),
    }


def electable(process: Process) -> list[tuple[str, str]]:
    """Members one may vote for: who has checked in."""
    return [
        (str(m.pk), f"{m.user.name}（{m.expert.unit if m.expert else '招标人代表'}）")
        for m in process.members.select_related("user", "expert")
        if m.is_serving and m.checked_in_at
    ]


# ── preliminary review ──────────────────────────────────────────────────────


def reviews_page(process: Process, member: Member) -> Page:
    """Every opened bid with the member's own judgement; nobody else's."""
    own = {row.bid_id: row for row in member.reviews.all()}
    bids = process.bids.opened().select_related("organization").order_by("order")
    return _frame(process, member, "初步评审") | {
        "tasks": [
            {
                "title": f"{bid.order}. {bid.organization.name}",
                "url": f"/eval/{process.number}/review/{bid.order}/",
                "note": _judged(own.get(bid.pk)),
                "status": "已完成" if bid.pk in own else "未开始",
            }
            for bid in bids
        ]
    }


def _judged(row: Review | None) -> str:
    if row is None:
        return "还没有评审意见"
    return "通过" if row.passed else f"否决：{cited(row.code)}。{row.reason}"


def review_page(process: Process, member: Member, bid: Bid) -> Page:
    """One bid: what it says, its files, and the member's judgement."""
    return _frame(process, member, f"{bid.order} 号投标") | {
        "bid": {
            "order": bid.order,
            "name": bid.organization.name,
            "facts": _bid_facts(bid),
            "files": file_rows(process, bid),
        },
        "cases": list(CASES.values()),
        "law": str(TBL_REGULATION[51]),
    }


def judgement_of(member: Member, bid: Bid) -> Page:
    """What the member has said of the bid so far, as the form's first values."""
    row = member.reviews.filter(bid=bid).first()
    return (
        {"verdict": "pass" if row.passed else "reject", "code": row.code, "reason": row.reason} if row else {}
    )


def _bid_facts(bid: Bid) -> list[Page]:
    price = bid.price
    rows = [
        ("投标报价", f"{price}（{price.capitals()}）" if price else "—"),
        ("修正后报价", str(Money(bid.corrected_fen)) if bid.corrected_fen else "不需要修正"),
        ("工期", f"{bid.duration_days} 日历天" if bid.duration_days else "—"),
        ("质量", bid.quality or "—"),
        ("项目负责人", f"{bid.manager} {bid.manager_certificate}".strip() or "—"),
    ]
    return [{"label": label, "value": text} for label, text in rows]


def file_rows(process: Process, bid: Bid) -> list[Page]:
    """The opened bid's files under addresses without keys."""
    return [
        {
            "title": row.name,
            "url": f"/eval/{process.number}/bids/{bid.order}/{no}/",
            "note": "",
            "version": "",
            "octets": row.size,
            "digest": row.sha256,
        }
        for no, row in enumerate(bid.files.all(), 1)
    ]


def file_of(bid: Bid, no: int) -> BidFile | None:
    rows = list(bid.files.all())
    return rows[no - 1] if 1 <= no <= len(rows) else None


def preliminary_page(process: Process, member: Member) -> Page:
    """For the leader: what the majority decides, before it is concluded."""
    members = evaluating.serving(process)
    rejects = facts.majority_rejects(process, members)
    bids = list(process.bids.opened().select_related("organization").prefetch_related("reviews"))
    against = {
        bid.pk: sum(not r.passed and r.member_id in {m.pk for m in members} for r in bid.reviews.all())
        for bid in bids
    }
    return _frame(process, member, "完成初步评审") | {
        "verdicts": [
            {
                "name": bid.organization.name,
                "order": bid.order,
                "votes": f"{against[bid.pk]} / {len(members)} 人否决",
                "rejected": bid.pk in rejects,
                "reasons": rejects.get(bid.pk, []),
            }
            for bid in bids
        ],
        "valid": len(bids) - len(rejects),
        "law": str(TBL_REGULATION[51]),
    }  # fmt: skip
