"""With which key the platform signs receipts, attested statements and closing messages."""

from __future__ import annotations

from functools import cache

from django.conf import settings

from marketplace.trust.canonical import b64u
from marketplace.trust.suites import signing_public

LOG_ORIGIN = "jinglexian.ggzy/1"


@cache
def seed() -> bytes:
    """The Ed25519 seed from LOG_KEY (64 hex digits)."""
    return bytes.fromhex(settings.LOG_KEY)


@cache
def public() -> bytes:
    """The platform's public key, printed at /log/keys.json and in each custodian's configuration."""
    return signing_public(seed())


def public_text() -> str:
    return b64u(public())
