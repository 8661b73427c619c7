"""How allauth behaves here: accounts are opened by registration, not by its sign-up page."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Closed sign-up; registration of units opens accounts."""

    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """The inbox that follows says more than 「登录成功」."""
