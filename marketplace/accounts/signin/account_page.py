"""What /my/account/ shows: the person's own data, ways of proof and last sign-ins."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator

from marketplace.accounts.models import Recovery, SmsFactor, User
from marketplace.accounts.signin import people, sign_ins
from marketplace.accounts.signin.ways import Held, Way, held_by
from marketplace.templatetags.ui import when


def context(user: User, here: str) -> dict[str, Any]:
    """Facts with their change links, factors with what can be done, sign-ins with the one of now marked."""
    held = held_by(user)
    return {
        "answers": _answers(user),
        "factors": [factor | {"act_id": str(uuid4())} for factor in _factors(user, held)],
        "recovery": Recovery.objects.waiting().filter(user=user).first(),
        "has_spare": Way.SPARE in held.ways,
        "is_required": held.is_required,
        "sign_ins": [{"row": row, "is_here": row.session_key == here} for row in sign_ins.last_of(user)],
    }


def _answers(user: User) -> list[dict[str, Any]]:
    email = EmailAddress.objects.filter(user=user, verified=True).first()
    proved = f"{when(user.phone_verified_at, 'short')} 核实" if user.phone_verified_at else ""
    return [
        {"label": "姓名", "value": user.name},
        {"label": "用户名", "value": user.username},
        {"label": "手机号", "value": people.masked(user.phone), "note": proved, "url": "/my/account/phone/"},
        {"label": "邮箱", "value": email.email if email else "", "url": "/my/account/email/"},
        {"label": "密码", "value": "已设置" if user.has_usable_password() else "", "url": "/my/account/password/"},
    ]  # fmt: skip


def _factors(user: User, held: Held) -> list[dict[str, Any]]:
    """Each way of the second step: what it is, since when, and the one button beside it."""
    rows = list(Authenticator.objects.filter(user=user).order_by("created_at"))
    keys = [
        {"way": Way.PASSKEY, "key": row.pk, "title": f"通行密钥：{row.wrap().name}", "since": row.created_at}
        for row in rows
        if row.type == Authenticator.Type.WEBAUTHN
    ]
    sms = SmsFactor.objects.filter(user=user).first()
    totp = next((row for row in rows if row.type == Authenticator.Type.TOTP), None)
    return [
        {
            "way": Way.TOTP, "title": "动态口令", "since": totp.created_at if totp else None,
            "says": "手机上的验证器应用每 30 秒换 6 位数字，没有信号也能用", "url": "/my/account/totp/", "verb": "设置动态口令",
        },
        *keys,
        {
            "way": Way.PASSKEY, "title": "通行密钥" if not keys else "再加一把通行密钥", "since": None,
            "says": "用这台设备的指纹、人脸或者开机密码确认", "url": "/my/account/passkey/", "verb": "添加通行密钥",
        },
        {
            "way": Way.SMS, "title": "短信验证码", "since": sms.since if sms else None,
            "says": "密码之后再输入发到手机的 6 位数字", "can": Way.SMS in held.ways, "verb": "用短信作第二步",
        },
    ]  # fmt: skip
