"""What the opening hall shows: stages, bidders, prices, keys, objections, events; and what each seat may do.

The table is the same for everybody except for the mark on the reader's own row. Before the opening it
has no rows, whoever asks; prices stand there for all at once (招标投标法第二十二条、第三十六条).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from bidding.models import CHIPS, Bid, Process, State
from bidding.queries import session_events
from marketplace.flow.access import Actor
from marketplace.flow.duties import open_of
from marketplace.flow.workflow import Offer
from marketplace.law.statutes import E_TENDERING, TBL_REGULATION
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from marketplace.templatetags.ui import clock, when
from marketplace.trust import blobs
from marketplace.trust.header import read
from marketplace.trust.models import CustodyTask
from tenders.models import Objection
from tenders.pages import link, unit

Context = dict[str, Any]
SESSION = (State.RELEASING, State.KEYS, State.ANNOUNCED)
STAGES = ("未开始", "解密", "等待密钥", "唱标", "异议", "签字", "公布")
_AT = {
    State.PREPARED: 0,
    State.RECEIVING: 0,
    State.CLOSED: 0,
    State.RELEASING: 1,
    State.KEYS: 2,
    State.ANNOUNCED: 4,
}
HOST_STEPS = ("start_opening", "sign_record")
_HOST_WORDS = {"start_opening": "开标", "sign_record": "签署开标记录"}
_BEFORE = {"start_opening": "投标截止以后方可开标。", "sign_record": "唱标以后方可签署开标记录。"}
NOT_SHOWN = "截止前不显示投标人"


# ── the list ────────────────────────────────────────────────────────────────


def hall_list(
    today: Iterable[Process], running: Iterable[Process], later: Iterable[Process], now: datetime
) -> Context:
    """/hall/: today's openings and those still in session, then the next ones."""
    shown = {row.pk: row for row in [*running, *today]}
    return {
        "rows": [_listed(row, now) for row in shown.values()],
        "later": [_listed(row, now) for row in later if row.pk not in shown],
        "crumbs": [link("开标大厅", "")],
        "now": now,
    }


def _listed(process: Process, now: datetime) -> Context:
    before = now < process.deadline_at
    return {
        "state": CHIPS[State(process.state)], "marks": [], "title": process.title, "url": process.hall_url,
        "meta": f"{process.number} · {process.tender.project.buyer.name}",
        "when": process.deadline_at, "until": process.deadline_at if before else None,
        "tone": "", "note": "" if before else process.state_says(), "amount_fen": process.lot.ceiling_fen,
    }  # fmt: skip


# ── the live parts ──────────────────────────────────────────────────────────


def etag(process: Process, actor: Actor, part: str) -> str:
    """Changes exactly when the part may look different; costs three small queries and no rendering.

    Before closing it hangs on the state alone: no submission moves it (招标投标法第二十二条).
    """
    seen: list[Any] = [part, process.state, process.deadline_at.isoformat()]
    if process.closed_at is not None:
        keys = CustodyTask.objects.answered("open", process.card_body.get("scope", ""))
        objections = process.lot.objections.of_kind(Objection.Kind.OPENING)
        own = actor.org_id if part == "table" and _own_bid(process, actor) else None
        seen += [process.version, keys, [[row.pk, row.state] for row in objections], own]
    return hashlib.sha256(json.dumps([process.pk, *seen]).encode()).hexdigest()[:32]


def _own_bid(process: Process, actor: Actor) -> Bid | None:
    return process.bids.of(actor) if process.release_from else None


def table(process: Process, actor: Actor) -> Context:
    """_hall_table.html."""
    bids = list(process.bids.select_related("organization")) if process.release_from else []
    objections = list(_objections(process)) if process.closed_at else []
    latest = next(iter(session_events(process)), None) if process.closed_at else None
    return {
        "hall": _heading(process, bids),
        "rows": [_row(bid, actor, process) for bid in bids],
        "published": process.announced_at is not None,
        "notes": _notes(process, bids),
        "objections": [_objection(row, bids) for row in objections],
        "newest": {"id": str(latest.pk), "words": f"{clock(latest.at)} {_event_title(latest)}"} if latest else None,
    }  # fmt: skip


