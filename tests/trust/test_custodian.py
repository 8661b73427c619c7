"""The custodian's program: its keys, one recorded life, every refusal, restarts, and the wire to the platform."""

import json
import socket
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

from deploy.custodian import custodian as program
from deploy.custodian.custodian import Custodian, Draw, Halted, Keys, main
from marketplace.trust.canonical import b64u, moment, unb64u
from marketplace.trust.draw import commit, custodian_commit
from marketplace.trust.errors import MessageError
from marketplace.trust.keycard import Entry, KeyCard, check_opening_key, verify_entry
from marketplace.trust.messages import event, message, sign_event, verify_event, verify_message
from marketplace.trust.suites import INT1, signing_public
from tests.trust.builders import NINE, a_draft
from tests.trust.shared import vectors

PLATFORM = b"platform" * 4
PLATFORM_KEY = b64u(signing_public(PLATFORM))
ORIGIN = "jinglexian.ggzy/1"
MINUTE = timedelta(minutes=1)
ROOTS = {"centre": "c1" * 32, "regulator": "a2" * 32}


class Clock:
    """A clock that tests set."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


def a_folder(
    tmp_path: Path,
    m: str = "regulator",
    *,
    kind: str = "program",
    root: str = "",
    peers: list[str] | None = None,
    url: str = "https://ggzy.example",
) -> Path:
    folder = tmp_path / m
    folder.mkdir(mode=0o700)
    config = {
        "id": m, "name": f"{m} 主机", "kind": kind, "url": url, "origin": ORIGIN, "platform_key": PLATFORM_KEY,
        "peers": [program.peer(p) for p in peers or []], "time_sources": [], "poll_seconds": 0.01,
        "follow_platform_clock": kind == "demo",
    }  # fmt: skip
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "root").write_text(root or ROOTS[m])
    (folder / "root").chmod(0o600)
    return folder


@contextmanager
def at_work(folder: Path, now: datetime) -> Iterator[tuple[Custodian, Clock]]:
    clock = Clock(now)
    working = Custodian(folder, clock)
    try:
        yield working, clock
    finally:
        working.close()


def seal_key(m: str) -> str:
    return b64u(program.point(Keys(m, bytes.fromhex(ROOTS[m])).seal))


def ask(working: Custodian, task: dict[str, Any]) -> Any:
    """The result, or the code of the refusal."""
    said = working.said({"id": "t1", **task})
    return said["result"] if "result" in said else said["refused"]["code"]


def a_card_of(*working: Custodian, **changes: object) -> KeyCard:
    """A card whose entries the programs themselves have made."""
    draft = a_draft(n=len(working), k=len(working), **changes)
    entries = [ask(w, {"type": "entry", "card": draft.draft(), "id": f"e{draft.scope}"}) for w in working]
    return draft.with_members(*(Entry.parse(entry) for entry in entries))


def closed(card: KeyCard, *, deadline: datetime = NINE, at: datetime = NINE) -> dict[str, Any]:
    happened = event("process.closed", at=at, scope=card.scope, keycard=card.hash, deadline=moment(deadline))
    return sign_event(happened, PLATFORM)


def ended(card: KeyCard, *, at: datetime = NINE + 30 * MINUTE, reason: str = "window") -> dict[str, Any]:
    happened = event("release.ended", at=at, scope=card.scope, keycard=card.hash, reason=reason)
    return sign_event(happened, PLATFORM)


def moved(card: KeyCard, deadline: datetime) -> dict[str, Any]:
    happened = event(
        "deadline.moved", at=NINE, scope=card.scope, keycard=card.hash, deadline=moment(deadline)
    )
    return {"type": "move", "card": card.as_json(), "evidence": [sign_event(happened, PLATFORM)]}


def open_task(card: KeyCard, *evidence: dict[str, Any]) -> dict[str, Any]:
    return {"type": "open", "card": card.as_json(), "evidence": list(evidence)}


# --- keys ---


def test_everything_follows_from_the_root_as_the_vectors_say() -> None:
    for case in vectors("sealed/custodian.json")["custodians"]:
        keys = Keys(case["id"], bytes.fromhex(case["root"]))
        assert keys.secret("identity").hex() == case["identity_seed"]
        assert keys.idkey == case["identity_pub"]
        assert b64u(program.point(keys.seal)) == case["seal_pk"]
        for opening in case["opening"]:
            assert b64u(program.point(keys.opening(opening["scope"]))) == opening["pk"]
        for made in case["draw"]:
            draw = Draw(made["project_no"], made["suffix"], made["round"])
            assert keys.nonce(draw).hex() == made["nonce"]
            assert program.draw_commit(draw, case["id"], keys.nonce(draw)) == made["commit"]


def test_the_signed_message_and_the_sealed_copy_of_the_vectors() -> None:
    case = vectors("sealed/custodian.json")
    regulator = case["custodians"][1]
    keys = Keys("regulator", bytes.fromhex(regulator["root"]))
    signed = case["message"]
    assert keys.sign(b"ptc/1 message\n", signed["payload"]) == signed["sig"]
    payload = verify_message(
        signed, idkey=unb64u(keys.idkey), sender="regulator", to="log.jingle.example", last_n=16, now=None
    )
    assert payload["n"] == 17
    copy, draw = case["copy"], Draw("JL-ZJ-2026-0042", "", 1)
    info = program.copy_info(draw, copy["from"], copy["to"])
    assert info.decode() == copy["info"]
    assert program.HPKE.decrypt(unb64u(copy["hpke"]), keys.seal, info).hex() == copy["nonce"]


def test_the_recorded_life_with_signatures_in_place_of_proofs(tmp_path: Path) -> None:
    """The steps of the vectors that do not depend on the log, in order, in one life.

    Each event is signed by the platform instead of being proved in a tree. Recovery counts from the
    first sight of the frozen roster (step 3) where the log counts from its cosignature.
    """
    case = vectors("sealed/custodian.json")
    folder = a_folder(tmp_path, root=case["custodians"][1]["root"])
    skipped_here = {1, 7, 9, 10, 16, 19}
    later = {5: "2026-11-20T09:10:12Z"}
    with at_work(folder, NINE) as (working, clock):
        for step in case["steps"]:
            if step["n"] in skipped_here:
                assert "checkpoint" in step["given"]
                continue
            clock.now = datetime.strptime(later.get(step["n"], step["own_clock"]), program.MOMENT).replace(
                tzinfo=UTC
            )
            evidence = [
                _signed(item["event"], step["given"].get("card"), step["n"])
                for item in step["given"]["evidence"]
            ]
            answer = ask(working, {**step["given"], "id": f"s{step['n']}", "evidence": evidence})
            assert answer == step["expect"].get("refused", step["expect"].get("result")), step["n"]


def _signed(happened: dict[str, Any], card: dict[str, Any] | None, step: int) -> dict[str, Any]:
    scope = card["scope"] if card else happened["body"]["project_no"]
    item = sign_event({**happened, "scope": scope}, PLATFORM)
    return {**item, "sig": b64u(bytes(64))} if step == 15 else item


# --- entry, move, open ---


def test_two_programs_make_a_card_and_open_a_process(tmp_path: Path) -> None:
    with (
        at_work(a_folder(tmp_path, "centre"), NINE - MINUTE) as (centre, clock_c),
        at_work(a_folder(tmp_path, "regulator"), NINE - MINUTE) as (regulator, clock_r),
    ):
        card = a_card_of(centre, regulator)
        for entry in card.members:
            verify_entry(card, entry)
        clock_c.now = clock_r.now = NINE + 30 * MINUTE
        for working in (centre, regulator):
            result = ask(working, open_task(card, closed(card), ended(card)))
            assert (result["scope"], result["m"]) == (card.scope, working.keys.id)
            check_opening_key(card, working.keys.id, bytes.fromhex(result["sk"]))


def test_entry_refusals(tmp_path: Path) -> None:
    with at_work(a_folder(tmp_path), NINE - MINUTE) as (working, clock):
        draft = a_draft().draft()
        entry_cases: tuple[tuple[dict[str, object], str], ...] = (
            ({"k": 1}, "QUORUM"),
            ({"k": 3}, "CARD"),
            ({"deadline": "2026-12-01 09:00"}, "CARD"),
            ({"suite": "GM1"}, "CARD"),
            ({"scope": "a\nb"}, "CARD"),
            ({"members": []}, "CARD"),
        )
        for change, code in entry_cases:
            assert ask(working, {"type": "entry", "card": {**draft, **change}}) == code
        clock.now = NINE
        assert ask(working, {"type": "entry", "card": draft}) == "DEADLINE"
        clock.now = NINE - MINUTE
        entry = ask(working, {"type": "entry", "card": draft})
        assert ask(working, {"type": "entry", "card": draft, "id": "t2"}) == entry
        taken = {**draft, "deadline": "2026-12-02T01:00:00Z"}
        assert ask(working, {"type": "entry", "card": taken, "id": "t3"}) == "SCOPE-TAKEN"
        assert ask(working, {"type": "sign-this", "id": "t4"}) == "TASK"


def test_a_deadline_moves_later_only_and_only_before_it_has_passed(tmp_path: Path) -> None:
    with at_work(a_folder(tmp_path), NINE - MINUTE) as (working, clock):
        card = a_card_of(working, own_lock="never", window_s=0)
        assert ask(working, moved(card, NINE - MINUTE)) == "DEADLINE"
        later = NINE + 60 * MINUTE
        assert ask(working, {**moved(card, later), "id": "t2"}) == {
            "scope": card.scope,
            "deadline": moment(later),
        }
        assert ask(working, {**moved(card, NINE), "id": "t3"}) == "DEADLINE"
        clock.now = later + MINUTE
        assert ask(working, {**moved(card, later + 60 * MINUTE), "id": "t4"}) == "DEADLINE"
        assert ask(working, {**open_task(card, closed(card)), "id": "t5"}) == "DEADLINE"
        true_closing = closed(card, deadline=later, at=later)
        assert "sk" in ask(working, {**open_task(card, true_closing), "id": "t6"})
        wrong_kind = {**moved(card, later), "evidence": [closed(card)], "id": "t7"}
        assert ask(working, wrong_kind) == "EVIDENCE"


def test_open_refusals_in_the_order_of_the_table(tmp_path: Path) -> None:
    with at_work(a_folder(tmp_path), NINE - MINUTE) as (working, clock):
        card = a_card_of(working, own_lock="choose")
        other = a_card_of(working, scope="JLX-GC-2026-00187-03#1")
        good = [closed(card), ended(card)]
        forged = {**good[0], "sig": b64u(bytes(64))}
        false_name = [
            closed(card),
            sign_event(
                event("release.ended", at=NINE, scope="other", keycard=card.hash, reason="window"), PLATFORM
            ),
        ]
        clock.now = NINE + 30 * MINUTE
        cases: list[tuple[list[dict[str, Any]], str]] = [
            ([], "EVIDENCE"),
            (good[:1], "EVIDENCE"),
            (good[::-1], "EVIDENCE"),
            ([closed(other), ended(card)], "EVIDENCE"),
            (false_name, "EVIDENCE"),
            ([forged, good[1]], "PROOF"),
            ([closed(card, deadline=NINE - MINUTE), good[1]], "DEADLINE"),
            ([closed(card, at=NINE - MINUTE), good[1]], "DEADLINE"),
            ([good[0], ended(card, at=NINE - MINUTE)], "ORDER"),
            ([good[0], ended(card, reason="because")], "EVIDENCE"),
            ([good[0], "release"], "EVIDENCE"),  # type: ignore[list-item]
        ]
        for evidence, code in cases:
            assert ask(working, open_task(card, *evidence)) == code
        clock.now = NINE - timedelta(seconds=1)
        assert ask(working, open_task(card, *good)) == "CLOCK-EARLY"
        clock.now = NINE + 30 * MINUTE - timedelta(seconds=1)
        assert ask(working, open_task(card, *good)) == "WINDOW"
        assert "sk" in ask(working, open_task(card, good[0], ended(card, at=NINE, reason="all-released")))


def test_open_gives_no_key_for_a_card_that_is_not_its_own(tmp_path: Path) -> None:
    with at_work(a_folder(tmp_path), NINE - MINUTE) as (working, clock):
        card = a_card_of(working)
        mine = card.as_json()
        clock.now = NINE + 30 * MINUTE
        member = dict(mine["members"][0])  # type: ignore[index]
        changes: list[dict[str, object]] = [
            {"deadline": "2026-11-30T01:00:00Z"},
            {"own_lock": "never", "window_s": 0},
            {"members": []},
            {"members": [{**member, "m": "centre"}]},
            {"members": [{**member, "sig": b64u(bytes(64))}]},
            {"members": [{**member, "open": b64u(b"\x04" + bytes(64))}]},
            {"members": [{**member, "idkey": PLATFORM_KEY}]},
            {"extra": 1},
        ]
        for change in changes:
            false = {**mine, **change}
            task = {"type": "open", "card": false, "evidence": [closed(card), ended(card)]}
            assert ask(working, task) == "CARD", change


# --- draws ---

SEED = "5e" * 32
NAME: dict[str, Any] = {"project_no": "JLX-ZJ-2026-00042", "suffix": "", "round": 1}


def committed(*rows: dict[str, Any], **changes: Any) -> dict[str, Any]:
    body = {
        **NAME,
        "commit": commit(NAME["project_no"], SEED),
        "closes_at": moment(NINE),
        "custodians": list(rows),
        **changes,
    }
    return sign_event(
        event("draw.committed", at=NINE - 60 * MINUTE, scope=NAME["project_no"], **body), PLATFORM
    )


def frozen(*, at: datetime = NINE, **changes: Any) -> dict[str, Any]:
    body = {**NAME, "roster_hash": "0" * 64, "contrib_hash": "1" * 64, "S_p": SEED, **changes}
    return sign_event(event("draw.frozen", at=at, scope=NAME["project_no"], **body), PLATFORM)


def test_a_draw_from_commitment_to_recovery(tmp_path: Path) -> None:
    folder = a_folder(tmp_path, "centre", peers=[f"regulator={seal_key('regulator')}"])
    with (
        at_work(folder, NINE - MINUTE) as (centre, clock_c),
        at_work(a_folder(tmp_path, "regulator"), NINE - MINUTE) as (regulator, clock_r),
    ):
        rows = [
            {"id": w.keys.id, **ask(w, {"type": "draw-commit", **NAME, "id": "c"})}
            for w in (centre, regulator)
        ]
        assert [copy["to"] for copy in rows[0]["copies"]] == ["regulator"]
        assert rows[1]["copies"] == []
        assert ask(centre, {"type": "draw-commit", **NAME, "id": "again"}) == {
            k: rows[0][k] for k in ("commit", "copies")
        }
        clock_c.now = clock_r.now = NINE
        evidence = [committed(*rows), frozen()]
        shown = ask(centre, {"type": "draw-reveal", "evidence": evidence, "id": "r"})
        assert {key: shown[key] for key in NAME} == NAME
        assert custodian_commit(NAME["project_no"], "centre", shown["nonce"]) == rows[0]["commit"]
        recover = {"type": "draw-recover", "evidence": evidence, "of": "centre", "id": "x"}
        assert ask(regulator, recover) == "TOO-SOON"
        clock_r.now = NINE + 10 * MINUTE - timedelta(seconds=1)
        assert ask(regulator, recover) == "TOO-SOON"
        clock_r.now = NINE + 10 * MINUTE
        assert ask(regulator, recover) == {"of": "centre", "nonce": shown["nonce"]}


def test_draw_refusals(tmp_path: Path) -> None:
    with at_work(a_folder(tmp_path), NINE) as (working, clock):
        mine = {"id": "regulator", **ask(working, {"type": "draw-commit", **NAME, "id": "c"})}
        theirs = {
            "id": "centre",
            "commit": "0" * 64,
            "copies": [{"to": "regulator", "hpke": b64u(bytes(113))}],
        }
        good = [committed(mine, theirs), frozen()]
        forged = {**good[1], "sig": b64u(bytes(64))}
        cases: list[tuple[list[dict[str, Any]], str]] = [
            (good[:1], "EVIDENCE"),
            ([good[0], forged], "PROOF"),
            ([committed(theirs), good[1]], "EVIDENCE"),
            ([committed({**mine, "commit": "0" * 64}), good[1]], "EVIDENCE"),
            ([good[0], frozen(round=2)], "EVIDENCE"),
            ([good[0], frozen(round=0)], "EVIDENCE"),
            ([good[0], frozen(at=NINE - 61 * MINUTE)], "ORDER"),
            ([good[0], frozen(S_p="6f" * 32)], "SEED"),
            ([committed(mine, closes_at=moment(NINE + MINUTE)), good[1]], "CLOCK-EARLY"),
        ]
        for evidence, code in cases:
            assert ask(working, {"type": "draw-reveal", "evidence": evidence}) == code
        assert "nonce" in ask(working, {"type": "draw-reveal", "evidence": good})
        again = [good[0], frozen(roster_hash="2" * 64)]
        assert ask(working, {"type": "draw-reveal", "evidence": again, "id": "t2"}) == "FROZEN-TWICE"
        clock.now = NINE + 10 * MINUTE
        for other, code in (("centre", "COPY-FALSE"), ("regulator", "EVIDENCE"), ("nobody", "EVIDENCE")):
            assert ask(working, {"type": "draw-recover", "evidence": good, "of": other, "id": other}) == code
        twin = {
            "type": "draw-commit",
            "project_no": "JLX-ZJ-2026",
            "suffix": "-00042",
            "round": 1,
            "id": "t3",
        }
        assert ask(working, twin) == "DRAW-TAKEN"
        for change in ({"round": True}, {"suffix": None}, {"project_no": ""}):
            assert ask(working, {"type": "draw-commit", **NAME, **change, "id": "t4"}) == "TASK"


# --- what is remembered ---


def test_a_restart_keeps_every_decision(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with at_work(folder, NINE - MINUTE) as (working, _):
        card = a_card_of(working)
        ask(working, {**moved(card, NINE + MINUTE), "id": "m"})
        mine = {"id": "regulator", **ask(working, {"type": "draw-commit", **NAME, "id": "c"})}
        n = working.message("poll")["payload"]["n"]
    with at_work(folder, NINE + 31 * MINUTE) as (working, _):
        assert working.message("poll")["payload"]["n"] == n + 1
        other = {**card.draft(), "level": "L"}
        assert ask(working, {"type": "entry", "card": other, "id": "e2"}) == "DEADLINE"
        assert ask(working, {**open_task(card, closed(card), ended(card)), "id": "o1"}) == "DEADLINE"
        key = ask(
            working,
            {
                **open_task(card, closed(card, deadline=NINE + MINUTE, at=NINE + MINUTE), ended(card)),
                "id": "o2",
            },
        )
        assert "sk" in key
        number = ask(working, {"type": "draw-reveal", "evidence": [committed(mine), frozen()], "id": "r"})
    with at_work(folder, NINE - 60 * MINUTE) as (working, _):
        again = {
            **open_task(card, closed(card, deadline=NINE + MINUTE, at=NINE + MINUTE), ended(card)),
            "id": "o2",
        }
        assert ask(working, again) == key  # an answer once given is given again, whatever the clock says now
        assert ask(working, {"type": "entry", "card": other, "id": "e3"}) == "SCOPE-TAKEN"
        assert ask(working, {"type": "draw-commit", **NAME, "id": "c"}) == {
            k: mine[k] for k in ("commit", "copies")
        }
        assert (
            ask(working, {"type": "draw-reveal", "evidence": [committed(mine), frozen()], "id": "r"})
            == number
        )
    log = (folder / "decisions.jsonl").read_text()
    assert key["sk"] not in log
    assert number["nonce"] not in log
    assert ROOTS["regulator"] not in log


def test_the_same_refusal_is_written_once_and_each_new_one_again(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with at_work(folder, NINE - MINUTE) as (working, clock):
        card = a_card_of(working, own_lock="never", window_s=0)
        task = {**open_task(card, closed(card)), "id": "o"}
        for _ in range(3):
            assert ask(working, task) == "CLOCK-EARLY"
        clock.now = NINE
        ask(working, task)
        lines = [json.loads(line) for line in (folder / "decisions.jsonl").read_text().splitlines()]
    assert [(line["i"], line["type"], line["code"]) for line in lines] == [
        (1, "entry", None),
        (2, "open", "CLOCK-EARLY"),
        (3, "open", None),
    ]


def test_a_changed_shortened_or_foreign_log_halts_the_program(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with at_work(folder, NINE - MINUTE) as (working, _):
        a_card_of(working)
        ask(working, {"type": "nonsense", "id": "x"})
    log = folder / "decisions.jsonl"
    whole = log.read_bytes()
    first, second = whole.splitlines(keepends=True)
    for broken in (
        b"",
        first,
        second,
        whole.replace(b'"code":null', b'"code":"OK"'),
        first + b"{}\n",
        first + second + b"x\n",
    ):
        log.write_bytes(broken)
        with pytest.raises(Halted):
            Custodian(folder)
    log.write_bytes(whole + b'{"v":"ptc/1 dec')  # a crash while writing: nothing of it was ever sent
    with at_work(folder, NINE) as (working, _):
        assert working.store.count == 2
    assert log.read_bytes() == whole


def test_one_program_runs_in_one_folder(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    with at_work(folder, NINE), pytest.raises(Halted, match="another custodian"):
        Custodian(folder)


def test_files_that_others_can_read_or_that_would_follow_a_foreign_clock_halt_it(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder / "root").chmod(0o644)
    with pytest.raises(Halted, match="chmod"):
        Custodian(folder)
    (folder / "root").chmod(0o600)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(config | {"follow_platform_clock": True}))
    with pytest.raises(Halted, match="demo"):
        Custodian(folder)


@contextmanager
def a_time_source(offset: timedelta) -> Iterator[str]:
    """An SNTP server that answers every query with nine o'clock and an offset."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as wire:
        wire.bind(("127.0.0.1", 0))
        wire.settimeout(5)
        seconds = int((NINE + offset - datetime(1900, 1, 1, tzinfo=UTC)).total_seconds())

        def serve() -> None:
            _, sender = wire.recvfrom(64)
            wire.sendto(b"\x1c" + bytes(39) + seconds.to_bytes(4) + bytes(4), sender)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{wire.getsockname()[1]}"
        thread.join()


