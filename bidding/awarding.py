"""Who wins: determination, letters, and what happens when a winner gives up."""

from __future__ import annotations

import hashlib

from bidding.models import Award, Bid, Letter, Process
from marketplace.accounts.messages import people_of, tell
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.flow.numbers import receipt_number
from marketplace.law.money import Money
from marketplace.law.statutes import TBL_REGULATION


def determine(process: Process, act: Act, rank: int, reason: str) -> Award:
    """The award of the candidate at `rank`; the contract price is the corrected bid price."""
    bid = process.bids.filter(rank=rank).first()
    if bid is None:
        raise Refused("NO-SUCH-CANDIDATE", f"没有第 {rank} 名中标候选人", TBL_REGULATION[55])
    process.awarded_at = act.now
    act.notes |= {"rank": rank, "bid": bid.pk}
    return Award.objects.create(
        process=process, bid=bid, rank=rank, amount_fen=bid.evaluated_fen, reason=reason, at=act.now
    )


def current(process: Process) -> Award:
    """The award in force."""
    award = process.awards.filter(cancelled_at=None).select_related("bid__organization").first()
    if award is None:
        raise Refused("NO-AWARD", "尚未确定中标人", TBL_REGULATION[55])
    return award


def _text(process: Process, award: Award, bid: Bid) -> str:
    buyer, title = process.tender.project.buyer.name, process.title
    price = Money(award.amount_fen)
    if bid.pk == award.bid_id:
        return (
            f"{bid.organization.name}：\n你方投标的 {title}（编号 {process.number}）已被我方接受，确定你方为中标人。\n"
            f"中标价：{price.yuan()} 元（{price.capitals()}）。\n工期：{bid.duration_days or process.lot.duration_days} 日历天。\n"
            f"项目负责人：{bid.manager}。\n请自本通知书发出之日起 30 日内与我方订立书面合同。\n{buyer}"
        )
    return (
        f"{bid.organization.name}：\n感谢参加 {title}（编号 {process.number}）的投标。"
        f"中标人为 {award.bid.organization.name}，中标价 {price.yuan()} 元。\n{buyer}"
    )


def send_letters(process: Process, act: Act) -> None:
    """中标通知书 and, at the same moment, 中标结果通知书 to all other bidders (招标投标法 45)."""
    award = current(process)
    for bid in process.bids.select_related("organization"):
        text = _text(process, award, bid)
        letter = Letter.objects.create(
            number=receipt_number(), process=process, bid=bid, text=text, at=act.now,
            kind=Letter.Kind.WIN if bid.pk == award.bid_id else Letter.Kind.RESULT,
            hash=hashlib.sha256(text.encode()).hexdigest(),
        )  # fmt: skip
        tell(
            people_of(bid.organization.key),
            f"{letter.get_kind_display()}：{process.tender.title}",
            text,
            f"/my/letters/{letter.number}/",
            act.now,
        )


def cancel(process: Process, act: Act, reason: str) -> None:
    """The winner is out; the award stays on record, cancelled with its reason (条例 55)."""
    if not reason.strip():
        raise Refused("REASON-NEEDED", "请写明放弃中标的理由", TBL_REGULATION[55], field="reason")
    award = current(process)
    Award.objects.filter(pk=award.pk).update(cancelled_at=act.now, cancelled_because=reason)
    process.awarded_at = process.notified_at = None
    act.notes |= {"rank": award.rank, "reason": reason}
