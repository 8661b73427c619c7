"""What a bid contains once opened: the padded bundle of form and files, and how its size is hidden (Padmé)."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from marketplace.trust.canonical import Json, b64u, decode, encode, nfc, unb64u, unhex32
from marketplace.trust.errors import SealedError, TrustError
from marketplace.trust.keycard import is_count
from marketplace.trust.merkle import SEGMENT
from marketplace.trust.suites import CryptoSuite

MAGIC = b"PTBNDL1\n"
RESERVED = "manifest.json"  # the opener writes the manifest beside the files under this name


def padme(length: int) -> int:
    """The length rounded up so that only its size class shows (Padmé, at most 12 %, here 3 %)."""
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    step = 1 << exponent - exponent.bit_length()
    return -(-length // step) * step


def is_file_name(name: object) -> bool:
    """A base name of 1–255 bytes: no separators, no control characters, not the manifest's own name."""
    if not isinstance(name, str) or name in {"", ".", ".."} or name.casefold() == RESERVED:
        return False
    if any(c < " " or c in "/\\\x7f" or "\ud800" <= c <= "\udfff" for c in name):
        return False
    return len(name.encode()) <= 255


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be sealed: its base name and a seekable stream, read from its beginning each time."""

    name: str
    data: BinaryIO

    def pieces(self) -> Iterator[bytes]:
        self.data.seek(0)
        while piece := self.data.read(SEGMENT):
            yield piece


@dataclass(frozen=True, slots=True)
class Bundle:
    """A bundle ready to be written: the bytes before the files, the files, the padded length."""

    head: bytes
    sources: tuple[Source, ...]
    length: int
    plen: int

    def pieces(self) -> Iterator[bytes]:
        """The padded bundle, piece by piece."""
        written = len(self.head)
        yield self.head
        for source in self.sources:
            for piece in source.pieces():
                written += len(piece)
                yield piece
        if written != self.length:
            raise SealedError("changed", "封装期间文件被改动，请关闭正在编辑它的程序后重试")
        for at in range(self.length, self.plen, SEGMENT):
            yield bytes(min(SEGMENT, self.plen - at))


def make(suite: CryptoSuite, form: Mapping[str, str], sources: Sequence[Source], min_plen: int) -> Bundle:
    """The bundle of a form and files; its random nonce makes `pt_root` tell nothing."""
    names = [nfc(source.name) for source in sources]
    if not all(map(is_file_name, names)) or len(set(names)) != len(names):
        raise SealedError("file-name", "文件名重复，或含有路径、控制字符，或为 manifest.json")
    files: list[Json] = []
    total = 0
    for name, source in zip(names, sources, strict=True):
        hasher, size = suite.hasher(), 0
        for piece in source.pieces():
            hasher.update(piece)
            size += len(piece)
        files.append({"name": name, "size": size, "hash": hasher.digest().hex()})
        total += size
    manifest = encode(
        {
            "v": "ptb/1 bundle",
            "nonce": b64u(secrets.token_bytes(32)),
            "form": {nfc(key): nfc(value) for key, value in form.items()},
            "files": files,
        }
    )
    head = MAGIC + len(manifest).to_bytes(4) + manifest
    length = len(head) + total
    return Bundle(head, tuple(sources), length, max(min_plen, padme(length)))


@dataclass(frozen=True, slots=True)
class File:
    """One file inside an opened bundle, and where it stands."""

    name: str
    size: int
    hash: str
    offset: int

    def pieces(self, plain: BinaryIO) -> Iterator[bytes]:
        plain.seek(self.offset)
        left = self.size
        while left:
            piece = plain.read(min(SEGMENT, left))
            left -= len(piece)
            yield piece


@dataclass(frozen=True, slots=True)
class Contents:
    """What a bid says: its manifest, the form, and where the files stand in the plaintext."""

    manifest: Json
    form: Mapping[str, str]
    files: tuple[File, ...]


def parse(suite: CryptoSuite, plain: BinaryIO, plen: int) -> Contents:
    """The contents of a padded bundle; file hashes and the zeros behind the files are checked."""
    plain.seek(0)
    if plain.read(len(MAGIC)) != MAGIC:
        raise SealedError("bundle", "明文不是投标文件包")
    size = int.from_bytes(plain.read(4))
    if len(MAGIC) + 4 + size > plen:
        raise SealedError("bundle", "文件包清单超出文件包")
    manifest = _manifest(plain.read(size))
    form = _form(manifest["form"])
    files, end = _files(manifest["files"], len(MAGIC) + 4 + size)
    if end > plen:
        raise SealedError("bundle", "清单中的文件超出文件包")
    for file in files:
        hasher = suite.hasher()
        for piece in file.pieces(plain):
            hasher.update(piece)
        if hasher.digest().hex() != file.hash:
            raise SealedError("file-hash", f"文件“{file.name}”与清单中的散列值不符")
    if any(any(piece) for piece in File("", plen - end, "", end).pieces(plain)):
        raise SealedError("zeros", "文件包的填充不全为零")
    return Contents(manifest, form, files)


def _manifest(data: bytes) -> Json:
    try:
        manifest = decode(data)
        if not isinstance(manifest, dict) or set(manifest) != {"v", "nonce", "form", "files"}:
            raise SealedError("bundle", "清单的成员不全或有多余")
        unb64u(manifest["nonce"], 32)
    except TrustError as error:
        raise SealedError("bundle", error.says) from error
    if manifest["v"] != "ptb/1 bundle":
        raise SealedError("bundle", "清单的版本不对")
    return manifest


def _form(form: object) -> dict[str, str]:
    if not isinstance(form, dict) or not all(isinstance(value, str) for value in form.values()):
        raise SealedError("bundle", "表单的值须为文本")
    return form


def _files(entries: object, offset: int) -> tuple[tuple[File, ...], int]:
    if not isinstance(entries, list):
        raise SealedError("bundle", "清单缺少文件")
    files = []
    for entry in entries:
        if not isinstance(entry, Mapping) or set(entry) != {"name", "size", "hash"}:
            raise SealedError("bundle", "清单中文件的成员不全或有多余")
        if not is_file_name(entry["name"]) or not is_count(entry["size"]):
            raise SealedError("bundle", "清单中文件的名称或大小不对")
        try:
            unhex32(entry["hash"])
        except TrustError as error:
            raise SealedError("bundle", error.says) from error
        files.append(File(entry["name"], entry["size"], entry["hash"], offset))
        offset += entry["size"]
    if len({file.name for file in files}) != len(files):
        raise SealedError("bundle", "清单中有重名的文件")
    return tuple(files), offset
