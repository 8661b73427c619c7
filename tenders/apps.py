"""Registers chapter 1."""

from django.apps import AppConfig


class TendersConfig(AppConfig):
    name = "tenders"
    verbose_name = "招标"

    def ready(self) -> None:
        from tenders import workflow  # noqa: F401 - steps are attached where the app is ready
