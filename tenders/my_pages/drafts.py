"""How what was read in an old notice becomes a draft: values found, names of what was not."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from marketplace.flow.errors import Refused
from marketplace.law.statutes import NOTICES
from tenders.actions import LotDraft, Upload
from tenders.forms.drafting import LOT_KEPT
from tenders.from_notice import FromNotice, from_notice
from tenders.prefill import NoticeUnreadable, load_notice, read_notice


def from_upload(file: Upload) -> FromNotice:
    """Read a file somebody chose; one that cannot be read is refused at its field."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name.replace("#", "＃")
        path.write_bytes(file.content)
        try:
            title, text = load_notice(str(path))
        except NoticeUnreadable as unread:
            says = str(unread).replace(str(path), file.name)
            raise Refused("NOTICE-UNREADABLE", says, NOTICES[5], field="file") from unread
    return from_notice(read_notice(text, title), title)


def from_text(text: str) -> FromNotice:
    """Read what somebody pasted; its first line may be the title."""
    first = text.strip().partition("\n")[0].strip()
    title = first if first.endswith("公告") and len(first) <= 120 else ""
    return from_notice(read_notice(text, title), title)


def inputs(given: FromNotice | None, title: str) -> dict[str, Any]:
    """What `create_tender` takes. A lot without ceiling or duration waits on its page."""
    if given is None:
        project = dict.fromkeys(("approval_number", "approval_authority", "funds", "place"), "") | {
            "name": title
        }
        return {
            "title": title,
            "project": project,
            "lots": [],
            "particulars": {},
            "unfound": [],
            "bond_fen": 0,
        }
    named = title or given.title
    if not named:
        raise Refused(
            "TITLE-UNKNOWN", "没有在公告里读到项目名称，请填写招标项目名称", NOTICES[5], field="title"
        )
    particulars: dict[str, Any] = dict(given.particulars)
    lot: dict[str, Any] = {
        "name": given.lot_name or named, "scope": given.scope, "ceiling_fen": given.ceiling_fen,
        "duration_days": given.duration_days, "quality": given.quality,
    }  # fmt: skip
    whole = bool(given.ceiling_fen and given.duration_days and given.scope)
    if not whole:
        particulars[LOT_KEPT] = lot
    return {
        "title": named[:200],
        "project": given.project | {"name": given.project["name"] or named},
        "lots": [LotDraft(**lot)] if whole else [],
        "particulars": particulars,
        "unfound": list(given.missing),
        "bond_fen": given.bond_fen or 0,
    }
