"""Canonical JSON, suite INT1, codes, shares, trees and notes against the published vectors."""

import base64
import json

import pytest
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.trust import canonical, codes, merkle, notes, shamir
from marketplace.trust.draw import sm3
from marketplace.trust.errors import CanonicalError, CodeError, MerkleError, NoteError, ShareError, SuiteError
from marketplace.trust.suites import INT1, suite_named
from tests.trust.shared import vectors


def test_canonical_json_is_rfc_8785() -> None:
    for case in vectors("jcs/rfc8785.json"):
        assert canonical.encode(json.loads(case["input"])).decode() == case["output"], case["name"]
        assert canonical.encode(canonical.decode(case["output"].encode())).decode() == case["output"]


@pytest.mark.parametrize(
    "text",
    [b'{"a":1, "b":2}', b'{"b":1,"a":2}', b'{"a":1,"a":1}', b"[1.0]", b"[-0]", b"[9007199254740992]", b"[NaN]", b'["\\u0041"]',
     b"[1e400]", b'["\\ud800"]', b'"\xff"', b"", b"[" * 100_000 + b"]" * 100_000],
)  # fmt: skip
def test_other_spellings_of_json_are_refused(text: bytes) -> None:
    with pytest.raises(CanonicalError):
        canonical.decode(text)


def test_base64url_hex_and_times_have_one_spelling() -> None:
    assert canonical.unb64u(canonical.b64u(b"\x00\xff")) == b"\x00\xff"
    text: object
    for text in ("AP9", "AP8=", "AP8\n", "A", 7):
        with pytest.raises(CanonicalError):
            canonical.unb64u(text)
    for text in ("0" * 63, "A" * 64, "0" * 64 + "\n", None):
        with pytest.raises(CanonicalError):
            canonical.unhex32(text)
    assert canonical.moment(canonical.parse_moment("2026-12-01T01:30:00Z")) == "2026-12-01T01:30:00Z"
    for text in ("2026-12-01T01:30:00+00:00", "2026-12-1T01:30:00Z", "2026-12-01T01:30:00.0Z", None):
        with pytest.raises(CanonicalError):
            canonical.parse_moment(text)


def test_hpke_opens_the_example_of_rfc_9180() -> None:
    case = vectors("hpke/rfc9180-A3-base.json")
    setup, first = case["setup"], case["encryptions"][0]
    receiver = INT1.derive_key(bytes.fromhex(setup["ikmR"]))
    assert (receiver.private.hex(), receiver.public.hex()) == (setup["skRm"], setup["pkRm"])
    ephemeral = INT1.derive_key(bytes.fromhex(setup["ikmE"]))
    assert (ephemeral.private.hex(), ephemeral.public.hex()) == (setup["skEm"], setup["pkEm"])
    suite = hpke.Suite(hpke.KEM.P256, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_128_GCM)
    key = ec.derive_private_key(int(setup["skRm"], 16), ec.SECP256R1())
    opened = _decrypt_with_aad(suite, first, setup, key)
    assert opened.hex() == first["pt"]


def _decrypt_with_aad(
    suite: hpke.Suite, first: dict[str, str], setup: dict[str, str], key: ec.EllipticCurvePrivateKey
) -> bytes:
    """The example has associated data, which the library offers for tests only."""
    from cryptography.hazmat.bindings._rust import openssl

    ciphertext = bytes.fromhex(setup["enc"] + first["ct"])
    return openssl.hpke._decrypt_with_aad(
        suite, ciphertext, key, bytes.fromhex(setup["info"]), bytes.fromhex(first["aad"])
    )


def test_wrapping_binds_the_purpose() -> None:
    pair = INT1.derive_key(b"s" * 32)
    sealed = INT1.wrap(pair.public, b"share", b"here")
    assert INT1.unwrap(pair.private, sealed, b"here") == b"share"
    for key, info in ((pair.private, b"there"), (INT1.derive_key(b"t" * 32).private, b"here")):
        with pytest.raises(SuiteError, match="unwrap"):
            INT1.unwrap(key, sealed, info)
    with pytest.raises(SuiteError, match="key"):
        INT1.wrap(b"\x04" + bytes(64), b"share", b"")
    with pytest.raises(SuiteError, match="key"):
        INT1.public_key(bytes(32))
    with pytest.raises(SuiteError, match="suite"):
        suite_named("GM1")


