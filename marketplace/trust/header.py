"""What stands unencrypted in front of a sealed bid: the ptb/1 core and its locks, and what binds them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from marketplace.trust.canonical import Json, b64u, decode, encode, unb64u, unhex32
from marketplace.trust.errors import SealedError, TrustError
from marketplace.trust.keycard import MEMBER_ID, is_count, is_hash, is_text
from marketplace.trust.suites import CryptoSuite, suite_named

MAGIC = b"PTBIDv1\n"
MAX_HEADER = 262144
CORE_MEMBERS = {
    "v", "suite", "tender", "lot", "part", "bidder", "seq", "prev", "keycard", "plen", "pt_root", "salt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Core:
    """Which bid this is. Everything here enters `ctx` and thereby every share, commit and the content key."""

    tender: str
    lot: str
    bidder: str
    seq: int
    prev: str | None
    keycard: str
    plen: int
    pt_root: str
    salt: bytes
    auto: bool
    suite: str = "INT1"
    part: str = "main"

    def as_json(self) -> Json:
        body: Json = {
            "v": "ptb/1",
            "suite": self.suite,
            "tender": self.tender,
            "lot": self.lot,
            "part": self.part,
            "bidder": self.bidder,
            "seq": self.seq,
            "prev": self.prev,
            "keycard": self.keycard,
            "plen": self.plen,
            "pt_root": self.pt_root,
            "salt": b64u(self.salt),
        }
        return {**body, "open": "auto"} if self.auto else body

    @property
    def ctx(self) -> bytes:
        return suite_named(self.suite).hash(b"ptb/1 core\n" + encode(self.as_json()))

    @classmethod
    def parse(cls, core: object) -> Core:
        if not isinstance(core, Mapping) or set(core) - {"open"} != CORE_MEMBERS:
            raise SealedError("core", "投标信息的成员不全或有多余")
        if core["v"] != "ptb/1" or core["part"] != "main" or core.get("open", "auto") != "auto":
            raise SealedError("core", "版本、组成部分或开启方式不是本版本支持的")
        if not all(is_text(core[key]) for key in ("tender", "lot", "bidder")):
            raise SealedError("core", "项目、标段或投标人不是合格的文本")
        if not is_count(core["seq"]) or core["seq"] < 1 or not is_count(core["plen"]):
            raise SealedError("core", "序号或长度不对")
        if not is_hash(core["keycard"]) or not is_hash(core["pt_root"]):
            raise SealedError("core", "密钥卡或明文根不是散列值")
        if not (core["prev"] is None or is_hash(core["prev"])):
            raise SealedError("core", "上一次递交的散列值不对")
        try:
            suite = suite_named(core["suite"]).name
            salt = unb64u(core["salt"], 32)
        except TrustError as error:
            raise SealedError("core", error.says) from error
        same = {key: core[key] for key in CORE_MEMBERS - {"v", "salt", "suite"}}
        return cls(salt=salt, auto="open" in core, suite=suite, **same)


@dataclass(frozen=True, slots=True)
class Share:
    """One share of the opening secret, wrapped to one custodian."""

    m: str
    x: int
    commit: bytes
    hpke: bytes

    def as_json(self) -> Json:
        return {"m": self.m, "x": self.x, "commit": self.commit.hex(), "hpke": b64u(self.hpke)}


@dataclass(frozen=True, slots=True)
class Lock:
    """k of n shares."""

    k: int
    n: int
    shares: tuple[Share, ...]

    def as_json(self) -> Json:
        return {"k": self.k, "n": self.n, "shares": [share.as_json() for share in self.shares]}

    @classmethod
    def parse(cls, lock: object) -> Lock:
        if not isinstance(lock, Mapping) or set(lock) != {"k", "n", "shares"}:
            raise SealedError("locks", "锁的成员不全或有多余")
        k, n, shares = lock["k"], lock["n"], lock["shares"]
        if not is_count(k) or not is_count(n) or not 1 <= k <= n <= 7:
            raise SealedError("locks", "锁的份额数须满足 1 ≤ k ≤ n ≤ 7")
        if not isinstance(shares, list) or len(shares) != n:
            raise SealedError("locks", "锁的份额数与 n 不符")
        return cls(k, n, tuple(_share(share, x) for x, share in enumerate(shares, 1)))


def _share(share: object, x: int) -> Share:
    if not isinstance(share, Mapping) or set(share) != {"m", "x", "commit", "hpke"}:
        raise SealedError("locks", "份额的成员不全或有多余")
    m, given = share["m"], share["x"]
    if not isinstance(m, str) or not MEMBER_ID.fullmatch(m) or not is_count(given) or given != x:
        raise SealedError("locks", "份额的保管方或次序不对")
    try:
        return Share(m, x, unhex32(share["commit"]), unb64u(share["hpke"], 113))
    except TrustError as error:
        raise SealedError("locks", error.says) from error


@dataclass(frozen=True, slots=True)
class Header:
    """Core and locks. A package has the bidder's own lock exactly when its core does not say `auto`."""

    core: Core
    opening: Lock
    bidder_commit: bytes | None
    escrow: Lock | None = None

    @property
    def suite(self) -> CryptoSuite:
        return suite_named(self.core.suite)

    def encode(self) -> bytes:
        locks: Json = {"opening": self.opening.as_json()}
        if self.bidder_commit is not None:
            locks["bidder"] = {"commit": self.bidder_commit.hex()}
        if self.escrow is not None:
            locks["escrow"] = self.escrow.as_json()
        return encode({"core": self.core.as_json(), "locks": locks})

    @property
    def hash(self) -> bytes:
        """`header_hash`: covers the locks, and binds them to the body."""
        return self.suite.hash(b"ptb/1 header\n" + self.encode())

    @classmethod
    def parse(cls, data: bytes) -> Header:
        """The header of exactly these bytes; what would be written differently is refused."""
        try:
            value = decode(data)
        except TrustError as error:
            raise SealedError("header", error.says) from error
        if not isinstance(value, Mapping) or set(value) != {"core", "locks"}:
            raise SealedError("header", "文件头的成员不全或有多余")
        core, locks = Core.parse(value["core"]), value["locks"]
        if not isinstance(locks, Mapping) or set(locks) - {"bidder", "escrow"} != {"opening"}:
            raise SealedError("locks", "锁的种类不对")
        if ("bidder" in locks) == core.auto:
            raise SealedError("locks", "开启方式与锁不一致：自动开启不带自锁，自锁不得自动开启")
        escrow = Lock.parse(locks["escrow"]) if "escrow" in locks else None
        return cls(core, Lock.parse(locks["opening"]), _bidder_commit(locks.get("bidder")), escrow)


