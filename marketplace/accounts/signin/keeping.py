"""How the secrets of second factors are kept: encrypted, so that a copy of the database opens nothing."""

from __future__ import annotations

import base64
import secrets
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils.crypto import salted_hmac

_NONCE = 12


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc] # allauth is untyped
    """AES-256-GCM under a key that follows from SECRET_KEY; the platform's own name on a passkey."""

    def encrypt(self, text: str) -> str:
        nonce = secrets.token_bytes(_NONCE)
        return base64.b64encode(nonce + self._cipher().encrypt(nonce, text.encode(), None)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        raw = base64.b64decode(encrypted_text)
        return self._cipher().decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()

    def get_public_key_credential_rp_entity(self) -> dict[str, Any]:
        own: dict[str, Any] = super().get_public_key_credential_rp_entity()
        return own | {"name": settings.SITE["name"]}

    def _cipher(self) -> AESGCM:
        return AESGCM(salted_hmac("accounts.second-factors", "key", algorithm="sha256").digest())
