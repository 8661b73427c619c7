"""Whose opening keys lock the bids of one process: the ptk/1 key card, its entries, its hash."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import cast

from marketplace.trust.canonical import (
    HEX32,
    MAX_INTEGER,
    Json,
    b64u,
    encode,
    moment,
    parse_moment,
    unb64u,
)
from marketplace.trust.errors import KeyCardError, TrustError
from marketplace.trust.suites import INT1, suite_named

MEMBER_ID = re.compile(r"[a-z0-9-]{1,32}")
KINDS = ("program", "person", "demo")
OWN_LOCK = ("never", "choose", "always")
LEVELS = ("S", "M", "L")
DRAFT_MEMBERS = {
    "v", "scope", "tender", "lot", "suite", "level", "k", "n", "deadline", "window_s", "own_lock", "min_plen",
}  # fmt: skip
ENTRY_MEMBERS = {"m", "name", "kind", "idkey", "open", "sig"}


def padding_floor(level: str) -> int:
    """The smallest padded bundle: 4 KiB for quotes (S), 1 MiB for tenders (D18)."""
    return 4096 if level == "S" else 1 << 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One custodian's signed promise to open this process and no other with this key."""

    m: str
    name: str
    kind: str
    idkey: bytes
    open: bytes
    sig: bytes = b""
    stepup: str | None = None

    def unsigned(self) -> Json:
        body: Json = {
            "m": self.m,
            "name": self.name,
            "kind": self.kind,
            "idkey": b64u(self.idkey),
            "open": b64u(self.open),
        }
        return body if self.stepup is None else {**body, "stepup": self.stepup}

    def as_json(self) -> Json:
        return {**self.unsigned(), "sig": b64u(self.sig)}

    @classmethod
    def parse(cls, entry: object) -> Entry:
        """The entry of exactly the members of ptk/1, each of its form."""
        if not isinstance(entry, Mapping) or set(entry) - {"stepup"} != ENTRY_MEMBERS:
            raise KeyCardError("entry", "保管方条目的成员不全或有多余")
        m, name, kind, stepup = (entry.get(key) for key in ("m", "name", "kind", "stepup"))
        if not isinstance(m, str) or not MEMBER_ID.fullmatch(m) or not is_text(name) or kind not in KINDS:
            raise KeyCardError("entry", "保管方条目的编号、名称或类别不对")
        if ("stepup" in entry) != (kind == "person") or not (stepup is None or is_text(stepup)):
            raise KeyCardError("entry", "个人保管方的条目须且只须带有实名确认事件")
        try:
            idkey, point = unb64u(entry["idkey"], 32), unb64u(entry["open"], 65)
            sig = unb64u(entry["sig"], 64)
        except TrustError as error:
            raise KeyCardError("entry", error.says) from error
        return cls(m, cast("str", name), cast("str", kind), idkey, point, sig, cast("str | None", stepup))


