"""The clock: once a second takes due duties and carries what is waiting, until stopped."""

from __future__ import annotations

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import close_old_connections

from marketplace.flow import tick

log = logging.getLogger(__name__)


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="只走一轮")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        while True:
            self._round()
            if once or stop.wait(1):
                return

    def _round(self) -> None:
        close_old_connections()
        try:
            tick.run_until_quiet()
        except Exception:  # the outermost edge of a worker: one bad row must not stop the clock
            log.exception("clock round failed")
