"""How a new draft begins from an earlier tender: its words go along, what belonged to it alone does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplace.flow import duties
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from tenders.actions import next_number
from tenders.agency.carry import Carried, carried
from tenders.agency.copied import LAW, TASKS
from tenders.agency.models import CopiedText, Engagement
from tenders.forms.drafting import LOT_KEPT, kept_lots
from tenders.models import Project, Tender
from tenders.workflow import TenderWorkflow

Texts = list[tuple[str, str]]
# What is not text is not copied: dates, ceilings, bond, contacts, approval number, files.
PARTICULARS = {"project": ("scope", "scale"), "qualification": ("qualification", "consortium")}


def _of_project(tender: Tender) -> Texts:
    row = tender.project
    return [
        ("招标内容和范围", tender.particular("scope")), ("建设规模", tender.particular("scale")),
        ("审批部门", row.approval_authority), ("资金来源", row.funds), ("建设地点", row.place),
        ("招标人地址", tender.particular("owner_address")),
    ]  # fmt: skip


def _of_lots(tender: Tender) -> Texts:
    kept = kept_lots(tender)
    rows = [(lot.name, lot.scope, lot.duration_days, lot.quality) for lot in tender.lots.all()]
    rows = rows or [(row["name"], row["scope"], row["duration_days"], row["quality"]) for row in kept]
    return [
        (f"第 {no} 标段", f"{name}\n{scope}\n工期 {days} 日历天\n{quality}")
        for no, (name, scope, days, quality) in enumerate(rows, 1)
    ]


def _of_qualification(tender: Tender) -> Texts:
    return [
        ("投标人资格能力要求", tender.particular("qualification")), ("是否接受联合体投标", tender.particular("consortium")),
    ]  # fmt: skip


def _of_scoring(tender: Tender) -> Texts:
    return [(row["name"], _criterion(row)) for row in tender.evaluation.get("criteria", [])]


def _criterion(row: dict[str, Any]) -> str:
    levels = "；".join(f"{one['says']}得 {one['points']} 分" for one in row.get("levels", []))
    return f"权重 {row['weight']}{f'：{levels}' if levels else ''}"


READ: dict[str, Callable[[Tender], Texts]] = {
    "project": _of_project, "lots": _of_lots, "qualification": _of_qualification, "scoring": _of_scoring,
}  # fmt: skip


class _Copy:
    """One copying: cleans each text and notes what was taken out, by task."""

    def __init__(self, source: Tender) -> None:
        told = ("owner_contact", "agency_contact")
        self.people = [source.particular(code) for code in told]
        self.numbers = [
            source.project.approval_number,
            source.number,
            *(lot.number for lot in source.lots.all()),
        ]
        self.removed: dict[str, list[str]] = {task: [] for task in TASKS}

    def __call__(self, task: str, label: str, text: str) -> str:
        clean: Carried = carried(text, people=self.people, numbers=self.numbers)
        if clean.in_words:
            self.removed[task].append(f"{label}：{clean.in_words}")
        return clean.text


def _lots(source: Tender, clean: _Copy) -> list[dict[str, Any]]:
    return [
        {
            "name": clean("lots", "标段名称", lot.name), "scope": clean("lots", "招标范围", lot.scope), "ceiling_fen": 0,
            "duration_days": lot.duration_days, "quality": clean("lots", "质量要求", lot.quality),
        }
        for lot in source.lots.all()
    ]  # fmt: skip


def _evaluation(source: Tender, clean: _Copy) -> dict[str, Any]:
    """The method with its criteria; their words are cleaned, their weights and points stay."""
    rows = [
        row | {
            "name": clean("scoring", "评审因素", row["name"]),
            "levels": [one | {"says": clean("scoring", row["name"], one["says"])} for one in row.get("levels", [])],
        }
        for row in source.evaluation.get("criteria", [])
    ]  # fmt: skip
    told: dict[str, Any] = source.evaluation
    return told | ({"criteria": rows} if "criteria" in told else {})


def _particulars(source: Tender, clean: _Copy, *, same_owner: bool) -> dict[str, Any]:
    labels = {
        "scope": "招标内容和范围",
        "scale": "建设规模",
        "qualification": "投标人资格能力要求",
        "consortium": "联合体",
    }
    found: dict[str, Any] = {
        code: clean(task, labels[code], source.particular(code))
        for task, codes in PARTICULARS.items()
        for code in codes
    }
    if same_owner:
        found["owner_address"] = source.particular("owner_address")
    return found | {LOT_KEPT: _lots(source, clean)}


def _project(source: Tender, clean: _Copy, engagement: Engagement, title: str, act: Act) -> Project:
    old = source.project
    return Project.objects.create(
        name=title, buyer=engagement.buyer, procuring_entity=engagement.agency, created_at=act.now,
        approval_authority=clean("project", "审批部门", old.approval_authority), place=clean("project", "建设地点", old.place),
        funds=clean("project", "资金来源", old.funds),
    )  # fmt: skip


@act("project.copy", law=LAW, says="复制以前的项目", lock="none")
def copy_tender(engagement: Engagement, act: Act, /, *, source: Tender, title: str) -> str:
    """A draft for the client from an earlier tender of the agency; returns its number."""
    if source.project.procuring_entity_id != engagement.agency_id:
        raise Refused("COPY-FOREIGN", "只能复制本单位代理过的项目", LAW, field="source")
    if not title.strip():
        raise Refused("TITLE-UNKNOWN", "请填写新项目的名称", LAW, field="title")
    clean, named = _Copy(source), title.strip()
    same = source.project.buyer_id == engagement.buyer_id
    fresh = TenderWorkflow(
        project=_project(source, clean, engagement, named, act), number=next_number(act.now), title=named,
        procedure=source.procedure, drafted_by_id=act.person_id, review_body=source.review_body,
        particulars=_particulars(source, clean, same_owner=same), evaluation=_evaluation(source, clean),
        created_at=act.now,
    )  # fmt: skip
    fresh.save()
    _mark(fresh, source, clean)
    act.notes |= {"tender": fresh.number, "source": source.number}
    duties.sync(fresh, act.now)
    return fresh.number


def _mark(fresh: Tender, source: Tender, clean: _Copy) -> None:
    """Every task with copied words waits for somebody's eyes."""
    texts = {task: read(source) for task, read in READ.items()}
    CopiedText.objects.bulk_create(
        CopiedText(tender=fresh, source=source.number, task=task, original=rows, removed=clean.removed[task])
        for task, rows in texts.items()
        if any(text for _, text in rows)
    )
