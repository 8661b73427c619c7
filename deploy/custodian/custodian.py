#!/usr/bin/env python3
"""The custodian's program: holds one share of every opening key and gives it out only on evidence (ptc/1).

One file for a host of the unit that keeps the share: Python 3.11, `cryptography` 50 and `rfc8785`.
It opens no port. It asks the platform for tasks over HTTPS, checks each by its own clock and the
platform's signed events, writes the decision down, and only then answers. Formats: docs/formats/ptc-1.md.
"""

from __future__ import annotations

import argparse
import base64
import binascii
import fcntl
import hashlib
import hmac
import http.client
import json
import os
import re
import secrets
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import rfc8785
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

VERSION = "1"
ORIGIN = "jinglexian.ggzy/1"
MEMBER_ID = re.compile(r"[a-z0-9-]{1,32}")
MOMENT = "%Y-%m-%dT%H:%M:%SZ"
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
HPKE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
DRAFT = {
    "v", "scope", "tender", "lot", "suite", "level", "k", "n", "deadline", "window_s", "own_lock", "min_plen",
}  # fmt: skip
CLOCK_TOLERANCE = timedelta(seconds=30)
RECOVERY_AFTER = timedelta(minutes=10)
POLL_SECONDS, LONGEST_PAUSE = 5, 300
LARGEST_ANSWER = 8 << 20
NO_HASH = "0" * 64

Json = dict[str, Any]


class Refused(Exception):
    """A task that is not answered: a code of docs/formats/ptc-1.md and a sentence for people."""

    def __init__(self, code: str, says: str) -> None:
        super().__init__(f"{code}: {says}")
        self.code = code
        self.says = says


class Halted(Exception):
    """The program's own files cannot be trusted; people of its unit must look before it goes on."""


# --- bytes ---------------------------------------------------------------------------------------


