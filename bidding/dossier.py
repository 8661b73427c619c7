"""Which papers of a lot must be kept and which are there: what an agency hands over (电子招标投标办法 40)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bidding import archiving
from bidding.models import Letter, Process
from marketplace.law.statutes import E_TENDERING, FAIR_REVIEW, TBL, TBL_REGULATION, Law
from marketplace.notices.models import Notice
from tenders.lots_port import Awarded, Paper
from tenders.models import Tender

KEPT = E_TENDERING[40]


def _notices(process: Process, name: str, *codes: str, law: Law = KEPT, required: bool = True) -> Paper:
    rows = Notice.objects.of_tender(process.tender.number).filter(type__in=codes).in_order()
    return Paper(name, law, tuple(f"{row.type_name} {row.number}" for row in rows), required)


def _paper(name: str, files: Iterable[str], *, law: Law = KEPT, required: bool = True) -> Paper:
    return Paper(name, law, tuple(files), required)


def _documents(process: Process) -> Paper:
    rows = process.tender.documents.all()
    return _paper("招标文件及其澄清、修改", (f"{row.name}（第 {row.version} 版）" for row in rows))


def _reviews(process: Process) -> Paper:
    rows = process.tender.reviews.all()
    return _paper("公平竞争审查记录", (row.get_conclusion_display() for row in rows), law=FAIR_REVIEW[20])


def _bids(process: Process) -> Paper:
    opened = process.bids.opened().select_related("organization")
    return _paper("投标文件", (row.organization.name for row in opened))


def _report(process: Process) -> Paper:
    signed = [f"{row}签署" for row in process.members.all() if row.is_serving and row.signed_at]
    return _paper("评标报告", signed if process.report_at else ())


def _letters(process: Process) -> Paper:
    rows = process.letters.filter(kind=Letter.Kind.WIN)
    return _paper("中标通知书", (row.number for row in rows))


def _contract(process: Process) -> Paper:
    rows = process.contracts.filter(buyer_signed_at__isnull=False, supplier_signed_at__isnull=False)
    return _paper("合同", (row.number for row in rows))


def _authority_report(process: Process) -> Paper:
    files = ["招标投标情况书面报告"] if process.reported_at else []
    return _paper("向行政监督部门的书面报告", files, law=TBL[47])


def _bonds(process: Process) -> Paper:
    """Only where bonds were taken."""
    files = ["退还记录"] if process.bonds_refunded_at else []
    required = process.tender.bond_fen > 0
    return _paper("投标保证金退还记录", files, law=TBL_REGULATION[57], required=required)


def _objections(process: Process) -> Paper:
    """Only where there were any."""
    rows = process.tender.objections.all()
    return _paper("异议及其答复", (row.number for row in rows if row.answered_at), required=bool(rows))


def papers(process: Process) -> tuple[Paper, ...]:
    """The set by rule, in the order of the procedure."""
    return (
        _notices(process, "招标公告", "E03"),
        _documents(process),
        _reviews(process),
        _notices(process, "开标记录", "E09"),
        _bids(process),
        _report(process),
        _notices(process, "中标候选人公示", "E10"),
        _letters(process),
        _notices(process, "中标结果公示", "E12"),
        _contract(process),
        _authority_report(process),
        _bonds(process),
        _objections(process),
    )


def contents(process: Process) -> list[dict[str, Any]]:
    """Every file of the lot with size and hash, as its archive holds it."""
    return archiving.listed(archiving.files_of(process))


def awarded(tender: Tender) -> tuple[Awarded, ...]:
    """What was awarded to whom, lot by lot."""
    rows = Process.objects.of_tender(tender.number).prefetch_related("awards__bid__organization")
    return tuple(
        Awarded(row.number, one.bid.organization_id, one.bid.organization.name, one.amount_fen, one.at)
        for row in rows
        for one in row.awards.all()
        if one.cancelled_at is None
    )
