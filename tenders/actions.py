"""What people do with a tender beside taking its steps: draft, attach, ask, answer, register, object."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Max

from marketplace.accounts.models import Organization
from marketplace.flow import duties
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, WrongState, require
from marketplace.flow.numbers import receipt_number
from marketplace.flow.workflow import Subject
from marketplace.law.statutes import PLATFORM, TBL, TBL_REGULATION
from marketplace.law.workdays import SHANGHAI
from tenders.agency import copied
from tenders.lots_port import lots
from tenders.models import Document, Lot, Objection, Project, Question, Registration, Tender
from tenders.rules import objection as objection_rules
from tenders.workflow import ObjectionWorkflow, TenderWorkflow


@dataclass(frozen=True, slots=True)
class LotDraft:
    """What a person types for one lot; money in 分."""

    name: str
    scope: str
    ceiling_fen: int
    duration_days: int
    quality: str = ""

    def digest_value(self) -> list[Any]:
        return [self.name, self.scope, self.ceiling_fen, self.duration_days, self.quality]


@dataclass(frozen=True, slots=True)
class Upload:
    """A file somebody attaches: its name and bytes."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def digest_value(self) -> list[str]:
        return [self.name, self.sha256]


def next_number(now: datetime) -> str:
    """JLX-GC-2026-00187: the platform's own number (tendering.md §8.6); public acts may count."""
    prefix = f"JLX-GC-{now.astimezone(SHANGHAI).year}-"
    last = Tender.objects.filter(number__startswith=prefix).aggregate(last=Max("number"))["last"]
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"


@act("project.create", law=TBL[9], says="建立招标项目", lock="none")
def create_tender(
    buyer: Organization, act: Act, /, *, project: dict[str, str], title: str, lots: list[LotDraft],
    particulars: dict[str, str], evaluation: dict[str, Any], review_body: Organization,
    procuring_entity: Organization | None = None, bond_fen: int = 0, unfound: list[str] | None = None,
) -> str:  # fmt: skip
    """A draft with its lots; returns the project number. `project` = name, approval, funds, place."""
    row = Project.objects.create(
        buyer=buyer, procuring_entity=procuring_entity, created_at=act.now, **project
    )
    tender = TenderWorkflow(
        project=row, number=next_number(act.now), title=title, drafted_by_id=act.person_id, review_body=review_body,
        particulars=particulars, evaluation=evaluation, bond_fen=bond_fen, unfound=unfound or [], created_at=act.now,
    )  # fmt: skip
    tender.save()
    _write_lots(tender, lots)
    act.notes |= {"tender": tender.number}
    _sync(tender, act)
    return tender.number


def _sync(row: Subject, act: Act) -> None:
    duties.sync(row, act.now)


def _write_lots(tender: Tender, rows: list[LotDraft]) -> None:
    tender.lots.all().delete()
    for no, row in enumerate(rows, 1):
        if row.ceiling_fen <= 0 or row.duration_days <= 0:
            raise Refused("LOT-NUMBERS", f"第 {no} 标段的最高投标限价和工期应当大于 0", TBL[19])
        Lot.objects.create(tender=tender, no=no, **{name: getattr(row, name) for name in LotDraft.__slots__})


def _must_be_draft(tender: Tender) -> None:
    if tender.state != Tender.State.DRAFT:
        raise WrongState(
            "NOT-DRAFT", f"项目已在“{tender.state_says()}”，资料不能直接改；发布后请用澄清、延期", TBL[23]
        )


@act("tender.edit", law=TBL[19], says="修改招标资料")
def edit_tender(
    tender: Tender, act: Act, /, *, project: dict[str, str] | None = None, title: str | None = None,
    lots: list[LotDraft] | None = None, particulars: dict[str, str] | None = None,
    evaluation: dict[str, Any] | None = None, bond_fen: int | None = None,
    procuring_entity: Organization | None = None, auto_open: bool | None = None, window_minutes: int | None = None,
    seen: int | None = None, looked_at: str = "",
) -> None:  # fmt: skip
    """Change what is given, leave the rest; only while it is a draft and is what the person had `seen`.

    Whoever saves a task has `looked_at` the words that were copied into it.
    """
    _must_be_draft(tender)
    if seen is not None and tender.version != seen + 1:
        raise WrongState(
            "CHANGED-MEANWHILE",
            "这份资料在您打开之后已被改动，您填写的内容没有保存；请在新窗口打开本页核对后再提交",
            PLATFORM["ACT-ID"],
        )
    if project is not None:
        Project.objects.filter(pk=tender.project_id).update(**project)
    if procuring_entity is not None:
        Project.objects.filter(pk=tender.project_id).update(procuring_entity=procuring_entity)
    given = {
        "title": title, "particulars": particulars, "evaluation": evaluation, "bond_fen": bond_fen,
        "auto_open": auto_open, "window_minutes": window_minutes,
    }  # fmt: skip
    for name, value in given.items():
        if value is not None:
            setattr(tender, name, value)
    tender.save()
    if lots is not None:
        _write_lots(tender, lots)
    copied.look_at(tender.pk, looked_at, act)


@act("tender.attach", law=TBL[19], says="上传文件")
def attach(tender: Tender, act: Act, /, *, kind: str, file: Upload) -> None:
    """A new document, or the next version of one with the same name; public with the notice that covers it."""
    if not file.content:
        raise Refused("FILE-EMPTY", "文件是空的，请重新选择", TBL[19], field="file")
    if tender.state == Tender.State.PUBLISHED and kind != Document.Kind.CLARIFICATION:
        raise WrongState("DOCUMENT-FROZEN", "公告已发布，文件的改动请随澄清一并上传", TBL[23])
    if tender.state not in (Tender.State.DRAFT, Tender.State.PUBLISHED):
        raise WrongState("NOT-DRAFT", "审查期间文件不能改动，请先退回修改", TBL[23])
    version = tender.documents.filter(name=file.name).count() + 1
    row = Document(
        tender=tender, kind=kind, name=file.name, version=version, size=len(file.content),
        sha256=file.sha256, uploaded_at=act.now,
    )  # fmt: skip
    row.file.save(f"{receipt_number()}.bin", ContentFile(file.content), save=True)
    act.notes |= {"name": file.name, "sha256": file.sha256, "version": version}


