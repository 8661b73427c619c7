"""Through which door an SMS leaves (port of design D15): the outbox page, or a county's gateway."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import unquote, urlsplit

from django.conf import settings

from marketplace.law.errors import MarketplaceError, Misdeclared

SIGNED = "【静乐交易】"
TIMEOUT = 5.0  # seconds a person waits at most for the gateway
_LARGEST_ANSWER = 4096


class Undelivered(MarketplaceError):
    """The message was not taken; `final` when trying again cannot help, `wire` when nobody answered."""

    def __init__(self, says: str, *, final: bool = False, wire: bool = False) -> None:
        super().__init__(says)
        self.final, self.wire = final, wire


class Sender(Protocol):
    """Takes one short message, or raises Undelivered."""

    @property
    def shows(self) -> bool:
        """Whether the text is read on the outbox page, so that a code's row has to carry it."""

    def send(self, to: str, text: str, reference: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Outbox:
    """Demo and test: the message's own row is what /dev/outbox/ shows; nothing leaves the machine."""

    shows: bool = field(default=True, init=False)

    def send(self, to: str, text: str, reference: str) -> None:
        """The row stands already."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """A small bridge of the county's SMS provider, spoken to in signed JSON, answer verified.

    `SMS_URL=https://name:secret@host/path`. Request and answer carry `X-Signature`, the hex
    HMAC-SHA256 of their body under the secret (docs/decisions/sign-in-codes.md).
    """

    url: str
    shows: bool = field(default=False, init=False)

    def send(self, to: str, text: str, reference: str) -> None:
        letter = {"to": to, "text": f"{SIGNED}{text}", "reference": reference}
        body = json.dumps(letter, ensure_ascii=False, sort_keys=True).encode()
        status, answer, signature = self._post(body)
        if not hmac.compare_digest(self._sign(answer), signature):
            raise Undelivered(f"短信网关的应答没有通过签名核验（HTTP {status}）")
        told = _read(answer)
        if told.get("reference") != reference:
            raise Undelivered("短信网关的应答说的不是这条短信")
        if told.get("accepted") is not True:
            raise Undelivered(
                str(told.get("says", "短信网关没有受理"))[:200], final=told.get("final") is True
            )

    def _sign(self, body: bytes) -> str:
        secret = unquote(urlsplit(self.url).password or "")
        return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()

    def _post(self, body: bytes) -> tuple[int, bytes, str]:
        """One request; whatever goes wrong on the wire is "not delivered"."""
        parts = urlsplit(self.url)
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        wire = kind(parts.hostname or "", parts.port, timeout=TIMEOUT)
        headers = {
            "Content-Type": "application/json", "X-Signature": self._sign(body), "X-Name": parts.username or "",
        }  # fmt: skip
        try:
            wire.request("POST", parts.path or "/", body, headers)
            response = wire.getresponse()
            return response.status, response.read(_LARGEST_ANSWER), response.getheader("X-Signature", "")
        except (OSError, http.client.HTTPException) as error:
            raise Undelivered(f"短信网关没有应答（{type(error).__name__}）", wire=True) from error
        finally:
            wire.close()


def _read(answer: bytes) -> dict[str, Any]:
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise Undelivered("短信网关的应答不是 JSON") from error
    return told if isinstance(told, dict) else {}


def sender() -> Sender | None:
    """The door in use; production without SMS_URL has none, and then no code is offered."""
    if settings.SMS_URL:
        return Gateway(settings.SMS_URL)
    return Outbox() if settings.ENV in ("demo", "test") else None


def must_be_safe() -> None:
    """A gateway is spoken to over TLS, except on this machine, and always with a secret."""
    if not settings.SMS_URL:
        return
    parts = urlsplit(settings.SMS_URL)
    local = parts.hostname in ("127.0.0.1", "localhost", "::1")
    if parts.scheme != "https" and not (parts.scheme == "http" and local):
        raise Misdeclared("SMS_URL: the gateway must be reached over https")
    if not parts.password:
        raise Misdeclared("SMS_URL: https://name:secret@host/path, the secret signs request and answer")
