"""What a receipt says and how anybody checks it: submitting, withdrawing, registering, asking, objecting.

A receipt is its own bidder's. It answers at once with the platform's signed promise; number and first
eight digits are enough for whoever is shown it to check it (design D31, ux 2.8).
"""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from bidding.bid_pages import lock_words, status_of, version
from bidding.models import Process, State, Submission
from marketplace.law.limits import limit
from marketplace.law.money import Money
from marketplace.law.workdays import day_of
from marketplace.record.models import Event, commitment
from marketplace.templatetags.ui import clock, day, overdue, when
from marketplace.trust.platform_keys import LOG_ORIGIN, public_text
from marketplace.trust.statements import receipt_hash
from tenders import ics
from tenders.models import Objection, Question, Registration
from tenders.pages import link, slip

Context = dict[str, Any]
ONLINE = "在线：打开存证核验，填编号和校验值前 8 位；不用登录。"
OFFLINE = "断网：下载回执数据（JSON）和公钥文件（/log/keys.json），拷到任意电脑，用 Ed25519 验证签名。"


def _fact(label: str, value: str, *, full: bool = False) -> Context:
    return {"label": label, "value": value, "full": full}


def _digest(label: str, digest: str, *, note: str = "", first: bool = False) -> Context:
    return {"label": label, "digest": digest, "note": note, "first": first}


def _verify_url(number: str, digest: str) -> str:
    return f"/verify/?number={number}&digits={digest[:8]}"


# ── submitting ──────────────────────────────────────────────────────────────


def submission(row: Submission, now: datetime) -> Context:
    """The context of bidding/receipt.html for a bid that was taken."""
    process = row.process
    digest = row.ct_root
    found: Context = {
        "title": "投标文件递交回执",
        "number": row.number,
        "state": status_of(row),
        "tags": [version(row)],
        "lead": _lead(row),
        "at_label": "收齐时间（北京时间，平台服务器）",
        "at": row.arrived_at,
        "before": _before(row.arrived_at, process.deadline_at),
        "facts": [
            _fact("项目", process.title, full=True),
            _fact("标段编号", process.number),
            _fact("招标人", process.tender.project.buyer.name),
            _fact("投标人", f"{row.organization.name}\n{row.organization.uscc}"),
            _fact("办理人", row.user.name),
            _fact("密文大小", f"{row.ct_len:,} 字节"),
            _fact("解密方式", f"{lock_words(row)}{'' if row.own_lock else '，无需操作'}"),
            *([_fact("代替", f"第 {row.seq - 1} 版")] if row.statement["prev"] and row.seq > 1 else []),
        ],
        "digests": [
            _digest("密文", digest, note="ct_root", first=True),
            _digest("递交声明", row.statement_hash),
            _digest("加密头", row.header_hash),
            _digest("原文包", str(row.header["pt_root"]), note="pt_root，核对原文用"),
            _digest("回执", receipt_hash(row.receipt["body"])),
        ],
        "promises": [_promise(row.receipt["sig"], row.arrived_at), _sealed(opening_of(row), process, row.arrived_at)],
        "next": _next(row, now),
        "verify": _verify(),
        "law": "依据《电子招标投标办法》第二十七条、第二十八条出具",
        "url": f"/receipts/{row.number}/",
        "printed_at": now,
        "qr": f"{settings.SITE_URL}{_verify_url(row.number, digest)}",
    }  # fmt: skip
    return _page(found, row.number, digest, now) | {
        "ics": f"/receipts/{row.number}.ics",
        "json_url": f"/receipts/{row.number}.json",
        **_changes(row, now),
    }


def _page(found: Context, number: str, digest: str, now: datetime) -> Context:
    return {
        "receipt": found, "pdf": None, "pdf_why": "", "ics": "", "json_url": "", "change": [], "told": "",
        "verify_url": _verify_url(number, digest), "now": now,
        "crumbs": [link("我的投标", "/my/bids/"), link(found["title"], "")],
    }  # fmt: skip


