"""ZJCS-DRAW-1: the worked vectors V0–V10, what must not matter, and every check of a record."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.trust import draw
from marketplace.trust.cli import main
from marketplace.trust.draw import (
    Contribution,
    Draw,
    Ticket,
    custodian_beacon,
    custodian_commit,
    rank,
    verify_record,
)
from marketplace.trust.errors import DrawError
from tests.trust.shared import vectors

A, B, C, D, E, F = (
    "91999999MA00000A9R", "91999999MA00000B7L", "91999999MA00000C5F", "91999999MA00000D3A", "91999999MA00000E15",
    "12999999MB00000F3K",
)  # fmt: skip
BETA = "KL8:2026065:02.05.11.14.17.23.26.31.36.38.42.47.51.55.58.63.66.70.74.79;PL5:26065:4.0.7.7.1"
HELLO = "hello-B"


def a_draw(number: int, *ids: str, beacon: str = BETA, seed_of: int | None = None, **changes: object) -> Draw:
    seed = hashlib.sha256(f"zjcs test seed {seed_of or number}".encode()).hexdigest()
    made = Draw(f"ZJ9999992026031600{number:02d}", seed, tuple(Ticket(i) for i in ids), beacon)
    return replace(made, **changes)  # type: ignore[arg-type]


V1 = a_draw(1, A, B, C)
V2 = a_draw(
    2, A, B, C, D, E, contributions=(Contribution(B, HELLO), Contribution("OWNER", "业主随机语 20260316"))
)
V3 = a_draw(3, roster=(Ticket(A, 4), Ticket(B, 4), Ticket(C, 3), Ticket(D, 3)))
V4 = replace(V1, beacon=BETA[:-1] + "2")
V5 = replace(V1, v="ZJCS-DRAW-1-SM3", seed=draw.sm3(b"zjcs test seed 1").hex())
V7 = replace(V1, round=2)
V8 = a_draw(8, A, B, C, D, E, F, beacon="SSE:20260316:3123.4567;SZSE:20260316:10987.65")
V9 = a_draw(9, A, D, suffix="#TIE1")
NONCES = [
    (m, hashlib.sha256(f"zjcs test custodian {m}".encode()).hexdigest()) for m in ("centre", "regulator")
]
V10 = a_draw(
    10, A, B, C, D, E, F,
    beacon=custodian_beacon(NONCES),
    contributions=(Contribution(B, HELLO),),
    custodians=tuple((m, custodian_commit("ZJ999999202603160010", m, nonce)) for m, nonce in NONCES),
)  # fmt: skip

WORKED = [
    ("V1", V1, "f5c2e1db98d55effcc9dacdaeb151a4c441433a3f108f65562259768732ffd6c",
     "29d02d8afdda47bb3f41644d9c18b0eab6f7a9cb0aaa9bb8711817b8ffcc7faa",
     "7cf6be4e3ac9d8f259a44d4da81a22ad77e25133bda58c20759c9e112342c716", (3, 0), [A, B, C]),
    ("V2", V2, "d3ef4a5a49c22c652ad5e297b048ca6a909a100da52241721249fa9446ce670f",
     "8dd37af8bf16f47252e992aa13f1653fe41c5ac9e18df9afde94e690f4b6c408",
     "b7abae192066c9f0a8ef1b180b116bd76329b5f4cc34cc0eb8a2168a647dc9a8", (5, 0), [A, D, B, C, E]),
    ("V3", V3, "65996cad588545215a4689ec6ea14914aabfef8076d4462b233c5aedb4f70696",
     "228dd22db5213395ce0ec332e0fb74afb2961ccf4253cf09f1d47a61fc1201cc",
     "766255be14bce2f5d01c18d975cb03a931f37df4efe6a7bcf2adc71746d9afe9", (14, 3), [A, D, C, B]),
    ("V4", V4, "f5c2e1db98d55effcc9dacdaeb151a4c441433a3f108f65562259768732ffd6c",
     "d7ba945f02db71519cab66807fa3bfe18f12ca25762c0d36498901ed252a9123",
     "50efbb45334c373e44ad2744db5d0cff0c1907c9e0adc9a821505ec8a926adc7", (3, 2), [C, A, B]),
    ("V5", V5, "0ce0f66af0a85d941476f00badea8af22a252e9e37738439aabdbe501597b3f0",
     "4899f4c39d4dd4693b2a67fdd6dfaa00d7762cb626ac8de24f3b97efd6fae19c",
     "64937dba68c29b8433c813e7459bb0f4f398d52d7ebfb4eba90a2db9d87740ff", (3, 2), [C, A, B]),
    ("V7", V7, "f5c2e1db98d55effcc9dacdaeb151a4c441433a3f108f65562259768732ffd6c",
     "6a0a66a754965bde1b9cec6cf816be19b2ae34e99f7dcdfce5b2e0164b81951f",
     "9c63f5ce3980b5d42af25e51311ea46f646c40db421e8afd709bd769b266a35c", (3, 0), [A, C, B]),
    ("V8", V8, "d50248475457f9818ec238fa9b027a1232f330a9a16591da62371a315aabf1b3",
     "1b4f03a9fff043454a99578c12541cabebde8609b903fc57dec4bdfb6fdac8e3",
     "47dcefc4571e62b9eabbf5bc75e271e697062b4f3463c329f6a2211205970121", (6, 3), [C, B, F, A, E, D]),
    ("V9", V9, "faf83c207c398e80ceabfc9aad440d9eb902ca5acfae8980241e7f873ee8d195",
     "abd58866c62a8df29f45a5209f8f1b779f227730fac9701b41ab4940e213aac6",
     "4d6724b9059396cb98150f9466d52a17b45ec0d977cfc59ca5577a5edb0f472e", (2, 0), [A, D]),
    ("V10", V10, "d50248475457f9818ec238fa9b027a1232f330a9a16591da62371a315aabf1b3",
     "ad0cca980106db3451b6a5e6d7cb725420afa71cc5dd27c063591ae3722e603f",
     "eaf4548cc91f5b2c514e6e51ba4e008d180ad6c62892e8f0851973064d3fe09f", (6, 1), [A, C, E, F, D, B]),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "made", "roster", "key", "first", "hit", "ranking"), WORKED, ids=[row[0] for row in WORKED]
)
def test_the_worked_vectors(
    *, name: str, made: Draw, roster: str, key: str, first: str, hit: tuple[int, int], ranking: list[str]
) -> None:
    steps = made.steps()
    assert (made.roster_hash, made.key_hash) == (roster, key), name
    assert (steps[0].hash, (steps[0].pool, steps[0].ticket)) == (first, hit)
    assert made.ranking == ranking
    assert verify_record(made.record()).ranking == ranking


def test_the_published_parts_of_v1_v2_and_v10() -> None:
    assert V1.seed == "314aa896d6c8372a27d7b42ad27fbbe8c28ccde6b1e006f98e245b903dd2fd17"
    assert V1.commit == "9e3fb600357cb35d9ff52d5a0932a306c3e3b4c88cdda11141a586aeba91cfc8"
    assert len(V1.key.encode()) == 321
    assert [step.hash[:8] for step in V1.steps()] == ["7cf6be4e", "4543ed04", "d43f3e6c"]
    assert V1.contrib_hash == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert V2.contrib_hash == "5ed85ec6622da23764f928aa9aa3315f6192549cf1b7cb432fc3dbec3e63e43d"
    assert V10.contrib_hash == "a29d67d8b17c9796d5538c52b1069714334ebd88c56f008b3854c81876a8e755"
    assert V10.commit == "d2b2c0681def25d084ee6f5fc237876c19aa4732fd5c2ec510cda6e8da01e170"
    assert V10.custodians == (
        ("centre", "447b148edc361d6087af786a6214689a57b2c7e04c909e08f8bad15ce68b8b7a"),
        ("regulator", "1c8c259e369273a4e7475519f0927300f436ce4d755c60a87b24ad6e8bbf6e2b"),
    )
    assert len(V10.key.encode()) == 384


def _check_digits(body: str) -> str:
    """The organisation's check digit (GB 11714) and the code's (GB 32100) behind 8 + 8 characters."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organisation = body[8:16]
    full = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = 11 - sum(full.index(c) * w for c, w in zip(organisation, weights, strict=True)) % 11
    body += {10: "X", 11: "0"}.get(rest, str(rest))
    total = sum(alphabet.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + alphabet[-total % 31]


def test_v6_ranks_120_entrants() -> None:
    ids = [_check_digits(f"91999999MA{index:06d}") for index in range(120)]
    made = a_draw(6, *reversed(ids), beacon="SSQ:2026030:03.09.14.21.28.33+07")
    assert made.roster_hash == "e3bfbc8922eb993daf927d2563eb6c0eb6934f000ad39519d429c692a519ae2d"
    assert made.key_hash == "de807bd32d4b44d569f355321c6cbbbc408526361ff8402244218e4abcc0503f"
    assert made.steps()[0].hash == "5bf565d12caf4d722866f1038df11c4ce125a45c1ea66a762d9cddc4af3872a2"
    assert [ids.index(i) for i in made.ranking[:5]] == [106, 109, 34, 69, 58]
    assert made.ranking[0] == "91999999MA0001069W"


def test_v0_the_walk_gives_the_published_selection_of_rfc_3797() -> None:
    """The same walk over MD5 numbers, one ticket each, gives the example of RFC 3797 §6."""
    case = vectors("draw/rfc3797.json")
    key = case["key"].encode()

    def number(index: int) -> int:
        ends = index.to_bytes(2)
        return int.from_bytes(hashlib.md5(ends + key + ends).digest())

    ranked = rank([(str(place), 1) for place in range(1, case["pool"] + 1)], number)
    assert [int(name) for _, _, name in ranked[:11]] == case["selected"]


def test_anyone_can_repeat_a_draw_with_sha256sum() -> None:
    first = hashlib.sha256(f"{V1.key}\n0".encode()).hexdigest()
    assert V1.key.splitlines() == [
        "ZJCS-DRAW-1", "ZJ999999202603160001", "1", V1.roster_hash, V1.seed, V1.contrib_hash, BETA,
    ]  # fmt: skip
    assert first == V1.steps()[0].hash


def test_custodians_numbers_follow_their_programs() -> None:
    """Commits of the custodians' vectors: over the project's number without its suffix."""
    for custodian in vectors("sealed/custodian.json")["custodians"]:
        for made in custodian["draw"]:
            assert custodian_commit(made["project_no"], custodian["id"], made["nonce"]) == made["commit"]


def test_an_expert_stands_under_a_blinded_id() -> None:
    text = b"ZJCS-EXPERT-1\nZJ1\n" + b"0" * 64 + b"\nE-17"
    assert draw.expert_id("ZJ1", "0" * 64, "E-17") == hashlib.sha256(text).hexdigest()[:16]


def _changed(record: dict[str, object], path: str, value: object) -> dict[str, object]:
    changed = json.loads(json.dumps(record))
    place = changed
    *parts, last = path.split(".")
    for part in parts:
        place = place[int(part)] if part.isdecimal() else place[part]
    place[int(last) if last.isdecimal() else last] = value
    return changed  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "value", "check"),
    [
        ("v", "ZJCS-DRAW-2", "form"),
        ("round", 0, "form"),
        ("round", True, "form"),
        ("round", 2, "K_sha256"),
        ("suffix", "TIE1", "form"),
        ("suffix", "#TIE1", "K_sha256"),
        ("S_p", "0" * 64, "commit"),
        ("S_p", "A" * 64, "form"),
        ("commit", "0" * 64, "commit"),
        ("project_no", "ZJ1", "commit"),
        ("roster.0.tickets", 2, "roster_hash"),
        ("roster.0.tickets", 0, "form"),
        ("roster.0.tickets", "1", "form"),
        ("roster.0.id", B, "roster"),
        ("roster.0.id", "a|b", "roster"),
        ("roster", [], "roster"),
        ("roster.0", {"id": F}, "form"),
        ("roster_hash", "0" * 64, "roster_hash"),
        ("contributions.0.text", "hello-C", "contrib_hash"),
        ("contributions.0.text", "a|b", "contributions"),
        ("contributions.0.text", "a\nb", "contributions"),
        ("contributions.0.text", "e\u0301", "contributions"),
        ("contributions.0.text", "长" * 65, "contributions"),
        ("contributions", [], "contrib_hash"),
        ("contrib_hash", "0" * 64, "contrib_hash"),
        ("custodians.0.commit", "0" * 64, "custodians"),
        ("custodians.0.id", "regulator", "custodians"),
        ("custodians", [], "custodians"),
        ("beacon", BETA, "custodians"),
        ("beacon", custodian_beacon(NONCES[::-1]), "custodians"),
        ("beacon", custodian_beacon(NONCES[:1]), "custodians"),
        ("K_sha256", "0" * 64, "K_sha256"),
        ("ranking", [A, B, C, D, E, F], "ranking"),
        ("ranking", [A], "ranking"),
    ],
)
def test_a_record_that_does_not_recompute_names_its_first_failure(
    path: str, value: object, check: str
) -> None:
    verify_record(V10.record())
    with pytest.raises(DrawError) as refusal:
        verify_record(_changed(V10.record(), path, value))
    assert refusal.value.check == check


