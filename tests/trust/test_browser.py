"""The committed browser files in Chromium: vectors, both ways with Python, refusals, and the worker under a strict CSP."""

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from marketplace.trust.canonical import b64u, encode
from marketplace.trust.codes import bidder_secret
from marketplace.trust.sealed import check_on_receipt, open_package, release
from marketplace.trust.suites import INT1
from tests.trust.builders import BIDDER, CODE, a_card, a_package, idkeys, keys
from tests.trust.shared import path_of, vectors
from tests.trust.test_draw import V1, V2, V3, V10, B

PROJECT = Path(__file__).parents[2]
BUNDLE = PROJECT / "bidding/static/bidding/seal-worker.js"
SOURCES = PROJECT / "deploy/seal-bundle"
SERVED = {"/seal-worker.js": BUNDLE, "/draw.js": PROJECT / "marketplace/static/js/draw.js"}
CSP = "default-src 'none'; script-src 'self'; worker-src 'self'"
FULL_CODE = "9ZQ4TYV7K2HJX5M8WD3NZN0R"

HELPERS = """
window.bytes = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
window.base64 = async (blob) => {
  const data = new Uint8Array(await blob.arrayBuffer());
  let text = "";
  for (let at = 0; at < data.length; at += 32768) text += String.fromCharCode(...data.subarray(at, at + 32768));
  return btoa(text);
};
window.call = (message) => new Promise((resolve) => {
  const worker = new Worker("/seal-worker.js", { type: "module" });
  const progress = [];
  worker.onmessage = ({ data }) => {
    if (data.type === "progress") return progress.push(data);
    worker.terminate();
    resolve({ ...data, progress });
  };
  worker.postMessage({ id: 7, ...message });
});
"""


class _Files(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        file = SERVED.get(self.path)
        body = file.read_bytes() if file else b"<!doctype html><title>seal</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if file else "text/html")
        self.send_header("Content-Security-Policy", CSP)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Tests are quiet."""


@pytest.fixture(scope="module")
def tab() -> Iterator[Page]:
    """A page of our own origin under the site's script policy."""
    if not Path("/usr/bin/chromium").exists():
        pytest.skip("no /usr/bin/chromium on this machine")
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Files)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        opened = browser.new_page()
        opened.goto(f"http://127.0.0.1:{server.server_address[1]}/")
        opened.evaluate(HELPERS)
        yield opened
        browser.close()
    server.shutdown()
    thread.join()
    server.server_close()


def _card(**changes: Any) -> dict[str, Any]:
    """What the page tells the worker about a card."""
    card = a_card(**changes)
    identities = {m: [b64u(key) for key in known] for m, known in idkeys(card).items()}
    return {"card": card.as_json(), "keycard": card.hash, "identities": identities}


def _seal(tab: Page, message: dict[str, Any], files: dict[str, bytes]) -> Any:
    encoded = {name: base64.b64encode(data).decode() for name, data in files.items()}
    return tab.evaluate(
        """async ([message, files]) => {
            const named = Object.entries(files).map(([name, data]) => new File([bytes(data)], name));
            const said = await call({ type: "seal", ...message, files: named });
            return said.package ? { ...said, package: await base64(said.package) } : said;
        }""",
        [message, encoded],
    )


def _message(**changes: Any) -> dict[str, Any]:
    form = {"报价": "4863200.00", "工期": "120"}
    return {
        **_card(),
        "bidder": BIDDER,
        "seq": 1,
        "prev": None,
        "form": form,
        "lock": "own",
        "code": FULL_CODE,
    } | changes


def _open(tab: Page, package: bytes, opening_keys: dict[int, bytes], code: str | None) -> Any:
    given = [base64.b64encode(package).decode(), {str(x): key.hex() for x, key in opening_keys.items()}, code]
    return tab.evaluate(
        """async ([data, keys, code]) => {
            const said = await call({ type: "open", package: new Blob([bytes(data)]), keys, code });
            if (!said.files) return said;
            const files = await Promise.all(said.files.map(async (f) => [f.name, await base64(f.blob)]));
            return { ...said, files: Object.fromEntries(files) };
        }""",
        given,
    )


