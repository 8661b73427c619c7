"""How often a password or a second step may be tried, so that guessing is slow and nobody is locked out by others.

Counters live in the cache (docs/decisions/sign-in-codes.md): by network address and account together,
by address alone, and by account alone only as a slow-down from which known addresses are free.
"""

from __future__ import annotations

from datetime import timedelta

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.accounts import actors
from marketplace.accounts.models import SignIn, User
from marketplace.accounts.signin.addresses import address_of
from marketplace.flow.errors import Refused
from marketplace.law.statutes import PLATFORM

KNOWN_FOR = timedelta(days=30)
TOO_MANY = 429


def too_many(request: HttpRequest, *, wait: str) -> HttpResponse:
    """429: how long to wait and what else one can do."""
    return render(request, "429.html", {"wait": wait}, status=TOO_MANY)


def is_slowed(request: HttpRequest, account: str) -> bool:
    """After twenty wrong passwords in an hour, from wherever, strange addresses get one try in ten seconds."""
    if ratelimit.consume(request, action="account_failed", key=account, dry_run=True):
        return False
    if _is_known(request, account):
        return False
    return not ratelimit.consume(request, action="account_slot", key=account)


def note_wrong(request: HttpRequest, account: str) -> None:
    """One more wrong password for this account."""
    ratelimit.consume(request, action="account_failed", key=account)


def allow_second(request: HttpRequest, user: User) -> None:
    """Five tries in five minutes for whoever has passed the first step; nobody else gets here."""
    if not ratelimit.consume(request, action="second_step", key=str(user.pk)):
        raise Refused(
            "TOO-MANY-TRIES", "试错次数过多，请 5 分钟后再试，或者换一种方式", PLATFORM["SIGN-IN-TRIES"]
        )


def allow_again(request: HttpRequest) -> None:
    """Ten tries a minute for a signed-in person who proves again who they are."""
    if not ratelimit.consume(request, action="reauthenticate", user=request.user):
        raise Refused("TOO-MANY-TRIES", "试错次数过多，请 1 分钟后再试", PLATFORM["STEP-UP"])


def allow_return(request: HttpRequest) -> None:
    """Ten recovery codes in ten minutes from one network address; each code has its own five tries."""
    if not ratelimit.consume(request, action="come_back"):
        raise Refused(
            "TOO-MANY-TRIES", "试错次数过多，请 10 分钟后再试，或者拨打服务热线", PLATFORM["RECOVERY-CODE"]
        )


def forget(request: HttpRequest, user: User) -> None:
    """Whoever got in may try again another time."""
    ratelimit.clear(request, action="second_step", key=str(user.pk))


def _is_known(request: HttpRequest, account: str) -> bool:
    since = actors.moment(request) - KNOWN_FOR
    return SignIn.objects.filter(
        user__username__iexact=account, address=address_of(request), at__gte=since
    ).exists()
