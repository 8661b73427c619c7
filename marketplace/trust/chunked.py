"""How the body of a sealed bid is encrypted piece by piece: C2SP chunked-encryption@v1 with key commitment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from cryptography.exceptions import InvalidTag

from marketplace.trust.errors import SealedError
from marketplace.trust.suites import CryptoSuite

CHUNK = 16384
TAG = 16
PREFIX = 24 + 32  # bsalt, bcommit
_LABEL = b"c2sp.org/chunked-encryption@v1+"


@dataclass(frozen=True, slots=True)
class BodyKeys:
    """What the content key becomes for one body: key, nonce base, and the commitment that is published."""

    key: bytes
    base: int
    bcommit: bytes

    def nonce(self, index: int) -> bytes:
        return (self.base ^ index).to_bytes(12)


def body_keys(suite: CryptoSuite, cek: bytes, bsalt: bytes, header_hash: bytes) -> BodyKeys:
    derived = suite.expand_body(cek, _LABEL + suite.body + b"\x00" + bsalt + header_hash, 76)
    return BodyKeys(derived[:32], int.from_bytes(derived[32:44]), derived[44:])


def body_length(plen: int) -> int:
    """The length of the body of a bundle of `plen` bytes: a last, shorter chunk is always there."""
    return PREFIX + plen + TAG * (plen // CHUNK + 1)


def encrypted(suite: CryptoSuite, keys: BodyKeys, plain: Iterator[bytes]) -> Iterator[bytes]:
    """The ciphertext chunks of pieces of any size."""
    aead = suite.aead(keys.key)
    rest, index = bytearray(), 0
    for piece in plain:
        rest += piece
        whole = len(rest) // CHUNK * CHUNK
        for at in range(0, whole, CHUNK):
            yield aead.encrypt(keys.nonce(index), bytes(rest[at : at + CHUNK]), None)
            index += 1
        del rest[:whole]
    yield aead.encrypt(keys.nonce(index), bytes(rest), None)


def decrypted(suite: CryptoSuite, keys: BodyKeys, body: BinaryIO) -> Iterator[bytes]:
    """The plaintext chunks of a body; the first chunk that fails ends it with its number."""
    aead, index, full = suite.aead(keys.key), 0, CHUNK + TAG
    while True:
        chunk = body.read(full)
        try:
            yield aead.decrypt(keys.nonce(index), chunk, None)
        except InvalidTag as error:
            raise SealedError("chunks", f"第 {index + 1} 段密文未通过完整性校验") from error
        if len(chunk) < full:
            return
        index += 1
