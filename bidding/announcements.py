"""What a lot's notices say: their fields, filled from the process."""

from __future__ import annotations

from bidding.models import Bid, Process
from marketplace.flow.acts import Act
from marketplace.law.money import Money
from marketplace.notices.publish import About
from tenders.announcements import METHOD_NAMES, end_in_words, in_words
from tenders.models import Objection


def about(process: Process) -> About:
    """How lists and search describe the lot."""
    lot, tender = process.lot, process.tender
    return About(
        title=process.title, tender=tender.number, lots=(process.number,), buyer=tender.project.buyer.name,
        method=METHOD_NAMES[process.procedure], amount_fen=lot.ceiling_fen, deadline_at=process.deadline_at,
    )  # fmt: skip


def _price(bid: Bid) -> str:
    return f"{Money(bid.price_fen).yuan()} 元" if bid.price_fen is not None else "—"


def failure(process: Process, reason: str) -> dict[str, str]:
    """E13 招标异常（流标）公告."""
    return {
        "标段": f"{process.number} {process.lot.name}",
        "原因": reason,
        "后续安排": "招标人分析原因、修改招标文件后依法重新招标；已提交的投标保证金依法退还，投标文件保持密封",
    }


def opening_record(process: Process, act: Act) -> dict[str, str]:
    """E09 开标记录 (20-32): everything that was said in the hall."""
    rows = [
        f"{bid.order}. {bid.organization.name}：{_price(bid)}，工期 {bid.duration_days or '—'} 日历天，质量 {bid.quality or '—'}，"
        f"项目负责人 {bid.manager or '—'}"
        if bid.outcome == Bid.Outcome.OPENED
        else f"{bid.order}. {bid.organization.name}：{bid.get_outcome_display()}，{bid.failure}"
        for bid in process.bids.select_related("organization")
    ]
    objections = [
        f"{row.organization.name}：{row.facts}——答复：{row.answer}"
        for row in process.lot.objections.of_kind(Objection.Kind.OPENING).select_related("organization")
    ]
    return {
        "开标时间": in_words(process.release_from),
        "主持": act.principal.organisation,
        "开标方式": "网上开标大厅，公开进行；保管方密钥到齐后一次全部开启",
        "投标人与报价": "\n".join(rows),
        "最高投标限价": f"{process.lot.ceiling.yuan()} 元",
        "异议与答复": "\n".join(objections) or "无",
    }


def _score(bid: Bid) -> str:
    return f"，综合得分 {bid.total}" if bid.total is not None else ""


def candidates(process: Process) -> dict[str, str]:
    """E10 中标候选人公示 (10-6): rank, name, price, duration, quality, manager, rejections, channel."""
    ranked = [
        bid for bid in process.bids.ranked().select_related("organization") if bid.rank and bid.rank <= 3
    ]
    rejected = process.bids.exclude(rejected_code="").select_related("organization")
    until = end_in_words(process.publicity_until)
    return {
        "中标候选人排序、名称、报价、工期和质量": "\n".join(
            f"第 {bid.rank} 名 {bid.organization.name}：{_price(bid)}，工期 {bid.duration_days or process.lot.duration_days} 日历天，质量 {bid.quality or process.lot.quality}"
            for bid in ranked
        ),
        "评标情况": "；".join(f"{bid.organization.name}{_score(bid)}，第 {bid.rank} 名" for bid in ranked),
        "项目负责人姓名及证书": "\n".join(
            f"{bid.organization.name}：{bid.manager} {bid.manager_certificate}" for bid in ranked
        ),
        "资格能力条件响应情况": "上述中标候选人均响应招标文件规定的资格能力条件",
        "否决投标情况": "\n".join(
            f"{bid.organization.name}：{bid.rejected_code} {bid.rejected_reason}" for bid in rejected
        )
        or "无",
        "公示期": f"自发布之日起至 {until}（不少于 3 日）",
        "提出异议的渠道和方式": f"公示期内在本平台向招标人提出；{process.tender.particular('owner_contact')} {process.tender.particular('owner_phone')}".strip(),
        "监督部门": process.tender.review_body.name,
    }


def result(process: Process) -> dict[str, str]:
    """E12 中标结果公示."""
    award = process.awards.filter(cancelled_at=None).select_related("bid__organization").get()
    price = Money(award.amount_fen)
    return {
        "中标人名称": award.bid.organization.name,
        "中标价格": f"{price.yuan()} 元（{price.capitals()}）",
        "工期": f"{award.bid.duration_days or process.lot.duration_days} 日历天",
        "项目负责人": f"{award.bid.manager} {award.bid.manager_certificate}".strip(),
        "监督部门": process.tender.review_body.name,
    }


def contract(process: Process) -> dict[str, str]:
    """E15 合同信息公开 (20-41)."""
    signed = (
        process.contracts.filter(award__cancelled_at=None).select_related("award__bid__organization").get()
    )
    return {
        "合同编号": signed.number,
        "合同双方": f"{process.tender.project.buyer.name}；{signed.award.bid.organization.name}",
        "合同金额": f"{Money(signed.amount_fen).yuan()} 元",
        "合同期限": f"{signed.duration_days} 日历天",
        "签订时间": in_words(process.contracted_at),
        "与招标投标文件的一致性": "标的、价款、质量、履行期限等主要条款与招标文件和中标人的投标文件一致",
    }
