"""What the public pages of a tender and of a notice show: rows and sentences for the components.

Nothing here asks who looks or what the time is; both are given. Before the deadline only what the
owner has published goes in: no question before its answer, no taker, no count of anybody (招标投标法 22).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import rfc8785

from marketplace.downloads import Download
from marketplace.law.limits import limit
from marketplace.law.money import Money
from marketplace.law.workdays import day_of
from marketplace.notices.models import Notice
from marketplace.templatetags.ui import overdue
from tenders.announcements import METHODS
from tenders.models import Document, FairReview, Lot, Question, Registration, Tender
from tenders.schedule import Milestone, Plan, milestones

Context = dict[str, Any]
PROVISIONAL = "暂按法定节假日推算"
INSTANT = timedelta(microseconds=1)


def link(label: str, url: str) -> Context:
    return {"label": label, "url": url}


def unit(name: str) -> Context:
    """A unit's name leads to everything published about it."""
    return link(name, f"/search/?q={quote(name)}")


# ── the tender's facts, files, questions, method ────────────────────────────


def facts(tender: Tender, lots: Sequence[Lot], keys: str) -> list[Context]:
    """概况: what, how much, from which funds, for whom, who could read what."""
    own = [
        _fact(
            "招标内容", _per_lot(lots, [row.scope or tender.particular("scope") for row in lots]), full=True
        ),
        _fact(
            "最高限价", _per_lot(lots, [f"{row.ceiling.yuan()} 元" for row in lots]), strong=len(lots) == 1
        ),
        _fact("资金来源", tender.project.funds),
        _fact("工期", _per_lot(lots, [f"{row.duration_days} 日历天" for row in lots])),
        _fact("建设地点", tender.project.place),
        _fact("投标保证金", f"{Money(tender.bond_fen)}，可用电子保函" if tender.bond_fen else "不收取"),
        _fact("文件费用", "0 元，免登录下载"),
        _fact("联合体", tender.particular("consortium")),
        _fact("投标有效期", f"自投标截止起 {tender.bid_validity_days} 日"),
        _fact("开标密钥", keys, full=True),
        _fact("投标人资格要求", tender.particular("qualification"), full=True),
    ]
    return [row for row in own if row["value"]]


def _fact(label: str, value: str, *, full: bool = False, strong: bool = False) -> Context:
    return {"label": label, "value": value, "full": full, "strong": strong}


def _per_lot(lots: Sequence[Lot], values: Sequence[str]) -> str:
    if len(lots) == 1 or len(set(values)) == 1:
        return values[0]
    return "\n".join(f"{lot.name}：{value}" for lot, value in zip(lots, values, strict=True))


def download_of(row: Document) -> Download:
    """A public document as a download."""
    return Download(lambda: row.file.storage.open(str(row.file.name), "rb"), row.name, row.size, row.sha256)


def document(tender: Tender, row: Document) -> Context:
    """One row of the table of files. The address is made of the hash: no serial number shows."""
    kind = row.name.rsplit(".", 1)[-1].upper() if "." in row.name else ""
    return {
        "title": row.name, "url": f"/tenders/{tender.number}/files/{row.sha256[:16]}/",
        "note": " · ".join(word for word in (row.get_kind_display(), kind) if word),
        "version": f"第 {row.version} 版", "octets": row.size, "digest": row.sha256,
    }  # fmt: skip


def public_documents(rows: Iterable[Document]) -> list[Document]:
    return [row for row in rows if row.published_at is not None]


def newest(rows: Sequence[Document]) -> list[Document]:
    """The last version of each file, in the order of the table."""
    last = {row.name: row for row in sorted(rows, key=lambda row: row.version)}
    return [row for row in rows if last[row.name] is row]


def questions(rows: Iterable[Question]) -> list[Context]:
    """Answered questions only: an unanswered one is known to the owner alone."""
    return [
        {
            "text": row.text, "at": row.asked_at, "answer": row.answer, "answered_at": row.answered_at,
            "took": overdue(row.asked_at, row.answered_at),
        }
        for row in rows
        if row.answered_at is not None
    ]  # fmt: skip


def method(evaluation: Context) -> str:
    name = METHODS[evaluation.get("method", "comprehensive")]
    return f"{name}，满分 100" if evaluation.get("method", "comprehensive") == "comprehensive" else name


