"""Opens the packages of a lot, outside any transaction, and says what each contained or why it failed."""

from __future__ import annotations

import tempfile
from typing import Any, BinaryIO

from bidding.models import Bid, Process
from bidding.openings import card_of
from marketplace.law.money import Money
from marketplace.trust import blobs, custody
from marketplace.trust.bundle import Contents
from marketplace.trust.errors import TrustError
from marketplace.trust.sealed import open_package

IN_MEMORY = 64 * 1024 * 1024


def keys_of(process: Process) -> dict[int, bytes]:
    """Share number → single-use private key, of the custodians that answered."""
    numbers = {entry.m: x for x, entry in enumerate(card_of(process).members, 1)}
    given = custody.answers("open", process.card_body["scope"])
    return {numbers[m]: bytes.fromhex(result["sk"]) for m, result in given.items() if m in numbers}


def open_all(process: Process) -> list[dict[str, Any]]:
    """One outcome per bid that takes part; all are opened, or none is (no selective opening)."""
    keys = keys_of(process)
    return [
        _outcome(bid, keys)
        for bid in process.bids.filter(outcome=Bid.Outcome.WAITING).select_related("submission")
    ]


def _failed(bid: Bid, check: str, says: str, fault: str) -> dict[str, Any]:
    return {"bid": bid.pk, "ok": False, "check": check, "says": says[:300], "fault": fault}


def _outcome(bid: Bid, keys: dict[int, bytes]) -> dict[str, Any]:
    try:
        package = blobs.open_blob(bid.submission.blob)
    except OSError:
        return _failed(bid, "blob", "平台未能读取加密文件，视为撤回，不归责于投标人", "platform")
    secret = bytes.fromhex(bid.released_secret) if bid.released_secret else None
    with package, tempfile.SpooledTemporaryFile(max_size=IN_MEMORY) as plain:
        try:
            contents = open_package(package, plain, keys=keys, s_b=secret)  # type: ignore[arg-type]
            return {"bid": bid.pk, "ok": True, "check": ""} | _read(contents, plain)  # type: ignore[arg-type]
        except TrustError as error:
            return _failed(bid, error.check, f"{error.says}，视为撤销投标文件", "bidder")
        except ValueError as error:
            return _failed(bid, "form", f"投标函内容无法读取：{error}", "bidder")


def _read(contents: Contents, plain: BinaryIO) -> dict[str, Any]:
    form = dict(contents.form)
    price = Money.parse(form.get("price", ""))
    words = Money.parse(form["price_capitals"]) if form.get("price_capitals") else price
    days = form.get("duration_days", "")
    files = []
    for file in contents.files:
        blob, size, digest = blobs.put(file.pieces(plain))
        files.append({"name": file.name, "blob": blob, "size": size, "sha256": digest})
    return {
        "form": form,
        "price_fen": price.fen,
        # words beat figures (评标委员会和评标方法暂行规定 19)
        "corrected_fen": words.fen if words != price else None,
        "duration_days": int(days) if days.isdigit() else None,
        "files": files,
    }