def _lead(row: Submission) -> list[str]:
    if row.withdrawn_at:
        return ["这份投标文件已经撤回，平台不再打开。"]
    if row.superseded_at:
        return ["这一版已被新版代替，平台不再打开。"]
    return ["平台已收齐您单位的投标文件，以密文封存。", "投标截止前，平台和任何一个保管方都不能单独打开。"]


def _before(at: datetime, deadline: datetime) -> str:
    return f"早于投标截止 {overdue(at, deadline)}" if at < deadline else ""


def _promise(signature: str, at: datetime) -> Context:
    return {
        "title": "已承诺", "at": at, "witnesses": [],
        "text": "平台签名确认：收到上面这份密文，并写入下一次公布的公开日志。凭这一项，本回执已经有效。",
        "note": f"Ed25519 签名 {signature[:16]}…，公钥见", "links": [link("/log/keys.json", "/log/keys.json")],
    }  # fmt: skip


def opening_of(row: Submission) -> Context | None:
    """What opens the line of submitting; a withdrawal has put its own in the first place."""
    return row.withdrawal.get("submission_opening") if row.withdrawal else row.opening


def _sealed(opening: Context | None, process: Process, at: datetime) -> Context:
    """The blinded line of the record; its opening lies here and nowhere else."""
    stands = commitment(opening["blind"], opening["content"]) if opening else ""
    words = (
        "投标截止后，凭本回执可以打开记录，证明它没有被改动。"
        if process.closed_at is None
        else "记录可以凭本回执打开、核对。"
    )
    return {
        "title": "已写入记录", "at": at if opening else None, "witnesses": [], "links": [],
        "text": f"记录里只有一个校验值 {stands[:16]}…，没有单位和项目。{words}", "note": "",
    }  # fmt: skip


def _next(row: Submission, now: datetime) -> list[Context]:
    process = row.process
    entries: list[Context] = []
    if row.is_live and now < process.deadline_at:
        entries.append({
            "state": "now", "at": now, "title": "可以补充、修改或者撤回",
            "text": f"新版收齐以前，{version(row)}一直有效。", "links": [],
        })  # fmt: skip
    minutes = process.window_s // 60
    text = (
        f"请在开标后 {minutes} 分钟内到开标大厅凭解密码解密，逾时视为撤销。"
        if row.own_lock
        else "到点自动解密，无需操作，也不必到场。"
    )
    entries.append({
        "state": "next" if now < process.deadline_at else "done", "at": process.deadline_at, "title": "投标截止，随后开标",
        "text": text if row.is_live else "", "links": [link("开标大厅", process.hall_url)],
    })  # fmt: skip
    if process.opened_at:
        entries.append(
            {"state": "done", "at": process.opened_at, "title": "开标记录签字公布", "text": "", "links": []}
        )
    return entries


def _verify() -> list[Context]:
    return [{"text": ONLINE}, {"text": OFFLINE, "command": "curl -O " + settings.SITE_URL + "/log/keys.json"}]


def _changes(row: Submission, now: datetime) -> Context:
    """Before the deadline only; after it nothing can be changed."""
    process = row.process
    if not row.is_live or now >= process.deadline_at or process.state != State.RECEIVING:
        return {"change": []}
    bond = process.tender.bond_fen
    return {
        "change": [
            link("补充、修改", f"/my/bids/{process.number}/") | {"note": f"出第 {row.seq + 1} 版"},
            link("撤回投标文件", f"/my/bids/{process.number}/withdraw/") | {"note": "截止前", "danger": True},
        ],
        "change_note": f"撤回的，投标保证金 {Money(bond)} 5 日内退还。" if bond else "",
    }


# ── withdrawing ─────────────────────────────────────────────────────────────


