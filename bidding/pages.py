"""What the public page of a tender shows of its lots: state, stages, dates, remedies, what to do now.

Before the deadline a lot has a state and a deadline, nothing else; who bids and how many is neither
asked of the database nor shown (招标投标法 22).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from bidding.models import CHIPS, Bid, Process, State
from marketplace.flow.access import Actor, Role
from marketplace.flow.models import Suspension
from marketplace.law.limits import limit
from marketplace.law.workdays import SHANGHAI, day_of
from marketplace.notices.corrections import marks as corrections
from marketplace.notices.corrections import pages as correcting
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from marketplace.templatetags.ui import overdue, until, when
from tenders import ics, pages
from tenders.models import Document, FairReview, Objection, Question, Tender, TenderState
from tenders.pages import Context, link, short
from tenders.schedule import Milestone

STAGES = ("公告", "投标", "开标", "公示", "合同", "履约")
_STAGE = {
    "准备中": 0,
    "投标中": 1,
    "待开标": 2,
    "开标中": 2,
    "评审中": 3,
    "公示期内": 3,
    "待签约": 4,
    "履约中": 5,
    "已完成": 6,
}
OVER = ("流标", "已终止")
BUSINESS = "工程建设"
SOON = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything the page needs, read once: the tender, its lots, and what is public about them."""

    tender: Tender
    lots: Sequence[Process]
    notices: Sequence[Notice]
    documents: Sequence[Document]
    questions: Sequence[Question]
    objections: Sequence[Objection]
    review: FairReview | None
    suspended: dict[int, Suspension]
    candidates: Sequence[Bid]
    events: Sequence[Event]
    now: datetime
    actor: Actor
    plan: dict[str, Milestone] = field(default_factory=dict)

    @property
    def lead(self) -> Process:
        """The lot that speaks for the page: the first one still under way, else the first."""
        live = [row for row in self.lots if word(row) not in (*OVER, "已完成")]
        return min(live or self.lots, key=lambda row: _STAGE.get(word(row), 9))

    @property
    def is_owner(self) -> bool:
        return self.actor.org_id in (self.tender.project.buyer_id, self.tender.project.procuring_entity_id)

    @property
    def may_bid(self) -> bool:
        return Role.SUPPLIER in self.actor.standing


def word(process: Process) -> str:
    """The public word for a lot's state."""
    return CHIPS[State(process.state)]


def marks(process: Process, now: datetime, *, changed: bool, suspended: bool) -> list[str]:
    """Marks beside the state (ux 2.3)."""
    today = (
        process.state == State.RECEIVING
        and day_of(process.deadline_at) == day_of(now)
        and now < process.deadline_at
    )
    found = {"今日截止": today, "有变更": changed, "已暂停": suspended}
    return [mark for mark, holds in found.items() if holds]


# ── the whole page ──────────────────────────────────────────────────────────


def project(seen: Seen) -> Context:
    """The context of tenders/project.html."""
    tender, lead = seen.tender, seen.lead
    documents = pages.newest(pages.public_documents(seen.documents))
    answered = pages.questions(seen.questions)
    return {
        "project": _head(seen), "entries": entries(seen), "ics": f"/tenders/{tender.number}/calendar.ics",
        "documents": [pages.document(tender, row) for row in documents], "pack": None,
        "history": link("历史版本", f"/tenders/{tender.number}/files/"),
        "questions": answered, "question_count": len(answered), "ask": _ask(seen),
        "criteria": pages.criteria(tender.evaluation), "method": pages.method(tender.evaluation),
        "remedies": remedies(seen), "remedy_words": "异议与投诉", "remedy_log": _remedy_log(seen),
        "proofs": _proofs(seen.events), "proof": {"count": len(seen.events)},
        "corrections": corrections.of_project(tender.number), "candidates": _candidates(seen), "panel": panel(seen), "more": _more(seen),
        "contacts": pages.contacts(tender), "dock": _dock(seen, lead), "now": seen.now,
        "crumbs": [link("招标项目", "/tenders/"), link(BUSINESS, "/tenders/"), link(tender.number, "")],
    }  # fmt: skip


