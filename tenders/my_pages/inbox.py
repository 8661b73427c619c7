"""待办: what is owed by whom until when, overdue first; and what waits for somebody else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.paginator import Paginator

from marketplace.accounts.inbox import Turn
from marketplace.flow.acts import ACTS
from marketplace.flow.models import Duty
from marketplace.flow.workflow import Subject, steps_of
from marketplace.law.workdays import SHANGHAI
from marketplace.record.models import Event
from marketplace.templatetags.ui import when
from tenders.ics import Entry

Context = dict[str, Any]
DAY, WEEK = timedelta(days=1), timedelta(days=7)
PER_PAGE = 50
NUMBER = 17  # characters of a project's number: JLX-GC-2026-00187
# The button of a row is a verb with an object (ux 2.3).
VERBS = {
    "tender.submit_review": "继续编制",
    "tender.pass_review": "进行审查",
    "tender.publish": "核对并发布",
    "tender.retender": "重新招标",
    "intention.publish": "公开采购意向",
    "question.answer": "答复提问",
    "objection.answer": "答复异议",
    "process.start_opening": "主持开标",
    "process.sign_record": "签署开标记录",
    "process.order_draw": "抽取专家",
    "process.post_candidates": "公示候选人",
    "process.award": "确定中标人",
    "process.notify": "发通知书",
    "process.report": "提交报告",
    "process.refund_bonds": "退还保证金",
    "process.archive": "归档",
    "bid.release": "凭解密码解密",
    "contract.draft": "起草合同",
    "contract.sign_buyer": "签署合同",
    "contract.sign_supplier": "签署合同",
    "process.conclude_contract": "公开合同",
    "evaluation.check_in": "签到",
    "evaluation.review": "初步评审",
    "evaluation.submit_scores": "打分",
    "evaluation.sign": "签署报告",
    "redaction.confirm": "看遮蔽的内容",
    "sample.agree": "抽查",
    "sample.settle": "处理抽查异议",
    "member.invite": "邀请人员",
    "page.review": "审核页面",
    "page.publish": "发布页面",
}
ALARM = "HOLDERS"
GROUPS = (
    ("late", "已逾期和 24 小时内", "red"),
    ("week", "本周", ""),
    ("later", "以后", ""),
    ("open", "没有期限", ""),
)
# The chips above the list: what they keep, in the words people use.
CHIPS = (
    ("", "全部"), ("late", "已逾期"), ("day", "24 小时内"), ("week", "本周"), ("dai", "代办"), ("wait", "等别人"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What the page was asked to keep: one kind of row, one project, one unit, one page."""

    show: str = ""
    project: str = ""
    unit: str = ""
    page: str = "1"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> Asked:
        known = {code for code, _ in CHIPS}
        show = query.get("show", "")
        return cls(
            show if show in known else "", query.get("project", "")[:64], query.get("unit", "")[:120],
            query.get("page", "1")[:6],
        )  # fmt: skip

    def query(self, **more: str) -> str:
        """The address of the same list with something else asked."""
        kept = {"show": self.show, "project": self.project, "unit": self.unit} | more
        tail = urlencode({name: value for name, value in kept.items() if value})
        return f"/my/?{tail}" if tail else "/my/"


@dataclass(frozen=True, slots=True)
class About:
    """The project a row belongs to, as it is called, and whose it is."""

    title: str
    unit: str


def project_of(duty: Duty) -> str:
    """The project's number; lots add theirs behind it. Other things have no project."""
    return duty.thing[:NUMBER] if duty.thing.startswith("JLX-") else ""


def _when(duty: Duty, now: datetime) -> str:
    if duty.due_at is None:
        return "open"
    left = duty.due_at - now
    return "late" if left <= DAY else "week" if left <= WEEK else "later"