def b64u(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64u(text: object, length: int) -> bytes:
    """The bytes of canonical base64url text of exactly this length; empty bytes for anything else."""
    try:
        data = base64.urlsafe_b64decode(str(text) + "=" * (-len(str(text)) % 4))
    except (binascii.Error, ValueError):
        return b""
    return data if len(data) == length and b64u(data) == text else b""


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def jcs(value: object) -> bytes:
    return rfc8785.dumps(value)  # type: ignore[arg-type]  # JSON values come from outside as `object`


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime(MOMENT)


def parse_moment(text: object) -> datetime | None:
    """The time of RFC 3339 UTC text to the second; None for any other spelling."""
    try:
        at = datetime.strptime(str(text), MOMENT).replace(tzinfo=UTC)
    except ValueError:
        return None
    return at if moment(at) == text else None


def is_text(value: object) -> bool:
    if not isinstance(value, str) or any(c < " " or "\ud800" <= c <= "\udfff" for c in value):
        return False
    return 1 <= len(value.encode()) <= 128


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


# --- keys (docs/formats/ptk-1.md) ----------------------------------------------------------------


def hkdf(secret: bytes, info: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, b"", info).derive(secret)


def verified(public: bytes, signature: bytes, data: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
    except (InvalidSignature, ValueError):
        return False
    return True


def derive_key(secret: bytes) -> ec.EllipticCurvePrivateKey:
    """DeriveKeyPair of RFC 9180 §7.1.3 for DHKEM(P-256, HKDF-SHA256)."""
    label = b"HPKE-v1KEM\x00\x10"
    prk = hmac.digest(b"", label + b"dkp_prk" + secret, "sha256")
    for counter in range(256):
        info = b"\x00\x20" + label + b"candidate" + bytes([counter])
        value = int.from_bytes(HKDFExpand(hashes.SHA256(), 32, info).derive(prk))
        if 0 < value < P256_ORDER:
            return ec.derive_private_key(value, ec.SECP256R1())
    raise Halted("no key can be derived from this root")


def point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


@dataclass(frozen=True)
class Keys:
    """Everything a custodian owns follows from its root; nothing else is ever stored."""

    id: str
    root: bytes

    def secret(self, use: str) -> bytes:
        return hkdf(self.root, f"ptc/1 {use}\n{self.id}".encode())

    @property
    def identity(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.secret("identity"))

    @property
    def idkey(self) -> str:
        return b64u(self.identity.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw))

    @property
    def seal(self) -> ec.EllipticCurvePrivateKey:
        return derive_key(self.secret("seal"))

    def opening(self, scope: str) -> ec.EllipticCurvePrivateKey:
        return derive_key(hkdf(self.root, f"ptk/1 open\n{scope}\n{self.id}".encode()))

    def nonce(self, draw: Draw) -> bytes:
        return hkdf(self.root, f"ptc/1 draw\n{draw.name}\n{self.id}".encode())

    def sign(self, label: bytes, value: object) -> str:
        return b64u(self.identity.sign(label + jcs(value)))


@dataclass(frozen=True)
class Draw:
    """Which draw: project, suffix and round."""

    project_no: str
    suffix: str
    round: int

    @property
    def name(self) -> str:
        return f"{self.project_no}{self.suffix}\n{self.round}"

    @classmethod
    def of(cls, given: Mapping[str, Any], code: str) -> Draw:
        project, suffix, number = (given.get(key) for key in ("project_no", "suffix", "round"))
        if not is_text(project) or not isinstance(suffix, str) or (suffix and not is_text(suffix)):
            raise Refused(code, "抽取的项目编号或后缀不对")
        if not is_count(number) or not number:
            raise Refused(code, "抽取的轮次不对")
        return cls(str(project), suffix, int(number))


def draw_commit(draw: Draw, custodian: str, nonce: bytes) -> str:
    text = f"ZJCS-CUSTODIAN-1\n{draw.project_no}\n{custodian}\n{nonce.hex()}"
    return sha256(text.encode()).hex()


def copy_info(draw: Draw, sender: str, to: str) -> bytes:
    return f"ptc/1 nonce\n{draw.name}\n{sender}\n{to}".encode()


def card_hash(card: Json) -> str:
    return sha256(b"ptk/1 card\n" + jcs(card)).hex()


# --- what the program remembers: the decision log, and what follows from it -----------------------


@dataclass(frozen=True)
class Decision:
    """One line of decisions.jsonl: what was asked, what was decided, what must be remembered."""

    at: str
    task: str
    type: str
    digest: str
    code: str | None
    result: Json | None
    facts: Json

    def line(self, number: int, prev: str) -> bytes:
        body = {"v": "ptc/1 decision", "i": number, "prev": prev, **vars(self)}
        return jcs(body)


@dataclass
class Memory:
    """What earlier decisions bind the program to. Rebuilt from the decision log at every start."""

    decisions: dict[str, Decision] = field(default_factory=dict)
    drafts: dict[str, str] = field(default_factory=dict)
    deadlines: dict[str, str] = field(default_factory=dict)
    committed: dict[str, Decision] = field(default_factory=dict)
    frozen: dict[str, Json] = field(default_factory=dict)

    def learn(self, decision: Decision) -> None:
        self.decisions[decision.task] = decision
        facts = decision.facts
        if "draft" in facts:
            self.drafts[facts["scope"]] = facts["draft"]
        if "deadline" in facts:
            known = self.deadlines.get(facts["scope"], "")
            self.deadlines[facts["scope"]] = max(known, facts["deadline"])
        if "draw" in facts and decision.type == "draw-commit":
            self.committed[facts["draw"]] = decision
        if "frozen" in facts:
            self.frozen.setdefault(facts["draw"], facts)


def write_synced(path: Path, data: bytes) -> None:
    """Replace a file so that after a crash there is the old one or the new one, never a half."""
    fresh = path.with_suffix(".new")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Store:
    """The folder of one custodian: config.json, root, state.json (`n`), decisions.jsonl (hash-chained)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.memory = Memory()
        self.head, self.count = NO_HASH, 0
        self.n = 0
        self._lock = (folder / "lock").open("w")
        try:
            self._start()
        except BaseException:
            self.close()
            raise

    def _start(self) -> None:
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Halted(f"another custodian already runs in {self.folder}") from None
        state = self._read_state()
        self.n = state["n"]
        self._replay(state)

    def close(self) -> None:
        self._lock.close()

    def _read_state(self) -> Json:
        path = self.folder / "state.json"
        state: Json = {"n": 0, "decisions": 0, "head": NO_HASH}
        return json.loads(path.read_bytes()) if path.exists() else state

    def _replay(self, state: Json) -> None:
        """Learn every decision again; a broken chain or a shortened log halts the program.

        A last line without its newline was cut off by a crash before anything was sent: it goes.
        """
        path = self.folder / "decisions.jsonl"
        data = path.read_bytes() if path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        if whole != data:
            write_synced(path, whole)
        for line in whole.splitlines():
            self._learn_line(line)
            if self.count == state["decisions"] and self.head != state["head"]:
                raise Halted("decisions.jsonl is not the log that state.json knows")
        if self.count < state["decisions"]:
            raise Halted("decisions.jsonl has fewer lines than state.json knows")

    def _learn_line(self, line: bytes) -> None:
        try:
            given = json.loads(line)
            whole = (given["prev"], given["i"], jcs(given)) == (self.head, self.count + 1, line)
        except (ValueError, KeyError, TypeError):
            whole = False
        if not whole:
            raise Halted(f"decisions.jsonl is broken at line {self.count + 1}")
        self._learned(line, given)

    def _learned(self, line: bytes, given: Json) -> None:
        self.head, self.count = sha256(line).hex(), self.count + 1
        named = {key: given[key] for key in Decision.__dataclass_fields__}
        self.memory.learn(Decision(**named))

    def decide(self, decision: Decision) -> None:
        """Write a decision and sync it: only afterwards may anything about it be sent."""
        line = decision.line(self.count + 1, self.head)
        with (self.folder / "decisions.jsonl").open("ab") as out:
            out.write(line + b"\n")
            out.flush()
            os.fsync(out.fileno())
        _sync_folder(self.folder)
        self._learned(line, json.loads(line))
        self._save()

    def next_n(self, at_least: int = 0) -> int:
        """The number of the next message, kept before it is sent so that it never repeats."""
        self.n = max(self.n + 1, at_least)
        self._save()
        return self.n

    def _save(self) -> None:
        state = {"n": self.n, "decisions": self.count, "head": self.head}
        write_synced(self.folder / "state.json", jcs(state) + b"\n")


# --- checks before an answer, in order -----------------------------------------------------------


@dataclass
class Case:
    """One task before the program: what is asked, by its own clock, against what it remembers."""

    config: Json
    keys: Keys
    memory: Memory
    task: Json
    now: datetime
    clock_is_sure: Callable[[], bool]
    facts: Json = field(default_factory=dict)

    @property
    def card(self) -> Json:
        card: Json = self.task["card"]
        return card

    def event(self, index: int) -> Json:
        event: Json = self.task["evidence"][index]["event"]
        return event

    def known_deadline(self) -> datetime:
        """The later of the card's deadline and the one last acknowledged by `move`."""
        known = self.memory.deadlines.get(self.card["scope"], "")
        return time_of(max(self.card["deadline"], known), "CARD")

    def draw(self) -> Draw:
        return Draw.of(self.event(0)["body"], "EVIDENCE")


Check = Callable[[Case], None]


def time_of(text: object, code: str) -> datetime:
    at = parse_moment(text)
    if at is None:
        raise Refused(code, "时间的写法不对")
    return at


def own_clock_is_sure(case: Case) -> None:
    if not case.clock_is_sure():
        raise Refused("CLOCK-DISAGREES", "本机时钟与所配置的时间源相差超过 30 秒，或时间源都不应答")


def draft_is_whole(case: Case) -> None:
    check_draft(case.task.get("card"), DRAFT)


def check_draft(card: object, members: set[str]) -> None:
    """CARD unless the card has exactly these members, each of its form (docs/formats/ptk-1.md)."""
    if not isinstance(card, dict) or set(card) != members:
        raise Refused("CARD", "密钥卡的成员不全或有多余")
    texts = all(is_text(card[key]) for key in ("scope", "tender", "lot"))
    counts = all(is_count(card[key]) for key in ("k", "n", "window_s", "min_plen"))
    names = (card["v"], card["suite"]) == ("ptk/1", "INT1") and card["level"] in ("S", "M", "L")
    if not (texts and counts and names) or card["own_lock"] not in ("never", "choose", "always"):
        raise Refused("CARD", "密钥卡的内容不合格式")
    time_of(card["deadline"], "CARD")
    if not 1 <= card["k"] <= card["n"] <= 7:
        raise Refused("CARD", "密钥卡的份额数不对")


def one_share_is_not_enough(case: Case) -> None:
    if case.card["n"] > 1 and case.card["k"] < 2:
        raise Refused("QUORUM", "多于一个保管方时，至少两份才能开启")


def deadline_is_ahead(case: Case) -> None:
    if time_of(case.card["deadline"], "CARD") <= case.now:
        raise Refused("DEADLINE", "截止时间已过，不再出具密钥")


def scope_is_new(case: Case) -> None:
    draft = sha256(jcs(case.card)).hex()
    if case.memory.drafts.get(case.card["scope"], draft) != draft:
        raise Refused("SCOPE-TAKEN", "该范围已为另一张密钥卡出具过条目")
    case.facts.update(scope=case.card["scope"], draft=draft, deadline=case.card["deadline"])


def own_entry_is_genuine(case: Case) -> None:
    """The card carries this program's own entry: its identity, its key for this scope, its signature."""
    check_draft(case.task.get("card"), DRAFT | {"members"})
    draft, keys, members = {key: case.card[key] for key in DRAFT}, case.keys, case.card["members"]
    if not isinstance(members, list) or len(members) != draft["n"]:
        raise Refused("CARD", "密钥卡的保管方人数不对")
    mine = [entry for entry in members if isinstance(entry, dict) and entry.get("m") == keys.id]
    hashed = sha256(jcs(draft)).hex()
    if len(mine) != 1 or case.memory.drafts.get(draft["scope"], hashed) != hashed:
        raise Refused("CARD", "密钥卡中没有本保管方的条目，或不是本保管方签过的那一张")
    unsigned = {key: value for key, value in mine[0].items() if key != "sig"}
    promised = (keys.idkey, b64u(point(keys.opening(draft["scope"]))))
    signed = b"ptk/1 member\n" + jcs({"card": draft, "entry": unsigned})
    genuine = verified(unb64u(keys.idkey, 32), unb64u(mine[0].get("sig"), 64), signed)
    if not genuine or (unsigned.get("idkey"), unsigned.get("open")) != promised:
        raise Refused("CARD", "密钥卡中本保管方的条目不是本保管方所签")


def evidence_is(*wanted: str) -> Check:
    """The evidence is exactly these events, in this order, each of its form."""

    def check(case: Case) -> None:
        check_evidence(case, wanted)

    return check


def check_evidence(case: Case, wanted: Sequence[str]) -> None:
    items = case.task.get("evidence")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise Refused("EVIDENCE", "缺少证据")
    events = [item.get("event") for item in items]
    if [isinstance(event, dict) and event.get("type") for event in events] != list(wanted):
        raise Refused("EVIDENCE", f"证据须依次为 {'、'.join(wanted)}")
    for event in events:
        if not isinstance(event.get("body"), dict):
            raise Refused("EVIDENCE", "证据中的事件没有内容")
        time_of(event.get("at"), "EVIDENCE")


def closing_is_evidenced(case: Case) -> None:
    """`process.closed`, and `release.ended` unless no bid can have an own lock; both name this card."""
    ended = () if case.card["own_lock"] == "never" else ("release.ended",)
    check_evidence(case, ("process.closed", *ended))


def evidence_names_this_card(case: Case) -> None:
    for index in range(len(case.task["evidence"])):
        event = case.event(index)
        if event.get("scope") != case.card["scope"] or event["body"].get("keycard") != card_hash(case.card):
            raise Refused("EVIDENCE", "证据说的不是这张密钥卡")
    case.facts["keycard"] = card_hash(case.card)


def evidence_is_signed(case: Case) -> None:
    """Each event carries the platform's signature. The witnessed log's proof will stand here as well."""
    platform = unb64u(case.config["platform_key"], 32)
    for item in case.task["evidence"]:
        if not verified(platform, unb64u(item.get("sig"), 64), b"ptb/1 closed\n" + jcs(item["event"])):
            raise Refused("PROOF", "事件上的平台签名不成立")


def deadline_moves_later(case: Case) -> None:
    known, moved = case.known_deadline(), time_of(case.event(0)["body"].get("deadline"), "EVIDENCE")
    if moved < known or known <= case.now:
        raise Refused("DEADLINE", "截止时间只能推后，且须在原截止时间之前推后")
    case.facts.update(scope=case.card["scope"], deadline=moment(moved))


def closed_after_the_deadline(case: Case) -> None:
    """The platform closed at or after the deadline this program knows, and so does its own clock say."""
    closed = case.event(0)
    deadline = time_of(closed["body"].get("deadline"), "EVIDENCE")
    if deadline < case.known_deadline() or time_of(closed["at"], "EVIDENCE") < deadline:
        raise Refused("DEADLINE", "截标早于本保管方所知的截止时间")
    if case.now < deadline:
        raise Refused("CLOCK-EARLY", "按本机时钟尚未到截止时间")


def window_is_over(case: Case) -> None:
    """`release.ended` comes after closing; with reason `window`, the own clock has passed the window."""
    if case.card["own_lock"] == "never":
        return
    closed, ended = case.event(0), case.event(1)
    if time_of(ended["at"], "EVIDENCE") < time_of(closed["at"], "EVIDENCE"):
        raise Refused("ORDER", "解锁时段的结束早于截标")
    reason = ended["body"].get("reason")
    if reason not in ("window", "all-released", "none-locked"):
        raise Refused("EVIDENCE", "解锁时段结束的原因不对")
    over = time_of(closed["body"]["deadline"], "EVIDENCE") + timedelta(seconds=case.card["window_s"])
    if reason == "window" and case.now < over:
        raise Refused("WINDOW", "按本机时钟解锁时段尚未结束")


def draw_is_named(case: Case) -> None:
    draw = Draw.of(case.task, "TASK")
    known = case.memory.committed.get(draw.name)
    if known is not None and known.facts["of"] != [draw.project_no, draw.suffix, draw.round]:
        raise Refused("DRAW-TAKEN", "同名的另一次抽取已作过承诺")
    case.facts.update(draw=draw.name, of=[draw.project_no, draw.suffix, draw.round])


def draw_is_the_committed_one(case: Case) -> None:
    """Both events speak of one draw, in order; this program's own commitment stands in the first."""
    committed, draw = case.event(0), case.draw()
    if Draw.of(case.event(1)["body"], "EVIDENCE") != draw:
        raise Refused("EVIDENCE", "两项证据说的不是同一次抽取")
    mine = commit_in(committed, case.keys.id)
    if mine.get("commit") != draw_commit(draw, case.keys.id, case.keys.nonce(draw)):
        raise Refused("EVIDENCE", "公布的承诺中没有本保管方的承诺")
    if time_of(case.event(1)["at"], "EVIDENCE") < time_of(committed["at"], "EVIDENCE"):
        raise Refused("ORDER", "名单冻结早于承诺公布")


def commit_in(committed: Json, custodian: object) -> Json:
    rows = committed["body"].get("custodians")
    found = (
        [r for r in rows if isinstance(r, dict) and r.get("id") == custodian]
        if isinstance(rows, list)
        else []
    )
    return found[0] if len(found) == 1 else {}


def seed_is_revealed(case: Case) -> None:
    """The platform has shown its own number, the committed one, before any custodian shows one."""
    seed = case.event(1)["body"].get("S_p")
    text = f"ZJCS-COMMIT-1\n{case.draw().project_no}\n{seed}"
    if sha256(text.encode()).hex() != case.event(0)["body"].get("commit"):
        raise Refused("SEED", "平台公开的种子与其承诺不符")


def entries_are_closed(case: Case) -> None:
    if case.now < time_of(case.event(0)["body"].get("closes_at"), "EVIDENCE"):
        raise Refused("CLOCK-EARLY", "按本机时钟报名尚未截止")


def frozen_once(case: Case) -> None:
    """One frozen roster for each draw, for ever; the first one seen is remembered with its time."""
    name, frozen = case.draw().name, sha256(jcs(case.event(1))).hex()
    known = case.memory.frozen.get(name)
    if known is not None and known["frozen"] != frozen:
        raise Refused("FROZEN-TWICE", "同一次抽取出现了另一份冻结的名单")
    seen_at = moment(case.now) if known is None else known["seen_at"]
    case.facts.update(draw=name, frozen=frozen, seen_at=seen_at)


def ten_minutes_have_passed(case: Case) -> None:
    if case.now < time_of(case.facts["seen_at"], "EVIDENCE") + RECOVERY_AFTER:
        raise Refused("TOO-SOON", "见到名单冻结后满十分钟才可恢复他方的随机数")


def copy_is_true(case: Case) -> None:
    other = case.task.get("of")
    if copied_nonce(case) is None:
        raise Refused("COPY-FALSE", f"保管方 {other} 封存的副本打不开，或与其承诺不符")


def copied_nonce(case: Case) -> bytes | None:
    """The other custodian's number from the copy sealed to this one, if it is the committed one."""
    draw, other, keys = case.draw(), str(case.task.get("of")), case.keys
    theirs = commit_in(case.event(0), other)
    copies = theirs.get("copies") if other != keys.id else None
    rows = copies if isinstance(copies, list) else []
    sealed = [row.get("hpke") for row in rows if isinstance(row, dict) and row.get("to") == keys.id]
    if not sealed:
        raise Refused("EVIDENCE", "证据中没有封存给本保管方的副本")
    try:
        nonce = HPKE.decrypt(unb64u(sealed[0], 113), keys.seal, copy_info(draw, other, keys.id))
    except (InvalidTag, ValueError):
        return None
    return nonce if draw_commit(draw, other, nonce) == theirs.get("commit") else None


_DRAW_EVIDENCE: tuple[Check, ...] = (
    own_clock_is_sure,
    evidence_is("draw.committed", "draw.frozen"),
    evidence_is_signed,
    draw_is_the_committed_one,
    seed_is_revealed,
    entries_are_closed,
    frozen_once,
)
CHECKS: dict[str, tuple[Check, ...]] = {
    "entry": (own_clock_is_sure, draft_is_whole, one_share_is_not_enough, deadline_is_ahead, scope_is_new),
    "move": (
        own_clock_is_sure,
        own_entry_is_genuine,
        evidence_is("deadline.moved"),
        evidence_names_this_card,
        evidence_is_signed,
        deadline_moves_later,
    ),
    "open": (
        own_clock_is_sure,
        own_entry_is_genuine,
        closing_is_evidenced,
        evidence_names_this_card,
        evidence_is_signed,
        closed_after_the_deadline,
        window_is_over,
    ),
    "draw-commit": (own_clock_is_sure, draw_is_named),
    "draw-reveal": _DRAW_EVIDENCE,
    "draw-recover": (*_DRAW_EVIDENCE, ten_minutes_have_passed, copy_is_true),
}


# --- answers -------------------------------------------------------------------------------------


def give_entry(case: Case) -> Json:
    scope, keys = case.card["scope"], case.keys
    entry = {
        "m": keys.id,
        "name": case.config["name"],
        "kind": case.config["kind"],
        "idkey": keys.idkey,
        "open": b64u(point(keys.opening(scope))),
    }
    return {**entry, "sig": keys.sign(b"ptk/1 member\n", {"card": case.card, "entry": entry})}


def give_deadline(case: Case) -> Json:
    return {"scope": case.card["scope"], "deadline": case.event(0)["body"]["deadline"]}


def give_opening_key(case: Case) -> Json:
    value = case.keys.opening(case.card["scope"]).private_numbers().private_value
    return {"scope": case.card["scope"], "m": case.keys.id, "sk": f"{value:064x}"}


def give_commit(case: Case) -> Json:
    """The commitment to this program's number, and copies of it sealed to the independent custodians."""
    draw, keys = Draw.of(case.task, "TASK"), case.keys
    known = case.memory.committed.get(draw.name)
    if known is not None and known.result is not None:
        return known.result
    nonce, copies = keys.nonce(draw), []
    for peer in case.config["peers"]:
        public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), unb64u(peer["seal"], 65))
        sealed = HPKE.encrypt(nonce, public, copy_info(draw, keys.id, peer["id"]))
        copies.append({"to": peer["id"], "hpke": b64u(sealed)})
    return {"commit": draw_commit(draw, keys.id, nonce), "copies": copies}


