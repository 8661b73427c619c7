"""The public page of an expert draw: five panels in time order, each filled when it has happened (ux h5).

Only blinded ids are public; whose they are stays secret until the result is determined (招标投标法 37).
"""

from __future__ import annotations

from typing import Any

from bidding import drawing
from bidding.eval_pages.standing import Page, crumbs, head
from bidding.models import ExpertDraw, Process
from marketplace.trust.draw import Draw
from marketplace.trust.models import Custodian, CustodyTask

EXCLUDED = "名单由专家库按专业生成，除去与招标人、代理机构、投标人有利害关系的专家后冻结"


def key_of(row: ExpertDraw) -> str:
    """#EXP1 → EXP1, for addresses."""
    return row.suffix.strip("#")


def chosen(process: Process, suffix: str) -> ExpertDraw | None:
    """The draw with this suffix, else the first one."""
    rows = list(process.draws.all())
    if not suffix:
        return rows[0] if rows else None
    return next((row for row in rows if key_of(row) == suffix), None)


def draw_page(process: Process, row: ExpertDraw) -> Page:
    """/draws/<no>/: commitment, frozen roster, outside numbers, computation, ranking."""
    record = row.record
    computed = _computed(process, row) if record else None
    return {
        "lot": head(process),
        "draws": [
            {"label": one.specialty, "url": f"/draws/{process.number}/{key_of(one)}/", "current": one.pk == row.pk}
            for one in process.draws.all()
        ],
        "draw": {
            "specialty": row.specialty,
            "seats": row.seats,
            "suffix": row.suffix,
            "commit": row.commit,
            "committed_at": row.committed_at,
            "frozen_at": row.frozen_at,
            "roster": list(enumerate((entry["id"] for entry in row.roster), 1)) if row.frozen_at else [],
            "roster_hash": row.roster_hash,
            "contrib_hash": row.contrib_hash,
            "seed": row.seed if row.frozen_at else "",
            "custodians": _custodians(process, row),
            "computed": computed,
            "record_url": f"/draws/{process.number}/{key_of(row)}/record.json" if record else "",
        },
        "excluded_says": EXCLUDED,
        "crumbs": crumbs(("招标项目", process.tender.get_absolute_url()), ("抽取记录", "")),
    }  # fmt: skip


def _custodians(process: Process, row: ExpertDraw) -> list[Page]:
    """Each custodian's promise and, once the roster is frozen, the number it then showed."""
    scope = drawing.scope(process, row.suffix)
    tasks = CustodyTask.objects.filter(scope=scope, answered_at__isnull=False).select_related("custodian")
    found: dict[str, Page] = {}
    for task in tasks:
        entry = found.setdefault(task.custodian_id, {"name": task.custodian.name, "id": task.custodian_id})
        entry |= _shown(task, frozen=row.frozen_at is not None)
    waiting = Custodian.objects.exclude(pk__in=found) if not row.frozen_at else Custodian.objects.none()
    return [found[m] for m in sorted(found)] + [{"name": c.name, "id": c.pk} for c in waiting]


def _shown(task: CustodyTask, *, frozen: bool) -> dict[str, Any]:
    result = task.result or {}
    if task.type == "draw-commit":
        return {"commit": result["commit"], "commit_at": task.answered_at}
    return {"nonce": result["nonce"], "nonce_at": task.answered_at} if frozen else {}


def _computed(process: Process, row: ExpertDraw) -> Page:
    """K line by line, then every h, T and t, exactly as anyone can recompute them."""
    drawn: Draw = drawing.drawn(process, row)
    labels = ("算法", "项目编号", "轮次", "名单校验值", "平台随机数", "附言校验值", "外部随机数")
    steps = drawn.steps()
    return {
        "key": drawn.key,
        "lines": list(zip(labels, drawn.key.split("\n"), strict=True)),
        "key_hash": drawn.key_hash,
        "octets": len(drawn.key.encode()),
        "first_hash": steps[0].hash,
        "steps": [
            {"rank": no, "hash": step.hash, "pool": step.pool, "ticket": step.ticket, "id": step.id,
             "seated": no <= row.seats}
            for no, step in enumerate(steps, 1)
        ],
    }  # fmt: skip
