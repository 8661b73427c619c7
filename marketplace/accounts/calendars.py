"""The address under which a calendar program fetches somebody's deadlines: made, renewed and ended by them."""

from __future__ import annotations

import hashlib
import secrets

from marketplace.accounts.models import CalendarLink, User
from marketplace.flow.acts import Act, act
from marketplace.law.statutes import PLATFORM

LENGTH = 32  # bytes of randomness


def digest_of(token: str) -> str:
    """hex(SHA-256(token)): what is kept, so that the database gives no address away."""
    return hashlib.sha256(token.encode()).hexdigest()


def fresh_token() -> str:
    return secrets.token_urlsafe(LENGTH)


@act("calendar.make", law=PLATFORM["REMINDERS"], says="生成日历订阅地址", lock="none")
def make(user: User, act: Act, /, *, digest: str) -> None:
    """A new address ends the old one. The address itself is shown once and kept nowhere."""
    CalendarLink.objects.update_or_create(user=user, defaults={"digest": digest, "made_at": act.now})


@act("calendar.end", law=PLATFORM["REMINDERS"], says="停用日历订阅地址", lock="none")
def end(user: User, act: Act, /) -> None:
    """Whoever has the address gets nothing any more."""
    CalendarLink.objects.filter(user=user).delete()


def owner_of(token: str) -> User | None:
    """Whose deadlines the address gives; nobody's when it was ended or the account is closed."""
    row = (
        CalendarLink.objects.select_related("user")
        .filter(digest=digest_of(token), user__is_active=True)
        .first()
    )
    return row.user if row else None
