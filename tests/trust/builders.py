"""Key cards, custodians and bids with fixed values; nothing here is secret."""

import io
from dataclasses import replace
from datetime import UTC, datetime

from marketplace.trust.chunked import body_keys, encrypted
from marketplace.trust.codes import opening_secret
from marketplace.trust.header import Core, Header, Lock, Share, content_key, share_commit, wrap_info
from marketplace.trust.keycard import Entry, KeyCard, sign_entry
from marketplace.trust.merkle import segment_root
from marketplace.trust.sealed import Sealed, Source, seal
from marketplace.trust.shamir import split
from marketplace.trust.suites import INT1, KeyPair, signing_public

NINE = datetime(2026, 12, 1, 1, 0, tzinfo=UTC)  # nine o'clock in Jingle
BIDDER = "91140926MA0TEST017"
CODE = "9ZQ4TYV7K2HJX5M8WD3N"
ROOTS = {"centre": b"c" * 32, "regulator": b"r" * 32, "reserve": b"p" * 32}


def identity(m: str) -> bytes:
    """The Ed25519 seed of a custodian: HKDF(root, "", "ptc/1 identity\\n" id)."""
    return INT1.hkdf(ROOTS[m], b"", f"ptc/1 identity\n{m}".encode(), 32)


def opening(m: str, scope: str) -> KeyPair:
    return INT1.derive_key(opening_secret(INT1, ROOTS[m], scope, m))


def a_draft(**changes: object) -> KeyCard:
    draft = KeyCard(
        scope="JLX-GC-2026-00187-02#1",
        tender="JLX-GC-2026-00187",
        lot="02",
        level="M",
        k=2,
        n=2,
        deadline=NINE,
        window_s=1800,
        own_lock="choose",
        min_plen=4096,
    )
    return replace(draft, **changes)  # type: ignore[arg-type]


def a_card(*members: str, kind: str = "program", **changes: object) -> KeyCard:
    names = members or ("centre", "regulator")
    draft = a_draft(n=len(names), **changes)
    entries = []
    for m in names:
        stepup = "EV1" if kind == "person" else None
        entry = Entry(
            m, f"{m} 保管方", kind, signing_public(identity(m)), opening(m, draft.scope).public, stepup=stepup
        )
        entries.append(sign_entry(draft, entry, identity(m)))
    return draft.with_members(*entries)


def idkeys(card: KeyCard) -> dict[str, list[bytes]]:
    return {entry.m: [signing_public(identity(entry.m))] for entry in card.members}


def keys(card: KeyCard) -> dict[int, bytes]:
    return {x: opening(entry.m, card.scope).private for x, entry in enumerate(card.members, 1)}


def a_package(
    card: KeyCard, *, code: str | None = CODE, files: dict[str, bytes] | None = None
) -> tuple[io.BytesIO, Sealed]:
    """A sealed bid and what its statement says."""
    out = io.BytesIO()
    content = {"投标函.txt": "我方愿意".encode() * 200} if files is None else files
    sources = [Source(name, io.BytesIO(data)) for name, data in content.items()]
    sealed = seal(
        card, out, bidder=BIDDER, form={"报价": "4863200.00", "工期": "120"}, files=sources, code=code
    )
    return out, sealed


def a_forged_package(
    card: KeyCard,
    plain: bytes,
    *,
    shares: dict[int, bytes] | None = None,
    pt_root: str | None = None,
    plen: int | None = None,
) -> bytes:
    """An automatic package whose author lies about one thing, and is careful about all others."""
    core = Core(
        tender=card.tender,
        lot=card.lot,
        bidder=BIDDER,
        seq=1,
        prev=None,
        keycard=card.hash,
        plen=len(plain) if plen is None else plen,
        pt_root=segment_root([plain]).hex() if pt_root is None else pt_root,
        salt=b"s" * 32,
        auto=True,
    )
    secret, ctx = b"c" * 32, core.ctx
    wrapped = tuple(
        Share(
            entry.m,
            x,
            share_commit(INT1, ctx, x, share),
            INT1.wrap(entry.open, share, wrap_info(ctx, entry.m, x)),
        )
        for (x, share), entry in zip(
            (shares or split(secret, card.k, card.n)).items(), card.members, strict=True
        )
    )
    header = Header(core, Lock(card.k, card.n, wrapped), None)
    body = body_keys(INT1, content_key(header, secret, None), bytes(24), header.hash)
    encoded = header.encode()
    head = b"PTBIDv1\n" + len(encoded).to_bytes(4) + encoded + bytes(24) + body.bcommit
    return head + b"".join(encrypted(INT1, body, iter([plain])))
