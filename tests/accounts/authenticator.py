"""An authenticator app for tests: RFC 6238 from the secret alone, by its own few lines."""

from __future__ import annotations

import base64
import hmac
import struct
import time


def figures(secret: str, *, steps: int = 0) -> str:
    """What the app shows now, or `steps` half minutes from now."""
    key = base64.b32decode(secret.replace(" ", ""))
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)  # noqa: TID251 - an app shows real time
    digest = hmac.new(key, counter, "sha1").digest()
    at = digest[-1] & 15
    number = int.from_bytes(digest[at : at + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"