def criteria(evaluation: Context) -> list[Context]:
    """评分构成: points of each criterion and how they come about."""
    if evaluation.get("method", "comprehensive") != "comprehensive":
        return []
    return [
        {"title": row["name"], "points": row["weight"], "how": _how(row, evaluation.get("price", {}))}
        for row in evaluation.get("criteria", [])
    ]


def _how(row: Context, price: Context) -> str:
    if row["kind"] == "price":
        return f"系统自动计算，每一步公开。{_formula(price)}"
    if row["kind"] == "objective":
        levels = "；".join(f"{level['says']} {level['points']} 分" for level in row.get("levels", []))
        return f"客观分：{levels}" if levels else "客观分，按证明材料"
    return "评标专家打分，说明理由"


def _formula(price: Context) -> str:
    if price.get("formula", "lowest") == "lowest":
        return "有效投标中最低价得满分，其余按比例"
    down, above, below = (price.get(name) for name in ("down", "above", "below"))
    return f"评标基准价＝有效报价平均值×（1－{down}）；每高 1% 扣 {above} 分，每低 1% 扣 {below} 分"


def contacts(tender: Tender) -> list[str]:
    """Whom to ask; the same place on every page."""
    project = tender.project
    owner = " ".join((tender.particular("owner_contact"), tender.particular("owner_phone"))).strip()
    agent = " ".join((tender.particular("agency_contact"), tender.particular("agency_phone"))).strip()
    rows = [f"招标人联系人：{owner}" if owner else ""]
    rows += [f"招标代理联系人：{agent}" if project.procuring_entity and agent else ""]
    rows += [f"行政监督部门：{tender.review_body.name}"]
    return [row for row in rows if row]


# ── dates ───────────────────────────────────────────────────────────────────


def planned(tender: Tender) -> dict[str, Milestone]:
    """The dates that follow from publication and deadline, by code; empty before there are both."""
    if tender.published_at is None or tender.deadline_at is None:
        return {}
    until = day_of(tender.documents_until - INSTANT) if tender.documents_until else None
    plan = Plan(tender.published_at, sale_until=until)
    return {row.code: row for row in milestones(plan, tender.deadline_at)}


def limit_entries(tender: Tender, plan: dict[str, Milestone], now: datetime) -> list[Context]:
    """The periods that end before the deadline; past ones stay, grey (ux 2.7)."""
    rows = [plan[code] for code in ("QUESTIONS", "E-T04", "E-T07") if code in plan]
    found = [_limit_entry(row.name, row.at, row.says, str(row.law), row.provisional, now) for row in rows]
    if tender.documents_until:
        row = limit("E-T01", on=day_of(tender.published_at or tender.documents_until))
        found.append(
            _limit_entry("招标文件获取止", tender.documents_until, row.says, str(row.law), False, now)
        )
    return found


def _limit_entry(title: str, at: datetime, says: str, law: str, provisional: bool, now: datetime) -> Context:
    note = f"{says}，依据{law}"
    return {
        "state": "done" if now >= at else "next", "at": at, "title": title, "day_end": True,
        "law": f"{note}（{PROVISIONAL}）" if provisional else note,
    }  # fmt: skip


def review_entry(review: FairReview | None) -> list[Context]:
    """公平竞争审查 with the named conclusion."""
    if review is None:
        return []
    return [
        {
            "state": "done", "at": review.concluded_at, "title": "公平竞争审查",
            "tags": [f"结论：{review.get_conclusion_display()}"],
            "text": review.reason or "逐项审查，由未参与编制的审查人作出结论。",
            "links": [link("审查表", f"/tenders/{review.tender.number}/fair-review/")],
            "law": "依据《招标投标领域公平竞争审查规则》第二十条",
        }
    ]  # fmt: skip


