"""Registers chapter 2."""

from django.apps import AppConfig


class BiddingConfig(AppConfig):
    name = "bidding"
    verbose_name = "投标、开标、评标、合同"

    def ready(self) -> None:
        from django.conf import settings

        from bidding import carry, corrections, lots, procedures  # noqa: F401 - proxies, the lots port, the clock's errands

        corrections.install()

        if settings.MOVABLE_CLOCK:
            from bidding.demo.people import cast
            from marketplace.accounts.demo import install

            install(cast)