def side(process: Process) -> Context:
    """_hall_side.html: the acts of the session, the newest first; before closing there are none."""
    events = session_events(process) if process.closed_at else []
    rows: list[Context] = [
        {"at": row.at, "title": _event_title(row), "note": _event_note(row), "bad": row.action in _FAILED}
        for row in events
    ]
    rows += _key_events(process)
    rows.sort(key=lambda row: row["at"], reverse=True)
    return {"events": rows, "log_url": "", "verify_url": "/verify/"}


_FAILED = ("process.fail", "process.fail_opened")


def _event_title(row: Event) -> str:
    return (
        f"{row.organisation} {row.says}"
        if row.action in ("bid.release", "objection.file_opening")
        else row.says
    )


def _event_note(row: Event) -> str:
    if row.action == "process.close":
        return f"共 {row.body.get('bids', 0)} 份，封存"
    if row.action in ("process.start_opening", "process.sign_record"):
        return row.organisation or row.by_name
    return ""


def _key_events(process: Process) -> list[Context]:
    if process.release_ended_at is None:
        return []
    return [
        {
            "at": task.answered_at,
            "title": f"{task.custodian.name} 交出开标密钥",
            "note": "与密钥卡核对相符",
            "bad": False,
        }
        for task in _key_tasks(process)
        if task.answered_at
    ]


def _key_tasks(process: Process) -> list[CustodyTask]:
    return list(CustodyTask.objects.of_scope("open", process.card_body.get("scope", "")))


def _objections(process: Process) -> Iterable[Objection]:
    return process.lot.objections.of_kind(Objection.Kind.OPENING).select_related("organization")


def _heading(process: Process, bids: list[Bid]) -> Context:
    if bids and process.announced_at:
        words = f"{len(bids)} 家 · 报价 {clock(process.announced_at)} 同时公布"
    elif bids:
        words = f"{len(bids)} 家 · 唱标时全部报价同时公布"
    else:
        words = ""
    return {"heading": words, "empty": _empty(process)}


def _empty(process: Process) -> str:
    if process.closed_at is None:
        return NOT_SHOWN
    if process.state == State.FAILED:
        return "没有开标，投标文件保持密封，不公布投标人"
    return "已截止，开标时公布投标人"


# ── rows ────────────────────────────────────────────────────────────────────


def _row(bid: Bid, actor: Actor, process: Process) -> Context:
    return {
        "number": bid.order,
        "name": bid.organization.name,
        "way": "我自己到场解密" if bid.own_lock else "到点自动解密",
        "mine": actor.org_id is not None and bid.organization_id == actor.org_id,
        "decryption": _decryption(bid, process),
        "price_fen": bid.price_fen,
        "duration": f"{bid.duration_days} 日历天" if bid.duration_days else "—",
        "quality": bid.quality or "—",
        "leader": bid.manager or "—",
        "bond": "见投标文件" if process.tender.bond_fen else "不收取",
        "failure": _failure(bid) if bid.outcome in (Bid.Outcome.REVOKED, Bid.Outcome.RETURNED) else None,
    }


def _decryption(bid: Bid, process: Process) -> Context:
    if bid.outcome == Bid.Outcome.REVOKED:
        return {"word": "未解密", "at": None, "note": "投标人原因", "tone": "hot"}
    if bid.outcome == Bid.Outcome.RETURNED:
        return {"word": "未解密", "at": None, "note": "非投标人原因", "tone": "pub"}
    if bid.opened_at:
        return {"word": "已解密", "at": bid.opened_at, "note": "" if bid.own_lock else "自动", "tone": None}
    if bid.own_lock and bid.released_at:
        return {"word": "已放行", "at": bid.released_at, "note": "等待密钥", "tone": None}
    if bid.own_lock:
        return {"word": "待解密", "at": None, "note": "等投标人输入解密码", "tone": "pub"}
    return {"word": "自动", "at": None, "note": "密钥到齐后解密", "tone": None}