def test_a_clock_that_disagrees_with_its_sources_answers_nothing(tmp_path: Path) -> None:
    with at_work(a_folder(tmp_path), NINE) as (working, _):
        for offset, said in ((timedelta(seconds=31), "CLOCK-DISAGREES"), (timedelta(seconds=-30), "TASK")):
            with a_time_source(offset) as source:
                working.config["time_sources"] = [source]
                assert ask(working, {"type": "draw-commit", "id": f"t{said}"}) == said


# --- messages and the wire ---


def test_a_message_is_checked_for_sender_signature_number_and_time() -> None:
    seed, idkey = b"i" * 32, signing_public(b"i" * 32)
    good = message("poll", sender="centre", to=ORIGIN, at=NINE, n=7, seed=seed, version="1")

    def judged(given: object, **changes: Any) -> str:
        expected = {"idkey": idkey, "sender": "centre", "to": ORIGIN, "last_n": 6, "now": NINE, **changes}
        with pytest.raises(MessageError) as refusal:
            verify_message(given, **expected)
        return refusal.value.check

    assert verify_message(good, idkey=idkey, sender="centre", to=ORIGIN, last_n=6, now=NINE)["version"] == "1"
    assert judged({**good, "sig": b64u(bytes(64))}) == "signature"
    assert judged({**good, "payload": {**good["payload"], "n": 8}}) == "signature"  # type: ignore[dict-item]
    assert judged(good, last_n=7) == "n"
    assert judged(good, to="other/1") == "address"
    assert judged(good, sender="regulator") == "address"
    assert judged(good, now=NINE + timedelta(seconds=301)) == "clock"
    assert verify_message(good, idkey=idkey, sender="centre", to=ORIGIN, last_n=6, now=None)["n"] == 7
    for form in (None, {}, {"payload": {}, "sig": ""}, {**good, "sig": "?"}, {**good, "more": 1}):
        assert judged(form) == "form"


