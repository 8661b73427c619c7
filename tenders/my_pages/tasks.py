"""The nine tasks of a tender: how far each is, what is missing, what an old notice did not say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from marketplace.flow.workflow import Offer
from marketplace.law.money import Money
from marketplace.templatetags.ui import when
from tenders.agency.copied import unread
from tenders.announcements import METHODS
from tenders.checklist import ITEMS, Item
from tenders.forms.drafting import kept_lots
from tenders.lots_port import lots
from tenders.models import FairReview, Tender, TenderState
from tenders.schedule import Plan, strip

Context = dict[str, Any]
TODO, BUSY, SHORT, DONE, NOT_YET = "未开始", "进行中", "待补充", "已完成", "尚不能开始"
STATES = {
    TenderState.DRAFT: "准备中",
    TenderState.REVIEW: "准备中",
    TenderState.READY: "准备中",
    TenderState.PUBLISHED: "公告中",
    TenderState.TERMINATED: "已终止",
}


def state_word(tender: Tender) -> str:
    """The one state chip of ux 2.3."""
    running = lots().stage(tender) if tender.state == TenderState.PUBLISHED else ""
    return running or STATES[TenderState(tender.state)]


def phase(tender: Tender) -> str:
    """How far the papers are, while the public does not see them yet."""
    return "" if tender.published_at else str(tender.get_state_display())


def frozen(tender: Tender) -> str:
    """Why a draft's page cannot be changed any more; nothing while it can."""
    if tender.state == TenderState.DRAFT:
        return ""
    if tender.published_at:
        return "公告已发布，资料不能直接改。要改内容的，请发澄清；要改时间的，请延期"
    return "资料已送审查，不能直接改。要改的，请审查人先“退回修改”"


def _project(tender: Tender) -> list[tuple[str, str]]:
    row = tender.project
    return [
        ("招标项目名称", tender.title), ("审批部门", row.approval_authority), ("审批文号", row.approval_number),
        ("资金来源", row.funds), ("建设地点", row.place), ("招标内容和范围", tender.particular("scope")),
        ("建设规模", tender.particular("scale")), ("招标人地址", tender.particular("owner_address")),
        ("招标人联系人", tender.particular("owner_contact")), ("招标人电话", tender.particular("owner_phone")),
    ]  # fmt: skip


def _lots(tender: Tender) -> list[tuple[str, str]]:
    if any(tender.lots.all()):
        return [("标段", "有")]
    kept = (kept_lots(tender) or [{}])[0]
    names = {
        "name": "标段名称",
        "scope": "招标范围",
        "ceiling_fen": "最高投标限价",
        "duration_days": "工期",
        "quality": "质量要求",
    }
    return [(label, str(kept.get(name) or "")) for name, label in names.items()]


def _qualification(tender: Tender) -> list[tuple[str, str]]:
    return [
        ("投标人资格能力要求", tender.particular("qualification")),
        ("是否接受联合体投标", tender.particular("consortium")),
    ]


def _scoring(tender: Tender) -> list[tuple[str, str]]:
    return [("评标方法", tender.evaluation.get("method", ""))]


def _documents(tender: Tender) -> list[tuple[str, str]]:
    return [("招标文件", "有" if any(tender.documents.all()) else "")]


WANTED: dict[str, Callable[[Tender], list[tuple[str, str]]]] = {
    "project": _project,
    "lots": _lots,
    "qualification": _qualification,
    "scoring": _scoring,
    "documents": _documents,
}


def missing(tender: Tender, task: str) -> list[str]:
    """Labels of what a task still lacks."""
    return [label for label, value in WANTED[task](tender) if not value] if task in WANTED else []


def lacking(tender: Tender) -> list[str]:
    """Everything the tasks before the review still lack."""
    return [label for task in WANTED for label in missing(tender, task)]


def answers(review: FairReview | None) -> list[tuple[Item, str]]:
    """The checklist as the reviewer answered it; nothing before a conclusion."""
    words = {"yes": "有", "no": "没有"}
    return [(item, words[review.answers[item.code]]) for item in ITEMS] if review else []


def _status(tender: Tender, task: str) -> str:
    wanted = WANTED[task](tender)
    empty = [label for label, value in wanted if not value]
    return DONE if not empty else TODO if len(empty) == len(wanted) else SHORT


def tasks(tender: Tender, offers: list[Offer], now: datetime) -> list[Context]:
    """Nine rows for components/tasks.html; 1 to 7 in any order."""
    url = f"/my/tenders/{tender.number}/"
    drafted = [
        _task("项目信息", f"{url}project/", _status(tender, "project"), _lacks(tender, "project")),
        _task("标段与限价", f"{url}lots/", _status(tender, "lots"), _lots_note(tender)),
        _task("时间安排", f"{url}schedule/", DONE, _times_note(tender, now)),
        _task(
            "资格条件",
            f"{url}qualification/",
            _status(tender, "qualification"),
            _lacks(tender, "qualification"),
        ),
        _task("评分办法", f"{url}scoring/", _status(tender, "scoring"), _scoring_note(tender)),
        _task("合同与保证金", f"{url}bond/", DONE, _bond_note(tender)),
        _task("招标文件", f"{url}documents/", _status(tender, "documents"), _documents_note(tender)),
    ]
    _mark_copied(tender, drafted)
    complete = all(row["status"] == DONE for row in drafted)
    return [*drafted, _review_task(tender, url, complete), _publish_task(tender, url, offers)]


