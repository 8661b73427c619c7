"""How allauth behaves here: accounts are opened by registration, not by its sign-up page; guessing is slow."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from marketplace.accounts.actors import moment
from marketplace.accounts.models import User
from marketplace.accounts.signin import entering, limits, sign_ins
from marketplace.accounts.signin.addresses import address_of
from marketplace.flow.errors import NotPermitted
from marketplace.law.statutes import PLATFORM

_STAGES = ["marketplace.accounts.signin.entering.SecondStep"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up; a second step of our own; tries counted by address and account together."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The inbox that follows says more than 「登录成功」."""

    def get_login_stages(self) -> list[str]:
        return _STAGES

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def respond_user_inactive(self, request: HttpRequest, user: User) -> HttpResponse:
        raise NotPermitted("ACCOUNT-INACTIVE", "这个账户已经停用，请拨打服务热线", PLATFORM["IDENTITY"])

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Not the account alone: strangers' tries do not shut its owner out."""
        return f"{address_of(request)} {_account(credentials)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            raise ImmediateHttpResponse(limits.too_many(request, wait="5 分钟")) from None
        if limits.is_slowed(request, _account(credentials)):
            self._rollback_login_failed_rl_usage()
            raise ImmediateHttpResponse(limits.too_many(request, wait="10 秒"))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limits.note_wrong(request, _account(credentials))

    def login(self, request: HttpRequest, user: User) -> None:
        how = entering.signed_in_by(request)
        super().login(request, user)
        sign_ins.note(request, user, how, moment(request))


def _account(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", "")).lower()
