"""What the pages of an import show: rows and sentences for the components."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.template.defaultfilters import filesizeformat

from marketplace.accounts.bulk.kinds import KINDS, Kind
from marketplace.accounts.bulk.trying import SHOWN
from marketplace.accounts.bulk.workflow import KEPT, kind_of, origin_of
from marketplace.accounts.models import Organization
from marketplace.accounts.models.imports import Import
from marketplace.flow.access import Actor
from marketplace.templatetags.ui import when

Context = dict[str, Any]
FIGURES = (
    ("new", "新增", "登记里还没有的"),
    ("changed", "更新", "补上或者改正内容"),
    ("same", "不变", "与现有内容相同"),
    ("wrong", "有误", "一行都不会写入"),
)


def kinds(actor: Actor, unit: Organization) -> list[Kind]:
    """What the person may bring in here."""
    return [kind for kind in KINDS.values() if kind.is_for(actor, unit)]


def crumbs(kind: Kind, here: str = "") -> list[Context]:
    """Home of the kind, its upload page, and one import of it."""
    trail = [
        kind.home,
        (f"导入{kind.name}", kind.upload_url if here else ""),
        *([(here, "")] if here else []),
    ]
    return [{"label": label, "url": url} for label, url in trail]


def columns(kind: Kind) -> list[Context]:
    """The columns as the template explains them."""
    return [
        {
            "title": column.title, "required": column.required, "help": column.help, "example": column.example,
            "choices": "、".join(column.choices),
        }
        for column in kind.table.columns
    ]  # fmt: skip


def recent(rows: list[Import]) -> list[Context]:
    return [
        {"row": row, "state": row.state_says(), "at": row.done_at or row.tried_at, "counts": row.counts}
        for row in rows
    ]


def page(row: Import, actor: Actor, now: datetime) -> Context:
    """One import, as it stands: what was found, or what was written."""
    kind = kind_of(row)
    label, url = kind.result(origin_of(row, now))
    counts = row.counts
    return {
        "row": row, "kind": kind, "state": row.state_says(), "is_open": row.state == Import.State.TRIED,
        "is_done": row.state == Import.State.DONE, "own": actor.user_id == row.uploaded_by_id,
        "figures": [{"label": name, "value": f"{counts[key]:,}", "note": note} for key, name, note in FIGURES],
        "submit": f"导入全部 {row.good:,} 行" if not counts["wrong"] else f"只导入 {row.good:,} 行正确的",
        "counts": {key: f"{count:,}" for key, count in counts.items()}, "wrong": row.wrong, "more": max(0, counts["wrong"] - SHOWN), "extra": "、".join(row.extra),
        "facts": _facts(row), "until": row.tried_at + KEPT, "result": {"label": label, "url": url},
        "titles": [column.title for column in kind.table.columns], "crumbs": crumbs(kind, row.number), "now": now,
    }  # fmt: skip


def _facts(row: Import) -> list[Context]:
    said = [
        ("导入编号", row.number),
        ("文件", f"{row.name}（{filesizeformat(row.size)}）"),
        ("校验值（SHA-256）", row.sha256),
        ("核验依据", row.source),
        ("办理人", f"{row.unit.name} {row.uploaded_by}"),
        ("试导入时间", when(row.tried_at)),
        ("导入时间", when(row.done_at) if row.done_at else ""),
    ]
    return [{"label": label, "value": value} for label, value in said if value]
