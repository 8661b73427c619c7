"""Registers the search."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    verbose_name = "搜索"

    def ready(self) -> None:
        from marketplace.flow import tick
        from search import alerts, following, indexing

        tick.ERRANDS += [indexing.carry, following.carry, alerts.carry]
