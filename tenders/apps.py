"""Registers chapter 1."""

from django.apps import AppConfig


class TendersConfig(AppConfig):
    name = "tenders"
    verbose_name = "招标"

    def ready(self) -> None:
        from tenders import (
            corrections,
            workflow,  # noqa: F401 - steps are attached where the app is ready
        )

        corrections.install()
        from tenders.intentions import rows  # noqa: F401 - a kind of rows is declared there
        from tenders.intentions import workflow as intentions  # noqa: F401 - as above

        corrections.install()
        from tenders.agency import workflow as agency  # noqa: F401 - as above
