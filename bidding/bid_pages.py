"""What a bidder's own pages show: the lots bid for, preparing and submitting, withdrawing.

Everything here is about the reader's own unit. Before the deadline nobody else's submission is asked
of the database, counted or shown (招标投标法第二十二条); of a draft the server knows nothing at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings

from bidding import actions
from bidding.models import CHIPS, Process, State, Submission
from bidding.queries import SubmissionQuerySet
from marketplace.accounts.actors import STEP_UP_LASTS
from marketplace.accounts.models import Organization, User
from marketplace.accounts.models.units import MAY_BID, OrganizationState
from marketplace.accounts.registration import rules as registration_rules
from marketplace.flow import access
from marketplace.flow.access import Actor
from marketplace.law.money import Money
from marketplace.law.statutes import PLATFORM
from marketplace.law.workdays import day_of
from marketplace.templatetags.ui import clock, day, overdue, when
from marketplace.trust.models import Custodian
from tenders.pages import link, unit

Context = dict[str, Any]

LAW_SUBMIT = "《电子招标投标办法》第二十六条、第二十七条"


def version(row: Submission) -> str:
    return f"第 {row.seq} 版"


def status_of(row: Submission) -> str:
    """The word for one submission."""
    return "已撤回" if row.withdrawn_at else "已被新版代替" if row.superseded_at else "已递交"


# ── the list of one's own ───────────────────────────────────────────────────


def my_bids(own: Iterable[Submission], open_lots: Iterable[Process], now: datetime) -> Context:
    """/my/bids/: own submissions, newest first; below, the lots one may bid for (public anyway)."""
    return {
        "rows": [_own_row(row, now) for row in own],
        "open_lots": [_open_row(process, now) for process in open_lots],
        "crumbs": [link("我的投标", "")],
        "now": now,
    }


def _own_row(row: Submission, now: datetime) -> Context:
    process = row.process
    return {
        "state": CHIPS[State(process.state)],
        "status": status_of(row),
        "live": row.is_live,
        "title": process.title,
        "url": f"/my/bids/{process.number}/" if now < process.deadline_at else process.hall_url,
        "number": process.number,
        "version": version(row),
        "at": row.arrived_at,
        "lock": lock_words(row),
        "receipt": receipt_url(row),
        "receipt_number": row.number,
        "withdrawal": f"/receipts/{row.withdrawal['receipt']}/" if row.withdrawal else "",
    }


def _open_row(process: Process, now: datetime) -> Context:
    return {
        "state": CHIPS[State(process.state)], "marks": [], "title": process.title,
        "url": f"/my/bids/{process.number}/", "meta": f"{process.number} · {process.tender.project.buyer.name}",
        "when": process.deadline_at, "until": process.deadline_at,
        "tone": "hot" if process.deadline_at - now < timedelta(hours=24) else "",
        "amount_fen": process.lot.ceiling_fen,
    }  # fmt: skip


def receipt_url(row: Submission) -> str:
    return f"/receipts/{row.number}/"


def withdrawal_url(row: Submission | None) -> str:
    """The receipt of taking a bid back."""
    return f"/receipts/{row.withdrawal['receipt']}/" if row and row.withdrawal else "/my/bids/"


def lock_words(row: Submission) -> str:
    return "我自己到场解密" if row.own_lock else "到点自动解密"


# ── preparing and submitting ────────────────────────────────────────────────


def is_open(process: Process, now: datetime) -> bool:
    """Whether a bid would be taken now, as far as time and state go."""
    return process.state == State.RECEIVING and now < process.deadline_at


def bid_page(process: Process, own: Organization, user: User, now: datetime, act_id: str) -> Context:
    """/my/bids/<lot>/ while the lot receives: the context of bidding/bid.html, without its two forms."""
    mine = list(process.submissions.filter(organization=own).order_by("seq"))
    live = next((row for row in mine if row.is_live), None)
    until = _validity_until(process)
    return {
        "bid": _head(process, mine, live, user),
        "tasks": _tasks(process),
        "ceiling_fen": process.lot.ceiling_fen,
        "validity_until": until,
        "validity_words": f"{process.tender.bid_validity_days} 日，至 {_day(until)}",
        "wanted": wanted(process),
        "largest": settings.MAX_PACKAGE_BYTES * 15 // 16,
        "cards": _cards(process),
        "lock_only": {"never": "auto", "always": "own"}.get(own_lock(process), ""),
        "facts_checked": [_verified(own)],
        "bond": None,
        "promises": _promises(process, until),
        "summary": _summary(process, own, mine),
        "progress": PROGRESS,
        "stepup": step_up(user, now),
        "seal": seal_of(process, own),
        "upload": {"start": f"/my/bids/{process.number}/uploads/", "act_id": act_id},
        "offline_url": f"/my/bids/{process.number}/offline/",
        "withdraw_url": f"/my/bids/{process.number}/withdraw/" if live else "",
        "panel": _panel(process, live, now),
        "more": [
            link("招标文件、澄清和问答", process.tender.get_absolute_url()) | {"note": "公告页"},
            link("自测浏览器和网速", "/selftest/") | {"note": "1 分钟"},
            link("开标大厅", process.hall_url) | {"note": "任何人可看"},
        ],
        "contacts": [f"技术支持：{settings.SITE['hotline']}"],
        "crumbs": [link("我的投标", "/my/bids/"), link("编制与递交", "")],
        "dock": {
            "label": "距截止", "deadline": process.deadline_at, "note": f"{_now_words(live)} · {when(process.deadline_at, 'short')}",
            "action": link("去递交", "#t7"), "aria": "投标快捷操作",
        },
        "now": now,
    }  # fmt: skip


def own_lock(process: Process) -> str:
    return str((process.keycard or {}).get("own_lock", "choose"))


def _day(value: date) -> str:
    return f"{value.year}年{value.month}月{value.day}日"


def _validity_until(process: Process) -> date:
    return day_of(process.deadline_at) + timedelta(days=process.tender.bid_validity_days)


def _now_words(live: Submission | None) -> str:
    return f"已递交 {version(live)}" if live else "未递交"


def _head(process: Process, mine: list[Submission], live: Submission | None, user: User) -> Context:
    changes = list(process.tender.amendments.all())
    number = len(changes) + 1
    last = mine[-1] if mine else None
    behind = bool(live and changes and live.arrived_at < changes[-1].at)
    based = 1 + sum(row.at <= live.arrived_at for row in changes) if live else 1
    return {
        "title": process.title,
        "number": process.number,
        "state": CHIPS[State(process.state)],
        "status": f"已递交 {version(live)}，回执 {live.number}" if live else "已撤回" if last else "未递交",
        "submitted": [link("查看回执", receipt_url(live))] if live else None,
        "tags": ["工程建设", "公开招标"],
        "buyer": unit(process.tender.project.buyer.name),
        "documents_version": f"第 {number} 版",
        "clerk": str(user),
        "amendment": {
            "text": f"您已递交的投标文件基于第 {based} 版，请核对是否要补充、修改。",
            "links": [link("看澄清、修改的内容", f"{process.tender.get_absolute_url()}#line")],
        } if behind else None,
    }  # fmt: skip


def _tasks(process: Process) -> list[Context]:
    """The six tasks of ux 3(d); the page's script keeps their status, since only the browser knows it."""
    bond = process.tender.bond_fen
    rows = [
        ("资格声明", "#t7", "递交前逐项勾选"),
        ("报价", "#t2", f"最高限价 {process.lot.ceiling}"),
        ("投标文件", "#t3", f"{len(wanted(process))} 项，只在本机读取"),
        (
            "保证金",
            "#file-bond" if bond else "",
            f"{Money(bond)}，凭证随投标文件加密递交" if bond else "本项目不收取投标保证金",
        ),
        ("解密方式", "#t5", "两种任选，没有默认"),
        ("体检并递交", "#t6", "只提醒，不阻止"),
    ]
    found: list[Context] = [
        {"title": title, "url": url, "note": note, "status": "未开始"} for title, url, note in rows
    ]
    if not bond:
        found[3]["status"] = "已完成"
    if own_lock(process) != "choose":
        found[4] |= {"note": "本项目只有一种方式", "status": "已完成", "url": None}
    return found