def test_an_event_is_checked_for_its_signature() -> None:
    happened = event("process.closed", at=NINE, scope="s", keycard="k")
    item = sign_event(happened, PLATFORM)
    assert verify_event(item, signing_public(PLATFORM)) == happened
    other = {**item, "event": {**happened, "scope": "t"}}
    for false in ({**item, "sig": b64u(bytes(64))}, other, {}, None):
        with pytest.raises(MessageError):
            verify_event(false, signing_public(PLATFORM))


class Platform(BaseHTTPRequestHandler):
    """The platform's two calls as docs/formats/ptc-1.md says, over a list of tasks."""

    idkey: ClassVar[bytes]
    now: ClassVar[datetime] = NINE
    last_n: ClassVar[int] = 0
    tasks: ClassVar[list[dict[str, Any]]] = []
    answered: ClassVar[dict[str, Any]] = {}
    failures: ClassVar[int] = 0
    polled: ClassVar[threading.Event]

    def do_POST(self) -> None:
        cls = type(self)
        given = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if cls.failures:
            cls.failures -= 1
            return self._say(503, {})
        try:
            payload = verify_message(
                given, idkey=cls.idkey, sender="regulator", to=ORIGIN, last_n=cls.last_n, now=cls.now
            )
        except MessageError as error:
            code = {"clock": "CLOCK", "n": "N"}[error.check]
            return self._say(409, {"v": "ptc/1", "code": code, "at": moment(cls.now), "n": cls.last_n})
        cls.last_n = int(str(payload["n"]))
        if self.path == "/api/v1/custody/poll":
            open_tasks = [t for t in cls.tasks if t["id"] not in cls.answered]
            if not open_tasks:
                cls.polled.set()
            return self._say(200, {"v": "ptc/1", "at": moment(cls.now), "tasks": open_tasks})
        cls.answered[str(payload["task"])] = payload.get("result") or payload["refused"]
        return self._say(200, {})

    def _say(self, status: int, body: dict[str, Any]) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


