"""What a C2SP signed note is: text, signature lines, verifier keys (c2sp.org/signed-note, Ed25519, type 0x01)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.trust.errors import NoteError
from marketplace.trust.merkle import sha256
from marketplace.trust.suites import INT1, signing_public

ED25519 = b"\x01"
_LINE = re.compile(r"— ([^\s+]+) (\S+)")
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")


def _valid_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(character.isspace() for character in name)


def _unbase64(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoteError("base64", "不是规范的 base64 文本") from error
    if base64.b64encode(data).decode() != text:
        raise NoteError("base64", "不是规范的 base64 文本")
    return data


def key_id(name: str, key: bytes) -> bytes:
    """The four bytes that point from a signature line to its key."""
    return sha256(name.encode() + b"\n" + key)[:4]


@dataclass(frozen=True, slots=True)
class Verifier:
    """A named Ed25519 key that checks notes, and its one-line form `name+id+key`."""

    name: str
    public: bytes

    @property
    def id(self) -> bytes:
        return key_id(self.name, ED25519 + self.public)

    @property
    def vkey(self) -> str:
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"

    @classmethod
    def parse(cls, vkey: str) -> Verifier:
        name, _, rest = vkey.partition("+")
        written_id, _, encoded = rest.partition("+")
        key = _unbase64(encoded)
        if not _valid_name(name) or len(key) != 33 or key[:1] != ED25519:
            raise NoteError("vkey", "不是 Ed25519 验证公钥（名称+标识+公钥）")
        found = cls(name, key[1:])
        if found.id.hex() != written_id:
            raise NoteError("vkey", "验证公钥的标识与公钥不符")
        return found


@dataclass(frozen=True, slots=True)
class Signer:
    """A named Ed25519 seed that signs notes."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        return Verifier(self.name, signing_public(self.seed))

    def line(self, text: str) -> str:
        """The signature line over `text`, with its newline."""
        signature = self.verifier.id + INT1.sign(self.seed, text.encode())
        return f"— {self.name} {base64.b64encode(signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who claims it, under which key, and its bytes."""

    name: str
    id: bytes
    data: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A parsed note; nothing is verified yet."""

    text: str
    signatures: tuple[Signature, ...]


def sign(text: str, *signers: Signer) -> str:
    """The note of `text` with one line for each signer."""
    if not text.endswith("\n") or _CONTROLS.search(text) or not signers:
        raise NoteError("text", "正文须以换行结尾，不含控制字符，并至少有一个签名")
    return text + "\n" + "".join(signer.line(text) for signer in signers)


def parse(note: str) -> Note:
    """The parts of a note; a malformed signature line refuses the whole note."""
    head, separator, tail = note.rpartition("\n\n")
    if not separator or not tail.endswith("\n") or _CONTROLS.search(note):
        raise NoteError("form", "不是签名文本：缺少空行、结尾换行，或含控制字符")
    return Note(head + "\n", tuple(_signature(line) for line in tail[:-1].split("\n")))


def _signature(line: str) -> Signature:
    found = _LINE.fullmatch(line)
    if not found:
        raise NoteError("form", "签名行的写法不对")
    data = _unbase64(found[2])
    if len(data) < 5:
        raise NoteError("form", "签名行过短")
    return Signature(found[1], data[:4], data[4:])


def verify(note: str, verifiers: Sequence[Verifier]) -> tuple[str, tuple[Verifier, ...]]:
    """The text and those of `verifiers` that signed it.

    Lines of unknown keys are passed over, as C2SP asks; a wrong line of a known key refuses the
    note, and so does a note that none of the known keys signed.
    """
    parsed = parse(note)
    known = {(verifier.name, verifier.id): verifier for verifier in verifiers}
    signed: dict[tuple[str, bytes], Verifier] = {}
    for line in parsed.signatures:
        verifier = known.get((line.name, line.id))
        if verifier is None:
            continue
        if not INT1.verify(verifier.public, line.data, parsed.text.encode()):
            raise NoteError("signature", f"{line.name} 的签名不成立")
        signed[line.name, line.id] = verifier
    if not signed:
        raise NoteError("unsigned", "没有可信公钥的签名")
    return parsed.text, tuple(signed.values())