def _mark_copied(tender: Tender, drafted: list[Context]) -> None:
    """A task whose words came from an earlier project is not done before somebody has looked at them."""
    waiting = unread(tender.pk) if tender.state == TenderState.DRAFT else {}
    for row in drafted:
        if source := waiting.get(row["url"].rstrip("/").rpartition("/")[2]):
            row |= {"status": SHORT, "note": f"来自 {source} 的文字，尚未核对"}


def _task(title: str, url: str, status: str, note: str) -> Context:
    return {"title": title, "url": url, "status": status, "note": note}


def _lacks(tender: Tender, task: str) -> str:
    empty = missing(tender, task)
    return f"还缺：{'、'.join(empty)}" if empty else "已填写"


def _lots_note(tender: Tender) -> str:
    rows = list(tender.lots.all())
    if not rows:
        return _lacks(tender, "lots")
    total = Money.total(row.ceiling for row in rows)
    return f"{len(rows)} 个标段，最高投标限价合计 {total}"


def _times_note(tender: Tender, now: datetime) -> str:
    if tender.deadline_at:
        return f"投标截止 {when(tender.deadline_at)}"
    earliest = strip(Plan(now + timedelta(days=1))).earliest
    words = f"明天发布的话，投标截止最早 {earliest:%-m月%-d日}" if earliest else "45 日内没有合法的截止日期"
    return f"{words}；审查时选定"


def _scoring_note(tender: Tender) -> str:
    if not tender.evaluation:
        return "还没有选择评标方法"
    return f"{METHODS[tender.evaluation['method']]}，{len(tender.evaluation.get('criteria', []))} 项评审因素"


def _bond_note(tender: Tender) -> str:
    return f"投标保证金 {Money(tender.bond_fen)}" if tender.bond_fen else "不收取投标保证金"


def _documents_note(tender: Tender) -> str:
    count = len(tender.documents.all())
    return f"{count} 份文件" if count else "还没有上传招标文件"


def _review_task(tender: Tender, url: str, complete: bool) -> Context:
    status, note = {
        TenderState.DRAFT: (TODO, "资料齐了，可以提交") if complete else (NOT_YET, "前 7 项办完后提交"),
        TenderState.REVIEW: (BUSY, "等审查人作出结论；审查人不能是编制人"),
    }.get(TenderState(tender.state), (DONE, "审查人已作出结论"))
    return _task("公平竞争审查", f"{url}fairness/", status, note)


def _publish_task(tender: Tender, url: str, offers: list[Offer]) -> Context:
    if tender.published_at:
        return _task("核对并发布", f"{url}publish/", DONE, f"{when(tender.published_at)}发布")
    if tender.state != TenderState.READY:
        return _task("核对并发布", "", NOT_YET, "审查作出结论后办理")
    offer = next((row for row in offers if row.step.name == "publish"), None)
    if offer and offer.pending:
        return _task("核对并发布", f"{url}publish/", BUSY, "已提交，等复核人确认")
    return _task("核对并发布", f"{url}publish/", TODO, "逐项核对公告，提交后由复核人确认")


# ── what the old notice did not say ──────────────────────────────────────────

# Names of tenders.prefill.fields.NAMES that have a place on these pages, and where they are filled in.
PLACES = {
    "项目名称": ("project", "招标项目名称"), "审批文号": ("project", "审批文号"), "审批部门": ("project", "审批部门"),
    "资金来源": ("project", "资金来源"), "建设地点": ("project", "建设地点"), "建设规模": ("project", "建设规模"),
    "招标范围": ("project", "招标内容和范围"), "招标人联系人": ("project", "招标人联系人"),
    "招标人联系电话": ("project", "招标人电话"), "招标人地址": ("project", "招标人地址"),
    "最高投标限价": ("lots", "最高投标限价"), "工期天数": ("lots", "工期"), "质量要求": ("lots", "质量要求"),
    "投标人资质要求": ("qualification", "投标人资格能力要求"), "是否接受联合体投标": ("qualification", "是否接受联合体投标"),
}  # fmt: skip


def unfound(tender: Tender) -> list[str]:
    """What the pasted notice did not say and nobody has typed yet, by name."""
    empty = {task: missing(tender, task) for task in WANTED}
    return [name for name in tender.unfound if name in PLACES and PLACES[name][1] in empty[PLACES[name][0]]]
