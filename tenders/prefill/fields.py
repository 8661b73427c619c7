"""Which fields of the tender form an existing notice fills, and which are left to a person."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime

from marketplace.law.money import Money
from tenders.prefill import bidders, naming, parties, prices, times, work
from tenders.prefill.notice import Notice
from tenders.prefill.parties import Party, reach
from tenders.prefill.text import LONGEST, Found, Text

NAMES: dict[str, str] = {
    "project_name": "项目名称",
    "lot_name": "标段（招标项目）名称",
    "approval_no": "审批文号",
    "approval_authority": "审批部门",
    "funding_source": "资金来源",
    "funding_share": "出资比例",
    "buyer": "招标人",
    "agency": "招标代理机构",
    "location": "建设地点",
    "scale": "建设规模",
    "scope": "招标范围",
    "ceiling": "最高投标限价",
    "duration": "工期",
    "duration_days": "工期天数",
    "quality": "质量要求",
    "company_requirements": "投标人资质要求",
    "manager_requirements": "项目负责人要求",
    "performance_requirements": "业绩要求",
    "consortium": "是否接受联合体投标",
    "bond": "投标保证金",
    "documents_from": "招标文件获取开始时间",
    "documents_until": "招标文件获取截止时间",
    "deadline": "投标截止时间",
    "buyer_contact": "招标人联系人",
    "buyer_phone": "招标人联系电话",
    "buyer_address": "招标人地址",
    "agency_contact": "代理机构联系人",
    "agency_phone": "代理机构联系电话",
    "agency_address": "代理机构地址",
    "supervisor": "监督部门",
}


@dataclass(frozen=True, slots=True)
class Prefill:
    """Everything found. None is not found; `ceiling_others` are the sums near the ceiling with their phrases."""

    project_name: Found[str] | None = None
    lot_name: Found[str] | None = None
    approval_no: Found[str] | None = None
    approval_authority: Found[str] | None = None
    funding_source: Found[str] | None = None
    funding_share: Found[str] | None = None
    buyer: Found[str] | None = None
    agency: Found[str] | None = None
    location: Found[str] | None = None
    scale: Found[str] | None = None
    scope: Found[str] | None = None
    ceiling: Found[Money] | None = None
    ceiling_others: tuple[Found[Money], ...] = ()
    duration: Found[str] | None = None
    duration_days: Found[int] | None = None
    quality: Found[str] | None = None
    company_requirements: Found[str] | None = None
    manager_requirements: Found[str] | None = None
    performance_requirements: Found[str] | None = None
    consortium: Found[bool] | None = None
    bond: Found[Money] | None = None
    documents_from: Found[datetime] | None = None
    documents_until: Found[datetime] | None = None
    deadline: Found[datetime] | None = None
    buyer_contact: Found[str] | None = None
    buyer_phone: Found[str] | None = None
    buyer_address: Found[str] | None = None
    agency_contact: Found[str] | None = None
    agency_phone: Found[str] | None = None
    agency_address: Found[str] | None = None
    supervisor: Found[str] | None = None
    is_shortened: bool = False

    @property
    def missing(self) -> tuple[str, ...]:
        """The Chinese names of the fields that a person must fill in."""
        return tuple(name for field, name in NAMES.items() if getattr(self, field) is None)

    @property
    def found(self) -> dict[str, Found[object]]:
        """What was found, by field."""
        named = (field.name for field in fields(self) if field.name in NAMES)
        return {name: getattr(self, name) for name in named if getattr(self, name) is not None}


def read_notice(text: str, title: str = "") -> Prefill:
    """Read a 招标公告. The title, where it is given, names the lot; a pasted first line may do so too."""
    notice = Notice(Text(text))
    ceiling, others = prices.ceilings(notice)
    duration = work.duration(notice)
    documents_from, documents_until = times.documents(notice)
    authority, number = naming.approval(notice)
    return Prefill(
        project_name=naming.project_name(notice, title),
        lot_name=naming.lot_name(notice, title),
        approval_no=number,
        approval_authority=authority,
        funding_source=naming.funding_source(notice),
        funding_share=naming.funding_share(notice),
        buyer=parties.buyer(notice),
        agency=parties.agency(notice),
        location=work.location(notice),
        scale=work.scale(notice),
        scope=work.scope(notice),
        ceiling=ceiling,
        ceiling_others=others,
        duration=duration,
        duration_days=work.days(duration),
        quality=work.quality(notice),
        company_requirements=bidders.company(notice),
        manager_requirements=bidders.manager(notice),
        performance_requirements=bidders.performance(notice),
        consortium=bidders.consortium(notice),
        bond=prices.bond(notice),
        documents_from=documents_from,
        documents_until=documents_until,
        deadline=times.deadline(notice),
        buyer_contact=reach(notice, Party.BUYER, "contact"),
        buyer_phone=reach(notice, Party.BUYER, "phone"),
        buyer_address=reach(notice, Party.BUYER, "address"),
        agency_contact=reach(notice, Party.AGENCY, "contact"),
        agency_phone=reach(notice, Party.AGENCY, "phone"),
        agency_address=reach(notice, Party.AGENCY, "address"),
        supervisor=parties.supervisor(notice),
        is_shortened=len(text) > LONGEST,
    )
