"""Passkeys: what the browser is asked to make or to sign, and whether its answer holds."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.core.exceptions import ValidationError

from marketplace.accounts.models import User
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM

MOST = 10  # keys a person may keep


def to_make(user: User) -> str:
    """JSON options for a new key; the challenge stays in the session."""
    return json.dumps(auth.begin_registration(user, passwordless=False))


def to_sign(user: User) -> str:
    """JSON options for proving with one of the person's keys."""
    return json.dumps(auth.begin_authentication(user))


def add(user: User, name: str, credential: str, now: datetime) -> None:
    """Keep a new key whose answer to the challenge holds."""
    if Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() >= MOST:
        raise Refused("PASSKEYS-FULL", f"通行密钥最多 {MOST} 把，请先移除不用的", PLATFORM["OWN-ACCOUNT"])
    answer = _read(credential)
    try:
        auth.parse_registration_response(answer)
        auth.complete_registration(answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError) as broken:
        raise _wrong() from broken
    row = auth.WebAuthn.add(user, name, answer).instance
    Authenticator.objects.filter(pk=row.pk).update(created_at=now)


def is_right(user: User, credential: str, now: datetime) -> bool:
    """Whether one of the person's keys signed the session's challenge; a challenge is good once."""
    answer = _read(credential)
    try:
        auth.parse_authentication_response(answer)
        row = auth.complete_authentication(user, answer)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return False
    finally:
        auth.clear_state()
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=now)
    return True


def _read(credential: str) -> dict[str, Any]:
    try:
        answer = json.loads(credential)
    except ValueError as broken:
        raise _wrong() from broken
    if not isinstance(answer, dict):
        raise _wrong()
    return answer


def _wrong() -> Refused:
    return Refused(
        "WRONG-PASSKEY", "浏览器没有给出有效的通行密钥，请再试一次，或者换一种方式", PLATFORM["SECOND-FACTOR"]
    )