def give_number(case: Case) -> Json:
    draw = case.draw()
    return {**vars(draw), "nonce": case.keys.nonce(draw).hex()}


def give_copied_number(case: Case) -> Json:
    nonce = copied_nonce(case) or b""
    return {"of": case.task["of"], "nonce": nonce.hex()}


ANSWERS: dict[str, Callable[[Case], Json]] = {
    "entry": give_entry,
    "move": give_deadline,
    "open": give_opening_key,
    "draw-commit": give_commit,
    "draw-reveal": give_number,
    "draw-recover": give_copied_number,
}


def without_secrets(result: Json) -> Json:
    """The result as the decision log keeps it: keys and numbers only as their hash."""
    kept = {key: value for key, value in result.items() if key not in ("sk", "nonce")}
    hidden = {
        f"{key}_sha256": sha256(bytes.fromhex(result[key])).hex() for key in result.keys() - kept.keys()
    }
    return kept | hidden


# --- the program ---------------------------------------------------------------------------------


def system_now() -> datetime:
    """The host's clock. That it is the unit's own and not the platform's is the point of a custodian."""
    return datetime.now(UTC)  # noqa: TID251


def network_time(source: str, seconds: float = 3.0) -> datetime | None:
    """What an SNTP server (RFC 4330) says; None when it does not answer."""
    host, _, port = source.partition(":")
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
            wire.settimeout(seconds)
            wire.sendto(b"\x1b" + bytes(47), (host, int(port or 123)))
            answer = wire.recv(64)
    except OSError:
        return None
    stamp = int.from_bytes(answer[40:44])
    return (
        datetime(1900, 1, 1, tzinfo=UTC) + timedelta(seconds=stamp) if len(answer) >= 48 and stamp else None
    )


