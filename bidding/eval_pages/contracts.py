"""What both sides of a contract see: the draft beside the bid, signatures, letters, the archive."""

from __future__ import annotations

from datetime import datetime

from bidding import contracts
from bidding.eval_pages.standing import Page, crumbs, head, stages
from bidding.facts import current_contract
from bidding.models import Archive, Contract, Letter, Process
from marketplace.flow import duties
from marketplace.flow.access import Actor, may
from marketplace.law.limits import limit
from marketplace.law.statutes import TBL, TBL_REGULATION
from marketplace.law.workdays import day_of

# slug of the page → action, words of the button, who presses it
ACTS: dict[str, tuple[str, str]] = {
    "draft": ("contract.draft", "保存合同草稿"),
    "sign-buyer": ("contract.sign_buyer", "招标人签署"),
    "sign-supplier": ("contract.sign_supplier", "中标人签署"),
    "conclude": ("process.conclude_contract", "订立并公开合同"),
    "give-up": ("process.give_up", "放弃中标"),
}


def contract_page(process: Process, actor: Actor, now: datetime) -> Page:
    """/my/contracts/<no>/: the draft term by term beside the bid, and what this side may do now."""
    award = process.awards.select_related("bid__organization", "process__lot").get(cancelled_at=None)
    row = current_contract(process)
    notified = process.notified_at or now
    period = limit("E-T16", on=day_of(notified))
    return {
        "lot": head(process),
        "stages": stages(process),
        "parties": [("招标人", process.tender.project.buyer.name), ("中标人", award.bid.organization.name)],
        "terms": _terms(award, row),
        "contract": _contract(row),
        "period": {"until": period.due_at(notified), "says": period.says, "law": str(period.law)},
        "is_open": process.contracted_at is None,
        "may_draft": may(actor, "contract.draft", process)
        and _is_unsigned(row)
        and process.contracted_at is None,
        "acts": [act for slug in ACTS if (act := _act(process, actor, row, slug))],
        "owed": list(duties.open_of(process)),
        "law": str(TBL[46]),
        "crumbs": crumbs(("待办", "/my/"), (process.number, ""), ("合同", "")),
        "now": now,
    }


def _is_unsigned(row: Contract | None) -> bool:
    return row is None or (row.buyer_signed_at is None and row.supplier_signed_at is None)


def _terms(award: object, row: Contract | None) -> list[Page]:
    """Every term the documents and the bid fix: what they say, what the contract says."""
    wanted = contracts.expected(award)  # type: ignore[arg-type]
    found = contracts.stated(row) if row else {}
    return [
        {
            "term": term,
            "bid": text,
            "contract": found.get(term, "尚未起草"),
            "differs": bool(row) and found[term] != text,
        }
        for term, text in wanted.items()
    ]


def _contract(row: Contract | None) -> Page | None:
    if row is None:
        return None
    return {
        "number": row.number,
        "terms": row.terms,
        "bond_fen": row.performance_bond_fen,
        "digest": row.hash,
        "drafted_at": row.drafted_at,
        "signatures": [
            {"who": "招标人", "at": row.buyer_signed_at, "by": row.buyer_signed_by},
            {"who": "中标人", "at": row.supplier_signed_at, "by": row.supplier_signed_by},
        ],
    }


def _act(process: Process, actor: Actor, row: Contract | None, slug: str) -> Page | None:
    """A button of this side; the draft has a form of its own, signing is left out once done."""
    action, label = ACTS[slug]
    signed = {"sign-buyer": row and row.buyer_signed_at, "sign-supplier": row and row.supplier_signed_at}
    if slug == "draft" or signed.get(slug) or process.contracted_at or not may(actor, action, process):
        return None
    return {
        "label": label,
        "url": f"/my/contracts/{process.number}/{slug}/",
        "name": "",
        "says": "",
        "law": str(TBL_REGULATION[55] if slug == "give-up" else TBL[46]),
        "class_a": False,
        "danger": slug == "give-up",
        "ghost": slug == "give-up",
        "refused": _why_not(process, row, slug),
        "page": slug == "give-up",
        "step_id": slug,
    }


def _why_not(process: Process, row: Contract | None, slug: str) -> str:
    if slug == "give-up":
        return ""
    if row is None:
        return "合同尚未起草"
    if row.differences:
        return (
            f"{'、'.join(one['term'] for one in row.differences)}与投标文件不一致（CONTRACT-SAME-SUBSTANCE）"
        )
    if slug == "conclude" and not (row.buyer_signed_at and row.supplier_signed_at):
        return "合同经双方签署后成立（CONTRACT-BOTH-SIGNED）"
    return ""


def letter_page(letter: Letter) -> Page:
    """/my/letters/<no>/: the letter as it was sent, with its hash."""
    process = letter.process
    return {
        "letter": {
            "title": letter.get_kind_display(),
            "number": letter.number,
            "paragraphs": letter.text.split("\n"),
            "at": letter.at,
            "digest": letter.hash,
            "to": letter.bid.organization.name,
            "from": process.tender.project.buyer.name,
        },
        "lot": head(process),
        "law": str(TBL[45]),
        "crumbs": crumbs(("待办", "/my/"), (process.number, process.tender.get_absolute_url()), (letter.get_kind_display(), "")),
    }  # fmt: skip


# ── archive ─────────────────────────────────────────────────────────────────


def archives_page(rows: list[Process], now: datetime) -> Page:
    """/desk/archive/: what is due first, then what is kept."""
    found = []
    for process in rows:
        contracted = process.contracted_at or now
        found.append(
            {
                "title": process.title,
                "number": process.number,
                "url": f"/desk/archive/{process.number}/",
                "due": limit("ARCHIVE", on=day_of(contracted)).due_at(contracted),
                "archived_at": process.archived_at,
                "late": process.archived_at is None and now >= limit("ARCHIVE", on=day_of(contracted)).due_at(contracted),
            }
        )  # fmt: skip
    return {
        "due": [row for row in found if row["archived_at"] is None],
        "kept": [row for row in found if row["archived_at"]],
        "crumbs": crumbs(("工作台", "/my/"), ("归档", "")),
        "now": now,
    }


def archive_page(process: Process, actor: Actor, now: datetime) -> Page:
    """/desk/archive/<no>/: the contents with their hashes, or the button that makes the package."""
    kept = Archive.objects.filter(process=process).first()
    offer = next((o for o in process.offers(actor, now) if o.step.action == "process.archive"), None)
    return {
        "lot": head(process),
        "stages": stages(process),
        "package": {
            "sha256": kept.sha256,
            "size": kept.size,
            "at": kept.at,
            "contents": kept.contents,
            "url": f"/desk/archive/{process.number}/package.zip",
        }
        if kept
        else None,
        "offer": {
            "law": str(offer.step.law),
            "refused": f"{offer.refused.says}（{offer.refused.code}）" if offer.refused else "",
        }
        if offer
        else None,
        "crumbs": crumbs(("归档", "/desk/archive/"), (process.number, "")),
        "now": now,
    }
