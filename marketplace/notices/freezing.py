"""What of a notice is frozen, and its hash: docs/formats/notice.md describes it for people outside."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from typing import Any

import rfc8785

Content = dict[str, Any]


def at(moment: datetime) -> str:
    """A moment as it is hashed: UTC, with microseconds only where there are some."""
    return moment.astimezone(UTC).isoformat()


def content(
    *, type: str, title: str, tender: str, lots: list[str], fields: list[dict[str, str]],
    files: list[dict[str, Any]], published_at: datetime,
) -> Content:  # fmt: skip
    """The frozen part. `files` is there only when there are some, so that older hashes stay true."""
    frozen: Content = {
        "type": type, "title": title, "tender": tender, "lots": lots, "fields": fields,
        "published_at": at(published_at),
    }  # fmt: skip
    return frozen | ({"files": files} if files else {})


def digest(frozen: Content) -> str:
    """hex(SHA-256(JCS(frozen)))."""
    return hashlib.sha256(rfc8785.dumps(frozen)).hexdigest()
