"""Whether somebody proves who they are by the way they chose; the words for when they do not."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator

from marketplace.accounts.models import User
from marketplace.accounts.signin import codes, passkeys, totp
from marketplace.accounts.signin.ways import Way
from marketplace.flow.errors import Refused
from marketplace.law.identifiers import normalised
from marketplace.law.statutes import PLATFORM

_LAW = PLATFORM["SECOND-FACTOR"]


def prove(user: User, way: Way, given: dict[str, Any], now: datetime, purpose: codes.Purpose) -> None:
    """Return when it holds, else raise Refused at the field the person filled in."""
    if way is Way.SMS:
        codes.check(user.phone, purpose, given["code"], now)
    elif way is Way.PASSWORD:
        if not user.check_password(given["password"]):
            raise Refused("WRONG-PASSWORD", "密码不对，请重新输入", PLATFORM["STEP-UP"], field="password")
    elif way is Way.PASSKEY:
        if not passkeys.is_right(user, given["credential"], now):
            raise Refused("WRONG-PASSKEY", "通行密钥没有通过，请再试一次，或者换一种方式", _LAW)
    elif way is Way.TOTP:
        if not totp.is_right(user, given["code"], now):
            raise Refused(
                "WRONG-TOTP", "动态口令不对或者刚用过，请看应用里现在的 6 位数字", _LAW, field="code"
            )
    elif not _is_spare(user, given["code"], now):
        raise Refused("WRONG-SPARE", "备用码不对或者已经用过，请换一个没用过的", _LAW, field="code")


def _is_spare(user: User, typed: str, now: datetime) -> bool:
    """One of the person's spare codes, each good once."""
    row = Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None or not row.wrap().validate_code(normalised(typed)):
        return False
    Authenticator.objects.filter(pk=row.pk).update(last_used_at=now)
    return True