@pytest.mark.browser
@pytest.mark.parametrize("size", [0, 20_000, (1 << 20) + 5, 9_000_000])
def test_what_the_browser_seals_python_receives_and_opens(tab: Page, size: int) -> None:
    data = hashlib.sha256(b"content").digest() * (size // 32 + 1)
    for lock, code in (("own", FULL_CODE), ("auto", None)):
        said = _seal(tab, _message(lock=lock, code=code), {"投标函.txt": b"bid", "清单.bin": data[:size]})
        assert said["type"] == "done", said
        package = io.BytesIO(base64.b64decode(said["package"]))
        card = a_card()
        received = check_on_receipt(
            package, card, bidder=BIDDER, seq=1, prev=None, ct_root=said["ct_root"], ct_len=said["ct_len"]
        )
        assert (received.header_hash, received.pt_root) == (said["header_hash"], said["pt_root"])
        assert len(received.header.encode()) <= 1100
        s_b = bidder_secret(INT1, CODE, received.header.core.ctx) if code else None
        plain = io.BytesIO()
        contents = open_package(package, plain, keys=keys(card), s_b=s_b)
        assert contents.form == {"报价": "4863200.00", "工期": "120"}
        assert b"".join(contents.files[1].pieces(plain)) == data[:size]
        assert [
            stage
            for stage in ("hash", "root", "encrypt")
            if any(p["stage"] == stage for p in said["progress"])
        ] == ["hash", "root", "encrypt"]
        last = said["progress"][-1]
        assert last["done"] == last["total"] == received.header.core.plen


@pytest.mark.browser
def test_what_python_seals_the_browser_opens(tab: Page) -> None:
    for code, typed in ((CODE, "9zq4-tyv7-k2hj-x5m8-wd3n-zn0r"), (None, None)):
        data = bytes(range(256)) * 5000
        package, said = a_package(a_card(), code=code, files={"投标函.txt": b"bid", "清单.bin": data})
        opened = _open(tab, package.getvalue(), keys(a_card()), typed)
        assert opened["type"] == "done", opened
        assert opened["form"] == {"报价": "4863200.00", "工期": "120"}
        assert base64.b64decode(opened["files"]["清单.bin"]) == data
        assert opened["header"]["core"]["pt_root"] == said.pt_root


@pytest.mark.browser
@pytest.mark.parametrize("name", ["ptb1-INT1-own", "ptb1-INT1-auto"])
def test_the_samples_open_in_the_browser_and_refuse_every_change(tab: Page, name: str) -> None:
    case = vectors(f"sealed/{name}.json")
    data = path_of(f"sealed/{name}.ptb").read_bytes()
    opening_keys = {x: bytes.fromhex(key["sk"]) for x, key in enumerate(case["opening_keys"].values(), 1)}
    opened = _open(tab, data, opening_keys, case.get("code_with_check"))
    assert opened["form"] == case["expected"]["form"]
    assert list(opened["files"]) == [file["name"] for file in case["files"]]
    places = [*range(0, 1400, 7), *range(1400, len(data), 997), len(data) - 1]
    refused = tab.evaluate(
        """async ([text, keys, code, places]) => {
            const { open } = await import("/seal-worker.js");
            const data = bytes(text);
            const checks = [];
            for (const place of places) {
                const changed = data.slice();
                changed[place] ^= 1 << place % 8;
                try { await open(new Blob([changed]), keys, code); checks.push(null); }
                catch (error) { checks.push(error.check || String(error)); }
            }
            return checks;
        }""",
        [
            base64.b64encode(data).decode(),
            {x: key.hex() for x, key in opening_keys.items()},
            case.get("code"),
            places,
        ],
    )
    known = {
        "magic",
        "header-length",
        "header",
        "core",
        "locks",
        "unwrap",
        "share-commit",
        "bidder-commit",
        "bcommit",
        "chunks",
    }
    assert set(refused) <= known, set(refused) - known


@pytest.mark.browser
def test_the_browser_names_what_it_refuses_to_open(tab: Page) -> None:
    card = a_card()
    package, said = a_package(card)
    data, both = package.getvalue(), keys(card)

    def refused(changed: bytes, given: dict[int, bytes], code: str | None) -> str:
        answer = _open(tab, changed, given, code)
        assert answer["says"]
        return str(answer["check"])

    assert refused(data, {1: both[1]}, FULL_CODE) == "quorum"
    assert refused(data, both, None) == "bidder-commit"
    assert refused(data, {1: both[1], 2: both[1]}, FULL_CODE) == "unwrap"
    assert refused(data, both, "0" * 24) == "code-check"
    assert refused(data, both, CODE) == "code-form"
    assert refused(data[:-1], both, FULL_CODE) == "chunks"
    relabelled = replace(said.header, core=replace(said.header.core, bidder="91999999MA00000B7L")).encode()
    body = data[12 + len(said.header.encode()) :]
    assert refused(data[:8] + len(relabelled).to_bytes(4) + relabelled + body, both, FULL_CODE) == "unwrap"


@pytest.mark.browser
def test_the_browser_seals_to_no_card_it_cannot_trust(tab: Page) -> None:
    good = _card()
    swapped = {**good["card"], "members": good["card"]["members"][::-1]}
    later = {**good["card"], "deadline": "2027-01-01T00:00:00Z"}
    forged = json.loads(json.dumps(good["card"]))
    forged["members"][0]["sig"] = b64u(bytes(64))
    stranger = json.loads(json.dumps(good["identities"]))
    stranger["centre"] = [b64u(bytes(32))]
    demo = _card(kind="demo")
    cases: list[tuple[dict[str, Any], str]] = [
        ({"card": later}, "signature"),
        ({"card": forged}, "signature"),
        ({"card": swapped}, "keycard"),
        ({"keycard": "0" * 64}, "keycard"),
        ({"identities": stranger}, "identity"),
        ({"identities": None}, "identity"),
        ({"card": {**good["card"], "k": 1}}, "quorum"),
        ({"card": {**good["card"], "extra": 1}}, "card"),
        ({"card": {**good["card"], "members": []}}, "members"),
        ({"card": None}, "card"),
        (demo, "demo"),
        (_card(own_lock="never", window_s=0), "own-lock"),
        ({**_card(own_lock="always"), "lock": "auto"}, "own-lock"),
        ({"code": "9ZQ4TYV7K2HJX5M8WD3NZN0S"}, "code-check"),
        ({"bidder": ""}, "core"),
        ({"seq": 0}, "core"),
        ({"form": {"报价": 4863200}}, "form"),
    ]
    for changes, check in cases:
        said = _seal(tab, _message(**changes), {"a.txt": b"a"})
        assert (said["type"], said.get("check")) == ("error", check), said
        assert said["says"]
    assert _seal(tab, _message(), {"manifest.json": b""})["check"] == "file-name"
    assert _seal(tab, _message(**demo, demo=True), {})["type"] == "done"


@pytest.mark.browser
def test_a_file_that_changes_on_disk_after_it_was_chosen_is_refused(tab: Page, tmp_path: Path) -> None:
    file = tmp_path / "投标函.txt"
    file.write_text("first")
    tab.evaluate(
        "() => document.body.replaceChildren(Object.assign(document.createElement('input'), { type: 'file' }))"
    )
    tab.set_input_files("input", file)
    file.write_text("second and longer")
    said = tab.evaluate(
        "(m) => call({ type: 'seal', ...m, files: [...document.querySelector('input').files] })", _message()
    )
    assert (said["type"], said["check"]) == ("error", "changed")


@pytest.mark.browser
def test_the_browser_makes_codes_and_releases_only_what_was_committed(tab: Page) -> None:
    code = tab.evaluate("async () => (await call({ type: 'code' })).code")
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}", code)
    said = _seal(tab, _message(code=code), {"a.txt": b"a"})
    package = io.BytesIO(base64.b64decode(said["package"]))
    received = check_on_receipt(
        package, a_card(), bidder=BIDDER, seq=1, prev=None, ct_root=said["ct_root"], ct_len=said["ct_len"]
    )
    header = json.loads(received.header.encode())
    released = tab.evaluate("(m) => call({ type: 'release', ...m })", {"header": header, "code": code})
    assert bytes.fromhex(released["s_b"]) == release(received.header, code.replace("-", "")[:20])
    wrong = tab.evaluate("(m) => call({ type: 'release', ...m })", {"header": header, "code": FULL_CODE})
    assert wrong["check"] == "bidder-commit"
    made = _seal(tab, _message(code=None), {})
    assert len(made["code"].replace("-", "")) == 24
    assert "code" not in said
    assert tab.evaluate("(m) => call(m)", {"type": "nonsense"})["check"] == "type"