def test_a_record_has_exactly_its_members() -> None:
    record = V10.record()
    for name in record:
        with pytest.raises(DrawError):
            verify_record({key: value for key, value in record.items() if key != name})
    with pytest.raises(DrawError, match="form"):
        verify_record({**record, "note": "x"})
    with pytest.raises(DrawError, match="roster"):
        verify_record({**record, "roster": list(reversed(V10.record()["roster"]))})  # type: ignore[call-overload]
    with pytest.raises(DrawError, match="custodians"):
        verify_record({**V1.record(), "custodians": []})
    with pytest.raises(DrawError, match="contributions"):
        verify_record({**V2.record(), "contributions": list(reversed(V2.record()["contributions"]))})  # type: ignore[call-overload]


@given(st.permutations(range(5)), st.integers(0, 2**32))
@settings(deadline=None, max_examples=40)
def test_the_order_of_input_does_not_matter(order: list[int], seed: int) -> None:
    ids = [A, B, C, D, E]
    tickets = tuple(Ticket(ids[place], place + 1) for place in order)
    plain = replace(
        V1, roster=tuple(Ticket(name, place + 1) for place, name in enumerate(ids)), seed=f"{seed:064x}"
    )
    mixed = replace(plain, roster=tickets)
    assert mixed.record() == plain.record()
    assert sorted(mixed.ranking) == sorted(ids)


