"""How somebody who passed the first step gets in: at once, or by a second step of another kind."""

from __future__ import annotations

from contextlib import suppress

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.account.stages import LoginStage
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from marketplace.accounts.actors import moment
from marketplace.accounts.models import User
from marketplace.accounts.signin import codes
from marketplace.accounts.signin.addresses import address_of
from marketplace.accounts.signin.codes import Purpose
from marketplace.accounts.signin.ways import Held, Way, held_by
from marketplace.flow.errors import Refused

_BY = "signed_in_by"


def let_in(
    request: HttpRequest, user: User, first: Way, *, to: str = "", remember: bool = False
) -> HttpResponse:
    """The first step is done; the answer leads on, to the second step or to where the person wanted to go."""
    request.session[_BY] = [first]
    request.session.set_expiry(settings.SESSION_COOKIE_AGE if remember else 0)
    login = Login(user=user, redirect_url=to or None, state={"first": str(first)})
    response: HttpResponse = perform_login(request, login)
    return response


def second_done(request: HttpRequest, stage: LoginStage, way: Way) -> HttpResponse:
    """The second step is done."""
    request.session[_BY] = [*request.session.get(_BY, []), way]
    response: HttpResponse = stage.exit()
    return response


def signed_in_by(request: HttpRequest) -> list[str]:
    """By which steps; asked once, when the session becomes the person's."""
    return list(request.session.pop(_BY, [Way.PASSWORD]))


def first_of(stage: LoginStage) -> Way:
    return Way(stage.login.state["first"])


class SecondStep(LoginStage):  # type: ignore[misc] # allauth is untyped
    """Asked for when the person has set up a second way, or their unit must have one."""

    key = "second_step"
    urlname = "account_second_step"

    def handle(self) -> tuple[HttpResponse | None, bool]:
        held = held_by(self.login.user)
        if not held.takes_two:
            return None, True
        if held.second_to(first_of(self))[:1] == [Way.SMS]:
            self._send()
        return HttpResponseRedirect(reverse(self.urlname)), True

    def _send(self) -> None:
        """The SMS goes out at once; when it cannot, the page has a button, and pressing it says why."""
        with suppress(Refused):
            codes.send(
                self.login.user.phone, Purpose.SECOND, moment(self.request), address=address_of(self.request)
            )


def must_set_up(held: Held, first: Way) -> bool:
    """Their unit asks for two steps and this person has nothing for the second yet, not even a telephone."""
    return held.is_required and not held.asks_sms and not held.second_to(first)
