"""What the centre's pages for information notices show; nothing here asks who looks or what the time is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from marketplace.flow.errors import Refused
from marketplace.flow.workflow import Offer
from marketplace.law.statutes import PLATFORM
from marketplace.notices import pages, typed, workflow
from marketplace.notices.kinds import Kind, NoticeType
from marketplace.notices.models import DraftState, Notice, NoticeDraft
from marketplace.notices.types import by_business

Context = dict[str, Any]
DESK = "/desk/notices/"
HOME = pages.link("信息发布", DESK)


def crumbs(*rows: Context) -> list[Context]:
    return [HOME, *rows]


def desk(unfinished: Iterable[NoticeDraft], published: Iterable[NoticeDraft], now: datetime) -> Context:
    """Drafts with what they lack, and the latest that went out."""
    drafts = [
        {
            "title": row.title, "url": row.get_absolute_url(), "number": row.number, "type": row.kind.name,
            "by": row.created_by.name, "saved_at": row.saved_at, "missing": len(workflow.missing(row)),
        }
        for row in unfinished
    ]  # fmt: skip
    done = [
        {"title": row.title, "url": row.get_absolute_url(), "number": row.notice.number, "type": row.kind.name, "at": row.notice.published_at}
        for row in published if row.notice
    ]  # fmt: skip
    return {"drafts": drafts, "done": done, "now": now, "crumbs": [pages.link("信息发布", "")]}


def choice() -> Context:
    """The types that may be published by hand, under their line of business."""
    groups = [
        {
            "title": business,
            "types": [
                {"name": row.name, "url": f"{DESK}new/?type={row.code}", "law": str(row.law), "fields": len(row.required)}
                for row in rows if row.by_hand
            ],
        }
        for business, rows in by_business().items()
    ]  # fmt: skip
    shown = [group for group in groups if group["types"]]
    return {"groups": shown, "crumbs": crumbs(pages.link("发布信息", ""))}


def copied(original: Notice | None, kind: NoticeType) -> NoticeDraft | None:
    """For a change: the original's typed values, to be corrected; nothing is saved."""
    if original is None:
        return None
    first = NoticeDraft.objects.all().of_notice(original)
    same = first is not None and first.type == kind.code
    values = first.values if first and same else {"原公告编号": original.number}
    return NoticeDraft(type=kind.code, title=original.title, issuer=original.buyer, values=values)


def form(form: Any, kind: NoticeType, original: Notice | None, draft: NoticeDraft | None) -> Context:
    """The form of a type."""
    here = f"修改：{draft.title}" if draft else f"发布{kind.name}"
    return {
        "form": form, "kind": kind, "title": here, "law": kind.law, "original": original and pages.link(original.number, original.get_absolute_url()),
        "long": any(item.kind is Kind.TEXT for item in kind.items), "crumbs": crumbs(pages.link(here, "")),
    }  # fmt: skip


def draft(row: NoticeDraft, offers: list[Offer], now: datetime) -> Context:
    """Where the draft stands, what it lacks, what may be done."""
    return {
        "draft": row, "kind": row.kind, "state": row.state_says(), "missing": workflow.missing(row), "open": row.state == DraftState.DRAFT,
        "files": _files(row), "steps": [_step(row, offer, now) for offer in offers],
        "waiting": next((offer.pending for offer in offers if offer.pending), None),
        "published": row.notice and pages.link(row.notice.number, row.notice.get_absolute_url()),
        "media_url": row.notice and f"{DESK}media/{row.notice.number}/",
        "again_url": row.notice and f"{DESK}new/?type={row.type}&replaces={row.notice.number}",
        "now": now, "crumbs": crumbs(pages.link(row.number, "")),
    }  # fmt: skip


def _step(row: NoticeDraft, offer: Offer, now: datetime) -> Context:
    """One step as a button; what stands in its way is said before it is pressed."""
    refused = offer.refused.says if offer.refused else ""
    lacks = workflow.missing(row)
    if offer.step.name == "publish" and not refused:
        refused = f"还缺：{'、'.join(lacks)}" if lacks else _judged(row, now)
    return {
        "label": offer.step.says, "url": row.get_absolute_url(), "name": offer.step.name, "says": None, "law": offer.step.law,
        "class_a": offer.step.class_a, "refused": refused or ("已提交，等另一人确认" if offer.pending else None),
        "danger": False, "ghost": offer.step.name == "discard",
    }  # fmt: skip


def _judged(row: NoticeDraft, now: datetime) -> str:
    try:
        workflow.judge(row, now)
    except Refused as refused:
        return refused.says
    return ""


def _files(row: NoticeDraft) -> list[Context]:
    return [
        {
            "title": one.name, "url": f"{row.get_absolute_url()}files/{one.sha256}/", "note": f"PDF，{one.pages} 页", "version": "",
            "octets": one.size, "digest": one.sha256, "remove": f"{row.get_absolute_url()}files/{one.sha256}/remove/",
        }
        for one in row.attachments.all()
    ]  # fmt: skip


def files(row: NoticeDraft, form: Any) -> Context:
    """The files of a draft, each with its way out."""
    return {
        "draft": row, "form": form, "files": _files(row), "open": row.state == DraftState.DRAFT, "law": PLATFORM["NOTICE-TEXT-LAYER"],
        "crumbs": crumbs(pages.link(row.number, row.get_absolute_url()), pages.link("附件", "")),
    }  # fmt: skip


def previewed(row: NoticeDraft) -> Context:
    """What tells the preview from the public page."""
    return {
        "preview": workflow.missing(row) or ["无"], "draft": row, "json_url": "", "qr": "",
        "files": _files(row), "crumbs": crumbs(pages.link(row.number, row.get_absolute_url()), pages.link("预览", "")),
    }  # fmt: skip


def media(row: Notice, form: Any) -> Context:
    """The ledger of a notice and a new line of it."""
    rows = [(one.name, typed.in_words(one.at), one.url) for one in row.media.all()]
    return {
        "notice": row, "form": form, "rows": rows,
        "crumbs": crumbs(pages.link(row.number, row.get_absolute_url()), pages.link("登记媒介", "")),
    }  # fmt: skip
