"""ptb/1 and ptk/1: the sample packages, every refusal under its name, and no byte that may change."""

import io
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.trust import bundle, chunked, sealed
from marketplace.trust.canonical import b64u, decode, encode
from marketplace.trust.codes import bidder_secret
from marketplace.trust.errors import KeyCardError, SealedError
from marketplace.trust.header import Header, bidder_commit, content_key, share_commit
from marketplace.trust.keycard import Entry, KeyCard, check_opening_key, sign_entry, verify
from marketplace.trust.sealed import Source, check_on_receipt, open_package, read, release
from marketplace.trust.suites import INT1
from tests.trust.builders import (
    BIDDER,
    CODE,
    a_card,
    a_draft,
    a_forged_package,
    a_package,
    identity,
    idkeys,
    keys,
    opening,
)
from tests.trust.shared import path_of, vectors

SAMPLES = ["ptb1-INT1-own", "ptb1-INT1-auto"]


def _open(package: bytes, opening_keys: dict[int, bytes], s_b: bytes | None = None) -> sealed.Contents:
    return open_package(io.BytesIO(package), io.BytesIO(), keys=opening_keys, s_b=s_b)


def _refused(package: bytes, opening_keys: dict[int, bytes], s_b: bytes | None = None) -> str:
    with pytest.raises(SealedError) as refusal:
        _open(package, opening_keys, s_b)
    assert refusal.value.says
    return refusal.value.check


@pytest.mark.parametrize("name", SAMPLES)
def test_the_samples_open_with_every_intermediate_value(name: str) -> None:
    case = vectors(f"sealed/{name}.json")
    data = path_of(f"sealed/{name}.ptb").read_bytes()
    expected, card = case["expected"], KeyCard.parse(case["keycard"])
    header = read(io.BytesIO(data))
    assert card.hash == case["keycard_hash"] == header.core.keycard
    assert decode(header.encode()) == case["header"]
    assert (header.core.ctx.hex(), header.hash.hex()) == (expected["ctx"], expected["header_hash"])
    opening_keys = {x: bytes.fromhex(key["sk"]) for x, key in enumerate(case["opening_keys"].values(), 1)}
    for m, key in case["opening_keys"].items():
        check_opening_key(card, m, bytes.fromhex(key["sk"]))
    s_b = release(header, case["code"]) if "code" in case else None
    assert (s_b.hex() if s_b else None) == expected.get("S_b")
    assert content_key(header, bytes.fromhex(expected["S_c"]), s_b).hex() == expected["CEK"]
    for x, share in expected["shares"].items():
        commit = share_commit(INT1, header.core.ctx, int(x), bytes.fromhex(share))
        assert commit == header.opening.shares[int(x) - 1].commit
    plain = io.BytesIO()
    contents = open_package(io.BytesIO(data), plain, keys=opening_keys, s_b=s_b)
    assert INT1.hash(plain.getvalue()).hex() == expected["plaintext_sha256"]
    assert contents.form == expected["form"]
    assert [(f.name, f.size, f.hash) for f in contents.files] == [
        (f["name"], f["size"], f["hash"]) for f in case["files"]
    ]
    said = check_on_receipt(
        io.BytesIO(data), card, bidder=header.core.bidder, seq=1, prev=None,
        ct_root=expected["ct_root"], ct_len=expected["ct_len"],
    )  # fmt: skip
    assert (said.pt_root, said.header_hash) == (expected["pt_root"], expected["header_hash"])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_byte_of_the_samples_counts(name: str) -> None:
    case = vectors(f"sealed/{name}.json")
    data = path_of(f"sealed/{name}.ptb").read_bytes()
    opening_keys = {x: bytes.fromhex(key["sk"]) for x, key in enumerate(case["opening_keys"].values(), 1)}
    s_b = release(read(io.BytesIO(data)), case["code"]) if "code" in case else None
    _open(data, opening_keys, s_b)
    places = [*range(1400), *range(1400, len(data), 211), len(data) - 1]
    for place in places:
        changed = bytearray(data)
        changed[place] ^= 1 << place % 8
        _refused(bytes(changed), opening_keys, s_b)
    for length in (0, 7, 11, 12, 500, len(data) - 1, len(data) - 16):
        _refused(data[:length], opening_keys, s_b)
    assert _refused(data + b"\0", opening_keys, s_b) == "chunks"