class Custodian:
    """One custodian at work: takes tasks, decides, writes down, answers."""

    def __init__(self, folder: Path, clock: Callable[[], datetime] = system_now) -> None:
        self.config = load_config(folder)
        self.keys = Keys(self.config["id"], load_root(folder))
        self.store = Store(folder)
        self._clock = clock
        self._platform_now: datetime | None = None

    def close(self) -> None:
        self.store.close()

    def now(self) -> datetime:
        """The host's clock; for the demo's programs, the movable clock of the last poll answer."""
        return self._platform_now or self._clock()

    def follow(self, answer: Json) -> None:
        at = parse_moment(answer.get("at"))
        if self.config["follow_platform_clock"] and at is not None:
            self._platform_now = at

    def clock_is_sure(self) -> bool:
        """Whether the configured time sources that answer agree with the own clock; at least one must."""
        if not self.config["time_sources"]:
            return True
        told = [at for source in self.config["time_sources"] if (at := network_time(source)) is not None]
        return bool(told) and all(abs(at - self._clock()) <= CLOCK_TOLERANCE for at in told)

    def message(self, kind: str, **members: object) -> Json:
        payload = {
            "v": "ptc/1",
            "type": kind,
            "from": self.keys.id,
            "to": self.config["origin"],
            "at": moment(self.now()),
            "n": self.store.next_n(),
            **members,
        }
        return {"payload": payload, "sig": self.keys.sign(b"ptc/1 message\n", payload)}

    def said(self, task: Json) -> Json:
        """What is answered to one task. The decision is on disk before this returns."""
        decision, result = self._decided(task)
        if result is not None:
            return {"task": task["id"], "result": result}
        refused = {"code": decision.code, "says": decision.facts["says"]}
        return {"task": task["id"], "refused": refused}

    def _decided(self, task: Json) -> tuple[Decision, Json | None]:
        """Judge a task. The same task again gets the same answer, and no second line in the log."""
        digest = sha256(jcs({key: value for key, value in task.items() if key != "id"})).hex()
        known = self.store.memory.decisions.get(task["id"])
        case = Case(self.config, self.keys, self.store.memory, task, self.now(), self.clock_is_sure)
        if known is not None and known.digest == digest and known.code is None:
            return known, self._again(case, known)
        code, result = None, None
        try:
            result = judged(case)
        except Refused as refused:
            code = refused.code
            case.facts["says"] = refused.says
        if known is not None and (known.digest, known.code) == (digest, code):
            return known, None
        kept = None if result is None else without_secrets(result)
        facts = case.facts if result is not None or "frozen" in case.facts else {"says": case.facts["says"]}
        kind = task.get("type") if task.get("type") in CHECKS else "unknown"
        decision = Decision(moment(case.now), task["id"], str(kind), digest, code, kept, facts)
        self.store.decide(decision)
        self._tell(decision)
        return decision, result

    def _again(self, case: Case, known: Decision) -> Json:
        if known.result is not None and not any(key.endswith("_sha256") for key in known.result):
            return known.result
        return ANSWERS[known.type](case)

    def _tell(self, decision: Decision) -> None:
        print(f"{decision.at} {decision.type} {decision.task}: {decision.code or 'answered'}", flush=True)

    def tasks(self, polled: Json) -> list[Json]:
        """The tasks of a poll answer; what has no name or no canonical form is passed over."""
        self.follow(polled)
        tasks = polled.get("tasks")
        return [task for task in tasks if is_task(task)] if isinstance(tasks, list) else []


