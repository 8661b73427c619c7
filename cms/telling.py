"""What authors are told about their pages, in-site and by mail (ux 3.12, row j)."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from wagtail.models import WorkflowState

from marketplace.accounts.messages import SUBJECT
from marketplace.flow.models import Message
from marketplace.templatetags.ui import when


def author_of(page: Any) -> Any:
    """Who submitted the page last, else who made it."""
    state = WorkflowState.objects.for_instance(page).order_by("-pk").select_related("requested_by").first()
    return (state.requested_by if state else None) or page.owner


def _tell(page: Any, subject: str, text: str, url: str, now: datetime) -> None:
    user = author_of(page)
    if user is None:
        return
    channels = [("in-site", user.username)] + ([("mail", user.email)] if user.email else [])
    Message.objects.bulk_create(
        Message(
            to=user, address=address, channel=channel, subject=SUBJECT.format(f"{subject} · {page.title}")[:160],
            text=text, url=url, reference=secrets.token_hex(4), at=now,
        )
        for channel, address in channels
    )  # fmt: skip


def edit_url(page: Any) -> str:
    return f"/manage/pages/{page.pk}/edit/"


def approved(page: Any, now: datetime, comment: str) -> None:
    said = f"意见：{comment}" if comment else "没有写意见"
    _tell(page, "稿件审核通过", f"《{page.title}》已审核通过，等待发布。{said}。", edit_url(page), now)


def returned(page: Any, now: datetime, comment: str) -> None:
    said = comment or "没有写意见，请当面问一下"
    _tell(page, "稿件退回修改", f"《{page.title}》被退回修改。意见：{said}。", edit_url(page), now)


def scheduled(page: Any, now: datetime) -> None:
    waiting = page.get_scheduled_revision_as_object()
    at = when(waiting.go_live_at) if waiting else ""
    _tell(page, "稿件已批准，定时发布", f"《{page.title}》将在 {at} 自动发布。", edit_url(page), now)


def published(page: Any, now: datetime) -> None:
    """Link and version number: what the editor keeps."""
    newest, url = page.editions.first(), page.url or "/"
    said = (
        f"《{page.title}》已发布，{newest}：{settings.SITE_URL}{url}" if newest else f"《{page.title}》已发布"
    )
    _tell(page, "稿件已发布", said, url, now)


def withdrawn(page: Any, now: datetime) -> None:
    _tell(page, "稿件已撤下", f"《{page.title}》不再公开显示，内容保留在后台。", edit_url(page), now)
