"""How a bid is sealed, checked on receipt and opened: ptb/1, each refusal under its own name."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from marketplace.trust import bundle as bundles
from marketplace.trust.bundle import Contents, Source, padme
from marketplace.trust.canonical import encode
from marketplace.trust.chunked import PREFIX, body_keys, body_length, decrypted, encrypted
from marketplace.trust.codes import bidder_secret
from marketplace.trust.errors import SealedError, ShareError, SuiteError
from marketplace.trust.header import (
    MAGIC,
    Core,
    Header,
    Lock,
    Share,
    bidder_commit,
    content_key,
    read,
    share_commit,
    wrap_info,
)
from marketplace.trust.keycard import KeyCard
from marketplace.trust.merkle import SEGMENT, SegmentRoot, segment_root
from marketplace.trust.shamir import combine, split
from marketplace.trust.suites import suite_named

__all__ = [
    "Contents",
    "Header",
    "Sealed",
    "Source",
    "check_header",
    "check_on_receipt",
    "open_package",
    "open_plaintext",
    "padme",
    "read",
    "release",
    "seal",
]


@dataclass(frozen=True, slots=True)
class Sealed:
    """What the submission statement says of a package."""

    header: Header
    header_hash: str
    ct_root: str
    ct_len: int
    pt_root: str


def seal(
    card: KeyCard,
    out: BinaryIO,
    *,
    bidder: str,
    form: Mapping[str, str],
    files: Sequence[Source] = (),
    seq: int = 1,
    prev: str | None = None,
    code: str | None = None,
) -> Sealed:
    """Write the package of a bid to `out`: with the bidder's own lock when a code is given.

    `code` is the twenty characters. Files are read three times (hash, root, encryption) so that
    memory stays small whatever their size.
    """
    if card.own_lock != "choose" and (code is None) != (card.own_lock == "never"):
        raise SealedError("own-lock", "密钥卡规定的自锁方式与所选不符")
    suite = suite_named(card.suite)
    bundle = bundles.make(suite, form, files, card.min_plen)
    core = Core(
        tender=card.tender,
        lot=card.lot,
        bidder=bidder,
        seq=seq,
        prev=prev,
        keycard=card.hash,
        plen=bundle.plen,
        pt_root=segment_root(bundle.pieces(), suite.hash).hex(),
        salt=secrets.token_bytes(32),
        auto=code is None,
        suite=card.suite,
    )
    s_c, s_b = secrets.token_bytes(32), None if code is None else bidder_secret(suite, code, core.ctx)
    commit = None if s_b is None else bidder_commit(suite, core.ctx, s_b)
    header = Header(core, _opening_lock(card, core, s_c), commit)
    Core.parse(core.as_json())
    return _write(header, content_key(header, s_c, s_b), bundle.pieces(), out)


def _opening_lock(card: KeyCard, core: Core, s_c: bytes) -> Lock:
    suite, ctx, shares = suite_named(card.suite), core.ctx, []
    for (x, share), entry in zip(split(s_c, card.k, card.n).items(), card.members, strict=True):
        wrapped = suite.wrap(entry.open, share, wrap_info(ctx, entry.m, x))
        shares.append(Share(entry.m, x, share_commit(suite, ctx, x, share), wrapped))
    return Lock(card.k, card.n, tuple(shares))


def _write(header: Header, cek: bytes, plain: Iterator[bytes], out: BinaryIO) -> Sealed:
    data, bsalt, root, length = header.encode(), secrets.token_bytes(24), SegmentRoot(header.suite.hash), 0
    keys = body_keys(header.suite, cek, bsalt, header.hash)
    head = MAGIC + len(data).to_bytes(4) + data + bsalt + keys.bcommit
    for piece in chain([head], encrypted(header.suite, keys, plain)):
        out.write(piece)
        root.update(piece)
        length += len(piece)
    return Sealed(header, header.hash.hex(), root.digest().hex(), length, header.core.pt_root)


def check_header(
    header: Header, ct_len: int, card: KeyCard, *, bidder: str, seq: int, prev: str | None
) -> None:
    """The checks on receipt that need the header and the length only (ptb/1 §2.3)."""
    core, lock = header.core, header.opening
    if core.keycard != card.hash:
        raise SealedError("keycard", "加密所用的密钥卡不是本标段现行的密钥卡，请重新加密")
    if (core.tender, core.lot, core.suite) != (card.tender, card.lot, card.suite):
        raise SealedError("process", "加密文件不属于本项目、本标段")
    if core.bidder != bidder:
        raise SealedError("bidder", "加密文件不属于本单位")
    if (lock.k, lock.n) != (card.k, card.n) or [s.m for s in lock.shares] != [e.m for e in card.members]:
        raise SealedError("members", "加密文件的保管方与密钥卡不符")
    if card.own_lock != "choose" and core.auto != (card.own_lock == "never"):
        raise SealedError("own-lock", "密钥卡规定的自锁方式与加密文件不符")
    if core.plen < card.min_plen or (core.plen != card.min_plen and padme(core.plen) != core.plen):
        raise SealedError("padding", "加密文件未按规定填充，会泄露内容长度")
    if ct_len != len(MAGIC) + 4 + len(header.encode()) + body_length(core.plen):
        raise SealedError("length", "文件长度与文件头不符，可能未完整上传")
    if (core.seq, core.prev) != (seq, prev):
        raise SealedError("sequence", "递交序号不衔接：另有一次递交在先，请重新加密")


def check_on_receipt(
    package: BinaryIO,
    card: KeyCard,
    *,
    bidder: str,
    seq: int,
    prev: str | None,
    ct_root: str,
    ct_len: int,
) -> Sealed:
    """Every check on receipt of a stored package; no key is needed.

    `seq` and `prev` are the ones expected next from this bidder, `ct_root` and `ct_len` what its
    statement says.
    """
    package.seek(0)
    header = read(package)
    package.seek(0)
    root, length = SegmentRoot(header.suite.hash), 0
    while piece := package.read(SEGMENT):
        root.update(piece)
        length += len(piece)
    check_header(header, length, card, bidder=bidder, seq=seq, prev=prev)
    if root.digest().hex() != ct_root or length != ct_len:
        raise SealedError("ct-root", "收到的文件与声明中的密文根不符，上传中有损坏")
    return Sealed(header, header.hash.hex(), ct_root, length, header.core.pt_root)


def release(header: Header, code: str) -> bytes:
    """S_b from the bidder's twenty characters, checked against the commitment in the package."""
    s_b = bidder_secret(header.suite, code, header.core.ctx)
    check_release(header, s_b)
    return s_b