def notice_entries(notices: Sequence[Notice]) -> list[Context]:
    """Every notice in order of time, each with what it did to the dates."""
    entries, deadline, clarified = [], None, 0
    for row in notices:
        clarified += row.type == "E05"
        entry = {
            "state": "done", "at": row.published_at, "title": row.type_name, "text": _notice_text(row),
            "links": [link("公告全文", row.get_absolute_url())], "law": f"依据{row.law}", "code": row.type,
            "was": None,
        }  # fmt: skip
        if row.type == "E03" and row.deadline_at:
            entry["title"] = "招标公告与招标文件发布"
            entry["links"] = [link("公告全文", row.get_absolute_url()), link("招标文件", "#files")]
            entry["law"] = _days_between(row.published_at, row.deadline_at, "自发布至投标截止", "E-T03")
        if row.type in ("E05", "E06") and row.deadline_at and deadline:
            entry |= _moved(row, deadline, clarified)
        deadline = row.deadline_at if row.type in ("E03", "E05", "E06") else deadline
        entries.append(entry)
    return entries


def _moved(row: Notice, before: datetime, serial: int) -> Context:
    later = row.deadline_at is not None and row.deadline_at > before
    tag = (
        f"投标截止顺延 {(day_of(row.deadline_at) - day_of(before)).days} 日"
        if later and row.deadline_at
        else "不改截止时间"
    )
    found: Context = {
        "title": f"第 {serial} 次澄清、修改" if row.type == "E05" else "延期公告",
        "tags": [tag],
        "was": before if later else None,
    }
    if row.type == "E05" and row.deadline_at:
        found["law"] = _days_between(row.published_at, row.deadline_at, "距投标截止", "E-T04")
    return found


def _days_between(start: datetime, end: datetime, says: str, code: str) -> str:
    """Why the date is lawful: the days there are beside the days the law asks for."""
    row = limit(code, on=day_of(start))
    days = (day_of(end) - day_of(start)).days
    return f"{says} {days} 天，法定不少于 {row.amount} 天（{row.law}）"


TEXTS = {
    "E03": ("招标内容和范围",), "E05": ("澄清或者修改的内容",), "E06": ("理由",), "E08": ("终止的理由",),
    "E10": ("公示期",), "E12": ("中标人名称", "中标价格"), "E13": ("原因",), "E15": ("合同双方", "合同金额"),
}  # fmt: skip


def _notice_text(row: Notice) -> str:
    """The sentence of a notice that people look for first."""
    return "，".join(value for label in TEXTS.get(row.type, ()) if (value := row.value(label)))


# ── lists ───────────────────────────────────────────────────────────────────

PERIODS = {"7": ("近 7 日", 7), "30": ("近 30 日", 30), "365": ("近一年", 365)}


def since(period: str, now: datetime) -> datetime | None:
    """Where a period of the filter begins."""
    found = PERIODS.get(period)
    return now - timedelta(days=found[1]) if found else None


# ── slips: what a person gets for 登记获取 and for a question ─────────────────


def slip_digest(opening: Context) -> str:
    """hex(SHA-256(blind ‖ JCS(content))): the commitment under which the sealed act stands in the record."""
    return hashlib.sha256(bytes.fromhex(opening["blind"]) + rfc8785.dumps(opening["content"])).hexdigest()


def slip(row: Registration | Question, title: str, lead: list[str], at: datetime) -> Context:
    """The context of components/receipt.html."""
    tender, digest = row.tender, slip_digest(row.opening or {"blind": "", "content": {}})
    return {
        "title": title, "number": row.receipt, "state": None, "tags": ["平台回执"], "lead": lead, "at": at,
        "at_label": "平台收到时间",
        "before": f"投标截止 {overdue(at, tender.deadline_at)}前" if tender.deadline_at else "",
        "facts": [_fact("项目", tender.title, full=True), _fact("项目编号", tender.number)],
        "digests": [{"label": "回执", "note": "记录中的承诺值", "digest": digest, "first": True}],
        "promises": [
            {
                "title": "已登记", "at": at, "text": "已写入平台记录。投标截止前，记录里只有上面的校验值，没有单位和内容。",
                "note": "投标截止后可凭本回执打开。", "links": [], "witnesses": [],
            }
        ],
        "next": [], "law": "依据《中华人民共和国招标投标法》第二十二条保密", "printed_at": at,
        "url": f"/tenders/{tender.number}/receipts/{row.receipt}/",
        "verify": [{"text": "在线：打开存证核验，填编号和校验值前 8 位；不用登录。"}],
    }  # fmt: skip


def short(day: date | datetime) -> str:
    """12月1日, in Shanghai."""
    on = day_of(day) if isinstance(day, datetime) else day
    return f"{on.month}月{on.day}日"
