"""What a bidder declares when submitting or withdrawing, and what the platform promises in its receipt."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from marketplace.trust.canonical import Json, b64u, encode, moment, parse_moment, unb64u
from marketplace.trust.errors import StatementError, TrustError
from marketplace.trust.keycard import is_count, is_hash, is_text
from marketplace.trust.sealed import Sealed
from marketplace.trust.suites import INT1

SUBMISSION = "ptb/1 submission"
WITHDRAWAL = "ptb/1 withdraw"
RECEIPT = "ptb/1 receipt"
_COMMON = {"type", "tender", "lot", "part", "bidder", "seq", "prev", "client_time", "stepup"}
_SUBMISSION = _COMMON | {"header_hash", "ct_root", "ct_len"}


def submission(sealed: Sealed, *, client_time: datetime, stepup: str) -> Json:
    """The statement that this package is this bidder's bid (D21). `stepup`: the Event of its confirmation."""
    core = sealed.header.core
    return {
        "type": SUBMISSION,
        "tender": core.tender,
        "lot": core.lot,
        "part": core.part,
        "bidder": core.bidder,
        "seq": core.seq,
        "prev": core.prev,
        "header_hash": sealed.header_hash,
        "ct_root": sealed.ct_root,
        "ct_len": sealed.ct_len,
        "client_time": moment(client_time),
        "stepup": stepup,
    }


def withdrawal(before: Mapping[str, object], *, client_time: datetime, stepup: str) -> Json:
    """The statement that takes the bid of statement `before` back: the next `seq`."""
    seq = before["seq"]
    if not isinstance(seq, int):
        raise StatementError("form", "前一次声明的序号不对")
    same = {key: before[key] for key in ("tender", "lot", "part", "bidder")}
    return {
        "type": WITHDRAWAL,
        **same,
        "seq": seq + 1,
        "prev": statement_hash(before),
        "client_time": moment(client_time),
        "stepup": stepup,
    }


def check_statement(statement: Mapping[str, object]) -> None:
    """Raise unless the statement has exactly its members, each of its form."""
    wanted = {SUBMISSION: _SUBMISSION, WITHDRAWAL: _COMMON}.get(str(statement.get("type")))
    if wanted is None or set(statement) != wanted:
        raise StatementError("form", "声明的种类或成员不对")
    if not all(is_text(statement[key]) for key in ("tender", "lot", "part", "bidder", "stepup")):
        raise StatementError("form", "声明中有不合格的文本")
    if not is_count(statement["seq"]) or not (statement["prev"] is None or is_hash(statement["prev"])):
        raise StatementError("form", "声明的序号或前次散列值不对")
    if wanted is _SUBMISSION:
        hashes = is_hash(statement["header_hash"]) and is_hash(statement["ct_root"])
        if not hashes or not is_count(statement["ct_len"]):
            raise StatementError("form", "声明中的散列值或长度不对")
    try:
        parse_moment(statement["client_time"])
    except TrustError as error:
        raise StatementError("form", error.says) from error


def statement_hash(statement: Mapping[str, object]) -> str:
    """hex(H(JCS(statement))): `submission` in the receipt, `prev` in the next statement."""
    return INT1.hash(encode(statement)).hex()


def attest(statement: Mapping[str, object], seed: bytes) -> str:
    """The platform's signature that this organisation confirmed the statement by its step-up (D21)."""
    check_statement(statement)
    return b64u(INT1.sign(seed, b"ptb/1 statement\n" + encode(statement)))


def verify_statement(statement: Mapping[str, object], signature: str, public: bytes) -> None:
    """Raise unless the statement is well formed and attested under this key (R01 「未签名」)."""
    check_statement(statement)
    if not INT1.verify(public, unb64u(signature, 64), b"ptb/1 statement\n" + encode(statement)):
        raise StatementError("signature", "递交声明的签名不成立")


def receipt(
    submission_hash: str,
    *,
    received_at: datetime,
    deadline: datetime,
    log: Mapping[str, object],
    prev_receipt: str | None,
) -> Json:
    """What the platform promises at once: received when, and where in the log it will stand (D31).

    `log` is {"origin", "event", "blind"}; `prev_receipt` the hash of the receipt before, or None.
    """
    return {
        "type": RECEIPT,
        "submission": submission_hash,
        "received_at": moment(received_at),
        "deadline": moment(deadline),
        "log": dict(log),
        "prev_receipt": prev_receipt,
    }


def receipt_hash(body: Mapping[str, object]) -> str:
    return INT1.hash(encode(body)).hex()


def sign_receipt(body: Mapping[str, object], seed: bytes) -> str:
    return b64u(INT1.sign(seed, b"ptb/1 receipt\n" + encode(body)))


def verify_receipt(body: Mapping[str, object], signature: str, public: bytes) -> None:
    """Raise unless the platform of this key signed the receipt."""
    members = {"type", "submission", "received_at", "deadline", "log", "prev_receipt"}
    if set(body) != members or body["type"] != RECEIPT:
        raise StatementError("form", "不是递交回执")
    if not INT1.verify(public, unb64u(signature, 64), b"ptb/1 receipt\n" + encode(body)):
        raise StatementError("signature", "回执的签名不成立")
