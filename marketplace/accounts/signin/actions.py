"""What people change of their own account; each is an act of the record, none keeps a secret in it."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

from marketplace.accounts.messages import tell
from marketplace.accounts.models import SmsFactor, User
from marketplace.accounts.signin import people, sign_ins
from marketplace.accounts.signin.ways import LABELS, Way, held_by
from marketplace.flow.acts import Act, act
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM

_LAW = PLATFORM["OWN-ACCOUNT"]
_AT = "/my/account/"


@dataclass(frozen=True, slots=True)
class Secret:
    """An input that no digest may be made of: a digest of a password is half the way to the password."""

    value: str

    def digest_value(self) -> str:
        return ""


@act("account.change_phone", law=_LAW, says="更换手机号", lock="none")
def change_phone(user: User, act: Act, /, *, phone: str) -> None:
    """Proved by a code to the new number and, while there is one, to the old."""
    if people.with_phone(phone) is not None:
        raise Refused("PHONE-TAKEN", "这个手机号已经登记在另一个账户", _LAW, field="code")
    tell([user], "手机号已更换", "您账户的手机号已更换为尾号 " + phone[-4:] + _NOT_YOU, _AT, act.now)
    User.objects.filter(pk=user.pk).update(phone=phone, phone_verified_at=act.now)
    user.phone, user.phone_verified_at = phone, act.now
    act.notes["phone"] = people.masked(phone)


@act("account.change_email", law=_LAW, says="更换邮箱", lock="none")
def change_email(user: User, act: Act, /, *, email: str) -> None:
    """Proved by a code to the new address; it may be signed in with."""
    if EmailAddress.objects.filter(email__iexact=email, verified=True).exclude(user=user).exists():
        raise Refused("EMAIL-TAKEN", "这个邮箱已经登记在另一个账户", _LAW, field="code")
    EmailAddress.objects.filter(user=user).delete()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    User.objects.filter(pk=user.pk).update(email=email)
    tell([user], "邮箱已更换", "您账户的邮箱已更换" + _NOT_YOU, _AT, act.now)


_NOT_YOU = "。如果不是您本人办的，请马上在“我的账户”改密码并退出其他登录，或者拨打服务热线。"


@act("account.change_password", law=_LAW, says="修改密码", lock="none")
def change_password(user: User, act: Act, /, *, password: Secret, here: Secret) -> None:
    """Every other session ends with the old password."""
    user.set_password(password.value)
    User.objects.filter(pk=user.pk).update(password=user.password)
    sign_ins.end_elsewhere(user, here.value, act.now)
    tell([user], "密码已修改", "您账户的密码已修改，其他地方的登录都已退出" + _NOT_YOU, _AT, act.now)


@act("account.set_up_factor", law=_LAW, says="设置第二步验证", lock="none")
def note_factor(user: User, act: Act, /, *, way: str) -> None:
    """The factor itself was proved and kept by whoever calls; spare codes come with the first."""
    RecoveryCodes.activate(user)
    tell([user], "已设置第二步验证", f"您账户的登录已加上{LABELS[Way(way)]}" + _NOT_YOU, _AT, act.now)


@act("account.ask_sms", law=_LAW, says="设置第二步验证", lock="none")
def ask_sms(user: User, act: Act, /) -> None:
    """From now on a password alone does not sign in."""
    if Way.SMS not in held_by(user).ways:
        raise Refused("NO-PHONE", "请先登记手机号", _LAW)
    SmsFactor.objects.get_or_create(user=user, defaults={"since": act.now})


@act("account.remove_factor", law=_LAW, says="移除第二步验证", lock="none")
def remove_factor(user: User, act: Act, /, *, way: str, key: int | None = None) -> None:
    """One passkey, the authenticator app, or the SMS step; spare codes go with the last."""
    if way == Way.SMS:
        SmsFactor.objects.filter(user=user).delete()
    else:
        kind = {Way.TOTP: Authenticator.Type.TOTP, Way.PASSKEY: Authenticator.Type.WEBAUTHN}[Way(way)]
        rows = Authenticator.objects.filter(user=user, type=kind)
        (rows.filter(pk=key) if way == Way.PASSKEY else rows).delete()
    if not held_by(user).ways & {Way.TOTP, Way.PASSKEY}:
        Authenticator.objects.filter(user=user).delete()
    tell([user], "已移除第二步验证", f"您账户的登录已不再用{LABELS[Way(way)]}" + _NOT_YOU, _AT, act.now)


@act("account.renew_spare_codes", law=_LAW, says="更换备用码", lock="none")
def renew_spare_codes(user: User, act: Act, /) -> None:
    """The old ones are void; the new ones are shown on the page that follows."""
    Authenticator.objects.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)


@act("account.sign_out_elsewhere", law=_LAW, says="退出其他登录", lock="none")
def sign_out_elsewhere(user: User, act: Act, /, *, here: Secret) -> None:
    """Every session but this one."""
    act.notes["ended"] = sign_ins.end_elsewhere(user, here.value, act.now)
