"""Which ways a person has to prove who they are, and which of them may come second."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.conf import settings

from marketplace.accounts.models import Membership, SmsFactor, User
from marketplace.accounts.signin import sms


class Way(StrEnum):
    """One way of proof; the value is what the step-up's record calls it."""

    PASSWORD = "password"  # noqa: S105 - a name, no secret
    SMS = "sms"
    TOTP = "totp"
    PASSKEY = "passkey"
    SPARE = "spare"
    RECOVERY = "recovery"


LABELS = {
    Way.PASSWORD: "登录密码",
    Way.SMS: "短信验证码",
    Way.TOTP: "动态口令",
    Way.PASSKEY: "通行密钥",
    Way.SPARE: "备用码",
    Way.RECOVERY: "恢复码",
}
# In this order they are offered: what needs no telephone network first, what is kept for emergencies last.
_SECOND = (Way.TOTP, Way.PASSKEY, Way.SMS, Way.PASSWORD, Way.SPARE)
_AGAIN = (Way.PASSWORD, Way.TOTP, Way.PASSKEY, Way.SMS)
_OF_TYPE = {
    Authenticator.Type.TOTP: Way.TOTP,
    Authenticator.Type.WEBAUTHN: Way.PASSKEY,
    Authenticator.Type.RECOVERY_CODES: Way.SPARE,
}


@dataclass(frozen=True, slots=True)
class Held:
    """What a person has, and whether signing in takes a second step for them."""

    ways: frozenset[Way]
    asks_sms: bool = False
    is_required: bool = False

    @property
    def takes_two(self) -> bool:
        """Whoever set up something stronger than the first step is asked for it; some units must."""
        return self.is_required or self.asks_sms or bool(self.ways & {Way.TOTP, Way.PASSKEY})

    def second_to(self, first: Way) -> list[Way]:
        """Never the same way twice (ux.md 2.11); a recovery has just set the password, so neither that."""
        gone = {first, Way.PASSWORD} if first is Way.RECOVERY else {first}
        return [way for way in _SECOND if way in self.ways - gone]

    def again(self) -> list[Way]:
        """With what the person may prove themselves before an act with legal effect."""
        return [way for way in _AGAIN if way in self.ways]


def held_by(user: User) -> Held:
    """What a person has now."""
    types = Authenticator.objects.filter(user=user).values_list("type", flat=True)
    ways = {_OF_TYPE[Authenticator.Type(kind)] for kind in types}
    if user.has_usable_password():
        ways.add(Way.PASSWORD)
    if user.phone and user.phone_verified_at and sms.sender():
        ways.add(Way.SMS)
    return Held(
        frozenset(ways), SmsFactor.objects.filter(user=user).exists(), is_required=_must_have_two(user)
    )


def _must_have_two(user: User) -> bool:
    """Kinds of units whose people sign in by two steps (SECOND_FACTOR_FOR; production: the staff)."""
    kinds: Iterable[str] = settings.SECOND_FACTOR_FOR
    return bool(kinds) and Membership.objects.of(user).filter(organization__kind__in=kinds).exists()