@pytest.mark.browser
def test_canonical_json_padding_shares_and_roots_agree_with_the_vectors(tab: Page) -> None:
    jcs = vectors("jcs/rfc8785.json")
    written = tab.evaluate(
        """async (cases) => {
            const { jcsText } = await import("/seal-worker.js");
            return cases.map((c) => jcsText(JSON.parse(c.input)));
        }""",
        jcs,
    )
    assert written == [case["output"] for case in jcs]
    case = vectors("sealed/roots-padme.json")
    found = tab.evaluate(
        """async ({ padme, roots }) => {
            const m = await import("/seal-worker.js");
            const hex = (b) => Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
            const made = [];
            for (const { n } of roots) {
                const whole = new Uint8Array(n).map((_, i) => i % 251);
                const segments = new m.Segments();
                for (let at = 0; at < n; at += 100003) await segments.update(whole.subarray(at, at + 100003));
                made.push(hex(await segments.root()));
            }
            return { padme: padme.map(([length]) => m.padme(length)), roots: made };
        }""",
        case,
    )
    assert found == {
        "padme": [padded for _, padded in case["padme"]],
        "roots": [row["root"] for row in case["roots"]],
    }
    shares = tab.evaluate(
        """async (cases) => {
            const { split, combine } = await import("/seal-worker.js");
            const un = (t) => Uint8Array.from(t.match(/../g), (p) => parseInt(p, 16));
            const hex = (b) => Array.from(b, (x) => x.toString(16).padStart(2, "0")).join("");
            return cases.map((c) => {
                const shares = split(un(c.secret), c.k, c.n, c.coefficients.map(un));
                const last = new Map([...shares].slice(-c.k));
                return [Object.fromEntries([...shares].map(([x, s]) => [x, hex(s)])), hex(combine(last, c.k))];
            });
        }""",
        vectors("sealed/shamir-gf256.json"),
    )
    assert shares == [[case["shares"], case["secret"]] for case in vectors("sealed/shamir-gf256.json")]