@pytest.mark.parametrize("name", SAMPLES)
def test_every_header_field_is_bound(name: str) -> None:
    """A header re-encoded with one field changed opens with no key: the field is in ctx and in header_hash."""
    case = vectors(f"sealed/{name}.json")
    data = path_of(f"sealed/{name}.ptb").read_bytes()
    opening_keys = {x: bytes.fromhex(key["sk"]) for x, key in enumerate(case["opening_keys"].values(), 1)}
    s_b = release(read(io.BytesIO(data)), case["code"]) if "code" in case else None
    body = data[12 + int.from_bytes(data[8:12]) :]
    changes = {
        "tender": "other", "lot": "9", "bidder": "91999999MA00000B7L", "seq": 2, "prev": "0" * 64,
        "keycard": "1" * 64, "plen": case["header"]["core"]["plen"] + 1, "pt_root": "2" * 64, "salt": b64u(bytes(32)),
    }  # fmt: skip
    for field, value in changes.items():
        header = {**case["header"], "core": {**case["header"]["core"], field: value}}
        encoded = encode(header)
        package = data[:8] + len(encoded).to_bytes(4) + encoded + body
        assert _refused(package, opening_keys, s_b) == "unwrap", field


def _with_header(data: bytes, header: object) -> bytes:
    encoded = encode(header)  # type: ignore[arg-type]
    return data[:8] + len(encoded).to_bytes(4) + encoded + data[12 + int.from_bytes(data[8:12]) :]


def test_locks_cannot_be_taken_away_added_reordered_or_lowered() -> None:
    card = a_card("centre", "regulator", "reserve", k=2)
    own, _ = a_package(card)
    auto, _ = a_package(card, code=None)
    header = decode(read(io.BytesIO(own.getvalue())).encode())
    automatic = decode(read(io.BytesIO(auto.getvalue())).encode())
    s_b = release(read(io.BytesIO(own.getvalue())), CODE)
    shares = header["locks"]["opening"]["shares"]
    swapped = [{**shares[1], "x": 1}, {**shares[0], "x": 2}, shares[2]]
    stripped = {"core": {**header["core"], "open": "auto"}, "locks": {"opening": header["locks"]["opening"]}}
    cases = [
        (own, {**header, "locks": {"opening": header["locks"]["opening"]}}, "locks"),
        (own, stripped, "unwrap"),
        (auto, {**automatic, "locks": {**automatic["locks"], "bidder": header["locks"]["bidder"]}}, "locks"),
        (
            own,
            {**header, "locks": {**header["locks"], "opening": {"k": 2, "n": 3, "shares": shares[::-1]}}},
            "locks",
        ),
        (
            own,
            {**header, "locks": {**header["locks"], "opening": {"k": 2, "n": 3, "shares": swapped}}},
            "unwrap",
        ),
        (
            own,
            {**header, "locks": {**header["locks"], "opening": {"k": 1, "n": 3, "shares": shares}}},
            "polynomial",
        ),
        (
            own,
            {**header, "locks": {**header["locks"], "opening": {"k": 2, "n": 2, "shares": shares[:2]}}},
            "bcommit",
        ),
        (own, {**header, "locks": {**header["locks"], "bidder": {"commit": "0" * 64}}}, "bidder-commit"),
        (own, {**header, "locks": {**header["locks"], "escrow": header["locks"]["opening"]}}, "bcommit"),
    ]
    for package, changed, check in cases:
        assert _refused(_with_header(package.getvalue(), changed), keys(card), s_b) == check
    assert _refused(own.getvalue(), {1: keys(card)[1]}, s_b) == "quorum"
    assert _refused(own.getvalue(), keys(card)) == "bidder-commit"
    assert _refused(own.getvalue(), keys(card), b"w" * 32) == "bidder-commit"
    assert _refused(own.getvalue(), {**keys(card), 2: keys(card)[1]}, s_b) == "unwrap"


def test_any_k_of_n_open_and_a_reserved_escrow_is_carried() -> None:
    card = a_card("centre", "regulator", "reserve", k=2)
    package, _ = a_package(card, code=None)
    for pair in ((1, 2), (1, 3), (2, 3), (1, 2, 3)):
        contents = _open(package.getvalue(), {x: keys(card)[x] for x in pair})
        assert contents.form == {"报价": "4863200.00", "工期": "120"}
    header = read(io.BytesIO(package.getvalue()))
    carried = replace(header, escrow=header.opening)
    assert Header.parse(carried.encode()) == carried