def wanted(process: Process) -> list[Context]:
    """What the documents ask for; a missing one is pointed out and never blocks."""
    rows = [
        ("letter", "投标函及投标函附录", False),
        ("quantities", "已标价工程量清单", False),
        ("plan", "施工组织设计", False),
        ("team", "项目管理机构", False),
        ("qualification", "资格审查资料", False),
    ]
    if process.tender.bond_fen:
        rows.append(("bond", "投标保证金凭证（保函、转账凭证）", False))
    rows.append(("other", "其他材料", True))
    return [
        {"key": key, "title": title, "page": "招标文件“投标文件格式”", "accept": "", "optional": optional}
        for key, title, optional in rows
    ]


def _cards(process: Process) -> list[Context]:
    """The two equal cards of ux 2.14, with this lot's own window."""
    start, minutes = process.deadline_at, process.window_s // 60
    return [
        {
            "lead": "无需操作。只有两个保管方与数据库合谋才可能提前读到。",
            "rows": [("开标那天", "不用到场，不用输码"), ("要保管的", "没有"), ("最坏情况", "开标推迟，不是您的责任")],
        },
        {
            "lead": "没有您的解密码谁也打不开。因您的原因逾时未解密的，视为撤销投标文件。",
            "rows": [
                ("开标那天", f"{day(start, 'short')} {clock(start, 'minute')} 开标后 {minutes} 分钟内输入解密码"),
                ("要保管的", "24 位解密码，建议两人各存一份"),
                ("最坏情况", "码丢了或者没有按时解密，视为撤销"),
            ],
        },
    ]  # fmt: skip