@act("registration.register", law=PLATFORM["SEALED"], says="登记获取招标文件", lock="none")
def register(tender: Tender, act: Act, /, *, organization: Organization) -> str:
    """Delivery of clarifications and standing to object; sealed until closing. Returns the receipt number."""
    _must_be_open(tender, act)
    known = Registration.objects.filter(tender=tender, organization=organization).first()
    if known is not None:
        return known.receipt
    row = Registration.objects.create(
        receipt=receipt_number(), tender=tender, user_id=act.person_id, organization=organization, at=act.now
    )
    act.keeper = row
    return row.receipt


def _must_be_open(tender: Tender, act: Act) -> None:
    if tender.state != Tender.State.PUBLISHED or tender.deadline_at is None or act.now >= tender.deadline_at:
        raise WrongState("TENDER-NOT-OPEN", "项目不在投标期间", TBL[28])


@act("question.ask", law=TBL_REGULATION[21], says="提出问题", lock="none")
def ask(tender: Tender, act: Act, /, *, text: str) -> str:
    """An anonymous question; the answer goes to everybody. Returns the receipt number."""
    _must_be_open(tender, act)
    if not text.strip():
        raise Refused("QUESTION-EMPTY", "请写下要问的问题", TBL_REGULATION[21], field="text")
    row = Question.objects.create(
        tender=tender, receipt=receipt_number(), text=text.strip(), asked_at=act.now
    )
    act.keeper = row
    return row.receipt


@act("question.answer", law=TBL_REGULATION[21], says="答复问题")
def answer(tender: Tender, act: Act, /, *, receipt: str, answer: str) -> None:
    """Answer to all; the asker stays unknown. What changes the documents needs a clarification."""
    question = tender.questions.filter(receipt=receipt).first()
    if question is None:
        raise Refused("QUESTION-UNKNOWN", "没有这一问题", TBL_REGULATION[21])
    if question.answered_at is not None:
        raise Refused("ALREADY-ANSWERED", "这一问题已经答复，补充说明请发布澄清", TBL_REGULATION[21])
    if not answer.strip():
        raise Refused("ANSWER-EMPTY", "请写下答复", TBL_REGULATION[21], field="answer")
    question.answer, question.answered_at = answer.strip(), act.now
    question.save()
    act.notes["question"] = receipt


@act("objection.file", law=TBL_REGULATION[22], says="对招标文件提出异议", lock="none")
def object_to_documents(
    tender: Tender, act: Act, /, *, organization: Organization, request: str, facts: str
) -> str:
    """Ten days before the deadline; the tendering stands still until the answer (条例 22)."""
    _must_be_open(tender, act)
    filing = objection_rules.Filing(act.now, kind="document", deadline=tender.deadline_at, text=facts)
    require(objection_rules.ten_days_before_the_deadline, filing)
    require(objection_rules.facts_are_stated, filing, field="facts")
    row = new_objection(tender, None, Objection.Kind.DOCUMENT, organization, act, request, facts)
    lots().suspend(tender, act, source=row.number, says="对招标文件的异议尚未答复", law=TBL_REGULATION[22])
    return row.number


def new_objection(
    tender: Tender, lot: Lot | None, kind: str, organization: Organization, act: Act, request: str, facts: str
) -> Objection:
    """An objection with its three-day duty."""
    row = ObjectionWorkflow(
        number=f"YY-{receipt_number()}", tender=tender, lot=lot, kind=kind, organization=organization,
        filed_by_id=act.person_id, request=request.strip(), facts=facts.strip(), filed_at=act.now,
    )  # fmt: skip
    row.save()
    _sync(row, act)
    act.notes |= {"objection": row.number, "kind": kind}
    return row


@act("tender.retender", law=TBL[28], says="重新招标", lock="none")
def retender(tender: Tender, act: Act, /, *, analysis: str) -> str:
    """A new draft linked to the failed one, with the full twenty days; returns its number."""
    if not analysis.strip():
        raise Refused("REASON-NEEDED", "请写明失败原因分析和改进措施", TBL[28], field="analysis")
    if not tender.processes.filter(state="failed").exists():
        raise WrongState("NOT-FAILED", "没有招标失败的标段，无须重新招标", TBL[28])
    if tender.successors.exists():
        raise Refused("ALREADY-RETENDERED", "本项目已经重新招标", TBL[28])
    fresh = TenderWorkflow(
        project=tender.project, number=next_number(act.now), title=tender.title, drafted_by_id=act.person_id,
        review_body=tender.review_body, round=tender.round + 1, predecessor=tender, particulars=tender.particulars,
        evaluation=tender.evaluation, bond_fen=tender.bond_fen, auto_open=tender.auto_open,
        window_minutes=tender.window_minutes, created_at=act.now,
    )  # fmt: skip
    fresh.save()
    failed = tender.lots.filter(process__state="failed")
    _write_lots(fresh, [LotDraft(r.name, r.scope, r.ceiling_fen, r.duration_days, r.quality) for r in failed])
    act.notes |= {"tender": fresh.number, "analysis": analysis}
    _sync(fresh, act)
    for process in tender.processes.filter(state="failed"):
        duties.sync(process, act.now)
    return fresh.number