def _head(seen: Seen) -> Context:
    tender, lead = seen.tender, seen.lead
    agency = tender.project.procuring_entity
    changed = any(row.type in ("E05", "E06") for row in seen.notices)
    rounds = ["重新招标"] if tender.round > 1 else []
    return {
        "title": tender.title, "number": tender.number, "external_code": "待省平台赋码", "state": word(lead),
        "marks": marks(lead, seen.now, changed=changed, suspended=bool(seen.suspended)),
        "tags": [BUSINESS, "公开招标", "全流程电子", "资格后审", *rounds],
        "stages": stages(lead, seen.plan) if len(seen.lots) == 1 else [],
        "lots": [_lot(row, seen) for row in seen.lots] if len(seen.lots) > 1 else [],
        "buyer": pages.unit(tender.project.buyer.name), "agency": pages.unit(agency.name) if agency else None,
        "alert": _alert(seen), "facts": pages.facts(tender, [row.lot for row in seen.lots], _keys(lead)),
        "next_words": next_words(lead, seen),
    }  # fmt: skip


def _lot(process: Process, seen: Seen) -> Context:
    return {
        "name": process.lot.name, "number": process.number, "state": word(process), "hall": process.hall_url,
        "stages": stages(process, seen.plan), "suspended": process.pk in seen.suspended,
    }  # fmt: skip


def _keys(process: Process) -> str:
    units = "、".join(entry["name"] for entry in (process.keycard or {}).get("members", []))
    return f"{units} 各持一份，投标截止后同时放行" if units else ""


def _alert(seen: Seen) -> Context | None:
    """Red for a terminated tender, amber for a suspended one, plain for a failed lot."""
    if seen.tender.state == TenderState.TERMINATED:
        return _from_notice(seen, "E08", "已终止", "hot", "终止的理由")
    if seen.suspended:
        reason = next(iter(seen.suspended.values()))
        text = f"{reason.says}。各项期限暂停计算，恢复时另行公告。"
        return {"title": "已暂停", "text": text, "tone": "pub", "links": [], "law": f"依据{reason.law}"}
    if word(seen.lead) == "流标":
        return _from_notice(seen, "E13", "流标", "", "原因")
    return None


def _from_notice(seen: Seen, code: str, title: str, tone: str, label: str) -> Context:
    row = next((row for row in reversed(seen.notices) if row.type == code), None)
    links = [link("查看公告", row.get_absolute_url())] if row else []
    law = f"依据{row.law}" if row else ""
    return {"title": title, "text": row.value(label) if row else "", "tone": tone, "links": links, "law": law}


NEXT_WORDS = {
    State.CLOSED: "投标已截止，正在准备开标。开标全程公开，无需登录。",
    State.RELEASING: "正在开标：等待投标人解密。公众旁观席已开放。",
    State.KEYS: "正在开标：等待保管方交出开标密钥。",
    State.ANNOUNCED: "正在唱标。对开标有异议的，现场提出。",
    State.OPENED: "开标已结束，开标记录已公布。下一步组建评标委员会。",
    State.DRAWING: "正在随机抽取评标委员会，名单在中标结果确定前保密。",
    State.EVALUATED: "评标已完成，招标人收到报告之日起 3 日内公示中标候选人。",
    State.AWARDING: "公示期已满，等待招标人确定中标人。",
    State.AWARDED: "中标人已确定，等待发出中标通知书。",
    State.NOTIFIED: "中标通知书已发出，双方应当在 30 日内订立书面合同。",
    State.CONTRACTED: "合同已公开，正在履约。",
    State.ARCHIVED: "本项目已归档，本页长期保留。",
    State.FAILED: "本次招标失败。招标人分析原因后依法重新招标。",
    State.TERMINATED: "招标已终止，本页长期保留。",
}


def next_words(process: Process, seen: Seen) -> str:
    """Why there is nothing to do for the public now, and what comes next (ux 2.2)."""
    if process.state == State.RECEIVING:
        return "" if seen.now < process.deadline_at else "投标已截止，正在封存投标文件。"
    if process.state in (State.EVALUATING, State.SCORING, State.SIGNING):
        return "正在评标，评标过程保密。评标报告送达后 3 日内公示中标候选人。"
    return NEXT_WORDS.get(State(process.state), "")


# ── stages and dates ────────────────────────────────────────────────────────


