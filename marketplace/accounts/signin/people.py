"""Whose account it is, by telephone, user name or e-mail."""

from __future__ import annotations

from allauth.account.models import EmailAddress

from marketplace.accounts.demo import Cast
from marketplace.accounts.models import User
from marketplace.law.identifiers import BadIdentifier, read_mobile


def with_phone(number: str) -> User | None:
    """The active account whose proved telephone this is."""
    return User.objects.filter(phone=number, phone_verified_at__isnull=False, is_active=True).first()


def named(login: str) -> User | None:
    """The active account somebody means by what they typed: telephone, user name or proved e-mail.

    The same questions are asked whatever is found, so that the time taken tells nothing.
    """
    typed = login.strip()
    by_phone = with_phone(_figures(typed))
    by_name = User.objects.filter(username__iexact=typed, is_active=True).first()
    by_mail = User.objects.filter(
        is_active=True, pk__in=EmailAddress.objects.filter(email__iexact=typed, verified=True).values("user")
    ).first()
    return by_phone or by_name or by_mail


def username_of(login: str) -> str:
    """The user name under which the password is tried; what names nobody is tried as it stands."""
    user = named(login)
    return user.username if user else login.strip()


def of_cast(cast: Cast) -> list[dict[str, str]]:
    """The telephones of a demo's people, for the page that sends codes."""
    accounts = {one.username: one for group in cast.groups for one in group.accounts}
    found = User.objects.filter(username__in=accounts, phone_verified_at__isnull=False).order_by("pk")
    return [{"name": user.name, "role": accounts[user.username].role, "phone": user.phone} for user in found]


def masked(phone: str) -> str:
    """138****0001: enough for the owner to know it, too little for anybody else."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def _figures(typed: str) -> str:
    try:
        return read_mobile(typed)
    except BadIdentifier:
        return ""
