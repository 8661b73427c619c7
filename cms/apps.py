"""Registers the public site and what its clock does."""

from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    verbose_name = "网站"

    def ready(self) -> None:
        from cms import following, publication
        from marketplace.flow import tick

        tick.ERRANDS += [publication.carry, following.carry]
