"""What closing and opening do to bids: frozen, released, opened all at once, announced together."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction

from bidding.models import Bid, BidFile, Process
from marketplace.flow.acts import Act
from marketplace.law.errors import Misdeclared
from marketplace.trust import blobs, custody
from marketplace.trust.canonical import moment as canonical
from marketplace.trust.keycard import KeyCard
from marketplace.trust.models import Custodian


def card_of(process: Process) -> KeyCard:
    """The key card in force."""
    if process.keycard is None:
        raise Misdeclared(f"{process.number} has no key card")
    return KeyCard.parse(process.keycard)


def freeze(process: Process, act: Act) -> None:
    """Fix the live packages in an order nobody chose; forget bodies that must never be opened."""
    live = list(process.submissions.live())
    process.closed_at, process.bids_closed = act.now, len(live)
    live.sort(key=lambda row: hashlib.sha256(f"{process.keycard_hash}{row.statement_hash}".encode()).digest())
    for order, submission in enumerate(live, 1):
        Bid.objects.create(
            process=process, submission=submission, organization_id=submission.organization_id,
            order=order, own_lock=submission.own_lock,
        )  # fmt: skip
    _forget_superseded(process)
    act.notes |= {
        "bids": len(live),
        "keycard": process.keycard_hash,
        "submissions": [s.statement_hash for s in live],
    }


def _forget_superseded(process: Process) -> None:
    """A replaced or withdrawn automatic package loses its body: the lot's keys would open it (trust.md §2.4)."""
    gone = process.submissions.exclude(superseded_at=None, withdrawn_at=None).filter(own_lock=False)
    names = [row.blob for row in gone if row.blob]
    gone.update(blob="")
    transaction.on_commit(lambda: _delete(names))


def _delete(names: list[str]) -> None:
    for name in names:
        blobs.delete(name)


def move_deadline(process: Process, act: Act, deadline: str) -> None:
    """The new deadline; custodians acknowledge it by a `move` task of their own."""
    moved = datetime.fromisoformat(deadline)
    process.deadline_at = moved
    card = card_of(process)
    item = custody.evidence(
        "deadline.moved",
        at=act.now,
        scope=card.scope,
        keycard=process.keycard_hash,
        deadline=canonical(moved),
    )
    for entry in card.members:
        custodian = Custodian.objects.get(pk=entry.m)
        body = {"card": process.keycard, "evidence": [item]}
        custody.ask(custodian, "move", f"{card.scope}@{canonical(moved)}", body, act.now)


def end_release(process: Process, act: Act) -> None:
    """Fix who released; bidders who did not are out by their own fault (20-31); ask for the keys."""
    waiting = process.bids.filter(own_lock=True, released_at=None)
    locked = process.bids.filter(own_lock=True).exists()
    reason = "window" if waiting.exists() else "all-released" if locked else "none-locked"
    waiting.update(
        outcome=Bid.Outcome.REVOKED, failed_check="release-window",
        failure="因投标人原因，在解密时限内未解密，视为撤销投标文件",
    )  # fmt: skip
    process.release_ended_at, process.release_reason = act.now, reason
    act.notes["reason"] = reason
    ask_for_keys(process, act.now)


def ask_for_keys(process: Process, now: datetime) -> None:
    """`open` tasks with the signed `process.closed` and `release.ended` events."""
    if process.closed_at is None or process.release_ended_at is None:
        raise Misdeclared("keys are asked for only after closing and release")
    card = card_of(process)
    closed = custody.evidence(
        "process.closed", at=process.closed_at, scope=card.scope,
        keycard=process.keycard_hash, deadline=canonical(process.deadline_at),
    )  # fmt: skip
    ended = custody.evidence(
        "release.ended", at=process.release_ended_at, scope=card.scope,
        keycard=process.keycard_hash, reason=process.release_reason,
    )  # fmt: skip
    items = [closed] if card.own_lock == "never" else [closed, ended]
    for entry in card.members:
        custodian = Custodian.objects.get(pk=entry.m)
        custody.ask(custodian, "open", card.scope, {"card": process.keycard, "evidence": items}, now)


def announce(process: Process, act: Act, outcomes: list[dict[str, Any]]) -> None:
    """Enter what the packages said, all in one moment."""
    process.announced_at = act.now
    for outcome in outcomes:
        bid = process.bids.get(pk=outcome["bid"])
        if outcome["ok"]:
            _opened(bid, outcome, act)
        else:
            bid.outcome = Bid.Outcome.REVOKED if outcome["fault"] == "bidder" else Bid.Outcome.RETURNED
            bid.failed_check, bid.failure = outcome["check"], outcome["says"]
        bid.save()
    act.notes["opened"] = [{"bid": o["bid"], "ok": o["ok"], "check": o["check"]} for o in outcomes]


def _opened(bid: Bid, outcome: dict[str, Any], act: Act) -> None:
    form = outcome["form"]
    bid.outcome, bid.opened_at, bid.form = Bid.Outcome.OPENED, act.now, form
    bid.price_fen, bid.corrected_fen = outcome["price_fen"], outcome["corrected_fen"]
    bid.duration_days, bid.quality = outcome["duration_days"], form.get("quality", "")[:200]
    bid.manager, bid.manager_certificate = (
        form.get("manager", "")[:80],
        form.get("manager_certificate", "")[:120],
    )
    BidFile.objects.bulk_create(BidFile(bid=bid, **row) for row in outcome["files"])
