"""What chapter 1 knows when a published text is corrected: whose it is, who took it, which step is the lawful way."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import cast

from marketplace.accounts.models import User
from marketplace.flow.access import Parties
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import TBL, TBL_REGULATION
from marketplace.notices.corrections import targets, undo
from marketplace.notices.corrections.targets import File, Target, Text, Way
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from tenders.models import Tender
from tenders.workflow import TenderWorkflow

# What is changed by 澄清 or 延期 while bids may still come in.
BY_AMENDMENT = ("E02", "E03", "E05", "E06", "E14")
DEADLINES = ("截止时间", "开标时间")


class Tenders(targets.Chapter):
    """Notices of a tender belong to its owner and agency; its authority may look."""

    def parties(self, notice: Notice) -> Parties | None:
        tender = Tender.objects.with_parties().numbered(notice.tender)
        return tender.parties() if tender else None

    def outside_mandate(self, scope: str, action: str, now: datetime) -> Refused | None:
        tender = Tender.objects.with_parties().numbered(scope)
        return tender.outside_mandate(action, now) if tender else None

    def takers(self, notice: Notice) -> Iterable[User]:
        tender = Tender.objects.numbered(notice.tender)
        return [row.user for row in tender.registrations.select_related("user")] if tender else ()

    def other_way(self, notice: Notice, label: str, now: datetime) -> Way | None:
        if notice.type not in BY_AMENDMENT or (tender := Tender.objects.numbered(notice.tender)) is None:
            return None
        if tender.deadline_at is None or now >= tender.deadline_at or tender.state != Tender.State.PUBLISHED:
            return Way("投标截止或者终止之后，招标公告和招标文件的内容不能再改", TBL[23])
        home = f"/my/tenders/{tender.number}/"
        if any(word in label for word in DEADLINES):
            return Way("截止时间由延期改动，并发延期公告", TBL_REGULATION[21], f"{home}extend/", "延期")
        return Way(
            "投标截止以前用澄清（修改、补遗）改动，不足 15 日的截止时间顺延",
            TBL[23],
            f"{home}clarify/",
            "发布澄清",
        )


def a_project(number: str) -> Target | None:
    """A published project: what stands on its page beside the notices, and its files."""
    tender = Tender.objects.published().with_parties().numbered(number)
    if tender is None:
        return None
    words = [Text(f"提问 {n}", row.text) for n, row in enumerate(tender.questions.answered(), 1)]
    words += [Text(f"答复 {n}", row.answer) for n, row in enumerate(tender.questions.answered(), 1)]
    words += [
        Text(f"异议 {n}", row.facts) for n, row in enumerate(tender.objections.all(), 1) if row.answered_at
    ]
    words += [
        Text(f"异议答复 {n}", row.answer) for n, row in enumerate(tender.objections.all(), 1) if row.answer
    ]
    return Target(
        "project", tender.number, tender.title, tender.get_absolute_url(), tender.number,
        {**tender.parties(), **targets.CENTRE}, (*words, *_particulars(tender)), _files(tender), tender.number, "招标项目",
    )  # fmt: skip


def _particulars(tender: Tender) -> Iterable[Text]:
    project = tender.project
    shown = {
        "项目名称": project.name, "建设地点": project.place, "资金来源": project.funds, "招标范围": tender.particular("scope"),
        "规模": tender.particular("scale"), "资格": tender.particular("qualification"),
        "联系人": tender.particular("owner_contact"), "电话": tender.particular("owner_phone"),
    }  # fmt: skip
    return (Text(label, words) for label, words in shown.items() if words)


def _files(tender: Tender) -> tuple[File, ...]:
    rows = tender.documents.filter(published_at__isnull=False)
    return tuple(File(str(row), row.sha256) for row in rows)


def _take_back(event: Event, act: Act) -> None:
    cast(TenderWorkflow, Tender.objects.get(number=event.thing)).take_back(act)


def install() -> None:
    """Called once, when the chapter is ready."""
    targets.install(Tenders())
    targets.register("notice", targets.a_notice)
    targets.register("project", a_project)
    undo.declare(
        undo.Undoable(
            "tender.submit_review", "撤回刚提交的审查，回到编制", "审查人还没有看，没有作出任何结论",
            _take_back, "/my/tenders/{thing}/fairness/",
        )
    )  # fmt: skip