def stages(process: Process, plan: dict[str, Milestone]) -> list[Context]:
    """公告 投标 开标 公示 合同 履约, each with its day: done, now or expected."""
    here = word(process)
    reached = _reached(process) if here in OVER else _STAGE[here]
    notes = _stage_notes(process, plan, over=here in OVER)
    return [
        {
            "label": label, "note": notes[index],
            "state": "done" if index < reached else "now" if index == reached and here not in OVER else "next",
        }
        for index, label in enumerate(STAGES)
    ]  # fmt: skip


def _reached(process: Process) -> int:
    """How far an ended lot came."""
    return 1 + (process.closed_at is not None) + (process.opened_at is not None)


def _stage_notes(process: Process, plan: dict[str, Milestone], *, over: bool) -> list[str]:
    expected = {code: "" if over else f"预计 {short(row.at - pages.INSTANT)}前" for code, row in plan.items()}
    published = process.tender.published_at
    receiving = process.state == State.RECEIVING
    return [
        short(published) if published else "",
        "进行中" if receiving else short(process.closed_at) if process.closed_at else "",
        short(process.opened_at or process.deadline_at) if not over or process.closed_at else "",
        _publicity_note(process) or expected.get("E-T12", ""),
        short(process.contracted_at) if process.contracted_at else expected.get("E-T16", ""),
        "进行中"
        if process.state == State.CONTRACTED
        else f"工期 {process.lot.duration_days} 日"
        if not over
        else "",
    ]


def _publicity_note(process: Process) -> str:
    if process.state in (
        State.OPENED,
        State.DRAWING,
        State.EVALUATING,
        State.SCORING,
        State.SIGNING,
        State.EVALUATED,
    ):
        return "评审中"
    return short(process.publicity_from) if process.publicity_from else ""


def entries(seen: Seen) -> list[Context]:
    """The timeline: what happened, today, what is to come, each with the reason of its date."""
    done = pages.review_entry(seen.review) + pages.notice_entries(seen.notices) + _closings(seen)
    limits = pages.limit_entries(seen.tender, seen.plan, seen.now) if seen.plan else []
    past = sorted([*done, *(row for row in limits if row["state"] == "done")], key=lambda row: row["at"])
    coming = [row for row in limits if row["state"] == "next"] + _to_come(seen) if _goes_on(seen) else []
    coming.sort(key=lambda row: row["at"])
    if coming:
        next((row for row in coming if row.get("until")), coming[0])["state"] = "now"
    for row in coming if seen.suspended else ():
        row["tags"] = [*row.get("tags", []), "暂停中"]
    return [*past, {"state": "today", "at": seen.now}, *coming]


def _goes_on(seen: Seen) -> bool:
    return word(seen.lead) not in (*OVER, "已完成")


def _closings(seen: Seen) -> list[Context]:
    """When each lot was closed and opened; the number of bids is public from here on."""
    rows = []
    for lot in seen.lots:
        name = [lot.lot.name] if len(seen.lots) > 1 else []
        if lot.closed_at:
            text = f"递交投标文件 {lot.bids_closed} 家，已封存。" if lot.bids_closed is not None else ""
            law = "投标截止即封存，截止前任何人看不到家数（《中华人民共和国招标投标法》第二十二条）"
            rows.append(
                {
                    "state": "done",
                    "at": lot.deadline_at,
                    "title": "投标截止",
                    "tags": name,
                    "text": text,
                    "law": law,
                }
            )
        if lot.announced_at:
            links = [link("开标大厅", lot.hall_url)]
            text = "全部投标文件一次开启，投标人名称、报价同时公布。"
            rows.append(
                {
                    "state": "done",
                    "at": lot.announced_at,
                    "title": "唱标",
                    "tags": name,
                    "text": text,
                    "links": links,
                }
            )
    return rows


