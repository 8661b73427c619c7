"""Registers custody, receipts and sealed files."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "marketplace.trust"
    label = "trust"
    verbose_name = "存证与密钥"