def test_a_swapped_body_is_refused() -> None:
    card = a_card()
    one, _ = a_package(card, code=None)
    two, _ = a_package(card, code=None)
    first, second = one.getvalue(), two.getvalue()
    cut = 12 + int.from_bytes(first[8:12])
    assert _refused(first[:cut] + second[cut:], keys(card)) == "bcommit"


def test_false_shares_of_a_bidder_show_before_anything_is_decrypted() -> None:
    """A bidder who seals inconsistent shares cannot blame a custodian: the genuine keys prove it."""
    card = a_card("centre", "regulator", "reserve", k=2)
    false = {x: bytes([x * x]) * 32 for x in (1, 2, 3)}
    assert _refused(a_forged_package(card, bytes(4096), shares=false), keys(card)) == "polynomial"


def test_what_is_inside_must_be_what_was_promised() -> None:
    """With every key genuine, a bundle that differs from its header is refused under its own name."""
    card = a_card(own_lock="never", window_s=0)
    good = bundle.make(INT1, {"a": "b"}, [Source("a.txt", io.BytesIO(b"text"))], 4096)
    plain = b"".join(good.pieces())
    assert _open(a_forged_package(card, plain), keys(card)).form == {"a": "b"}
    hashed = INT1.hash(b"text").hex().encode()
    cases = [
        (plain.replace(hashed, b"0" * 64), "file-hash"),
        (plain[:-1] + b"\1", "zeros"),
        (plain.replace(b"PTBNDL1", b"PTBNDL9"), "bundle"),
        (plain.replace(b"a.txt", b"../at"), "bundle"),
        (plain.replace(b'"size":4', b'"size":9000'), "bundle"),
        (plain.replace(b'"a":"b"', b'"a":123'), "bundle"),
        (plain.replace(b"ptb/1 bundle", b"ptb/2 bundle"), "bundle"),
        (plain[:8] + b"\xff\xff" + plain[10:], "bundle"),
    ]
    for false, check in cases:
        assert _refused(a_forged_package(card, false), keys(card)) == check
    assert _refused(a_forged_package(card, plain, pt_root="0" * 64), keys(card)) == "pt-root"
    assert _refused(a_forged_package(card, plain, plen=8192), keys(card)) == "plen"


def test_receipt_checks_name_what_is_wrong() -> None:
    card = a_card()
    package, said = a_package(card)
    expected = {"bidder": BIDDER, "seq": 1, "prev": None, "ct_root": said.ct_root, "ct_len": said.ct_len}
    assert check_on_receipt(package, card, **expected) == said  # type: ignore[arg-type]
    other_members = a_card("regulator", "centre")
    cases: list[tuple[KeyCard, dict[str, object], str]] = [
        (a_card(scope="JLX-GC-2026-00187-02#2"), {}, "keycard"),
        (card, {"bidder": "91999999MA00000A9R"}, "bidder"),
        (card, {"seq": 2}, "sequence"),
        (card, {"prev": "0" * 64}, "sequence"),
        (card, {"ct_root": "0" * 64}, "ct-root"),
        (card, {"ct_len": said.ct_len + 1}, "ct-root"),
        (other_members, {}, "keycard"),
    ]
    for a, changes, check in cases:
        with pytest.raises(SealedError) as refusal:
            check_on_receipt(package, a, **{**expected, **changes})  # type: ignore[arg-type]
        assert refusal.value.check == check