def is_task(given: object) -> bool:
    if not isinstance(given, dict) or not is_text(given.get("id")):
        return False
    try:
        jcs(given)
    except (ValueError, TypeError, RecursionError):
        return False
    return True


def judged(case: Case) -> Json:
    """The result of a task that passes every check of its kind; else Refused."""
    checks = CHECKS.get(str(case.task.get("type")))
    if checks is None:
        raise Refused("TASK", "不认识这种任务")
    for check in checks:
        check(case)
    return ANSWERS[case.task["type"]](case)


# --- network -------------------------------------------------------------------------------------


class Unreachable(Exception):
    """The platform did not answer, or not as agreed; the program tries again later."""


def post(config: Json, call: str, message: Json) -> tuple[int, Json]:
    """POST one message; follows no redirect. Plain HTTP is for the demo and the own machine only."""
    address = urlsplit(config["url"])
    if address.scheme == "https":
        wire: http.client.HTTPConnection = http.client.HTTPSConnection(
            address.netloc, timeout=15, context=ssl.create_default_context()
        )
    else:
        wire = http.client.HTTPConnection(address.netloc, timeout=15)
    try:
        path = f"{address.path.rstrip('/')}/api/v1/custody/{call}"
        wire.request("POST", path, jcs(message), {"Content-Type": "application/json"})
        response = wire.getresponse()
        given = json.loads(response.read(LARGEST_ANSWER) or b"{}")
    except (OSError, http.client.HTTPException, ValueError, RecursionError) as error:
        raise Unreachable(type(error).__name__) from error
    finally:
        wire.close()
    return response.status, given if isinstance(given, dict) else {}


