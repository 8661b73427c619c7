"""Which algorithms a suite name stands for: the port, and INT1 (P-256, SHA-256, AES-256-GCM, Ed25519)."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from marketplace.trust.errors import SuiteError

P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


@dataclass(frozen=True, slots=True)
class KeyPair:
    """A P-256 key pair: the scalar and the 65-byte uncompressed point."""

    private: bytes
    public: bytes


class Aead(Protocol):
    """Authenticated encryption under one key; `decrypt` raises cryptography's InvalidTag."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: None, /) -> bytes: ...
    def decrypt(self, nonce: bytes, data: bytes, associated_data: None, /) -> bytes: ...


class Hasher(Protocol):
    """A running hash."""

    def update(self, data: bytes, /) -> object: ...
    def digest(self) -> bytes: ...


class CryptoSuite(Protocol):
    """What ptb/1 asks of its algorithms. GM1 (SM2, SM3, SM4-GCM) will be a second implementation."""

    name: str
    body: bytes

    def hasher(self) -> Hasher: ...
    def hash(self, data: bytes) -> bytes: ...
    def hkdf(self, secret: bytes, salt: bytes, info: bytes, length: int) -> bytes: ...
    def expand_body(self, key: bytes, info: bytes, length: int) -> bytes: ...
    def aead(self, key: bytes) -> Aead: ...
    def derive_key(self, secret: bytes) -> KeyPair: ...
    def public_key(self, private: bytes) -> bytes: ...
    def wrap(self, public: bytes, data: bytes, info: bytes) -> bytes: ...
    def unwrap(self, private: bytes, sealed: bytes, info: bytes) -> bytes: ...
    def sign(self, seed: bytes, data: bytes) -> bytes: ...
    def verify(self, public: bytes, signature: bytes, data: bytes) -> bool: ...


def signing_public(seed: bytes) -> bytes:
    """The Ed25519 public key of a 32-byte seed."""
    return (
        Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    )


class Int1:
    """INT1: HPKE DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; Ed25519; chunks keyed by SHA-512."""

    name = "INT1"
    body = b"AEAD_AES_256_GCM"
    _hpke = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)

    def hasher(self) -> Hasher:
        return hashlib.sha256()

    def hash(self, data: bytes) -> bytes:
        return hashlib.sha256(data).digest()

    def hkdf(self, secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
        return HKDF(hashes.SHA256(), length, salt, info).derive(secret)

    def expand_body(self, key: bytes, info: bytes, length: int) -> bytes:
        return HKDFExpand(hashes.SHA512(), length, info).derive(key)

    def aead(self, key: bytes) -> Aead:
        return AESGCM(key)

    def derive_key(self, secret: bytes) -> KeyPair:
        """DeriveKeyPair of RFC 9180 §7.1.3 for DHKEM(P-256, HKDF-SHA256)."""
        prk = _labeled_extract(b"dkp_prk", secret)
        for counter in range(256):
            candidate = _labeled_expand(prk, b"candidate", bytes([counter]))
            if 0 < int.from_bytes(candidate) < P256_ORDER:
                return KeyPair(candidate, self.public_key(candidate))
        raise SuiteError("key", "无法由该秘密导出密钥")

    def public_key(self, private: bytes) -> bytes:
        public = _private(private).public_key()
        return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def wrap(self, public: bytes, data: bytes, info: bytes) -> bytes:
        return self._hpke.encrypt(data, _public(public), info)

    def unwrap(self, private: bytes, sealed: bytes, info: bytes) -> bytes:
        try:
            return self._hpke.decrypt(sealed, _private(private), info)
        except (InvalidTag, ValueError) as error:
            raise SuiteError("unwrap", "该密钥解不开这一份额") from error

    def sign(self, seed: bytes, data: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(seed).sign(data)

    def verify(self, public: bytes, signature: bytes, data: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(signature, data)
        except (InvalidSignature, ValueError):
            return False
        return True


def _private(scalar: bytes) -> ec.EllipticCurvePrivateKey:
    value = int.from_bytes(scalar)
    if len(scalar) != 32 or not 0 < value < P256_ORDER:
        raise SuiteError("key", "不是 P-256 私钥")
    return ec.derive_private_key(value, ec.SECP256R1())


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    if len(point) != 65:
        raise SuiteError("key", "公钥须为 65 字节的未压缩点")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point)
    except ValueError as error:
        raise SuiteError("key", "公钥不在 P-256 曲线上") from error


_KEM_ID = b"KEM\x00\x10"  # DHKEM(P-256, HKDF-SHA256), RFC 9180 §7.1


def _labeled_extract(label: bytes, secret: bytes) -> bytes:
    return hmac.digest(b"", b"HPKE-v1" + _KEM_ID + label + secret, "sha256")


def _labeled_expand(prk: bytes, label: bytes, info: bytes) -> bytes:
    labeled = (32).to_bytes(2) + b"HPKE-v1" + _KEM_ID + label + info
    return HKDFExpand(hashes.SHA256(), 32, labeled).derive(prk)


INT1 = Int1()


def suite_named(name: str) -> CryptoSuite:
    """The suite of a key card or header; this version knows INT1."""
    if name != INT1.name:
        raise SuiteError("suite", f"本版本不支持密码套件 {name}")
    return INT1
