"""Plants the page tree, the groups and the workflow; safe to run after every migrate."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cms.roles import grant
from cms.tree import plant


class Command(BaseCommand):
    help = __doc__ or ""

    def handle(self, *args: Any, **options: Any) -> None:
        grant(plant())