def test_codes_have_check_characters() -> None:
    assert codes.normalise("9zq4-tyv7 k2hj-x5m8-wd3n-znOr") == "9ZQ4TYV7K2HJX5M8WD3N"
    with pytest.raises(CodeError, match="code-check"):
        codes.normalise("9ZQ4TYV7K2HJX5M8WD3MZN0R")
    for typed in ("9ZQ4TYV7K2HJX5M8WD3N", "9ZQ4TYV7K2HJX5M8WD3NZNU0", ""):
        with pytest.raises(CodeError, match="code-form"):
            codes.normalise(typed)
    made = codes.generate()
    assert codes.normalise(codes.in_groups(made).lower()) == made[:20]


def test_a_code_card_gives_the_opening_key() -> None:
    case = vectors("sealed/member-keys.json")
    for key in (key for key in case["keys"] if key["use"] == "open"):
        secret = codes.opening_secret(INT1, case["code"].encode(), case["tender"], key["member"])
        pair = INT1.derive_key(secret)
        assert (pair.private.hex(), pair.public.hex()) == (key["INT1"]["sk"], key["INT1"]["pk"])


def test_shares_match_the_vectors() -> None:
    for case in vectors("sealed/shamir-gf256.json"):
        secret, k, n = bytes.fromhex(case["secret"]), case["k"], case["n"]
        shares = shamir.split(secret, k, n, [bytes.fromhex(c) for c in case["coefficients"]])
        assert {str(x): share.hex() for x, share in shares.items()} == case["shares"]
        assert shamir.combine(shares, k) == secret


@given(st.data(), st.binary(min_size=1, max_size=40))
@settings(max_examples=40, deadline=None)
def test_any_k_shares_give_the_secret_and_a_false_one_shows(data: st.DataObject, secret: bytes) -> None:
    n = data.draw(st.integers(1, 7))
    k = data.draw(st.integers(1, n))
    shares = shamir.split(secret, k, n)
    chosen = data.draw(st.lists(st.sampled_from(sorted(shares)), min_size=k, max_size=n, unique=True))
    assert shamir.combine({x: shares[x] for x in chosen}, k) == secret
    with pytest.raises(ShareError, match="quorum"):
        shamir.combine({x: shares[x] for x in chosen[: k - 1]}, k)
    if k < n:
        shares[n] = bytes([shares[n][0] ^ 1]) + shares[n][1:]
        with pytest.raises(ShareError, match="polynomial"):
            shamir.combine(shares, k)


def _bytes(text: str | None) -> bytes:
    return base64.b64decode(text or "")


def test_inclusion_proofs_are_judged_as_the_reference_does() -> None:
    cases = vectors("rfc6962/inclusion.json")
    assert len(cases) == 98
    for case in cases:
        proof = [_bytes(step) for step in case["proof"] or []]
        try:
            merkle.verify_inclusion(
                case["leafIdx"], case["treeSize"], _bytes(case["leafHash"]), proof, _bytes(case["root"])
            )
            refused = False
        except MerkleError:
            refused = True
        assert refused == case["wantErr"], case["file"]


def test_consistency_proofs_are_judged_as_the_reference_does() -> None:
    cases = vectors("rfc6962/consistency.json")
    assert len(cases) == 98
    for case in cases:
        proof = [_bytes(step) for step in case["proof"] or []]
        try:
            merkle.verify_consistency(
                case["size1"], case["size2"], _bytes(case["root1"]), _bytes(case["root2"]), proof
            )
            refused = False
        except MerkleError:
            refused = True
        assert refused == case["wantErr"], case["file"]


