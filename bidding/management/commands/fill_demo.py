"""Fills an empty database with the demo day; refuses in production."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from bidding.demo import stock


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--people-only", action="store_true", help="只建账号和保管方，不建项目")

    def handle(self, *args: Any, people_only: bool, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("演示数据不得进入生产环境")
        stock.fill(
            Path(settings.VAR_DIR) / "custodians",
            say=self.stdout.write,
            stages=() if people_only else stock.STAGES,
        )