def send(custodian: Custodian, call: str, kind: str, **members: object) -> tuple[int, Json]:
    """Send a message; when the platform says that clock or number are off, put them right once."""
    status, given = post(custodian.config, call, custodian.message(kind, **members))
    if status == 409:
        custodian.follow(given)
        if given.get("code") == "N" and is_count(given.get("n")):
            custodian.store.next_n(int(given["n"]))
        status, given = post(custodian.config, call, custodian.message(kind, **members))
    if status >= 500:
        raise Unreachable(f"HTTP {status}")
    return status, given


def poll_once(custodian: Custodian) -> int:
    """One poll and its answers; the number of tasks answered.

    An answer that is not taken stands in the decision log and is given again when asked again.
    """
    status, polled = send(custodian, "poll", "poll", version=VERSION)
    if status != 200:
        raise Unreachable(f"HTTP {status} {polled.get('code', '')}".strip())
    tasks = custodian.tasks(polled)
    for task in tasks:
        status, given = send(custodian, "answer", "answer", **custodian.said(task))
        if status != 200:
            print(f"answer {task['id']} not taken: HTTP {status} {given.get('code', '')}", flush=True)
    return len(tasks)


def run(custodian: Custodian, stop: threading.Event) -> None:
    """Poll until told to stop. Errors of the network double the pause, up to five minutes (demo: five seconds)."""
    usual = pause = float(custodian.config["poll_seconds"])
    longest = POLL_SECONDS if custodian.config["kind"] == "demo" else LONGEST_PAUSE
    while not stop.is_set():
        try:
            poll_once(custodian)
            pause = usual
        except Unreachable as error:
            pause = min(pause * 2, max(usual, longest))
            print(f"{moment(custodian.now())} platform: {error}; again in {pause:.0f} s", flush=True)
        stop.wait(pause)