def _to_come(seen: Seen) -> list[Context]:
    """Deadline and opening, then the latest lawful dates of what follows."""
    lead, plan = seen.lead, seen.plan
    if lead.state == State.RECEIVING:
        return [
            _deadline(seen, lead),
            *(_expected(plan[code], plan[code].at) for code in ("E-T12", "E-T16") if code in plan),
        ]
    rows: list[Context] = []
    if lead.publicity_until and lead.state == State.PUBLICITY:
        row = limit("E-T13", on=day_of(lead.publicity_until - pages.INSTANT))
        rows.append(
            {
                "at": lead.publicity_until, "day_end": True, "title": "公示期满", "until": lead.publicity_until,
                "text": "公示期满前不得定标；对评标结果的异议在此之前提出。", "state": "next",
                "law": f"公示期不少于 {row.amount} 日（{row.law}）",
            }
        )  # fmt: skip
    elif lead.report_at and not lead.publicity_from:
        row = limit("E-T12", on=day_of(lead.report_at))
        rows.append(_dated("公示中标候选人最晚", row.due_at(lead.report_at), row.says, str(row.law)))
    elif not lead.publicity_from and "E-T12" in plan:
        rows.append(_expected(plan["E-T12"], plan["E-T12"].at))
    if lead.notified_at and not lead.contracted_at:
        row = limit("E-T16", on=day_of(lead.notified_at))
        rows.append(_dated("签订合同最晚", row.due_at(lead.notified_at), row.says, str(row.law)))
    elif not lead.notified_at and "E-T16" in plan:
        rows.append(_expected(plan["E-T16"], plan["E-T16"].at))
    return [row for row in rows if row["at"] > seen.now]


def _deadline(seen: Seen, lot: Process) -> Context:
    moved = [row for row in pages.notice_entries(seen.notices) if row["was"]]
    return {
        "state": "next", "at": lot.deadline_at, "until": lot.deadline_at, "title": "投标截止，同时开标",
        "text": "投标截止前可以补充、修改或者撤回投标文件。投标截止时未完成传输的，视为撤回投标文件，建议提前 1 天递交。",
        "law": "开标与投标截止为同一时间（《中华人民共和国招标投标法》第三十四条）", "links": [link("开标大厅", lot.hall_url)],
        "was": moved[-1]["was"] if moved else None, "was_reason": f"{moved[-1]['title']}。" if moved else "",
    }  # fmt: skip


def _expected(row: Milestone, at: datetime) -> Context:
    says = f"{row.says}（{row.law}）"
    return {
        "state": "next", "at": at, "day_end": True, "estimated": True, "title": row.name,
        "law": f"{says}，{pages.PROVISIONAL}" if row.provisional else says,
    }  # fmt: skip


def _dated(title: str, at: datetime, says: str, law: str) -> Context:
    return {"state": "next", "at": at, "day_end": True, "title": title, "law": f"{says}（{law}）"}


# ── remedies ────────────────────────────────────────────────────────────────


def remedies(seen: Seen) -> list[Context]:
    """One card per remedy of the regime: who to whom, until when, how long the answer takes (ux 3a)."""
    rows = [_to_documents(seen), _to_opening(seen), _to_result(seen), _complaint(seen)]
    return rows if _goes_on(seen) else [row | {"action": None} for row in rows]


_NOT_PREQUALIFIED = "本项目资格后审，没有资格预审文件的异议。"


def _to_documents(seen: Seen) -> Context:
    """E-T07; E-T06 concerns prequalification, which this procedure does not have."""
    closes = seen.plan["E-T07"].at if "E-T07" in seen.plan else seen.lead.deadline_at
    over = seen.now >= closes
    return {
        "title": "对招标文件有异议", "state": "已截止" if over else "进行中", "soon": not over and closes - seen.now < 2 * SOON,
        "until": _until(closes, seen.now),
        "text": f"潜在投标人或者利害关系人 → 招标人，3 日内答复，作出答复前暂停招标投标活动。{_NOT_PREQUALIFIED}",
        "law": "《中华人民共和国招标投标法实施条例》第二十二条（投标截止时间 10 日前）",
        "action": None if over else link("提出异议", _file(seen, "document")),
    }  # fmt: skip


def _to_opening(seen: Seen) -> Context:
    """E-T09: on the spot."""
    lot = seen.lead
    opening = lot.state in (State.RELEASING, State.KEYS, State.ANNOUNCED)
    before = lot.state in (State.PREPARED, State.RECEIVING, State.CLOSED)
    ended = f"已于 {short(lot.opened_at)} 随开标结束" if lot.opened_at else "没有开标"
    return {
        "title": "对开标有异议", "state": "进行中" if opening else "未开始" if before else "已截止", "soon": opening,
        "until": "开标现场，签署开标记录前" if opening else f"{short(lot.deadline_at)} 开标现场" if before else ended,
        "text": "投标人 → 招标人，当场答复并记录，大厅内有“提出异议”按钮。",
        "law": "《中华人民共和国招标投标法实施条例》第四十四条",
        "action": link("到开标大厅提出", lot.hall_url) if opening else None,
    }  # fmt: skip


