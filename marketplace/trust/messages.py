"""How platform and custodians know that a message or an event is genuine: ptc/1 envelopes and signed events."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from marketplace.trust.canonical import Json, b64u, encode, moment, parse_moment, unb64u
from marketplace.trust.errors import MessageError, TrustError
from marketplace.trust.keycard import is_count
from marketplace.trust.suites import INT1

VERSION = "ptc/1"
EVENT_VERSION = "pte/1"
TOLERANCE = timedelta(seconds=300)
_MESSAGE = b"ptc/1 message\n"
_EVENT = b"ptb/1 closed\n"


def message(kind: str, *, sender: str, to: str, at: datetime, n: int, seed: bytes, **members: object) -> Json:
    """A custodian's signed message. `n` rises with every message it sends."""
    payload: Json = {
        "v": VERSION,
        "type": kind,
        "from": sender,
        "to": to,
        "at": moment(at),
        "n": n,
        **members,
    }
    return {"payload": payload, "sig": b64u(INT1.sign(seed, _MESSAGE + encode(payload)))}


def verify_message(
    given: object, *, idkey: bytes, sender: str, to: str, last_n: int, now: datetime | None
) -> Json:
    """The payload of a genuine, fresh, addressed message; raise under the name of the failing check.

    `last_n`: the highest `n` seen from this custodian. `now` is None for messages carried in files,
    whose time is not judged.
    """
    if not isinstance(given, Mapping) or set(given) != {"payload", "sig"}:
        raise MessageError("form", "消息须由 payload 和 sig 组成")
    payload = given["payload"]
    if not isinstance(payload, dict) or payload.get("v") != VERSION:
        raise MessageError("form", "消息的版本不对")
    try:
        genuine = INT1.verify(idkey, unb64u(given["sig"], 64), _MESSAGE + encode(payload))
        at = parse_moment(payload.get("at"))
    except TrustError as error:
        raise MessageError("form", error.says) from error
    if not genuine:
        raise MessageError("signature", "消息的签名不成立")
    if payload.get("from") != sender or payload.get("to") != to:
        raise MessageError("address", "消息的发出方或收受方不对")
    n = payload.get("n")
    if not is_count(n) or cast("int", n) <= last_n:
        raise MessageError("n", "消息的序号没有增加，可能是重放")
    if now is not None and abs(now - at) > TOLERANCE:
        raise MessageError("clock", "消息的时间与平台时间相差超过 300 秒")
    return payload


def event(kind: str, *, at: datetime, scope: str, **body: object) -> Json:
    """An event as custodians are shown it: what happened, when, to what, and its hashes."""
    return {"v": EVENT_VERSION, "type": kind, "at": moment(at), "scope": scope, "body": body}


def sign_event(happened: Mapping[str, object], seed: bytes) -> Json:
    """The evidence item of an event, signed by the platform's key."""
    return {"event": dict(happened), "sig": b64u(INT1.sign(seed, _EVENT + encode(happened)))}


def verify_event(item: object, public: bytes) -> Json:
    """The event of a genuine evidence item."""
    if not isinstance(item, Mapping) or set(item) != {"event", "sig"} or not isinstance(item["event"], dict):
        raise MessageError("form", "证据须由 event 和 sig 组成")
    found: Json = item["event"]
    try:
        genuine = INT1.verify(public, unb64u(item["sig"], 64), _EVENT + encode(found))
    except TrustError as error:
        raise MessageError("form", error.says) from error
    if not genuine:
        raise MessageError("signature", "事件的签名不成立")
    return found