def withdrawal(row: Submission, now: datetime) -> Context:
    """The receipt of taking a bid back before the deadline."""
    process, given, at = row.process, row.withdrawal or {}, row.withdrawn_at or now
    digest = str(given["hash"])
    refund = limit("E-T10", on=day_of(at))
    found: Context = {
        "title": "撤回投标文件回执", "number": given["receipt"], "state": None, "tags": ["已撤回", version(row)],
        "lead": ["您单位的投标文件已经撤回，平台不再打开。", "投标截止前可以重新递交。"],
        "at_label": "撤回时间（北京时间，平台服务器）", "at": at, "before": _before(at, process.deadline_at),
        "facts": [
            _fact("项目", process.title, full=True), _fact("标段编号", process.number),
            _fact("投标人", f"{row.organization.name}\n{row.organization.uscc}"), _fact("办理人", row.user.name),
            _fact("撤回的版本", f"{version(row)}，回执 {row.number}"), _fact("原因", given.get("reason", "") or "未写明"),
        ],
        "digests": [_digest("撤回声明", digest, first=True), _digest("撤回的密文", row.ct_root)],
        "promises": [_promise(given["signature"], at), _sealed(row.opening, process, at)],
        "next": [
            {"state": "now", "at": process.deadline_at, "title": "截止前可以重新递交", "text": "", "links": [link("重新递交", f"/my/bids/{process.number}/")]},
            *([{"state": "next", "at": refund.due_at(at), "day_end": True, "title": "退还投标保证金", "text": f"{Money(process.tender.bond_fen)}", "law": f"{refund.says}（{refund.law}）", "links": []}] if process.tender.bond_fen else []),
        ],
        "verify": _verify(), "law": "依据《中华人民共和国招标投标法》第二十九条出具",
        "url": f"/receipts/{given['receipt']}/", "printed_at": now,
        "qr": f"{settings.SITE_URL}{_verify_url(given['receipt'], digest)}",
    }  # fmt: skip
    if now >= process.deadline_at:
        found["lead"], found["next"] = [found["lead"][0]], found["next"][1:]
    return _page(found, given["receipt"], digest, now) | {"json_url": f"/receipts/{given['receipt']}.json"}


# ── registering, asking, objecting ──────────────────────────────────────────


def registration(row: Registration, now: datetime) -> Context:
    lead = ["澄清、修改发布时会直接通知贵单位。", "登记信息封存至投标截止，任何人看不到。"]
    return _slip(slip(row, "登记获取回执", lead, row.at), now)


def question(row: Question, now: datetime) -> Context:
    lead = ["问题已送招标人。", "答复时与问题一并公开，不显示提问者。"]
    return _slip(slip(row, "提问回执", lead, row.asked_at), now)


def _slip(found: Context, now: datetime) -> Context:
    found |= {"url": f"/receipts/{found['number']}/", "printed_at": now}
    return _page(found, found["number"], found["digests"][0]["digest"], now)