@dataclass(frozen=True, slots=True)
class KeyCard:
    """The card of one process: the terms all sides sign, and the entries of its custodians in order."""

    scope: str
    tender: str
    lot: str
    level: str
    k: int
    n: int
    deadline: datetime
    window_s: int
    own_lock: str
    min_plen: int
    suite: str = "INT1"
    members: tuple[Entry, ...] = ()

    def draft(self) -> Json:
        """The card without its members: what every entry signs."""
        return {
            "v": "ptk/1",
            "scope": self.scope,
            "tender": self.tender,
            "lot": self.lot,
            "suite": self.suite,
            "level": self.level,
            "k": self.k,
            "n": self.n,
            "deadline": moment(self.deadline),
            "window_s": self.window_s,
            "own_lock": self.own_lock,
            "min_plen": self.min_plen,
        }

    def as_json(self) -> Json:
        return {**self.draft(), "members": [entry.as_json() for entry in self.members]}

    @property
    def hash(self) -> str:
        """`keycard`: the hash printed in the announcement."""
        return INT1.hash(b"ptk/1 card\n" + encode(self.as_json())).hex()

    def with_members(self, *entries: Entry) -> KeyCard:
        return replace(self, members=entries)

    @classmethod
    def parse(cls, card: object) -> KeyCard:
        """The card of ptk/1 JSON. Its signatures are `verify`'s business."""
        if not isinstance(card, Mapping) or set(card) != DRAFT_MEMBERS | {"members"}:
            raise KeyCardError("card", "密钥卡的成员不全或有多余")
        members = card["members"]
        if not isinstance(members, list):
            raise KeyCardError("card", "密钥卡缺少保管方")
        parsed = cls.parse_draft({key: value for key, value in card.items() if key != "members"})
        entries = tuple(Entry.parse(entry) for entry in members)
        if len(entries) != parsed.n or len({entry.m for entry in entries}) != parsed.n:
            raise KeyCardError("members", "保管方的人数与密钥卡不符，或有重复")
        return replace(parsed, members=entries)

    @classmethod
    def parse_draft(cls, draft: object) -> KeyCard:
        """The card without members: what an `entry` task carries."""
        if not isinstance(draft, Mapping) or set(draft) != DRAFT_MEMBERS or draft["v"] != "ptk/1":
            raise KeyCardError("card", "密钥卡的成员不全或有多余")
        if not all(is_text(draft[key]) for key in ("scope", "tender", "lot")):
            raise KeyCardError("card", "密钥卡的范围、项目或标段不是文本")
        if draft["level"] not in LEVELS or draft["own_lock"] not in OWN_LOCK:
            raise KeyCardError("card", "密钥卡的等级或自锁方式不对")
        if not all(is_count(draft[key]) for key in ("k", "n", "window_s", "min_plen")):
            raise KeyCardError("card", "密钥卡的数值不对")
        try:
            suite_named(str(draft["suite"]))
            deadline = parse_moment(draft["deadline"])
        except TrustError as error:
            raise KeyCardError("card", error.says) from error
        rest = {key: draft[key] for key in DRAFT_MEMBERS - {"v", "deadline"}}
        card = cls(deadline=deadline, **rest)
        if not 1 <= card.k <= card.n <= 7 or (card.n > 1 and card.k < 2):
            raise KeyCardError("quorum", "须 1 ≤ k ≤ n ≤ 7；多于一个保管方时至少两份才能开启")
        if card.own_lock == "never" and card.window_s:
            raise KeyCardError("card", "没有自锁的项目不设解锁时段")
        return card


def is_text(value: object) -> bool:
    """Text of 1–128 bytes of UTF-8 without control characters, as ptb/1 and ptk/1 allow."""
    if not isinstance(value, str) or any(c < " " or "\ud800" <= c <= "\udfff" for c in value):
        return False
    return 1 <= len(value.encode()) <= 128


def is_count(value: object) -> bool:
    """An integer from 0 to 2^53−1; true and false are none."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_INTEGER


def is_hash(value: object) -> bool:
    return isinstance(value, str) and HEX32.fullmatch(value) is not None


def _signed_bytes(card: KeyCard, entry: Entry) -> bytes:
    return b"ptk/1 member\n" + encode({"card": card.draft(), "entry": entry.unsigned()})


def sign_entry(card: KeyCard, entry: Entry, seed: bytes) -> Entry:
    """The entry signed over this card's terms by the identity key of `seed`."""
    return replace(entry, sig=INT1.sign(seed, _signed_bytes(card, entry)))


def verify_entry(card: KeyCard, entry: Entry) -> None:
    """Raise unless the entry's own identity key signed it for exactly these terms."""
    if not INT1.verify(entry.idkey, entry.sig, _signed_bytes(card, entry)):
        raise KeyCardError("signature", f"保管方 {entry.m} 的签名不成立")


def verify(card: KeyCard, *, idkeys: Mapping[str, Collection[bytes]], demo: bool = False) -> None:
    """Raise unless every entry is signed by an identity key known for that custodian.

    `idkeys`: id → its keys in /log/keys.json, and for a person the platform's attestation key.
    `demo` lets entries of the demo's programs pass, which follow a movable clock; production never does.
    """
    for entry in card.members:
        verify_entry(card, entry)
        if entry.idkey not in idkeys.get(entry.m, ()):
            raise KeyCardError("identity", f"保管方 {entry.m} 的身份公钥不在公布的名单中")
        if entry.kind == "demo" and not demo:
            raise KeyCardError("demo", "演示用保管方不得用于正式项目")


def check_opening_key(card: KeyCard, m: str, private: bytes) -> None:
    """Raise unless `private` is the opening key that custodian `m` promised in the card."""
    promised = {entry.m: entry.open for entry in card.members}
    if m not in promised or INT1.public_key(private) != promised[m]:
        raise KeyCardError("opening-key", f"保管方 {m} 交出的开标密钥与密钥卡不符")
