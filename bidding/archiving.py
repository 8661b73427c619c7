"""What goes into the archive package of a lot (20-40), built outside any transaction."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from typing import Any

from bidding import evaluating
from bidding.models import Process
from bidding.procedures.works_open import WorksOpenTender
from marketplace.flow import access
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused
from marketplace.flow.models import ActRow
from marketplace.notices.models import Notice
from marketplace.record.models import Event
from marketplace.trust import blobs

FIXED = (2026, 1, 1, 0, 0, 0)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, default=str, sort_keys=True).encode()


def _texts(process: Process) -> dict[str, bytes]:
    """Everything that is text: notices, review, questions, opening, draws, report, letters, contract, record."""
    tender = process.tender
    files = {
        f"notices/{n.number}.json": _json(
            {"type": n.type_name, "title": n.title, "fields": n.fields, "hash": n.hash, "at": n.published_at}
        )
        for n in Notice.objects.of_tender(tender.number)
    }
    files["questions.json"] = _json(
        [
            {"q": q.text, "a": q.answer, "asked": q.asked_at, "answered": q.answered_at}
            for q in tender.questions.all()
        ]
    )
    files["reviews.json"] = _json(
        [
            {
                "reviewer": r.reviewer.name,
                "answers": r.answers,
                "conclusion": r.conclusion,
                "reason": r.reason,
                "at": r.concluded_at,
            }
            for r in tender.reviews.all()
        ]
    )
    files["objections.json"] = _json(
        [
            {"no": o.number, "kind": o.kind, "facts": o.facts, "answer": o.answer, "founded": o.founded}
            for o in tender.objections.all()
        ]
    )
    files["keycard.json"] = _json(process.keycard)
    files["report.json"] = _json(evaluating.report(process))
    files["submissions.json"] = _json(
        [
            {
                "receipt": s.receipt,
                "statement": s.statement,
                "signature": s.signature,
                "withdrawal": s.withdrawal,
            }
            for s in process.submissions.all()
        ]
    )
    for draw in process.draws.all():
        files[f"draws/{draw.suffix.strip('#')}.json"] = _json(
            {"record": draw.record, "excluded": draw.excluded}
        )
    for letter in process.letters.all():
        files[f"letters/{letter.number}.txt"] = letter.text.encode()
    for contract in process.contracts.all():
        files[f"contracts/{contract.number}.json"] = _json(
            {
                "hash": contract.hash,
                "terms": contract.terms,
                "amount_fen": contract.amount_fen,
                "buyer_signed": contract.buyer_signed_at,
                "supplier_signed": contract.supplier_signed_at,
            }
        )
    events = Event.objects.filter(tender=tender.number).order_by("pk")
    files["record.jsonl"] = b"\n".join(
        json.dumps(
            {
                "at": e.at,
                "action": e.action,
                "outcome": e.outcome,
                "by": e.by_name,
                "for": e.for_name,
                "unit": e.organisation,
                "thing": e.thing,
                "from": e.from_state,
                "to": e.to_state,
                "law": e.law,
                "code": e.code,
                "body": e.body,
            },
            ensure_ascii=False,
            default=str,
        ).encode()
        for e in events
    )
    return files


def _files(process: Process) -> dict[str, bytes]:
    """Documents and the opened bids' files."""
    found: dict[str, bytes] = {}
    for document in process.tender.documents.all():
        with document.file.open("rb") as file:
            found[f"documents/v{document.version}/{document.name}"] = file.read()
    for bid in process.bids.select_related("organization"):
        for row in bid.files.all():
            with blobs.open_blob(row.blob) as blob:
                found[f"bids/{bid.organization.uscc}/{row.name}"] = blob.read()
    return found


def files_of(process: Process) -> dict[str, bytes]:
    """Everything that is kept of a lot, by name."""
    return _texts(process) | _files(process)


def listed(files: dict[str, bytes]) -> list[dict[str, Any]]:
    """The contents list: name, size, hash."""
    return [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(files.items())
    ]


def build(process: Process) -> dict[str, Any]:
    """The package as a blob with its contents list: {"blob", "size", "sha256", "contents"}."""
    files = files_of(process)
    contents = listed(files)
    files["manifest.json"] = _json(contents)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            archive.writestr(zipfile.ZipInfo(name, FIXED), data)
    blob, size, digest = blobs.put([out.getvalue()])
    return {"blob": blob, "size": size, "sha256": digest, "contents": contents}


def keep(process: WorksOpenTender, act: Act) -> None:
    """Build outside any transaction, then archive; the same form again finds the package already kept.

    Whoever may not take the step, or comes second, leaves no file behind.
    """
    if ActRow.objects.filter(pk=act.id, by=act.by.key, name="process.archive").exists():
        return
    access.authorise(act.principal, "process.archive", process, act.now)
    package = build(process)
    try:
        process.archive_all(act, package=package)
    except Refused:
        blobs.delete(package["blob"])
        raise