def check_release(header: Header, s_b: bytes) -> None:
    """Raise unless `s_b` is what the bidder committed to when sealing."""
    if header.bidder_commit is None:
        raise SealedError("bidder-commit", "该文件没有自锁，无须解锁")
    if bidder_commit(header.suite, header.core.ctx, s_b) != header.bidder_commit:
        raise SealedError("bidder-commit", "解锁码与加密时承诺的不一致")


def open_package(
    package: BinaryIO, plain: BinaryIO, *, keys: Mapping[int, bytes], s_b: bytes | None = None
) -> Contents:
    """Decrypt a package into `plain` (seekable, empty) and return its contents.

    `keys`: share number x → private opening key. The checks come in the order of ptb/1 §2.3; the
    first that fails is raised under its name.
    """
    package.seek(0)
    header = read(package)
    s_c = _opening_secret(header, keys)
    if header.bidder_commit is None:
        s_b = None
    elif s_b is None:
        raise SealedError("bidder-commit", "该文件有投标人自锁，缺少解锁码")
    else:
        check_release(header, s_b)
    prefix = package.read(PREFIX)
    if len(prefix) != PREFIX:
        raise SealedError("bcommit", "文件在正文处中断")
    body = body_keys(header.suite, content_key(header, s_c, s_b), prefix[:24], header.hash)
    if body.bcommit != prefix[24:]:
        raise SealedError("bcommit", "正文密钥与文件中的承诺不符")
    for piece in decrypted(header.suite, body, package):
        plain.write(piece)
    return open_plaintext(plain, header)


def _opening_secret(header: Header, keys: Mapping[int, bytes]) -> bytes:
    """S_c from every share whose key is at hand."""
    suite, ctx, found = header.suite, header.core.ctx, {}
    for share in header.opening.shares:
        if share.x in keys:
            try:
                found[share.x] = suite.unwrap(keys[share.x], share.hpke, wrap_info(ctx, share.m, share.x))
            except SuiteError as error:
                raise SealedError("unwrap", f"保管方 {share.m} 的密钥解不开其份额") from error
    for share in header.opening.shares:
        if share.x in found and share_commit(suite, ctx, share.x, found[share.x]) != share.commit:
            raise SealedError("share-commit", f"保管方 {share.m} 的份额与加密时承诺的不一致")
    try:
        return combine(found, header.opening.k)
    except ShareError as error:
        raise SealedError(error.check, error.says) from error


def open_plaintext(plain: BinaryIO, header: Header) -> Contents:
    """The contents of a decrypted or separately kept bundle (D19), if it is the sealed one."""
    length = plain.seek(0, 2)
    if length != header.core.plen:
        raise SealedError("plen", "明文长度与文件头不符")
    plain.seek(0)
    root = segment_root(iter(lambda: plain.read(SEGMENT), b""), header.suite.hash)
    if root.hex() != header.core.pt_root:
        raise SealedError("pt-root", "明文与加密时承诺的明文根不符")
    return bundles.parse(header.suite, plain, length)


def manifest_json(contents: Contents) -> bytes:
    """The manifest as it is written beside the files."""
    return encode(contents.manifest) + b"\n"