def _bidder_commit(lock: object) -> bytes | None:
    if lock is None:
        return None
    if not isinstance(lock, Mapping) or set(lock) != {"commit"}:
        raise SealedError("locks", "自锁的成员不全或有多余")
    try:
        return unhex32(lock["commit"])
    except TrustError as error:
        raise SealedError("locks", error.says) from error


def share_commit(suite: CryptoSuite, ctx: bytes, x: int, share: bytes, label: bytes = b"opening") -> bytes:
    return suite.hash(b"ptb/1 share\n" + ctx + label + b"\x00" + bytes([x]) + share)


def wrap_info(ctx: bytes, m: str, x: int, label: bytes = b"opening") -> bytes:
    return b"ptb/1 wrap\n" + ctx + label + b"\x00" + m.encode() + b"\x00" + bytes([x])


def bidder_commit(suite: CryptoSuite, ctx: bytes, s_b: bytes) -> bytes:
    return suite.hash(b"ptb/1 sb\n" + ctx + s_b)


def content_key(header: Header, s_c: bytes, s_b: bytes | None) -> bytes:
    """CEK: from the opening secret alone (`auto`), or from the bidder's secret and it."""
    core, suite = header.core, header.suite
    if s_b is None:
        return suite.hkdf(s_c, core.salt, b"ptb/1 cek auto" + core.ctx, 32)
    return suite.hkdf(s_b + s_c, core.salt, b"ptb/1 cek" + core.ctx, 32)


def read(package: BinaryIO) -> Header:
    """The header of a package file, which is left standing at its body."""
    if package.read(len(MAGIC)) != MAGIC:
        raise SealedError("magic", "不是 ptb/1 加密投标文件")
    length = package.read(4)
    size = int.from_bytes(length)
    if len(length) < 4 or not 1 <= size <= MAX_HEADER:
        raise SealedError("header-length", "文件头长度不对")
    data = package.read(size)
    if len(data) != size:
        raise SealedError("header-length", "文件在文件头处中断")
    return Header.parse(data)
