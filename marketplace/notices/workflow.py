"""What may happen to an information notice: typed, extended by files, published by two people, or discarded."""

from __future__ import annotations

import hashlib
import io
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pypdf
from django.core.files.base import ContentFile
from pypdf.errors import PyPdfError

from marketplace.accounts.models import Organization
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused, WrongState, require
from marketplace.flow.numbers import receipt_number
from marketplace.flow.workflow import step
from marketplace.law.limits import limit
from marketplace.law.statutes import NOTICES, PLATFORM
from marketplace.law.workdays import SHANGHAI, day_of
from marketplace.notices import publish as publishing
from marketplace.notices import rules, typed
from marketplace.notices.kinds import Part
from marketplace.notices.models import DraftState, Medium, Notice, NoticeDraft, NoticeFile
from marketplace.notices.publish import About
from marketplace.notices.types import EXPOSURE, TYPES

S = DraftState
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file somebody attaches to an information notice."""

    name: str
    content: bytes

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    def digest_value(self) -> list[str]:
        return [self.name, self.sha256]


def about(draft: NoticeDraft) -> About:
    """What lists and search say of the notice."""
    kind = draft.kind
    original = draft.replaces
    return About(
        title=draft.title, tender=draft.tender_number, lots=(), buyer=draft.issuer, method="",
        amount_fen=typed.part(kind, draft.values, Part.AMOUNT), deadline_at=typed.part(kind, draft.values, Part.DEADLINE),
        business=original.business if original else "", shown_until=typed.shown_until(kind, draft.values),
    )  # fmt: skip


def fields(draft: NoticeDraft) -> dict[str, str]:
    """Every field in printing order; the number of the issuer's own file comes first."""
    own = {"项目编号（原单位）": draft.external} if draft.external else {}
    printed = own | typed.printed(draft.kind, draft.values)
    return printed | ({"更正的公告": draft.replaces.number} if draft.replaces else {})


def files(draft: NoticeDraft) -> list[dict[str, Any]]:
    return [
        {"name": row.name, "size": row.size, "sha256": row.sha256} for row in draft.attachments.order_by("pk")
    ]


def preview(draft: NoticeDraft, now: datetime) -> Notice:
    """The notice as it would stand now, not saved."""
    serial = publishing.next_serial(draft.tender_number, draft.type)
    return publishing.compose(
        draft.type, about(draft), now, fields=fields(draft), serial=serial, replaces=draft.replaces, files=files(draft)
    )  # fmt: skip


def missing(draft: NoticeDraft) -> list[str]:
    """Required fields that are still empty."""
    return publishing.missing_in(draft.kind, fields(draft))


class NoticeDraftWorkflow(NoticeDraft):
    """信息公告：起草 → 复核人确认后发布；发布后只能另发更正。"""

    class Meta:
        proxy = True

    @step(S.DRAFT, S.PUBLISHED, action="notice.publish", law=NOTICES[8], says="发布信息公告")
    def publish(self, act: Act, /) -> None:
        """Frozen and hashed, when the type's own rule holds."""
        judge(self, act.now)
        self.notice = publishing.publish(
            self.type, about(self), act, fields=fields(self), replaces=self.replaces, files=files(self)
        )

    @step(S.DRAFT, S.DISCARDED, action="notice.discard", law=PLATFORM["INFORMATION"], says="作废草稿")
    def discard(self, act: Act, /) -> None:
        """The draft stays in the record and is offered no more."""
        act.notes["title"] = self.title


NoticeDraft.WORKFLOW = NoticeDraftWorkflow


def judge(draft: NoticeDraft, now: datetime) -> None:
    """Periods of land and assets, document and end of an exposure; other types have no rule of their own."""
    if draft.type == EXPOSURE:
        document = typed.part(draft.kind, draft.values, Part.DOCUMENT) or ""
        until = typed.shown_until(draft.kind, draft.values)
        require(rules.exposure_rests_on_a_document_and_ends, rules.Exposure(now, until, document))
    if draft.type == "L01":
        start = typed.part(draft.kind, draft.values, Part.START)
        earliest = limit("L-T01", on=day_of(now)).first_deadline(now)
        require(rules.land_is_announced_twenty_days_ahead, rules.Term(earliest, start and day_of(start)))
    if draft.type == "Q01":
        period, until = limit("Q-T01", on=day_of(now)), typed.part(draft.kind, draft.values, Part.DEADLINE)
        period.require_calendar(now)
        term = rules.Term(period.earliest(now), until and day_of(until))
        require(rules.assets_are_disclosed_twenty_working_days, term)