def row(turn: Turn, now: datetime, about: Mapping[str, About]) -> Context:
    """One row: what, which project, until when, by which article, one click to the act."""
    duty = turn.duty
    confirms = duty.code.startswith("CONFIRM-")
    title, _, subject = duty.says.partition("：")
    if confirms:
        title, subject = duty.says, ""
    known = about.get(project_of(duty))
    due, alarm = duty.due_at, duty.code == ALARM
    return {
        "title": title, "url": duty.url or "/my/", "waiting": turn.waits_for, "on_behalf": turn.on_behalf,
        "action": "查看" if turn.waits_for else "复核确认" if confirms else VERBS.get(duty.action, "去办理"),
        "subject": f"{subject or (known.title if known else '')} {duty.thing}".strip(), "state": "", "alarm": alarm,
        "unit": known.unit if known else "", "project": project_of(duty),
        "text": "已暂停，恢复后期限顺延" if duty.paused_at else "", "law": duty.law, "due": due,
        "day_end": due is not None and f"{due.astimezone(SHANGHAI):%H%M}" == "0000",
        "late": due is not None and due <= now, "soon": due is not None and now < due <= now + DAY,
        "group": "off" if turn.waits_for else _when(duty, now),
    }  # fmt: skip


def rows(turns: Iterable[Turn], now: datetime, about: Mapping[str, About]) -> list[Context]:
    """All rows in the order of the page: by group, then as the duties came, earliest first."""
    order = {name: place for place, name in enumerate([name for name, _, _ in GROUPS] + ["off"])}
    shown = [row(turn, now, about) for turn in turns]
    far = datetime.max.replace(tzinfo=now.tzinfo)
    return sorted(shown, key=lambda one: (order[one["group"]], one["due"] or far))


def _kept(one: Context, show: str) -> bool:
    match show:
        case "late":
            return bool(one["late"]) and not one["waiting"]
        case "day":
            return bool(one["soon"]) and not one["waiting"]
        case "week":
            return bool(one["group"] == "week")
        case "dai":
            return bool(one["on_behalf"])
        case "wait":
            return bool(one["waiting"])
    return True


def listing(found: Sequence[Context], asked: Asked) -> Context:
    """The filters with their counts, the page of rows in groups."""
    inside = [
        one for one in found if asked.project in ("", one["project"]) and asked.unit in ("", one["unit"])
    ]
    kept = [one for one in inside if _kept(one, asked.show)]
    page = Paginator(kept, PER_PAGE).get_page(asked.page)
    groups = [
        {"title": title, "tone": tone, "duties": [one for one in page if one["group"] == name]}
        for name, title, tone in GROUPS
    ]
    groups.append(
        {
            "title": "等别人办",
            "tone": "off",
            "note": "不用您办，到期平台会提醒",
            "duties": [one for one in page if one["group"] == "off"],
        }
    )
    return {
        "groups": [group for group in groups if group["duties"]], "page": page, "found": len(kept),
        "chips": _chips(inside, asked), "selects": _selects(found, asked), "narrowed": bool(asked.show or asked.project or asked.unit),
        "query": asked.query().partition("?")[2],
    }  # fmt: skip


def _chips(inside: Sequence[Context], asked: Asked) -> list[Context]:
    chips = []
    for code, label in CHIPS:
        number = sum(_kept(one, code) and (code != "" or not one["waiting"]) for one in inside)
        if number or code in ("", asked.show):
            chips.append(
                {"label": label, "count": number, "url": asked.query(show=code), "on": asked.show == code}
            )
    return chips


def _selects(found: Sequence[Context], asked: Asked) -> list[Context]:
    """By project and by unit, where there is more than one to choose from."""
    projects = {one["project"]: one["subject"] for one in found if one["project"]}
    units = sorted({one["unit"] for one in found if one["unit"]})
    selects = [
        {"name": "project", "label": "项目", "all": "全部项目", "options": [(key, key, key == asked.project) for key in projects]},
        {"name": "unit", "label": "单位", "all": "全部单位", "options": [(name, name, name == asked.unit) for name in units]},
    ]  # fmt: skip
    return [one for one in selects if len(one["options"]) > 1]