def objection(row: Objection, event: Event | None, now: datetime) -> Context:
    """What an objector holds: what was filed when, and until when it must be answered."""
    due = limit("E-T08", on=day_of(row.filed_at))
    answered = row.answered_at is not None
    found: Context = {
        "title": f"{row.get_kind_display()}回执", "number": row.number, "state": None, "tags": [row.get_state_display()],
        "lead": ["招标人已收到您单位的异议。", "作出答复前，暂停招标投标活动。"] if not answered else ["招标人已经答复，见下。"],
        "at_label": "收到时间（北京时间，平台服务器）", "at": row.filed_at, "before": "",
        "facts": [
            _fact("项目", row.tender.title, full=True), _fact("项目编号", row.lot.number if row.lot else row.tender.number),
            _fact("异议人", row.organization.name), _fact("请求", row.request or "—", full=True), _fact("事实与理由", row.facts, full=True),
            *([_fact("答复", row.answer, full=True)] if answered else []),
        ],
        "digests": [], "promises": [], "next": [
            {"state": "done" if answered else "now", "at": due.due_at(row.filed_at), "day_end": True, "title": "招标人答复", "text": "", "law": f"{due.says}（{due.law}）", "links": []},
            {"state": "next", "title": "不服答复的，可以向监督部门投诉", "text": row.tender.review_body.name, "law": "《中华人民共和国招标投标法实施条例》第六十条", "links": [link("帮我算最后期限", f"/tenders/{row.tender.number}/complaint/")]},
        ],
        "verify": [{"text": "异议和答复写入平台记录，监督部门可以核对。"}],
        "law": f"依据{due.law}出具", "url": f"/receipts/{row.number}/", "printed_at": now,
    }  # fmt: skip
    if event:
        found["promises"] = [
            {
                "title": "已写入记录",
                "at": event.at,
                "text": "记录不能改动，也不能删除。",
                "note": "",
                "witnesses": [],
                "links": [],
            }
        ]
    page = _page(found, row.number, "", now)
    return page | {
        "verify_url": "",
        "crumbs": [link(row.tender.number, row.tender.get_absolute_url()), link(found["title"], "")],
    }


# ── files ───────────────────────────────────────────────────────────────────


def document(row: Submission, number: str) -> Context:
    """Everything an offline check needs: statement, promise, both signatures, and what opens the sealed line."""
    withdrawn = bool(row.withdrawal) and number != row.number
    given = row.withdrawal or {}
    held = row.opening if withdrawn else opening_of(row)
    opening = {"opening": held, "commitment": commitment(held["blind"], held["content"])} if held else {}
    base = {"v": "ptb/1 receipt file", "number": number, "log": LOG_ORIGIN, "platform_key": public_text()}
    if withdrawn:
        return base | {"statement": given["statement"], "statement_signature": given["signature"]} | opening
    return base | {
        "statement": row.statement, "statement_signature": row.signature, "receipt": row.receipt["body"],
        "receipt_signature": row.receipt["sig"], "header_hash": row.header_hash, "ct_root": row.ct_root,
        "pt_root": row.header["pt_root"],
    } | opening  # fmt: skip


def as_file(found: Context) -> bytes:
    return json.dumps(found, ensure_ascii=False, indent=2).encode()


def calendar(row: Submission) -> str:
    """The deadline and, with an own lock, the release window."""
    process, url = row.process, f"{settings.SITE_URL}{row.process.hall_url}"
    title = process.title
    entries = [
        ics.Entry(
            f"{process.number}-deadline@jingle",
            process.deadline_at,
            f"投标截止、开标：{title}",
            f"回执 {row.number}",
        )
    ]
    if row.own_lock:
        end = process.deadline_at + timedelta(seconds=process.window_s)
        text = f"{clock(process.deadline_at, 'minute')} 开标后凭解密码解密，{clock(end, 'minute')} 前完成"
        entries.append(
            ics.Entry(f"{process.number}-release@jingle", process.deadline_at, f"解密投标文件：{title}", text)
        )
    return ics.calendar(title, entries, stamp=row.arrived_at, url=url)


def printed(found: Context) -> Context:
    """The receipt as plain text for the PDF: every line that the page shows."""
    return {
        "site": settings.SITE["name"], "title": found["title"], "number": found["number"],
        "lead": found["lead"], "at_label": found["at_label"],
        "at": f"{day(found['at'])}{clock(found['at'])}{clock(found['at'], 'millis')}",
        "before": found["before"],
        "facts": [[row["label"], row["value"]] for row in found["facts"]],
        "digests": [[row["label"] + (f"（{row['note']}）" if row["note"] else ""), row["digest"]] for row in found["digests"]],
        "promises": [[row["title"], row["text"]] for row in found["promises"]],
        "verify": [row["text"] for row in found["verify"]],
        "law": found["law"], "url": f"{settings.SITE_URL}{found['url']}", "printed_at": when(found["printed_at"]),
    }  # fmt: skip
