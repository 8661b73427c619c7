"""A passkey in software: makes and signs as a browser would, so that wrong answers can be made as well."""

from __future__ import annotations

import hashlib
import json
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256
from fido2.utils import websafe_encode

ORIGIN, SITE = "http://localhost", "localhost"
PRESENT, VERIFIED, ATTESTED = 1, 4, 64


class SoftKey:
    """One key pair for one site."""

    def __init__(self, name: bytes = b"key-1") -> None:
        self.secret, self.name, self.counter = ec.generate_private_key(ec.SECP256R1()), name, 0

    def _about(self, flags: int, more: bytes = b"") -> bytes:
        self.counter += 1
        site = hashlib.sha256(SITE.encode()).digest()
        return site + bytes([flags]) + struct.pack(">I", self.counter) + more

    def make(self, options: str, *, origin: str = ORIGIN) -> str:
        """The answer to 「添加通行密钥」."""
        public = cbor.encode(dict(ES256.from_cryptography_key(self.secret.public_key())))  # type: ignore[no-untyped-call]
        attested = bytes(16) + struct.pack(">H", len(self.name)) + self.name + public
        about = self._about(PRESENT | VERIFIED | ATTESTED, attested)
        statement = cbor.encode({"fmt": "none", "attStmt": {}, "authData": about})
        answer = {"attestationObject": websafe_encode(statement)}
        return self._answer(options, "webauthn.create", origin, answer)[0]

    def sign(self, options: str, *, origin: str = ORIGIN, challenge: str = "") -> str:
        """The answer to a challenge."""
        about = self._about(PRESENT | VERIFIED)
        _, client = self._answer(options, "webauthn.get", origin, {}, challenge)
        signature = self.secret.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        more = {"authenticatorData": websafe_encode(about), "signature": websafe_encode(signature)}
        return self._answer(options, "webauthn.get", origin, more, challenge)[0]

    def _answer(
        self, options: str, kind: str, origin: str, more: dict[str, Any], challenge: str = ""
    ) -> tuple[str, bytes]:
        asked = challenge or json.loads(options)["publicKey"]["challenge"]
        client = json.dumps(
            {"type": kind, "challenge": asked, "origin": origin, "crossOrigin": False}
        ).encode()
        whole = {
            "id": websafe_encode(self.name), "rawId": websafe_encode(self.name), "type": "public-key",
            "clientExtensionResults": {}, "response": {"clientDataJSON": websafe_encode(client)} | more,
        }  # fmt: skip
        return json.dumps(whole), client
