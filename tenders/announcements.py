"""What a tender's notices say: their fields, filled from the tender."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.law.money import Money
from marketplace.notices.models import Notice
from marketplace.notices.publish import About
from marketplace.notices.types import TYPES
from tenders.models import Tender

SHANGHAI = ZoneInfo("Asia/Shanghai")
METHODS = {"comprehensive": "综合评估法", "lowest": "经评审的最低投标价法"}
METHOD_NAMES = {"works-open": "公开招标（资格后审）"}


def in_words(moment: datetime | None) -> str:
    """2026年12月1日 09:30, in Shanghai; "" for none."""
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def end_in_words(moment: datetime | None) -> str:
    """The end of a day is written 24:00 of that day, not 00:00 of the next (ux 2.6)."""
    if moment is None:
        return ""
    local = moment.astimezone(SHANGHAI)
    if (local.hour, local.minute) != (0, 0):
        return in_words(moment)
    day = local - timedelta(days=1)
    return f"{day.year}年{day.month}月{day.day}日 24:00"


def about(tender: Tender, deadline: datetime | None = None) -> About:
    """How lists and search describe the tender."""
    lots = list(tender.lots.all())
    return About(
        title=tender.title,
        tender=tender.number,
        lots=tuple(lot.number for lot in lots),
        buyer=tender.project.buyer.name,
        method=METHOD_NAMES[tender.procedure],
        amount_fen=sum(lot.ceiling_fen for lot in lots),
        deadline_at=deadline or tender.deadline_at,
    )


def _per_lot(tender: Tender, values: list[str]) -> str:
    lots = list(tender.lots.all())
    if len(lots) == 1:
        return values[0]
    return "\n".join(f"{lot.no}标段：{value}" for lot, value in zip(lots, values, strict=True))


def tender_notice(tender: Tender, keys: str) -> dict[str, str]:
    """E03 招标公告 (发改委令10 第五条): every field the type requires, in printing order."""
    project, lots = tender.project, list(tender.lots.all())
    agency = project.procuring_entity
    deadline = in_words(tender.deadline_at)
    return {
        "招标项目名称": tender.title,
        "项目审批": f"{project.approval_authority} {project.approval_number}".strip(),
        "招标内容和范围": _per_lot(tender, [lot.scope or tender.particular("scope") for lot in lots]),
        "规模": tender.particular("scale"),
        "建设地点": project.place,
        "资金来源": project.funds,
        "最高投标限价": _per_lot(
            tender,
            [f"{Money(lot.ceiling_fen).yuan()} 元（{Money(lot.ceiling_fen).capitals()}）" for lot in lots],
        ),
        "工期": _per_lot(tender, [f"{lot.duration_days} 日历天" for lot in lots]),
        "质量要求": _per_lot(tender, [lot.quality for lot in lots]),
        "投标人资格能力要求": tender.particular("qualification"),
        "是否接受联合体投标": tender.particular("consortium"),
        "获取招标文件的时间和方式": f"公告发布之日起至 {in_words(tender.documents_until)}，在本平台免登录免费下载，不收取任何费用",
        "递交投标文件的截止时间和方式": f"{deadline}前，在本平台加密递交；投标截止时未完成传输的，视为撤回投标文件",
        "开标时间": f"{deadline}，在本平台网上开标大厅公开进行，无需到场",
        "评标方法": METHODS[tender.evaluation.get("method", "comprehensive")],
        "投标保证金": f"{Money(tender.bond_fen).yuan()} 元，可以保函形式提交"
        if tender.bond_fen
        else "不收取",
        "投标有效期": f"自投标截止之日起 {tender.bid_validity_days} 日",
        "开标密钥": keys,
        "公平竞争审查": _reviewed(tender),
        "公告性质": "重新招标" if tender.round > 1 else "正常",
        "招标人": project.buyer.name,
        "招标人地址": tender.particular("owner_address") or project.buyer.address,
        "招标人联系人": tender.particular("owner_contact"),
        "招标人电话": tender.particular("owner_phone") or project.buyer.phone,
        "招标代理机构": agency.name if agency else "",
        "代理机构联系人": f"{tender.particular('agency_contact')} {tender.particular('agency_phone')}".strip()
        if agency
        else "",
        "监督部门": tender.review_body.name,
    }


def _reviewed(tender: Tender) -> str:
    """The named reviewer's conclusion; the sheet in four parts is public with the notice."""
    review = tender.reviews.select_related("reviewer").first()
    if review is None:
        return ""
    return f"结论：{review.get_conclusion_display()}；审查人：{review.reviewer}；审查表：/tenders/{tender.number}/fair-review/"


def unsaid(tender: Tender) -> list[str]:
    """What the notice may not do without and the draft does not say yet; the keys come with publication."""
    fields = tender_notice(tender, "—")
    return [label for label in TYPES["E03"].required if not fields.get(label, "").strip()]


def amendment(code: str, original: Notice | None, text: str, old: datetime, new: datetime) -> dict[str, str]:
    """E05 or E06: what changed, and the deadline before and after."""
    number = original.number if original else ""
    if code == "E06":
        return {
            "原公告编号": number,
            "原投标截止时间": in_words(old),
            "新投标截止时间": in_words(new),
            "理由": text,
        }
    moved = f"{in_words(new)}（原为 {in_words(old)}）" if new > old else f"{in_words(old)}（不变）"
    return {"原公告编号": number, "澄清或者修改的内容": text, "投标截止时间": moved}


def termination(original: Notice | None, reason: str) -> dict[str, str]:
    """E08 终止招标公告 (条例 31)."""
    refund = "未收取文件费用；已提交的投标保证金及银行同期存款利息及时退还"
    return {
        "原公告编号": original.number if original else "",
        "终止的理由": reason,
        "已收费用和保证金的退还": refund,
    }