def _to_result(seen: Seen) -> Context:
    """E-T13: while the candidates are posted."""
    lot = seen.lead
    card: Context = {
        "title": "对评标结果有异议", "soon": False, "action": None,
        "text": "投标人或者利害关系人 → 招标人，3 日内答复，作出答复前暂停招标投标活动。",
        "law": "《中华人民共和国招标投标法实施条例》第五十四条",
    }  # fmt: skip
    if lot.publicity_until is None:
        none = word(lot) in OVER
        expected = seen.plan.get("E-T13")
        words = (
            "没有评标结果" if none else f"预计 {when(expected.at, 'short end')}前" if expected else "公示期间"
        )
        return card | {
            "state": "不适用" if none else "未开始",
            "until": words,
            "reason": "招标已结束。" if none else "",
        }
    over = seen.now >= lot.publicity_until or lot.state != State.PUBLICITY
    return card | {
        "state": "已截止" if over else "进行中", "soon": not over and lot.publicity_until - seen.now < SOON,
        "until": _until(lot.publicity_until, seen.now),
        "action": None if over else link("提出异议", _file(seen, "result")),
    }  # fmt: skip


def _complaint(seen: Seen) -> Context:
    """E-T18: runs from each person's own knowledge, so there is no one date."""
    row = limit("E-T18", on=day_of(seen.tender.published_at or seen.now))
    return {
        "title": "向监督部门投诉", "state": "进行中", "soon": False, "until": f"知道或者应当知道之日起 {row.amount} 日内",
        "text": f"投标人或者其他利害关系人 → {seen.tender.review_body.name}。以上三类事项须先提出异议，异议答复期间不计入；3 个工作日内决定是否受理。",
        "law": "《中华人民共和国招标投标法实施条例》第六十条、第六十一条",
        "links": [link("帮我算最后期限", f"/tenders/{seen.tender.number}/complaint/")],
    }  # fmt: skip


def _until(moment: datetime, now: datetime) -> str:
    written = when(moment, "short end")
    return f"已于 {written} 截止" if now >= moment else f"{written} 前，还有 {until(moment, now)}"


def _file(seen: Seen, kind: str) -> str:
    """An objection to documents concerns the tender, one to the result its lot."""
    about = f"lot={seen.lead.number}" if kind == "result" else f"tender={seen.tender.number}"
    return f"/my/remedies/new/?{about}&kind={kind}"


def _remedy_log(seen: Seen) -> list[Context]:
    """异议 1 件 · 已答复 · 用时 1 天: never who."""
    answered = [row for row in seen.objections if row.answered_at]
    waiting = len(seen.objections) - len(answered)
    rows = [
        {
            "words": f"{row.get_kind_display()} · 已答复 · 用时 {overdue(row.filed_at, row.answered_at)}。答复：{row.answer}"
        }
        for row in answered
        if row.answered_at
    ]
    return [*rows, {"words": f"另有异议 {waiting} 件，等待招标人答复。"}] if waiting else rows


# ── what can be done now ────────────────────────────────────────────────────


def panel(seen: Seen) -> Context:
    """Title, countdown, one main action."""
    lot, number = seen.lead, seen.tender.number
    paused = next(iter(seen.suspended.values())).says if seen.suspended else ""
    base: Context = {
        "title": word(lot),
        "deadline": None,
        "paused": paused,
        "tone": "",
        "actions": [],
        "notes": [],
    }
    if lot.state == State.RECEIVING:
        total = sum(row.size for row in pages.newest(pages.public_documents(seen.documents)))
        base |= {
            "title": "距投标截止",
            "deadline": lot.deadline_at,
            "actions": _bidding(seen, total),
            "notes": _NOTES,
        }
        if seen.now < lot.deadline_at and not seen.is_owner:
            base["register"] = {"url": f"/tenders/{number}/register/"}
    elif lot.state in (State.CLOSED, State.RELEASING, State.KEYS, State.ANNOUNCED):
        base |= {"actions": [link("观看开标", lot.hall_url)], "notes": ["开标全程公开，无需登录。"]}
    elif lot.state == State.PUBLICITY:
        base |= {
            "title": "距公示期满",
            "deadline": lot.publicity_until,
            "actions": [link("提出异议", _file(seen, "result"))],
        }
    else:
        base |= {"actions": _last_notice(seen), "notes": [next_words(lot, seen)]}
    if seen.is_owner:
        base["actions"] = [*base["actions"], link("办理本项目", f"/my/tenders/{number}/") | {"ghost": True}]
    return base


