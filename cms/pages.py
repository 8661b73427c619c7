"""What the front page shows: what ends next, what happens today, the latest, the year's figures.

Figures come from the platform's own rows; samples of other places never stand here (design D28).
Numbers of bidders are counted over closed lots only (招标投标法 22).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bidding.models import CHIPS, Contract, Process, State
from marketplace.law.limits import limit
from marketplace.law.workdays import ONE_DAY, SHANGHAI, day_of, end_of
from marketplace.notices.models import Notice
from marketplace.templatetags.ui import when
from tenders.models import Objection

Context = dict[str, Any]

SCOPES = (("", "全部信息"), ("notices", "交易公告"), ("tenders", "招标项目"), ("articles", "政策文件"))
OPENING = (State.RELEASING, State.KEYS, State.ANNOUNCED)
WEEK = timedelta(days=7)

JOBS: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    ("我要投标", (
        ("登录办事大厅", "待办、投标、回执都在这里", "/my/"),
        ("找正在投标的项目", "按截止时间由近到远", "/tenders/?state=open"),
        ("修改或者撤回投标文件", "投标截止前随时可办", "/my/bids/"),
        ("电脑与浏览器自检", "投标前一天先试一遍", "/selftest/"),
    )),
    ("我要招标、代理", (
        ("编制和发布招标公告", "引导填写，同步公平竞争审查", "/my/tenders/"),
        ("主持开标", "到点自动开标，也可以主持", "/hall/"),
        ("公示、定标、发通知书", "期限系统算好", "/my/"),
        ("合同公开", "双方签署后公开", "/my/"),
    )),
    ("我要监督、评审", (
        ("提异议、投诉", "在项目页办理，期限系统算好", "/tenders/?state=publicity"),
        ("观看开标", "公众旁观席，无需登录", "/hall/"),
        ("评审专家入口", "签到、评审、签署报告", "/eval/"),
        ("监督部门入口", "逐步回看每一个项目", "/oversight/"),
    )),
    ("我要查询、核验", (
        ("搜索公告正文", "项目、单位、信用代码", "/search/"),
        ("核验一份回执或者公告", "编号加校验值前 8 位", "/verify/"),
        ("看中标候选人公示", "公示期内可提异议", "/notices/?type=E10"),
        ("看合同", "合同信息公开", "/notices/?type=E15"),
    )),
)  # fmt: skip


def link(label: str, url: str, **more: Any) -> Context:
    return {"label": label, "url": url, **more}


def jobs() -> list[Context]:
    """您想办什么."""
    return [
        {"title": title, "links": [link(label, url, note=note) for label, note, url in links]}
        for title, links in JOBS
    ]


@dataclass(frozen=True, slots=True)
class Year:
    """The year's own rows, read once."""

    number: int
    contracts: Sequence[Contract]
    closed: Sequence[Process]
    objections: Sequence[Objection]


# ── today ───────────────────────────────────────────────────────────────────


def schedule(rows: Iterable[Process], now: datetime) -> Context:
    """Today's openings, deadlines, draws and ends of publicity; what is running comes first in time."""
    today = sorted((row for lot in rows for row in _of_today(lot, now)), key=lambda row: row["at"])
    return {
        "title": "今日日程", "total": len(today), "rows": today[:6], "empty": "今天没有开标、抽取和到期的项目。",
        "more": link("全部项目", "/tenders/"),
    }  # fmt: skip


def _of_today(lot: Process, now: datetime) -> list[Context]:
    today = day_of(now)
    base: Context = {"title": lot.title, "marks": [], "end": "", "until": None, "url": lot.hall_url}
    found = []
    if lot.state == State.RECEIVING and day_of(lot.deadline_at) == today:
        marks = ["今日截止"] if now < lot.deadline_at else []
        until = lot.deadline_at if now < lot.deadline_at else None
        found.append(
            {
                "at": lot.deadline_at,
                "state": "投标中",
                "marks": marks,
                "until": until,
                "title": f"{lot.title} 截止并开标",
            }
        )
    if lot.state == State.CLOSED or lot.state in OPENING:
        found.append({"at": lot.deadline_at, "state": CHIPS[State(lot.state)], "end": "正在进行"})
    if lot.state == State.DRAWING:
        found.append(
            {
                "at": now,
                "state": "待抽取",
                "title": f"{lot.title} 评标委员会",
                "end": "名单在中标结果确定前保密",
            }
        )
    if (
        lot.publicity_until
        and lot.state == State.PUBLICITY
        and day_of(lot.publicity_until - WEEK / 10**9) == today
    ):
        found.append(
            {
                "at": lot.publicity_until,
                "state": "公示期内",
                "end": f"{when(lot.publicity_until, 'short end')} 公示期满",
            }
        )
    return [
        base | {"url": lot.get_absolute_url()} | row if row["state"] in ("投标中", "公示期内") else base | row
        for row in found
    ]


