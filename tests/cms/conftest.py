"""A site with its page tree, and builders of articles with fixed values."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from cms.models import ArticlePage, PolicyIndexPage, PolicyPage
from cms.tree import plant

ISSUED = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def _page_tree(db: None) -> None:
    """The page tree, also after a transactional test has emptied the database."""
    plant()


@pytest.fixture
def public(client: Client) -> Client:
    """Nobody in particular."""
    return client


def publish(row: ArticlePage) -> ArticlePage:
    """Live, as the last step of the workflow makes it."""
    row.save_revision().publish()
    row.refresh_from_db()
    return row


def a_policy(**more: Any) -> PolicyPage:
    """A policy with all it needs, in draft."""
    given: dict[str, Any] = {
        "title": "关于规范限额以下工程交易的通知", "issuer": "静乐县人民政府办公室", "document_number": "静政办发〔2026〕12号",
        "issued_on": ISSUED, "summary": "限额以下工程进平台的范围和办法。",
        "body": [("heading", "适用范围"), ("paragraph", "<p>限额以下的工程建设项目。</p>"), ("heading", "怎样交易"), ("paragraph", "<p>网上竞价。</p>")],
    }  # fmt: skip
    row = PolicyPage(live=False, **(given | more))
    PolicyIndexPage.objects.get().add_child(instance=row)
    return row