_NOTES = ["投标截止前，任何人都看不到谁下载、谁登记、谁投了标。"]


def _bidding(seen: Seen, total: int) -> list[Context]:
    """Bid first, documents second; after the deadline only the hall."""
    lot = seen.lead
    if seen.now >= lot.deadline_at:
        return [link("观看开标", lot.hall_url)]
    files = link("下载招标文件", "#files") | {
        "ghost": True,
        "note": f"{total / 1_000_000:.1f} MB" if total >= 100_000 else "",
    }
    if seen.is_owner:
        return [files]
    label = "去投标" if seen.may_bid else "登录投标"
    return [
        *(
            link(_bid_label(label, row, seen), _bid_url(row, seen))
            for row in seen.lots
            if row.state == State.RECEIVING
        ),
        files,
    ]


def _bid_label(label: str, lot: Process, seen: Seen) -> str:
    return label if len(seen.lots) == 1 else f"{label}：{lot.lot.name}"


def _bid_url(lot: Process, seen: Seen) -> str:
    url = f"/my/bids/{lot.number}/"
    return url if seen.actor.user_id else f"/accounts/login/?next={url}"


def _last_notice(seen: Seen) -> list[Context]:
    """The latest notice of the lot's own procedure."""
    rows = [row for row in seen.notices if row.type in ("E09", "E10", "E12", "E13", "E15", "E08")]
    return [link(f"查看{rows[-1].type_name}", rows[-1].get_absolute_url())] if rows else []


def _ask(seen: Seen) -> Context | None:
    """Questions are taken until the deadline; the joint date is a courtesy (QUESTIONS)."""
    lot = seen.lead
    if lot.state != State.RECEIVING or seen.now >= lot.deadline_at or seen.is_owner:
        return None
    joint = seen.plan.get("QUESTIONS")
    note = f"集中提问截至 {when(joint.at, 'short end')}，之后仍可提问" if joint else "投标截止前可以提问"
    return {"url": f"/tenders/{seen.tender.number}/ask/", "note": note}


def _more(seen: Seen) -> list[Context]:
    rows = []
    if _goes_on(seen):
        rows.append(link("加入日历", f"/tenders/{seen.tender.number}/calendar.ics") | {"note": ".ics"})
    if _ask(seen):
        rows.append(link("向招标人提问", f"/tenders/{seen.tender.number}/ask/") | {"note": "提问者匿名"})
    rows.append(link("异议与投诉", "#rights") | {"note": "期限已算好"})
    rows += [
        link(f"开标大厅 {row.lot.name if len(seen.lots) > 1 else ''}".strip(), row.hall_url)
        | {"note": "无需登录"}
        for row in seen.lots
    ]
    if entrance := correcting.entrance(seen.actor, "project", seen.tender.number):
        rows.append(link("更正与遮蔽", entrance) | {"note": "本单位"})
    drawn = [row for row in seen.lots if row.evaluation_from]
    return rows + [link("评标委员会抽取记录", f"/draws/{row.number}/") | {"note": "可复算"} for row in drawn]


def _dock(seen: Seen, lot: Process) -> Context | None:
    """Phones: one sentence, one action; nothing when there is nothing to do."""
    shown = panel(seen)
    if not shown["actions"] or word(lot) in (*OVER, "已完成"):
        return None
    action = shown["actions"][0]
    deadline = shown["deadline"]
    if deadline is None or seen.suspended:
        return {
            "label": "已暂停" if seen.suspended else word(lot),
            "note": seen.tender.number,
            "action": action,
            "aria": "快捷操作",
        }
    label = "距截止" if lot.state == State.RECEIVING else "距公示期满"
    return {
        "label": label,
        "deadline": deadline,
        "note": f"{when(deadline, 'short end')} · 北京时间",
        "action": action,
        "aria": "快捷操作",
    }


