"""Registers notices."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "marketplace.notices"
    label = "notices"
    verbose_name = "公告"

    def ready(self) -> None:
        from marketplace.notices import workflow  # noqa: F401 - declares the steps
        from marketplace.notices.corrections import actions, undo  # noqa: F401 - as above