def test_a_header_that_departs_from_its_card_is_refused() -> None:
    card = a_card()
    _, said = a_package(card)
    header = said.header
    core, lock = header.core, header.opening
    cases = [
        (replace(header, core=replace(core, tender="other")), "process"),
        (replace(header, core=replace(core, lot="9")), "process"),
        (replace(header, opening=replace(lock, k=1)), "members"),
        (replace(header, opening=replace(lock, shares=lock.shares[::-1])), "members"),
        (replace(header, core=replace(core, plen=4097)), "padding"),
        (replace(header, core=replace(core, plen=4095)), "padding"),
        (replace(header, core=replace(core, plen=4352)), "length"),
        (replace(header, core=replace(core, plen=8192)), "length"),
    ]
    for changed, check in cases:
        with pytest.raises(SealedError) as refusal:
            sealed.check_header(changed, said.ct_len, card, bidder=BIDDER, seq=1, prev=None)
        assert refusal.value.check == check
    for policy, code in (("never", CODE), ("always", None)):
        strict = a_card(own_lock=policy, window_s=0)
        with pytest.raises(SealedError, match="own-lock"):
            a_package(strict, code=code)
        forged = replace(header, core=replace(core, keycard=strict.hash, auto=code is None))
        with pytest.raises(SealedError, match="own-lock"):
            sealed.check_header(forged, said.ct_len, strict, bidder=BIDDER, seq=1, prev=None)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"core": {"extra": 1}}, "core"),
        ({"core": {"part": "price"}}, "core"),
        ({"core": {"suite": "GM1"}}, "core"),
        ({"core": {"open": "manual"}}, "core"),
        ({"core": {"seq": 0}}, "core"),
        ({"core": {"seq": True}}, "core"),
        ({"core": {"bidder": "a\tb"}}, "core"),
        ({"core": {"tender": "长" * 43}}, "core"),
        ({"core": {"salt": b64u(bytes(31))}}, "core"),
        ({"core": {"pt_root": "AB" * 32}}, "core"),
        ({"locks": {"third": {}}}, "locks"),
        ({"locks": {"bidder": {"commit": "0" * 64, "src": "ca"}}}, "locks"),
        ({"locks": {"escrow": {}}}, "locks"),
        ({"third": {}}, "header"),
    ],
)
def test_a_header_of_another_shape_is_refused(change: dict[str, dict[str, object]], check: str) -> None:
    _, said = a_package(a_card())
    header = decode(said.header.encode())
    changed = {**header, **{part: {**header.get(part, {}), **members} for part, members in change.items()}}
    with pytest.raises(SealedError) as refusal:
        Header.parse(encode(changed))
    assert refusal.value.check == check


def test_another_spelling_of_the_same_header_is_refused() -> None:
    package, said = a_package(a_card())
    encoded = said.header.encode()
    spaced = encoded.replace(b'":', b'": ', 1)
    rest = package.getvalue()[12 + len(encoded) :]
    data = b"PTBIDv1\n" + len(spaced).to_bytes(4) + spaced + rest
    assert _refused(data, keys(a_card())) == "header"
    assert _refused(b"PTBIDv2\n" + package.getvalue()[8:], keys(a_card())) == "magic"
    assert _refused(b"PTBIDv1\n" + (262145).to_bytes(4) + bytes(262145), keys(a_card())) == "header-length"