# ── results and evidence ────────────────────────────────────────────────────


def _candidates(seen: Seen) -> list[Context]:
    """Rank, name, price, manager; never anybody's scores (ux 3g)."""
    return [
        {
            "rank": row.rank, "name": row.organization.name, "price_fen": row.price_fen or 0,
            "note": f"项目负责人 {row.manager or '—'}，工期 {row.duration_days or row.process.lot.duration_days} 日历天"
            + (f"，{row.process.lot.name}" if len(seen.lots) > 1 else ""),
        }
        for row in seen.candidates
    ]  # fmt: skip


def _proofs(events: Sequence[Event]) -> list[Context]:
    """Public events with the hash of their leaf. Counted within the project: a serial of the whole record would tell how busy a quiet night was (design D16)."""
    rows = [
        {
            "at": row.at,
            "title": row.says or row.action,
            "number": f"{serial:02d}",
            "digest": bytes(row.leaf.leaf_data[:32]).hex(),
        }
        for serial, row in enumerate(events, 1)
    ]
    return rows[::-1]


# ── lists ───────────────────────────────────────────────────────────────────


def ledger(
    processes: Sequence[Process], now: datetime, *, changed: set[str], suspended: dict[int, Suspension]
) -> list[Context]:
    """Rows of the ledger of lots."""
    return [_row(row, now, row.tender.number in changed, row.pk in suspended) for row in processes]


def _row(process: Process, now: datetime, changed: bool, is_suspended: bool) -> Context:
    at = process.deadline_at if process.state == State.RECEIVING else process.publicity_until
    live = process.state in (State.RECEIVING, State.PUBLICITY) and at is not None and now < at
    posted = process.state == State.PUBLICITY
    past = "已截止" if process.closed_at or process.state == State.RECEIVING else ""
    return {
        "state": word(process), "marks": marks(process, now, changed=changed, suspended=is_suspended),
        "title": process.title, "url": process.get_absolute_url(),
        "meta": f"{BUSINESS} · 公开招标 · {process.tender.project.buyer.name}",
        "when": at if live else process.deadline_at, "day_end": posted and live,
        "tone": "pub" if posted and live else "hot" if live and at and at - now < SOON else "",
        "until": at if live and not is_suspended else None,
        "note": "暂停中" if live and is_suspended else "可提异议" if posted and live else "" if live else past,
        "amount_fen": process.lot.ceiling_fen,
    }  # fmt: skip


# ── dates taken elsewhere ───────────────────────────────────────────────────


def calendar_entries(seen: Seen) -> list[ics.Entry]:
    """Fixed moments of the timeline for a calendar; a moved one keeps its uid."""
    url = seen.tender.get_absolute_url()
    rows = [row for row in _to_come(seen) if not row.get("estimated")]
    if seen.plan and seen.lead.state == State.RECEIVING:
        rows += pages.limit_entries(seen.tender, seen.plan, seen.now)
    return [
        ics.Entry(
            f"{seen.tender.number}-{row['title']}@tenders",
            row["at"],
            f"{row['title']}：{seen.tender.title}",
            f"{row.get('law', '')} {url}",
        )
        for row in sorted(rows, key=lambda row: row["at"])
    ]


def complaint_sum(given: Context, now: datetime) -> Context:
    """The last day of a complaint, written as a sum (E-T18)."""
    knew = datetime.combine(given["knew"], time(12), SHANGHAI)
    row = limit("E-T18", on=given["knew"])
    due = row.due_at(knew, paused=given["paused"])
    pause = f"，异议答复的 {given['paused']} 日不计入" if given["paused"] else ""
    last = when(due, "short end")
    return {
        "title": f"最后一日 {last}",
        "text": f"您 {short(given['knew'])} 知道，次日起算，期限 {row.amount} 日{pause}；末日是节假日的顺延到下一个工作日。",
        "tone": "hot" if now >= due else "open",
        "late": f"已过期限。{row.consequence}。" if now >= due else f"还有 {until(due, now)}。",
        "law": f"依据{row.law}",
    }  # fmt: skip
