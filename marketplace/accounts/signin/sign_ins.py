"""Where and how somebody signed in last, and ending what is open elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from marketplace.accounts.models import SignIn, User
from marketplace.accounts.signin.addresses import address_of, device_of
from marketplace.accounts.signin.ways import LABELS, Way

SHOWN = 10
KEPT = timedelta(days=90)


def note(request: HttpRequest, user: User, how: list[str], now: datetime) -> SignIn:
    """One line of the person's own list; what is older than three months goes."""
    SignIn.objects.filter(user=user, at__lte=now - KEPT).delete()
    return SignIn.objects.create(
        user=user, at=now, how="、".join(LABELS[Way(way)] for way in how), device=device_of(request),
        address=address_of(request), session_key=request.session.session_key or "",
    )  # fmt: skip


def last_of(user: User) -> list[SignIn]:
    """What the account page lists."""
    return list(SignIn.objects.of(user)[:SHOWN])


def end_elsewhere(user: User, here: str, now: datetime) -> int:
    """Every other open session of the person ends; how many there were."""
    others = SignIn.objects.of(user).still_open().exclude(session_key=here)
    ended, _ = Session.objects.filter(
        session_key__in=list(others.values_list("session_key", flat=True))
    ).delete()
    others.update(ended_at=now)
    return ended


def move(before: str, after: str) -> None:
    """The session got a new key, as it does when the password changes."""
    SignIn.objects.filter(session_key=before).update(session_key=after)


def end_all(user: User, now: datetime) -> None:
    """All sessions of the person end."""
    end_elsewhere(user, "", now)