@pytest.mark.browser
@pytest.mark.parametrize(
    "text",
    [
        '{"a":1, "b":2}',
        '{"b":1,"a":2}',
        '{"a":1,"a":1}',
        "[1.0]",
        "[-0]",
        "[9007199254740993]",
        '["\\u0041"]',
        "",
        "[1",
    ],
)
def test_other_spellings_of_json_are_refused_in_the_browser(tab: Page, text: str) -> None:
    check = tab.evaluate(
        """async (text) => {
            const { parseJcs } = await import("/seal-worker.js");
            try { parseJcs(new TextEncoder().encode(text)); return null; } catch (error) { return error.check; }
        }""",
        text,
    )
    assert check == "jcs"


RECOMPUTE = """async (record) => (await import("/draw.js")).recompute(record)"""


@pytest.mark.browser
def test_a_draw_recomputes_in_the_browser_with_every_intermediate_value(tab: Page) -> None:
    for made in (V1, V2, V3, V10):
        answer = tab.evaluate(RECOMPUTE, made.record())
        values = answer["values"]
        assert (answer["ok"], answer["failed"]) == (True, None)
        assert (values["K"], values["K_sha256"], values["ranking"]) == (made.key, made.key_hash, made.ranking)
        assert (values["commit"], values["roster_hash"], values["contrib_hash"]) == (
            made.commit,
            made.roster_hash,
            made.contrib_hash,
        )
        steps = [(step.hash, step.pool, step.ticket, step.id) for step in made.steps()]
        assert [(s["hash"], s["pool"], s["ticket"], s["id"]) for s in values["steps"]] == steps
        assert [row["ok"] for row in values["custodians"]] == [True] * len(made.custodians)


@pytest.mark.browser
@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"v": "ZJCS-DRAW-1-SM3"}, "form"),
        ({"note": 1}, "form"),
        ({"round": 0}, "form"),
        ({"roster": [{"id": B, "tickets": 1}, {"id": B, "tickets": 1}]}, "roster"),
        ({"roster_hash": "0" * 64}, "roster_hash"),
        ({"contributions": []}, "contrib_hash"),
        ({"contributions": [{"by": B, "text": "a|b"}]}, "contributions"),
        ({"S_p": "0" * 64}, "commit"),
        ({"custodians": []}, "custodians"),
        ({"beacon": V1.beacon}, "custodians"),
        ({"K_sha256": "0" * 64}, "K_sha256"),
        ({"ranking": [B]}, "ranking"),
    ],
)
def test_a_false_record_is_named_in_the_browser_as_on_the_server(
    tab: Page, change: dict[str, Any], check: str
) -> None:
    answer = tab.evaluate(RECOMPUTE, {**V10.record(), **change})
    assert (answer["ok"], answer["failed"]["check"]) == (False, check)


def test_the_committed_bundle_is_of_these_sources_and_small() -> None:
    """The banner carries the hash of sources and pins; without Node that is what can be checked."""
    hasher = hashlib.sha256()
    names = sorted(path.name for path in (SOURCES / "src").glob("*.js"))
    for name in [*(f"src/{name}" for name in names), "package.json", "package-lock.json", "build.mjs"]:
        hasher.update(f"{name}\n".encode() + (SOURCES / name).read_bytes())
    bundle = BUNDLE.read_bytes()
    assert f"sources sha256-{hasher.hexdigest()};" in bundle[:300].decode()
    assert len(gzip.compress(bundle, 9)) <= 60_000
    assert b"eval(" not in bundle
    assert b"new Function" not in bundle
    assert "registry" not in (SOURCES / "package-lock.json").read_text()


@pytest.mark.browser
def test_the_sources_build_to_the_committed_bundle() -> None:
    if shutil.which("node") is None or not (SOURCES / "node_modules").exists():
        pytest.skip("needs node and `npm ci` in deploy/seal-bundle")
    subprocess.run(["node", "build.mjs", "--check"], cwd=SOURCES, check=True)


def test_the_card_hash_covers_the_members() -> None:
    """What the worker hashes is the JSON the page was given, so the page may send the card as it is."""
    card = a_card()
    assert card.hash == hashlib.sha256(b"ptk/1 card\n" + encode(card.as_json())).hexdigest()
