"""What begins an import: a file is read, judged and kept for its uploader; nothing of it is written yet."""

from __future__ import annotations

from django.core.files.base import ContentFile

from marketplace.accounts.bulk.kinds import KINDS
from marketplace.accounts.bulk.trying import Tried
from marketplace.accounts.bulk.workflow import ImportWorkflow, keep
from marketplace.accounts.models import Organization
from marketplace.flow import duties
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import NotPermitted, Refused
from marketplace.flow.numbers import receipt_number
from marketplace.law.statutes import PLATFORM

SUFFIXES = (".xlsx", ".csv")


@act("import.begin", law=PLATFORM["BULK"], says="试导入", lock="none")
def begin(unit: Organization, act: Act, /, *, kind: str, found: Tried, source: str = "") -> str:
    """Keep the file and what trying has shown; returns the import's number."""
    wanted, brought = KINDS[kind], found.brought
    if not wanted.is_for(act.principal, unit):
        raise NotPermitted("ACCESS-DENIED", f"您不能导入{wanted.name}", PLATFORM["ACCESS"])
    if source and not wanted.asks_source:
        raise Refused("IMPORT-SOURCE", f"{wanted.name}不填核验依据", PLATFORM["BULK"], field="source")
    row = ImportWorkflow(
        number=receipt_number(), kind=kind, unit=unit, uploaded_by_id=act.person_id, name=brought.name[:160],
        size=len(brought.content), sha256=brought.sha256, source=source, tried_at=act.now,
    )  # fmt: skip
    suffix = next((one for one in SUFFIXES if brought.name.lower().endswith(one)), "")
    row.file.save(f"{row.number}{suffix}", ContentFile(brought.content), save=False)
    keep(row, found, act.now)
    row.save()
    duties.sync(row, act.now)
    act.notes |= {"kind": kind, "number": row.number, "sha256": row.sha256, "rows": row.counts}
    return row.number