def _failure(bid: Bid) -> Context:
    """The cause decides what follows: 撤销 or 撤回 (《电子招标投标办法》第三十一条)."""
    if bid.outcome == Bid.Outcome.REVOKED:
        title, then = "因投标人原因未解密，视为撤销投标文件", "招标人可以不退还投标保证金。"
    else:
        title, then = "非投标人原因未解密，视为撤回投标文件", "保证金退还，投标人有权要求责任方赔偿直接损失。"
    check = f"（检查项 {bid.failed_check}）" if bid.failed_check else ""
    return {"title": title, "text": f"{bid.failure}{check}。{then}", "law": str(E_TENDERING[31]), "links": []}


def _objection(row: Objection, bids: list[Bid]) -> Context:
    order = next((bid.order for bid in bids if bid.organization_id == row.organization_id), None)
    return {
        "title": f"{order} 号 {row.organization.name}" if order else row.organization.name,
        "state": row.get_state_display(),
        "at": row.filed_at,
        "text": row.facts,
        "evidence": "",
        "answer": row.answer,
        "answered_at": row.answered_at,
    }


# ── notes: keys, three bidders, what the law says next ──────────────────────


def _notes(process: Process, bids: list[Bid]) -> list[Context]:
    if process.closed_at is None:
        return [_key_holders(process)] if process.keycard else []
    found = [_three(process, bids)]
    if process.release_ended_at:
        found.append(_keys(process))
    if process.opened_at:
        found.append(_record(process))
    if process.state == State.FAILED:
        found.append(_failed(process))
    return [row for row in found if row]


def _note(label: str, text: str, law: object = "", links: list[Context] | None = None) -> Context:
    return {"label": label, "text": text, "law": str(law), "links": links or []}


def _key_holders(process: Process) -> Context:
    card = process.keycard or {}
    names = "、".join(entry["name"] for entry in card.get("members", []))
    return _note(
        "开标密钥",
        f"{names} 各持一份，{card.get('k')} 份到齐才能打开；投标截止以前不交出。密钥卡校验值 {process.keycard_hash[:8]}…",
    )


def _three(process: Process, bids: list[Bid]) -> Context:
    count = process.bids_closed or 0
    if count < 3:
        return _note("是否满三家", f"截止时共 {count} 家，少于 3 家，不得开标。", TBL_REGULATION[44])
    opened = sum(bid.outcome == Bid.Outcome.OPENED for bid in bids)
    if process.announced_at and opened < 3:
        return _note("是否满三家", f"共 {count} 家，能够解密的 {opened} 家，少于 3 家。", TBL_REGULATION[44])
    return _note("是否满三家", f"截止时共 {count} 家，不少于 3 家，可以开标。", TBL_REGULATION[44])


def _keys(process: Process) -> Context:
    """One phrase for each custodian: handed over, refused, or waited for."""
    words = []
    for task in _key_tasks(process):
        if task.answered_at:
            words.append(f"{task.custodian.name}：{clock(task.answered_at)} 已交出")
        elif task.refused:
            words.append(
                f"{task.custodian.name}：暂不交出（{task.refused.get('code', '')} {task.refused.get('says', '')}）"
            )
        else:
            words.append(f"{task.custodian.name}：等待答复")
    late = "" if process.announced_at else "。未到齐的，开标顺延，到齐后自动继续，不影响投标人"
    return _note("开标密钥", "；".join(words) + late)


def _notice(process: Process, code: str) -> Notice | None:
    rows = Notice.objects.of_tender(process.tender.number).of_type(code).newest_first()
    return next((row for row in rows if process.number in row.lots), None)