@contextmanager
def a_platform(**state: Any) -> Iterator[tuple[type[Platform], str]]:
    """A platform on this machine; its class carries what it knows."""
    handler = type("Here", (Platform,), {"tasks": [], "answered": {}, "polled": threading.Event(), **state})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield handler, f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_demo_program_works_over_http_and_follows_the_movable_clock(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keys = Keys("regulator", bytes.fromhex(ROOTS["regulator"]))
    with a_platform(idkey=unb64u(keys.idkey), now=NINE - MINUTE, failures=2, last_n=40) as (platform, url):
        folder = a_folder(tmp_path, kind="demo", url=url)
        platform.tasks.append(
            {"id": "e", "type": "entry", "card": a_draft(k=1, n=1, own_lock="never", window_s=0).draft()}
        )
        working, stop = Custodian(folder), threading.Event()
        thread = threading.Thread(target=program.run, args=(working, stop))
        thread.start()
        assert platform.polled.wait(10)
        entry = Entry.parse(platform.answered["e"])
        assert entry.kind == "demo"
        card = a_draft(k=1, n=1, own_lock="never", window_s=0).with_members(entry)
        platform.polled.clear()
        platform.tasks.append({"id": "o", **open_task(card, closed(card))})
        platform.now = NINE
        assert platform.polled.wait(10)
        stop.set()
        thread.join()
        working.close()
        assert platform.last_n > 40
        check_opening_key(card, "regulator", bytes.fromhex(platform.answered["o"]["sk"]))
        printed = capsys.readouterr()
        assert "HTTP 503" in printed.out
        assert platform.answered["o"]["sk"] not in printed.out + printed.err
        assert ROOTS["regulator"] not in printed.out + printed.err


def test_an_answer_the_platform_does_not_take_is_given_again_next_time(tmp_path: Path) -> None:
    keys = Keys("regulator", bytes.fromhex(ROOTS["regulator"]))
    with a_platform(idkey=unb64u(keys.idkey)) as (platform, url):
        folder = a_folder(tmp_path, url=url)
        with at_work(folder, NINE) as (working, _):
            platform.tasks.append({"id": "c", "type": "draw-commit", **NAME})
            assert program.poll_once(working) == 1
            first = platform.answered.pop("c")
            assert program.poll_once(working) == 1
            assert platform.answered["c"] == first
            platform.failures = 1
            with pytest.raises(program.Unreachable):
                program.poll_once(working)
            assert working.store.count == 1


def test_an_unreachable_platform_is_an_error_of_the_network_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.socket() as closed_port:
        closed_port.bind(("127.0.0.1", 0))
        folder = a_folder(tmp_path, url=f"http://127.0.0.1:{closed_port.getsockname()[1]}")
        assert main(["once", "--dir", str(folder)]) == 1
    assert "platform: " in capsys.readouterr().err


def test_init_show_and_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "regulator"
    arguments = ["init", "--dir", str(folder), "--id", "regulator", "--name", "县财政局", "--kind", "program"]
    arguments += ["--url", "https://ggzy.example", "--platform-key", PLATFORM_KEY]
    arguments += ["--peer", f"centre={seal_key('centre')}"]
    assert main(arguments) == 0
    shown = json.loads(capsys.readouterr().out)
    root = (folder / "root").read_text().strip()
    assert stat.S_IMODE((folder / "root").stat().st_mode) == 0o600
    assert shown["idkey"] == Keys("regulator", bytes.fromhex(root)).idkey
    assert root not in json.dumps(shown)
    assert main(arguments) == 2  # never overwrites
    assert main(["show", "--dir", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out) == shown
    tasks, answers = tmp_path / "tasks.json", tmp_path / "answers.json"
    tasks.write_text(
        json.dumps(
            {
                "v": "ptc/1",
                "at": moment(NINE),
                "tasks": [{"id": "c", "type": "draw-commit", **NAME}, 7, {"id": "f", "x": 1e999}],
            }
        )
    )
    assert main(["file", "--dir", str(folder), str(tasks), str(answers)]) == 0
    (said,) = json.loads(answers.read_text())
    payload = verify_message(
        said, idkey=unb64u(shown["idkey"]), sender="regulator", to=ORIGIN, last_n=0, now=None
    )
    assert payload["result"]["copies"][0]["to"] == "centre"  # type: ignore[index]


def test_init_refuses_plain_http_to_another_machine(tmp_path: Path) -> None:
    arguments = [
        "init",
        "--dir",
        str(tmp_path / "x"),
        "--id",
        "x",
        "--name",
        "x",
        "--kind",
        "program",
        "--platform-key",
        PLATFORM_KEY,
    ]
    with pytest.raises(SystemExit):
        main([*arguments, "--url", "http://ggzy.example"])
    with pytest.raises(SystemExit):
        main([*arguments[:-1], "short", "--url", "https://ggzy.example"])


def test_the_suite_and_the_program_derive_the_same_key() -> None:
    pair = INT1.derive_key(b"s" * 32)
    assert program.point(program.derive_key(b"s" * 32)) == pair.public