# ── figures ─────────────────────────────────────────────────────────────────


def figures(year: Year) -> list[Context]:
    """At most five numbers, each with what it means; none without rows to count."""
    if not year.contracts and not year.closed:
        return []
    return [
        {"label": "已签合同", "value": str(len(year.contracts)), "note": "全部为全流程电子"},
        {"label": "合同金额（万元）", "value": _wan(sum(row.amount_fen for row in year.contracts)), "note": _saved(year.contracts)},
        {"label": "平均投标家数", "value": _mean([row.bids_closed or 0 for row in year.closed]), "note": f"已截止的 {len(year.closed)} 个标段"},
        {"label": "异议按期答复", "value": _answered(year.objections), "note": "答复期限 3 日"},
    ]  # fmt: skip


def _wan(fen: int) -> str:
    return f"{(Decimal(fen) / 1_000_000).quantize(Decimal('0.01'), ROUND_HALF_UP):,}"


def _saved(contracts: Sequence[Contract]) -> str:
    """节资率: what the contracts cost against the ceilings."""
    ceiling = sum(row.process.lot.ceiling_fen for row in contracts)
    if not ceiling:
        return "还没有合同"
    part = Decimal(ceiling - sum(row.amount_fen for row in contracts)) * 100 / ceiling
    return f"节资率 {part.quantize(Decimal('0.1'), ROUND_HALF_UP)}%"


def _mean(counts: Sequence[int]) -> str:
    if not counts:
        return "—"
    return str((Decimal(sum(counts)) / len(counts)).quantize(Decimal("0.1"), ROUND_HALF_UP))


def _answered(objections: Sequence[Objection]) -> str:
    """In time: before the first moment that is too late (E-T08)."""
    answered = [row for row in objections if row.answered_at]
    in_time = [
        row
        for row in answered
        if row.answered_at and row.answered_at < limit("E-T08", on=day_of(row.filed_at)).due_at(row.filed_at)
    ]
    return f"{len(in_time)} / {len(answered)}"


def chart(year: Year, now: datetime) -> Context | None:
    """Contract sums by month, up to this one."""
    if not year.contracts:
        return None
    months = [
        (
            f"{month}月",
            (Decimal(_month_sum(year.contracts, month)) / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP),
        )
        for month in range(1, day_of(now).month + 1)
    ]
    best = max(months, key=lambda row: row[1])
    return {
        "title": "各月合同金额（万元）", "unit": "万元", "rows": months, "note": f"{months[-1][0]}为截至昨天的数据",
        "spoken": f"{months[0][0]}至{months[-1][0]}各月合同金额，最高为{best[0]} {best[1]} 万元",
    }  # fmt: skip


def _month_sum(contracts: Sequence[Contract], month: int) -> int:
    return sum(
        row.amount_fen
        for row in contracts
        if row.process.contracted_at and day_of(row.process.contracted_at).month == month
    )


def year_start(now: datetime) -> datetime:
    return datetime(day_of(now).year, 1, 1, tzinfo=SHANGHAI)


def figures_at(now: datetime) -> datetime:
    """Figures are as of 24:00 yesterday, so that they stand still during the day."""
    return end_of(day_of(now) - ONE_DAY)


def news(rows: Iterable[Any]) -> list[Context]:
    return [link(row.title, row.url, on=row.issued_on) for row in rows]


def latest(rows: Iterable[Notice]) -> list[Context]:
    """The latest notices, one line each."""
    return [
        link(f"{row.type_name}：{row.title}", row.get_absolute_url(), on=_on(row.published_at))
        for row in rows
    ]


def _on(moment: datetime) -> date:
    return day_of(moment)


# ── verification ────────────────────────────────────────────────────────────

NOT_FOUND: Context = {
    "tone": "hot", "title": "没有查到", "rows": [],
    "text": "编号与校验值前 8 位不相符，或者本平台没有出具过这份文件。请对照原件逐位核对；字母 I、L、O、U 不会出现在编号里。",
}  # fmt: skip


def found(kind: str, at: datetime, says: str, digest: str) -> Context:
    """A document of this platform: what it is and when; never whose."""
    return {
        "tone": "open", "title": f"属实：{kind}", "text": says,
        "rows": [
            {"label": "编号与校验值", "ok": True, "word": "一致"},
            {"label": "平台时间", "ok": True, "word": when(at)},
            {"label": "完整校验值", "ok": True, "word": digest},
        ],
    }  # fmt: skip
