"""Whose account it is, by telephone, user name or e-mail."""

from __future__ import annotations

from marketplace.accounts.models import User


def with_phone(number: str) -> User | None:
    """The active account whose proved telephone this is."""
    return User.objects.filter(phone=number, phone_verified_at__isnull=False, is_active=True).first()