# --- the folder and the commands -----------------------------------------------------------------


def load_config(folder: Path) -> Json:
    config: Json = json.loads((folder / "config.json").read_bytes())
    if config["follow_platform_clock"] and config["kind"] != "demo":
        raise Halted("only a demo custodian may follow the platform's clock")
    return config


def load_root(folder: Path) -> bytes:
    path = folder / "root"
    if path.stat().st_mode & 0o077:
        raise Halted(f"{path} can be read by others: chmod 600")
    root = bytes.fromhex(path.read_text().strip())
    if len(root) != 32:
        raise Halted(f"{path} does not hold 32 bytes")
    return root


def public_identity(config: Json, keys: Keys) -> Json:
    """What the platform registers (/log/keys.json) and peers need; nothing here is secret."""
    shown = {key: config[key] for key in ("id", "name", "kind", "url", "origin")}
    return {**shown, "idkey": keys.idkey, "seal": b64u(point(keys.seal))}


def peer(text: str) -> Json:
    name, _, seal = text.partition("=")
    if not MEMBER_ID.fullmatch(name) or not unb64u(seal, 65):
        raise argparse.ArgumentTypeError("ID=SEAL, the seal key as `show` prints it")
    return {"id": name, "seal": seal}


def address(text: str) -> str:
    parts = urlsplit(text)
    local = parts.hostname in ("localhost", "127.0.0.1", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise argparse.ArgumentTypeError("https://… (http only on this machine)")
    return text.rstrip("/")


def platform_key(text: str) -> str:
    if not unb64u(text, 32):
        raise argparse.ArgumentTypeError("the platform's Ed25519 public key, 43 characters of base64url")
    return text


def member_id(text: str) -> str:
    if not MEMBER_ID.fullmatch(text):
        raise argparse.ArgumentTypeError("1 to 32 of a-z 0-9 -")
    return text


def init(given: argparse.Namespace) -> None:
    """Make the folder with a fresh root, or with one from the unit's safe (--restore, typed or piped)."""
    folder: Path = given.dir
    if (folder / "root").exists():
        raise Halted(f"{folder} already holds a custodian; it is never overwritten")
    root = bytes.fromhex(sys.stdin.readline().strip()) if given.restore else secrets.token_bytes(32)
    if len(root) != 32:
        raise Halted("a root has 64 hexadecimal digits")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    demo = given.kind == "demo"
    config = {
        "id": given.id,
        "name": given.name,
        "kind": given.kind,
        "url": given.url,
        "origin": given.origin,
        "platform_key": given.platform_key,
        "peers": given.peer,
        "time_sources": given.time_source,
        "poll_seconds": 1 if demo else POLL_SECONDS,
        "follow_platform_clock": demo,
    }
    write_synced(folder / "config.json", json.dumps(config, ensure_ascii=False, indent=2).encode() + b"\n")
    write_synced(folder / "root", root.hex().encode() + b"\n")
    if given.show_root:
        print(
            f"root (keep it in the unit's safe, it is the only backup needed): {root.hex()}", file=sys.stderr
        )
    show(given)


def show(given: argparse.Namespace) -> None:
    config = load_config(given.dir)
    identity = public_identity(config, Keys(config["id"], load_root(given.dir)))
    print(json.dumps(identity, ensure_ascii=False, indent=2))


def run_until_stopped(given: argparse.Namespace) -> None:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    with closing(Custodian(given.dir)) as custodian:
        run(custodian, stop)


def run_once(given: argparse.Namespace) -> None:
    with closing(Custodian(given.dir)) as custodian:
        poll_once(custodian)


def answer_file(given: argparse.Namespace) -> None:
    """The same judgement with a USB stick as the wire: a poll answer in, a list of messages out."""
    with closing(Custodian(given.dir)) as custodian:
        tasks = custodian.tasks(json.loads(given.tasks.read_bytes()))
        messages = [custodian.message("answer", **custodian.said(task)) for task in tasks]
    given.answers.write_text(json.dumps(messages, ensure_ascii=False, indent=1) + "\n")


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="custodian", description=__doc__)
    commands = parser.add_subparsers(required=True)
    for name, call in (
        ("init", init),
        ("show", show),
        ("run", run_until_stopped),
        ("once", run_once),
        ("file", answer_file),
    ):
        command = commands.add_parser(name, help=call.__doc__)
        command.add_argument("--dir", type=Path, required=True)
        command.set_defaults(call=call)
        if name == "init":
            _init_arguments(command)
        if name == "file":
            command.add_argument("tasks", type=Path)
            command.add_argument("answers", type=Path)
    given = parser.parse_args(argv)
    try:
        given.call(given)
    except Unreachable as error:
        print(f"platform: {error}", file=sys.stderr)
        return 1
    except (Halted, OSError, ValueError, KeyError) as error:
        print(f"halted: {error}", file=sys.stderr)
        return 2
    return 0


def _init_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("--id", type=member_id, required=True)
    command.add_argument("--name", required=True, help="the unit, as key cards show it")
    command.add_argument("--url", type=address, required=True, help="the platform's address")
    command.add_argument("--platform-key", type=platform_key, required=True)
    command.add_argument("--kind", choices=("program", "demo"), required=True)
    command.add_argument("--origin", default=ORIGIN, help="the platform's log origin")
    command.add_argument("--peer", action="append", default=[], type=peer, metavar="ID=SEAL")
    command.add_argument("--time-source", action="append", default=[], metavar="HOST[:PORT]")
    command.add_argument("--restore", action="store_true", help="read the root from standard input")
    command.add_argument("--show-root", action="store_true", help="print the root once, for the safe")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
