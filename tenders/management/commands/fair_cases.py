"""Which challenges to the review were accepted, as labelled lines of a corpus?"""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from tenders.fair_review.acts import labelled
from tenders.models import FairCase


class Command(BaseCommand):
    """`./run manage fair_cases > cases.jsonl`: the form of the development corpus, ready for `./run bench fairness --corpus`."""

    help = "导出成立的公平竞争审查意见，每行一个标注案例"

    def handle(self, *args: Any, **options: Any) -> None:
        for case in FairCase.objects.accepted():
            self.stdout.write(json.dumps(labelled(case), ensure_ascii=False))
