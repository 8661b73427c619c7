"""Which clauses of these files keep somebody out? For a terminal, before anything is uploaded."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from django.core.management.base import BaseCommand

from marketplace.flow import clock
from marketplace.law.workdays import day_of
from tenders.fairness import cli


class Command(BaseCommand):
    """`./run manage review FILE…`, or `--jsonl < in > out` with nothing else on the output.

    It works on a fresh clone: no checks, no database, the day is this computer's unless one is given.
    """

    help = "公平竞争审查：逐条指出可能限制竞争的表述、依据和建议改法"
    requires_system_checks = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        cli.add_arguments(parser, today=day_of(clock.of_this_computer()))

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(cli.run(argparse.Namespace(**options)))