def _must_be_draft(draft: NoticeDraft) -> None:
    if draft.state != S.DRAFT:
        raise WrongState(
            "NOTICE-NOT-DRAFT",
            f"这份公告{draft.state_says()}，不能再改；要更正的，请另发更正公告",
            NOTICES[8],
        )


def next_number(now: datetime) -> str:
    """JLX-XX-2026-00012: information notices count by themselves (tendering.md §8.6)."""
    prefix = f"JLX-XX-{now.astimezone(SHANGHAI).year}-"
    last = NoticeDraft.objects.all().last_of(prefix)
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:05d}"


@act("notice.draft", law=PLATFORM["INFORMATION"], says="起草信息公告", lock="none")
def draft(
    unit: Organization, act: Act, /, *, type: str, title: str, issuer: str, external: str = "",
    values: dict[str, Any], replaces: Notice | None = None,
) -> str:  # fmt: skip
    """A draft of a type that the centre may publish by hand; returns its number."""
    kind = TYPES.get(type)
    if kind is None or not kind.by_hand:
        raise Refused("NOTICE-BY-STEP", "这类公告由办理步骤产生，不能手工发布", PLATFORM["NOTICE-BY-STEP"])
    row = NoticeDraft(
        number=next_number(act.now), type=type, title=title, issuer=issuer, external=external, values=values,
        replaces=replaces, created_by_id=act.person_id, created_at=act.now, saved_at=act.now,
    )  # fmt: skip
    row.save()
    act.notes["draft"] = row.number
    return row.number


@act("notice.edit", law=PLATFORM["INFORMATION"], says="修改信息公告草稿")
def edit(
    draft: NoticeDraft, act: Act, /, *, title: str, issuer: str, external: str = "", values: dict[str, Any]
) -> None:
    """Change what is typed while it is a draft; a confirmation asked for before is stale then."""
    _must_be_draft(draft)
    draft.title, draft.issuer, draft.external = title, issuer, external
    draft.values, draft.saved_at = values, act.now
    draft.save()


@act("notice.attach", law=PLATFORM["NOTICE-TEXT-LAYER"], says="上传公告附件")
def attach(draft: NoticeDraft, act: Act, /, *, file: Sheet) -> None:
    """A PDF that can be searched; a scan is refused (ux.md P7)."""
    _must_be_draft(draft)
    found = looked_at(file)
    require(rules.the_file_can_be_searched, found, field="file")
    if (
        draft.attachments.filter(name=file.name).exists()
        or draft.attachments.filter(sha256=file.sha256).exists()
    ):
        raise Refused(
            "FILE-THERE", "这份文件已经上传；同名的请改名", PLATFORM["NOTICE-TEXT-LAYER"], field="file"
        )
    row = NoticeFile(
        draft=draft, name=file.name, size=len(file.content), sha256=file.sha256, pages=found.pages, uploaded_at=act.now
    )  # fmt: skip
    row.file.save(f"{receipt_number()}.pdf", ContentFile(file.content), save=True)
    act.notes |= {"name": file.name, "sha256": file.sha256}


@act("notice.detach", law=PLATFORM["INFORMATION"], says="移除公告附件")
def detach(draft: NoticeDraft, act: Act, /, *, sha256: str) -> None:
    """Take a file out of a draft."""
    _must_be_draft(draft)
    draft.attachments.filter(sha256=sha256).delete()
    act.notes["sha256"] = sha256


@act("notice.enter_medium", law=NOTICES[8], says="登记其他媒介的发布", lock="none")
def enter_medium(notice: Notice, act: Act, /, *, name: str, at: datetime, url: str, designated: bool) -> None:
    """A row of the media ledger; periods run from the first designated medium (design D25)."""
    require(
        rules.the_medium_has_published, rules.Entry(act.now, at, url), field="at" if at > act.now else "url"
    )
    if notice.media.filter(name=name).exists():
        raise Refused("MEDIUM-THERE", f"“{name}”已经登记过", NOTICES[8], field="name")
    Medium.objects.create(notice=notice, name=name, at=at, url=url, designated=designated)
    act.notes |= {"notice": notice.number, "medium": name}


def looked_at(file: Sheet) -> rules.Scan:
    """Whether it is a PDF, and how much of it can be copied as text."""
    if not file.content.startswith(b"%PDF-"):
        return rules.Scan(False, 0, 0)
    try:
        pages = pypdf.PdfReader(io.BytesIO(file.content)).pages
        return rules.Scan(True, len(pages), sum(len("".join(page.extract_text().split())) for page in pages))
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError):
        return rules.Scan(True, 0, 0)
