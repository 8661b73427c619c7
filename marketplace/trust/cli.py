"""Sealing, opening and verifying without the site: what `./run bid …` and `./run verify draw` do."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from marketplace.trust import codes, draw
from marketplace.trust.errors import TrustError
from marketplace.trust.header import Header
from marketplace.trust.keycard import KeyCard, verify_entry
from marketplace.trust.sealed import Source, manifest_json, open_package, read, seal


def main(argv: Sequence[str]) -> int:
    """Run one command; 0 when it holds, 1 with the name of the failing check."""
    arguments = _parser().parse_args(argv)
    run: Callable[[argparse.Namespace], str] = arguments.run
    try:
        print(run(arguments))
    except TrustError as error:
        print(f"{error.check}: {error.says}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"file: {error.strerror}：{error.filename}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="run", description="离线加密、解密投标文件，离线复算抽取")
    areas = parser.add_subparsers(required=True)
    bid = areas.add_parser("bid", help="ptb/1 加密投标文件").add_subparsers(required=True)
    _seal_parser(bid.add_parser("seal", help="加密"))
    _open_parser(bid.add_parser("open", help="解密"))
    verify = areas.add_parser("verify", help="复算公开记录").add_subparsers(required=True)
    record = verify.add_parser("draw", help="ZJCS-DRAW-1 抽取记录")
    record.add_argument("file", type=Path)
    record.set_defaults(run=verify_draw)
    return parser


def _seal_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE", help="投标文件")
    parser.add_argument("--card", type=Path, required=True, help="密钥卡（JSON）")
    parser.add_argument("--keycard", required=True, metavar="HASH", help="公告上印的密钥卡散列值")
    parser.add_argument("--bidder", required=True, help="投标人统一社会信用代码")
    parser.add_argument("--form", type=Path, help="表单（JSON，文本对文本）")
    parser.add_argument("--lock", choices=("auto", "own"), required=True, help="到点自动解密，或自己到场解密")
    parser.add_argument("--code", help="已有的解锁码；不给则生成")
    parser.add_argument("--seq", type=int, default=1, help="第几次递交")
    parser.add_argument("--prev", help="上一次声明的散列值")
    parser.add_argument("--out", type=Path, required=True, help="写到哪个文件")
    parser.set_defaults(run=seal_bid)


def _open_parser(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("package", type=Path, metavar="PACKAGE")
    parser.add_argument(
        "--opening-key", action="append", default=[], type=_opening_key, metavar="X:HEX", dest="keys"
    )
    parser.add_argument("--code", help="投标人的解锁码（20 个字符，或带 4 个校验字符）")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    parser.set_defaults(run=open_bid)


def _opening_key(text: str) -> tuple[int, bytes]:
    number, _, key = text.partition(":")
    if not number.isdecimal() or len(key) != 64:
        raise argparse.ArgumentTypeError("写成 份额号:64 位十六进制私钥")
    return int(number), bytes.fromhex(key)


def _load(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes())
    except ValueError as error:
        raise TrustError("json", f"{path.name} 不是 JSON 文件") from error


def _code(typed: str) -> str:
    """The twenty characters, with their check characters or without (a program may hold only those)."""
    bare = typed.strip().upper()
    if len(bare) == codes.LENGTH and all(character in codes.ALPHABET for character in bare):
        return bare
    return codes.normalise(typed)


def seal_bid(arguments: argparse.Namespace) -> str:
    """Seal files and a form against a key card; print what the statement will say, and a new code once."""
    card = KeyCard.parse(_load(arguments.card))
    for entry in card.members:
        verify_entry(card, entry)
    if card.hash != arguments.keycard:
        raise TrustError("keycard", "密钥卡与公告上印的散列值不符，不得使用")
    typed = arguments.code or codes.generate()
    code = _code(typed) if arguments.lock == "own" else None
    form = _form(arguments.form)
    with ExitStack() as stack:
        sources = [Source(path.name, stack.enter_context(path.open("rb"))) for path in arguments.files]
        out = stack.enter_context(arguments.out.open("wb"))
        sealed = seal(
            card,
            out,
            bidder=arguments.bidder,
            form=form,
            files=sources,
            seq=arguments.seq,
            prev=arguments.prev,
            code=code,
        )
    said = {
        "header_hash": sealed.header_hash,
        "ct_root": sealed.ct_root,
        "ct_len": sealed.ct_len,
        "pt_root": sealed.pt_root,
    }
    if code is not None and arguments.code is None:
        said["code"] = codes.in_groups(typed)
    return json.dumps(said, ensure_ascii=False, indent=2)


def _form(path: Path | None) -> dict[str, str]:
    form = _load(path) if path else {}
    if not isinstance(form, dict) or not all(isinstance(value, str) for value in form.values()):
        raise TrustError("form", "表单须是文本对文本的 JSON 对象，金额也写成文本")
    return form


def open_bid(arguments: argparse.Namespace) -> str:
    """Open a package and write its files and manifest; nothing is written unless every check holds."""
    with arguments.package.open("rb") as package, tempfile.TemporaryFile() as plain:
        header = read(package)
        keys = dict(arguments.keys)
        contents = open_package(package, plain, keys=keys, s_b=_own_secret(header, arguments.code))
        arguments.out.mkdir(parents=True, exist_ok=True)
        for file in contents.files:
            with (arguments.out / file.name).open("wb") as out:
                out.writelines(file.pieces(plain))
    (arguments.out / "manifest.json").write_bytes(manifest_json(contents))
    return f"已解密，{len(contents.files)} 个文件及 manifest.json 写在 {arguments.out}"


def _own_secret(header: Header, typed: str | None) -> bytes | None:
    if header.bidder_commit is None or typed is None:
        return None
    return codes.bidder_secret(header.suite, _code(typed), header.core.ctx)


def verify_draw(arguments: argparse.Namespace) -> str:
    """Recompute a draw record."""
    found = draw.verify_record(_load(arguments.file))
    return (
        f"复算一致：{found.project_no}{found.suffix} 第 {found.round} 次抽取，"
        f"{len(found.roster)} 个参加者，第一名 {found.ranking[0]}"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
