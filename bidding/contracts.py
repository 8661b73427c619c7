"""What a contract is compared with, who has signed it, and what the archive keeps."""

from __future__ import annotations

import hashlib
from typing import Any

import rfc8785

from bidding.models import Archive, Award, Contract, Process
from marketplace.flow.acts import Act
from marketplace.law.money import Money
from marketplace.trust.models import CustodyTask


def expected(award: Award) -> dict[str, str]:
    """The substance that documents and bid already fix (招标投标法 46)."""
    bid, lot = award.bid, award.process.lot
    return {
        "合同金额": Money(award.amount_fen).yuan(),
        "工期（日历天）": str(bid.duration_days or lot.duration_days),
        "质量标准": bid.quality or lot.quality,
        "项目负责人": bid.manager,
    }


def stated(contract: Contract) -> dict[str, str]:
    """The same four things as the contract states them."""
    return {
        "合同金额": Money(contract.amount_fen).yuan(),
        "工期（日历天）": str(contract.duration_days),
        "质量标准": contract.quality,
        "项目负责人": contract.manager,
    }


def differences(contract: Contract) -> list[dict[str, str]]:
    """Every term that departs from the bid: label, what the bid says, what the contract says."""
    wanted, found = expected(contract.award), stated(contract)
    return [
        {"term": term, "bid": wanted[term], "contract": found[term]}
        for term in wanted
        if wanted[term] != found[term]
    ]


def hash_of(contract: Contract) -> str:
    """hex(SHA-256) of what both sides sign."""
    text = {
        "number": contract.number,
        "terms": contract.terms,
        "bond": str(contract.performance_bond_fen),
    } | stated(contract)
    return hashlib.sha256(rfc8785.dumps(text)).hexdigest()


def store_archive(process: Process, act: Act, package: dict[str, Any]) -> None:
    """Keep the sealed package; single-use opening keys leave the hot database (trust.md §2.5, step 7)."""
    Archive.objects.create(
        process=process, blob=package["blob"], size=package["size"], sha256=package["sha256"],
        contents=package["contents"], at=act.now,
    )  # fmt: skip
    process.archived_at = act.now
    for task in CustodyTask.objects.filter(type="open", scope=process.card_body.get("scope", "")):
        kept = {key: value for key, value in (task.result or {}).items() if key != "sk"}
        CustodyTask.objects.filter(pk=task.pk).update(result=kept)
    process.bids.update(released_secret="")
    act.notes |= {"archive": package["sha256"], "files": len(package["contents"])}