@pytest.mark.parametrize("size", [0, 1, 3000, 16384, 40_000, 1 << 20])
def test_what_was_sealed_is_what_opens(size: int) -> None:
    card = a_card()
    data = bytes(index % 256 for index in range(251)) * (size // 251 + 1)
    package, said = a_package(card, files={"清单.bin": data[:size], "空.txt": b""})
    plain = io.BytesIO()
    s_b = bidder_secret(INT1, CODE, said.header.core.ctx)
    contents = open_package(package, plain, keys=keys(card), s_b=s_b)
    assert b"".join(contents.files[0].pieces(plain)) == data[:size]
    assert contents.files[1].size == 0
    assert len(package.getvalue()) == said.ct_len
    assert len(plain.getvalue()) == said.header.core.plen
    assert sealed.open_plaintext(plain, said.header) == contents


def test_names_that_would_leave_the_folder_are_refused_when_sealing() -> None:
    for name in ("../a", "a/b", "a\\b", "", "..", "manifest.json", "Manifest.JSON", "a\nb", "长" * 86):
        with pytest.raises(SealedError, match="file-name"):
            a_package(a_card(), files={name: b""})
    twice = [Source("a", io.BytesIO(b"1")), Source("a", io.BytesIO(b"2"))]
    with pytest.raises(SealedError, match="file-name"):
        bundle.make(INT1, {}, twice, 4096)


def test_a_file_that_grows_while_it_is_sealed_is_refused() -> None:
    stream = io.BytesIO(b"first")
    made = bundle.make(INT1, {}, [Source("a", stream)], 4096)
    stream.write(b" and more")
    with pytest.raises(SealedError, match="changed"):
        list(made.pieces())


def test_padme_follows_the_vectors() -> None:
    for length, padded in vectors("sealed/roots-padme.json")["padme"]:
        assert bundle.padme(length) == padded


@given(st.integers(2, 1 << 48))
def test_padding_is_small_and_stable(length: int) -> None:
    padded = bundle.padme(length)
    assert length <= padded <= length * 1.12
    assert bundle.padme(padded) == padded
    assert chunked.body_length(padded) > padded


@given(st.binary(max_size=50_000))
@settings(max_examples=20, deadline=None)
def test_chunks_come_back_whatever_the_pieces(data: bytes) -> None:
    body = chunked.body_keys(INT1, b"k" * 32, bytes(24), bytes(32))
    pieces = iter([data[:17], data[17:20_000], data[20_000:]])
    encrypted = b"".join(chunked.encrypted(INT1, body, pieces))
    assert len(encrypted) == chunked.body_length(len(data)) - chunked.PREFIX
    assert b"".join(chunked.decrypted(INT1, body, io.BytesIO(encrypted))) == data


def test_commitments_differ_by_purpose_and_number() -> None:
    ctx, secret = bytes(32), b"s" * 32
    found = {
        share_commit(INT1, ctx, 1, secret),
        share_commit(INT1, ctx, 2, secret),
        bidder_commit(INT1, ctx, secret),
    }
    assert len(found) == 3


def test_a_card_is_used_only_when_its_custodians_signed_it() -> None:
    card = a_card()
    verify(card, idkeys=idkeys(card))
    assert KeyCard.parse(card.as_json()) == card
    cases = [
        (card, {}, "identity"),
        (replace(card, deadline=a_draft().deadline.replace(hour=2)), idkeys(card), "signature"),
        (replace(card, k=1), idkeys(card), "signature"),
        (
            card.with_members(card.members[0], replace(card.members[1], open=card.members[0].open)),
            idkeys(card),
            "signature",
        ),
        (a_card(kind="demo"), idkeys(card), "demo"),
    ]
    for changed, known, check in cases:
        with pytest.raises(KeyCardError) as refusal:
            verify(changed, idkeys=known)
        assert refusal.value.check == check
    verify(a_card(kind="demo"), idkeys=idkeys(card), demo=True)
    verify(a_card(kind="person"), idkeys=idkeys(card))
    with pytest.raises(KeyCardError, match="opening-key"):
        check_opening_key(card, "centre", opening("regulator", card.scope).private)
    with pytest.raises(KeyCardError, match="opening-key"):
        check_opening_key(card, "nobody", opening("centre", card.scope).private)


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"k": 1}, "quorum"),
        ({"k": 3}, "quorum"),
        ({"n": 8}, "quorum"),
        ({"deadline": "2026-12-01 09:00"}, "card"),
        ({"own_lock": "sometimes"}, "card"),
        ({"own_lock": "never"}, "card"),
        ({"suite": "GM1"}, "card"),
        ({"window_s": -1}, "card"),
        ({"scope": ""}, "card"),
        ({"extra": 1}, "card"),
        ({"members": []}, "members"),
        ({"members": [{}, {}]}, "entry"),
    ],
)
def test_a_card_of_another_shape_is_refused(change: dict[str, object], check: str) -> None:
    with pytest.raises(KeyCardError) as refusal:
        KeyCard.parse({**a_card().as_json(), **change})
    assert refusal.value.check == check


def test_an_entry_of_another_shape_is_refused() -> None:
    entry = a_card().members[0].as_json()
    for change in (
        {"m": "Centre"},
        {"kind": "robot"},
        {"idkey": "AA"},
        {"open": b64u(bytes(64))},
        {"stepup": "EV1"},
        {"x": 1},
    ):
        with pytest.raises(KeyCardError, match="entry"):
            Entry.parse({**entry, **change})
    person = {**entry, "kind": "person"}
    with pytest.raises(KeyCardError, match="entry"):
        Entry.parse(person)
    assert Entry.parse({**person, "stepup": "EV1"}).stepup == "EV1"


def test_an_entry_signs_one_card_only() -> None:
    card, other = a_card(), a_draft(scope="JLX-GC-2026-00187-02#2")
    signed = sign_entry(a_draft(), replace(card.members[0], sig=b""), identity("centre"))
    assert signed == card.members[0]
    with pytest.raises(KeyCardError, match="signature"):
        verify(other.with_members(*card.members), idkeys=idkeys(card))