@given(st.integers(0, 320), st.integers(1, 255))
@settings(deadline=None)
def test_any_changed_byte_of_the_key_changes_its_hash(place: int, flip: int) -> None:
    key = bytearray(V1.key.encode())
    key[place] ^= flip
    assert draw.sha256(bytes(key)).hex() != V1.key_hash


def test_tickets_are_chances() -> None:
    """χ² over 2,000 seeds of V3 (tickets 4, 4, 3, 3): 3 degrees of freedom, 16.27 is the 0.1 % bound."""
    wins = dict.fromkeys((A, B, C, D), 0)
    for number in range(2000):
        wins[replace(V3, seed=f"{number:064x}").ranking[0]] += 1
    chi = sum(
        (wins[i] - 2000 * w / 14) ** 2 / (2000 * w / 14)
        for i, w in zip((A, B, C, D), (4, 4, 3, 3), strict=True)
    )
    assert chi < 16.27


def test_verify_draw_says_what_it_found(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(V10.record(), ensure_ascii=False))
    assert main(["verify", "draw", str(file)]) == 0
    assert f"第一名 {A}" in capsys.readouterr().out
    file.write_text(json.dumps(_changed(V10.record(), "ranking", [B, A]), ensure_ascii=False))
    assert main(["verify", "draw", str(file)]) == 1
    assert capsys.readouterr().err.startswith("ranking: ")
    file.write_text("no json")
    assert main(["verify", "draw", str(file)]) == 1
    assert main(["verify", "draw", str(tmp_path / "absent.json")]) == 1
    assert capsys.readouterr().err.splitlines()[1].startswith("file: ")
