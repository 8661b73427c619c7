"""Registers the door's tables."""

from django.apps import AppConfig


class FlowConfig(AppConfig):
    name = "marketplace.flow"
    label = "flow"
    verbose_name = "办理"