def _verified(own: Organization) -> Context:
    if own.state in MAY_BID:
        return {"level": "pass", "title": "主体登记已核验", "text": "", "where": [own.name, own.uscc]}
    return {
        "level": "must",
        "title": "主体登记还没有核验",
        "text": "核验以后才能递交投标文件。",
        "where": [own.name],
    }


def _promises(process: Process, until: date) -> list[Context]:
    return [
        {
            "key": "qualified", "title": "资格声明",
            "text": "本单位符合招标文件规定的投标人资格要求，与招标人、代理机构没有可能影响公正的利害关系。",
        },
        {
            "key": "true", "title": "内容真实，由本单位编制",
            "text": "没有串通投标，没有借用资质；弄虚作假的，依法承担责任。",
        },
        {
            "key": "valid", "title": f"投标有效期 {process.tender.bid_validity_days} 日，至 {_day(until)} 24:00",
            "text": "投标截止后撤销投标文件的，招标人可以不退还投标保证金。",
        },
    ]  # fmt: skip


def _summary(process: Process, own: Organization, mine: list[Submission]) -> list[Context]:
    return [
        {"label": "投标人", "value": f"{own.name}\n{own.uscc}"},
        {"label": "标段", "value": f"{process.lot.name}\n{process.number}"},
        {"label": "版本", "value": f"第 {actions.next_of(mine[-1] if mine else None)[0]} 版"},
    ]


PROGRESS = [
    {"key": "seal", "title": "加密", "percent": 0, "words": "未开始"},
    {"key": "send", "title": "传输", "percent": 0, "words": "未开始"},
    {"key": "take", "title": "平台核收", "percent": 0, "words": "未开始"},
]


def step_up(user: User, now: datetime) -> Context:
    """Whether the person must prove again who they are, and until when it holds (design D21)."""
    proved = user.stepped_up_at
    until = proved + STEP_UP_LASTS if proved else None
    if proved and until and now < until:
        return {
            "words": f"验证过身份 {clock(proved, 'minute')}，{clock(until, 'minute')} 前不再问。",
            "url": None,
            "until": until,
        }
    return {"words": "递交时要再次验证身份，30 分钟内有效。", "url": None, "until": None}


def seal_of(process: Process, own: Organization) -> Context:
    """What the sealing worker is given (docs/formats/seal-worker.md)."""
    seq, prev = actions.expected_next(process, own)
    return {
        "card": process.keycard,
        "keycard": process.keycard_hash,
        "identities": {row.pk: [row.idkey] for row in Custodian.objects.all()},
        "demo": not settings.PRODUCTION,
        "bidder": own.uscc,
        "seq": seq,
        "prev": prev,
    }


def _panel(process: Process, live: Submission | None, now: datetime) -> Context:
    reason = process.suspensions().first()
    late = process.deadline_at - now < timedelta(hours=1)
    return {
        "title": "距投标截止",
        "deadline": process.deadline_at,
        "paused": f"{reason.says}，恢复后可以递交" if reason else "",
        "pairs": [("现在", _now_words(live)), ("之后", "截止前可以补充、修改或者撤回")],
        "notes": ["投标截止不到 1 小时，请尽快递交。" if late else "建议提前 1 天递交。", "截止时还没有收齐的，视为撤回投标文件。"],
    }  # fmt: skip


# ── when no bid is taken ────────────────────────────────────────────────────


def closed_page(process: Process, own: Iterable[Submission], now: datetime) -> Context:
    """The same address outside the bidding period: why, what exists, what comes next."""
    return {
        "process": process,
        "title": process.title,
        "state": CHIPS[State(process.state)],
        "why": _why_closed(process, now),
        "rows": [_own_row(row, now) for row in own],
        "crumbs": [link("我的投标", "/my/bids/"), link(process.number, "")],
        "now": now,
    }


