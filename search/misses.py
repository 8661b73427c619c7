"""Which queries found nothing: counted by day for the people who keep the words; who asked is not kept."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import models

from marketplace.law.workdays import day_of
from search.models import Miss
from search.text import normal

LONGEST = 80
_PRIVATE = re.compile(r"[0-9]{7,}|@")  # telephone and identity numbers, mail boxes
WEEK = timedelta(days=7)


def note(text: str, now: datetime) -> None:
    """Count a query that found nothing, unless it may name a person."""
    query = normal(text).strip()[:LONGEST]
    if not query or _PRIVATE.search(query):
        return
    day = day_of(now)
    if not Miss.objects.filter(day=day, query=query).update(times=models.F("times") + 1):
        Miss.objects.get_or_create(day=day, query=query)


def of_the_week(now: datetime) -> list[tuple[str, int]]:
    """The queries of the last seven days, the most frequent first."""
    rows = Miss.objects.filter(day__gt=day_of(now) - WEEK).values_list("query")
    counted = rows.annotate(all=models.Sum("times")).order_by("-all", "query")[:50]
    return [(str(query), int(times)) for query, times in counted]