def test_the_tree_of_eight_leaves() -> None:
    case = vectors("rfc6962/ct8.json")
    leaves = [bytes.fromhex(leaf) for leaf in case["leaves_hex"]]
    for hash_of, name in ((merkle.sha256, "sha256"), (sm3, "sm3")):
        hashed = [merkle.leaf_hash(leaf, hash_of) for leaf in leaves]
        roots = [merkle.root(hashed[:size], hash_of).hex() for size in range(1, 9)]
        assert roots == case[f"roots_{name}"]
        assert merkle.root([], hash_of).hex() == case[f"empty_root_{name}"]
    hashed = [merkle.leaf_hash(leaf) for leaf in leaves]
    assert [step.hex() for step in merkle.inclusion_proof(0, hashed)] == case["inclusion_0_of_8_sha256"]
    assert [step.hex() for step in merkle.consistency_proof(6, hashed)] == case["consistency_6_8_sha256"]


@given(st.integers(1, 40), st.data())
@settings(deadline=None)
def test_every_proof_made_is_a_proof_accepted(size: int, data: st.DataObject) -> None:
    leaves = [merkle.leaf_hash(bytes([index])) for index in range(size)]
    whole = merkle.root(leaves)
    index = data.draw(st.integers(0, size - 1))
    merkle.verify_inclusion(index, size, leaves[index], merkle.inclusion_proof(index, leaves), whole)
    old = data.draw(st.integers(1, size))
    proof = merkle.consistency_proof(old, leaves)
    merkle.verify_consistency(old, size, merkle.root(leaves[:old]), whole, proof)
    with pytest.raises(MerkleError):
        merkle.verify_inclusion(
            index, size, leaves[index], [*merkle.inclusion_proof(index, leaves), whole], whole
        )


def test_roots_over_segments() -> None:
    for case in vectors("sealed/roots-padme.json")["roots"]:
        data = (bytes(range(251)) * (case["n"] // 251 + 1))[: case["n"]]
        pieces = [data[at : at + 100_003] for at in range(0, len(data), 100_003)]
        assert merkle.segment_root(pieces).hex() == case["root"], case["n"]


def test_signed_notes_of_others_verify() -> None:
    case = vectors("note/signed-note.json")
    peter, enoch = (notes.Verifier.parse(case[name]["vkey"]) for name in ("peter", "enoch"))
    text = case["peter"]["text"]
    note = f"{text}\n{case['peter']['sig_line']}\n{case['enoch']['sig_line']}\n"
    assert notes.verify(note, [peter, enoch]) == (text, (peter, enoch))
    assert notes.verify(note, [enoch])[1] == (enoch,)
    seed = base64.b64decode(case["peter"]["skey"].split("+", 4)[-1])[1:]
    signer = notes.Signer("PeterNeumann", seed)
    assert signer.verifier.vkey == case["peter"]["vkey"]
    assert notes.sign(text, signer) == f"{text}\n{case['peter']['sig_line']}\n"
    example = case["c2sp_example"]
    assert (
        notes.verify(example["note"], [notes.Verifier.parse(example["vkey"])])[0]
        == "This is an example message.\n"
    )
    for vkey in case["bad_vkeys"]:
        with pytest.raises(NoteError):
            notes.Verifier.parse(vkey)


def test_a_changed_note_is_refused_and_so_is_one_nobody_known_signed() -> None:
    signer, other = notes.Signer("log.example", b"a" * 32), notes.Signer("other.example", b"b" * 32)
    note = notes.sign("size 7\n", signer)
    with pytest.raises(NoteError, match="signature"):
        notes.verify(note.replace("size 7", "size 8"), [signer.verifier])
    with pytest.raises(NoteError, match="unsigned"):
        notes.verify(note, [other.verifier])
    for broken in (note[:-1], note.replace("\n\n", "\n"), note + "x\n", note.replace("— ", "- ")):
        with pytest.raises(NoteError):
            notes.verify(broken, [signer.verifier])
    with pytest.raises(NoteError, match="text"):
        notes.sign("no newline", signer)


def test_sm3_is_the_national_one() -> None:
    for case in vectors("sm/gbt-examples.json")["sm3"]:
        assert sm3(bytes.fromhex(case["msg"])).hex() == case["digest"]
