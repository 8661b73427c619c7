"""One-time figures of an authenticator app: set up by a QR code, each good once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import qrcode
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt, encrypt
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.http import urlencode

from marketplace.accounts.models import User
from marketplace.flow.errors import Refused
from marketplace.law.identifiers import normalised
from marketplace.law.statutes import PLATFORM

_SECRET = "totp_secret"  # noqa: S105 - the session's key, not the secret


def begin(session: SessionBase) -> str:
    """The secret that is being set up in this session; the same until it is done, so that a reload keeps it."""
    if _SECRET not in session:
        session[_SECRET] = encrypt(generate_totp_secret())
    return str(decrypt(session[_SECRET]))


def address(user: User, secret: str) -> str:
    """otpauth://…: what the QR code says."""
    issuer = settings.SITE["name"]
    query = urlencode({"secret": secret, "issuer": issuer})
    return f"otpauth://totp/{user.username}?{query}"


def path(text: str) -> tuple[int, str]:
    """A QR code as the side and the path of an inline SVG: one square a dark module, no style."""
    code = qrcode.QRCode(border=4)
    code.add_data(text)
    rows = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return len(rows), "".join(squares)


def page(user: User, session: SessionBase) -> dict[str, Any]:
    """What the set-up page shows: the QR code as {side, path}, the same as a link, and the secret in groups."""
    secret = begin(session)
    link = address(user, secret)
    side, squares = path(link)
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return {"qr": {"side": side, "path": squares}, "link": link, "secret": groups}


def activate(user: User, session: SessionBase, typed: str, now: datetime) -> None:
    """Keep the secret once the app shows the right figures."""
    counter = _counter(begin(session), typed, after=-1)
    if counter is None:
        raise Refused(
            "WRONG-TOTP",
            "动态口令不对，请看应用里现在显示的 6 位数字；手机时间要准",
            PLATFORM["SECOND-FACTOR"],
            field="code",
        )
    Authenticator.objects.update_or_create(
        user=user, type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": session.pop(_SECRET), "counter": counter}, "created_at": now},
    )  # fmt: skip


def is_right(user: User, typed: str, now: datetime) -> bool:
    """Whether these are the figures of now, not yet used: a counter never goes back."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user=user, type=Authenticator.Type.TOTP)
        row = rows.first()
        if row is None:
            return False
        counter = _counter(decrypt(row.data["secret"]), typed, after=row.data["counter"])
        if counter is None:
            return False
        row.data["counter"] = counter
        row.last_used_at = now
        row.save(update_fields=["data", "last_used_at"])
    return True


def _counter(secret: str, typed: str, *, after: int) -> int | None:
    """The half minute whose figures these are; an authenticator shows real time, so this asks the host's."""
    code = normalised(typed)
    for counter in yield_hotp_counters_from_time():
        right = constant_time_compare(code, format_hotp_value(hotp_value(secret, counter)))
        if right and counter > after:
            return int(counter)
    return None