def counted(found: Collection[Context]) -> Context:
    """「6 件轮到您，其中 1 件已逾期、2 件 24 小时内到期」."""
    mine = [one for one in found if not one["waiting"]]
    return {
        "all": len(mine),
        "late": sum(one["late"] for one in mine),
        "soon": sum(one["soon"] for one in mine),
    }


# ── nothing to do: why, and where to go ─────────────────────────────────────

EMPTY: dict[str, tuple[str, tuple[tuple[str, str], ...]]] = {
    "buyer": ("还没有轮到您办的事。新项目可以从采购计划新建。", (("新建招标项目", "/my/tenders/new/"), ("我的项目", "/my/tenders/"))),
    "agency": ("今天没有待办。", (("我的项目", "/my/tenders/"),)),
    "supplier": ("没有要您办的事。可以看正在进行的项目。", (("看正在进行的项目", "/tenders/"), ("我的投标", "/my/bids/"))),
    "centre": ("今天没有待办。", (("更正与遮蔽", "/desk/correct/"), ("归档", "/desk/archive/"))),
    "authority": ("今天没有需要处理的事项。", (("看正在进行的项目", "/oversight/"),)),
    "inspection": ("今天没有需要处理的事项。", (("看正在进行的项目", "/oversight/"),)),
    "operator": ("今天没有待办。", ()),
    "expert": ("还没有抽到您。抽到后会有短信，签到前不显示项目名称。", (("评标", "/eval/"),)),
    "editor": ("还没有待审核的页面。", (("网站后台", "/manage/"),)),
}  # fmt: skip


def empty(kind: str, recent: Sequence[Context], following: Context | None) -> Context:
    """The first page is 待办 for everybody, also when it is empty: why, what was last, what comes next."""
    says, links = EMPTY.get(kind, EMPTY["supplier"])
    lines = [says]
    if last := next((one for one in recent if not one["refused"]), None):
        lines.append(f"最近办完：{when(last['at'], 'short')} {last['title']}。")
    if following:
        lines.append(
            f"下一个日期：{when(following['due'], 'short end')} {following['title']} {following['subject']}。"
        )
    return {
        "title": "现在没有要您办的事", "lines": lines,
        "links": [{"label": label, "url": url} for label, url in links],
    }  # fmt: skip


# ── what was done lately ────────────────────────────────────────────────────

DONE = {Event.Outcome.DONE: "已办", Event.Outcome.ASKED: "已提交，等复核", Event.Outcome.REFUSED: "未办成"}


def done(events: Iterable[Event], now: datetime) -> list[Context]:
    """One's own acts, the refused ones with the reason; one line an act."""
    shown: dict[object, Context] = {}
    for event in events:
        shown.setdefault(event.act_id, {
            "at": event.at, "title": event.says.partition("：")[0] if event.outcome != "refused" else _tried(event),
            "word": DONE[Event.Outcome(event.outcome)], "refused": event.outcome == Event.Outcome.REFUSED,
            "why": event.says if event.outcome == Event.Outcome.REFUSED else "", "code": event.code, "thing": event.thing,
            "on_behalf": event.for_name, "today": event.at.astimezone(SHANGHAI).date() == now.astimezone(SHANGHAI).date(),
        })  # fmt: skip
    return list(shown.values())


def _tried(event: Event) -> str:
    return names().get(event.action, "办理")


@cache
def names() -> dict[str, str]:
    """What each act and step of the platform is called: a refusal's own words are its reason."""
    found = {action: says for action, (_, says, _) in ACTS.items()}
    for kind in apps.get_models():
        if issubclass(kind, Subject):
            found |= {step.action: step.says for step in steps_of(kind)}
    return found


# ── the calendar ────────────────────────────────────────────────────────────


def entries(rows: Iterable[Duty], *, full: bool) -> list[Entry]:
    """What falls due when. Outside the site (`full` is off) only the verb goes: no project, no unit."""
    return [
        Entry(
            f"duty-{row.pk}@ptb", row.due_at, row.says if full else row.says.partition("：")[0],
            f"依据 {row.law}" if full else "登录平台查看",
        )
        for row in rows
        if row.due_at is not None
    ]  # fmt: skip
