"""Registers the record."""

from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "marketplace.record"
    label = "record"
    verbose_name = "记录"