def _record(process: Process) -> Context:
    notice = _notice(process, "E09")
    links = [link("开标记录", notice.get_absolute_url())] if notice else []
    return _note("开标记录", f"{when(process.opened_at)} 签字并公布。", E_TENDERING[32], links)  # type: ignore[arg-type]


def _failed(process: Process) -> Context:
    notice = _notice(process, "E13")
    links = [link("招标异常公告", notice.get_absolute_url())] if notice else []
    text = "招标人应当分析原因、修改招标文件后重新招标；已提交的投标保证金退还，投标文件保持密封。"
    if process.announced_at:
        text = "招标人应当分析原因、修改招标文件后重新招标；已提交的投标保证金退还。"
    return _note("接下来", text, "《中华人民共和国招标投标法》第二十八条", links)


# ── the page ────────────────────────────────────────────────────────────────


def page(process: Process, actor: Actor, now: datetime, act_id: str) -> Context:
    """The context of bidding/hall.html without its forms."""
    sitting = seat(process, actor)
    stage_words, stage_until = _countdown(process, now)
    live = table(process, actor)
    return live | side(process) | {
        "hall": live["hall"] | {
            "title": process.title,
            "number": process.number,
            "state": CHIPS[State(process.state)],
            "tags": ["工程建设", "公开招标", "在线开标"],
            "buyer": unit(process.tender.project.buyer.name),
            "host": (process.tender.project.procuring_entity or process.tender.project.buyer).name,
            "ceiling_fen": process.lot.ceiling_fen,
            "stage_words": stage_words,
            "stage_until": stage_until,
            "fragment": f"{process.hall_url}table/",
            "side_fragment": f"{process.hall_url}side/",
            "etag": f'"{etag(process, actor, "table")}"',
        },
        "stages": stages(process),
        "seat": sitting,
        "steps": _steps(process, actor, now, act_id) if sitting == "host" else [],
        "seat_heading": "主持",
        "seat_note": "每一步由系统核对条件",
        "release": _release(process, actor, act_id) if sitting == "bidder" else None,
        "calls": _calls(process) if sitting in ("host", "regulator") and process.state == State.RELEASING else None,
        "public_note": "公众旁观席只读，任何人都能观看，不用登录。" if sitting == "public" else "",
        "crumbs": [link("开标大厅", "/hall/"), link(process.number, "")],
        "dock": _dock(process, stage_words, stage_until, sitting),
        "act_id": act_id,
        "now": now,
    }  # fmt: skip


def seat(process: Process, actor: Actor) -> str:
    """Where the reader sits: host, bidder (known after the opening began), regulator or public."""
    tender = process.tender
    if actor.org_id is None:
        return "public"
    if actor.org_id in (tender.project.buyer_id, tender.project.procuring_entity_id):
        return "host"
    if actor.org_id == tender.review_body_id:
        return "regulator"
    return "bidder" if _own_bid(process, actor) else "public"


def stages(process: Process) -> list[Context]:
    """The seven stages; a failed lot stops where it stopped."""
    if process.state in (State.FAILED, State.TERMINATED):
        at = 4 if process.announced_at else 0
    else:
        at = _AT.get(State(process.state), len(STAGES))
    notes = _stage_notes(process)
    return [
        {"label": label, "note": notes[no], "state": "done" if no < at else "now" if no == at else "next"}
        for no, label in enumerate(STAGES)
    ]


def _stage_notes(process: Process) -> list[str]:
    def at(moment: datetime | None) -> str:
        return clock(moment) if moment else ""

    released = at(process.release_from)
    window = f"{released}—{at(process.release_ended_at)}" if process.release_ended_at else released
    failed = process.state in (State.FAILED, State.TERMINATED)
    return [
        CHIPS[State(process.state)] if failed else (at(process.closed_at) and f"{at(process.closed_at)} 截止") or when(process.deadline_at, "short"),
        window, "保管方交出" if process.release_ended_at else "", at(process.announced_at),
        "当场提出、当场答复" if process.state == State.ANNOUNCED else "", at(process.opened_at), at(process.opened_at),
    ]  # fmt: skip


