"""`./run bid seal|open`: a bid sealed and opened on a machine of one's own."""

import json
from pathlib import Path

import pytest

from marketplace.trust.cli import main
from tests.trust.builders import BIDDER, CODE, a_card, keys
from tests.trust.shared import path_of, vectors


def _sealed(folder: Path, *more: str) -> list[str]:
    card = a_card()
    (folder / "card.json").write_text(json.dumps(card.as_json(), ensure_ascii=False))
    (folder / "投标函.txt").write_text("我方愿意")
    (folder / "form.json").write_text(json.dumps({"报价": "4863200.00"}, ensure_ascii=False))
    return [
        "bid", "seal", str(folder / "投标函.txt"), "--card", str(folder / "card.json"), "--keycard", card.hash,
        "--bidder", BIDDER, "--form", str(folder / "form.json"), "--out", str(folder / "bid.ptb"), *more,
    ]  # fmt: skip


def _keys() -> list[str]:
    return [part for x, key in keys(a_card()).items() for part in ("--opening-key", f"{x}:{key.hex()}")]


def test_a_bid_sealed_here_opens_here(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(_sealed(tmp_path, "--lock", "own")) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["ct_len"] == (tmp_path / "bid.ptb").stat().st_size
    out = tmp_path / "opened"
    assert (
        main(["bid", "open", str(tmp_path / "bid.ptb"), *_keys(), "--code", said["code"], "--out", str(out)])
        == 0
    )
    assert (out / "投标函.txt").read_text() == "我方愿意"
    manifest = json.loads((out / "manifest.json").read_text())
    assert manifest["form"] == {"报价": "4863200.00"}


def test_a_given_code_is_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(_sealed(tmp_path, "--lock", "own", "--code", CODE)) == 0
    printed = capsys.readouterr()
    assert CODE not in printed.out + printed.err
    assert main(_sealed(tmp_path, "--lock", "auto")) == 0
    assert "code" not in json.loads(capsys.readouterr().out)


def test_opening_names_the_failing_check_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(_sealed(tmp_path, "--lock", "own", "--code", CODE)) == 0
    package, out = str(tmp_path / "bid.ptb"), tmp_path / "opened"
    one_key, two_keys = _keys()[:2], _keys()
    cases: list[tuple[list[str], str]] = [
        ([*one_key, "--code", CODE], "quorum"),
        (two_keys, "bidder-commit"),
        ([*two_keys, "--code", "0" * 20], "bidder-commit"),
        ([*two_keys, "--code", CODE[:19]], "code-form"),
        ([two_keys[0], two_keys[3].replace("2:", "1:"), "--code", CODE], "unwrap"),
    ]
    capsys.readouterr()
    for arguments, check in cases:
        assert main(["bid", "open", package, *arguments, "--out", str(out)]) == 1
        assert capsys.readouterr().err.startswith(f"{check}: ")
    assert not out.exists()


def test_sealing_refuses_a_card_that_is_not_the_printed_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = _sealed(tmp_path, "--lock", "auto")
    arguments[arguments.index("--keycard") + 1] = "0" * 64
    assert main(arguments) == 1
    assert capsys.readouterr().err.startswith("keycard: ")
    card = a_card().as_json() | {"k": 2, "window_s": 60}
    (tmp_path / "card.json").write_text(json.dumps(card))
    assert main(arguments) == 1
    assert capsys.readouterr().err.startswith("signature: ")
    assert not (tmp_path / "bid.ptb").exists()


@pytest.mark.parametrize("name", ["ptb1-INT1-own", "ptb1-INT1-auto"])
def test_the_sample_packages_open(name: str, tmp_path: Path) -> None:
    case = vectors(f"sealed/{name}.json")
    arguments = ["bid", "open", str(path_of(f"sealed/{name}.ptb")), "--out", str(tmp_path)]
    for x, key in enumerate(case["opening_keys"].values(), 1):
        arguments += ["--opening-key", f"{x}:{key['sk']}"]
    if "code" in case:
        arguments += ["--code", case["code_with_check"]]
    assert main(arguments) == 0
    assert json.loads((tmp_path / "manifest.json").read_text())["form"] == case["expected"]["form"]
    for file in case["files"]:
        assert (tmp_path / file["name"]).stat().st_size == file["size"]