def _why_closed(process: Process, now: datetime) -> str:
    if process.state in (State.PREPARED, State.TERMINATED):
        return f"本标段{CHIPS[State(process.state)]}，不接收投标文件。"
    ago = overdue(process.deadline_at, now)
    return f"投标已于 {when(process.deadline_at)} 截止（{ago}前）。截止后送达的投标文件应当拒收（《中华人民共和国招标投标法》第二十八条）。"


# ── withdrawing ─────────────────────────────────────────────────────────────


def withdraw_page(process: Process, live: Submission | None, user: User, now: datetime) -> Context:
    """What follows from taking the bid back, before the button."""
    bond = process.tender.bond_fen
    return {
        "process": process,
        "title": process.title,
        "live": live,
        "version": version(live) if live else "",
        "receipt": receipt_url(live) if live else "",
        "effects": [
            "撤回以后，平台不再打开这份投标文件。",
            f"投标截止（{when(process.deadline_at)}）前可以重新递交。",
            f"已交的投标保证金 {Money(bond)}，招标人自收到撤回通知之日起 5 日内退还。" if bond else "本项目没有投标保证金。",
        ],
        "stepup": step_up(user, now),
        "crumbs": [link("我的投标", "/my/bids/"), link(process.number, f"/my/bids/{process.number}/"), link("撤回", "")],
        "now": now,
    }  # fmt: skip


def is_supplier(actor: Actor) -> bool:
    """Whether the matrix lets the actor's unit bid at all; the page says so before anything is filled in."""
    return bool(access.allowed("bid.submit") & actor.standing)


# ── the wall: at the start of a bid, never at its end (ux b) ─────────────────

WALLS = {
    OrganizationState.PENDING: ("主体登记正在核验，核验通过以后才能投标", link("看登记的情况", "/my/unit/")),
    OrganizationState.RETURNED: ("主体登记需要补正，核验通过以后才能投标", link("去补正", "/join/check/")),
    OrganizationState.REFUSED: ("主体登记没有通过，不能投标", link("看理由、重新提交", "/my/unit/")),
}


def wall(own: Organization | None, actor: Actor, begun: SubmissionQuerySet, now: datetime) -> Context | None:
    """Why this unit cannot begin a bid now, by which rule, and what opens the way; None when it can."""
    if own is None:
        way = link("登记单位", "/join/org/")
        return _wall("NO-UNIT", "先登记您的单位，核验通过以后才能投标", way, PLATFORM["REGISTRATION"])
    if found := unverified(own):
        return found
    if actor.reads_only:
        says = "您在本单位的权限是只看，投标请由经办人或者管理员办理"
        return _wall("READS-ONLY", says, link("看本单位人员", "/my/unit/#people"), PLATFORM["ACCESS"])
    rule = registration_rules.the_licence_runs_or_its_renewal_is_filed
    filed = own.state == OrganizationState.CHANGING
    if (
        rule(registration_rules.Licence(day_of(now), own.licence_until, renewal_filed=filed))
        or begun.exists()
    ):
        return None
    return _wall(rule.code, rule.says, link("更新营业执照", "/my/unit/"), rule.law)


def unverified(own: Organization) -> Context | None:
    """The wall before a unit whose registration is not verified; asks for no time, so that none is read early."""
    if not own.supplies or own.state not in WALLS:
        return None
    says, way = WALLS[OrganizationState(own.state)]
    return _wall("UNIT-VERIFIED", says, way, PLATFORM["REGISTRATION"]) | {"may_prepare": True}


def _wall(code: str, says: str, way: Context, law: object) -> Context:
    return {"code": code, "says": says, "way": way, "law": str(law), "may_prepare": False}


def wall_page(process: Process, found: Context, now: datetime) -> Context:
    """/my/bids/<lot>/ for a unit that cannot begin: the reason, the way, and what can be done meanwhile."""
    project = process.tender.get_absolute_url()
    return {
        "process": process, "title": process.title, "state": CHIPS[State(process.state)], "wall": found,
        "meanwhile": [
            link("看公告、下载招标文件", project) | {"note": "不用等核验"},
            link("提问", f"{project}ask/") | {"note": "答复向所有人公开"},
            link("登记获取招标文件", f"{project}register/") | {"note": "澄清、修改直接通知"},
            link("自测浏览器和网速", "/selftest/") | {"note": "1 分钟"},
        ],
        "prepare": f"/my/bids/{process.number}/?prepare=1" if found["may_prepare"] else "",
        "crumbs": [link("我的投标", "/my/bids/"), link(process.number, "")], "now": now,
    }  # fmt: skip