def _countdown(process: Process, now: datetime) -> tuple[str, datetime | None]:
    """The words and the end of the present stage."""
    if process.state == State.RECEIVING:
        return "距投标截止", process.deadline_at
    if process.state == State.RELEASING and process.release_from:
        return "解密时限还剩", process.release_from + timedelta(seconds=process.window_s)
    words = {
        State.CLOSED: "已截止，等待开标", State.KEYS: "等待保管方交出密钥", State.ANNOUNCED: "异议阶段，签字前可以提出",
        State.FAILED: "没有开标" if process.announced_at is None else "招标失败", State.TERMINATED: "已终止",
    }  # fmt: skip
    return words.get(State(process.state), "开标已结束"), None


def _steps(process: Process, actor: Actor, now: datetime, act_id: str) -> list[Context]:
    """The host's two steps: done, offered, or why not yet."""
    offers = {offer.step.name: offer for offer in process.offers(actor, now)}
    done = {"start_opening": process.release_from, "sign_record": process.opened_at}
    current = next((name for name in HOST_STEPS if not done[name]), "")
    over = process.state in (State.FAILED, State.TERMINATED)
    return [
        {
            "step": _step(process, name, offers.get(name), over=over) | {"ghost": name != current},
            "act_id": act_id, "step_id": f"h-{name}", "done_at": done[name], "current": name == current and not over,
        }
        for name in HOST_STEPS
    ]  # fmt: skip


def _step(process: Process, name: str, offer: Offer | None, *, over: bool) -> Context:
    base = {
        "label": _HOST_WORDS[name],
        "url": f"{process.hall_url}step/",
        "name": name,
        "law": "",
        "says": "",
    }
    if offer is None:
        return base | {"refused": "本标段招标已经结束。" if over else _BEFORE[name]}
    refused = f"{offer.refused.says}（{offer.refused.code}）。" if offer.refused else ""
    return base | {"law": str(offer.step.law), "refused": refused}


def _release(process: Process, actor: Actor, act_id: str) -> Context | None:
    """What the bidder with an own lock needs to open it, inside the window only."""
    bid = _own_bid(process, actor)
    if (
        process.state != State.RELEASING
        or bid is None
        or not bid.own_lock
        or bid.released_at
        or not process.release_from
    ):
        return None
    with blobs.open_blob(bid.submission.blob) as file:
        header = json.loads(read(file).encode())
    return {
        "header": header, "action": f"{process.hall_url}release/", "act_id": act_id, "offline_url": "", "error": "",
        "until": process.release_from + timedelta(seconds=process.window_s),
    }  # fmt: skip


def may_object(process: Process, actor: Actor) -> bool:
    return process.state in SESSION and _own_bid(process, actor) is not None


def unanswered(process: Process) -> Objection | None:
    """The objection to the opening that has waited longest."""
    return (
        process.lot.objections.of_kind(Objection.Kind.OPENING).open().first() if process.closed_at else None
    )


def _calls(process: Process) -> list[Context]:
    """Who has not given the code yet, with a telephone number and when they were told (ux 3e)."""
    waiting = process.bids.waiting_for_release().select_related("organization", "submission__user")
    told = {duty.owner: duty.told_at for duty in open_of(process) if duty.code == "RELEASE-OWN"}
    return [
        {
            "bidder": f"{bid.order} 号 {bid.organization.name}", "person": bid.submission.user.name,
            "phone": bid.organization.phone, "told_at": told.get(bid.organization.key),
        }
        for bid in waiting
    ]  # fmt: skip


def _dock(process: Process, words: str, until: datetime | None, sitting: str) -> Context | None:
    if until is None:
        return None
    action = (
        link("解密我的投标", "#release") if sitting == "bidder" and process.state == State.RELEASING else None
    )
    return {
        "label": words,
        "deadline": until,
        "note": process.state_says(),
        "action": action,
        "aria": "大厅快捷操作",
    }
