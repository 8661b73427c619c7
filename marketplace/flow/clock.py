"""What time it is: the database's clock plus, outside production, an offset people can move."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db import connection

from marketplace.flow.errors import Misdeclared
from marketplace.flow.models import ClockOffset


def of_this_computer() -> datetime:
    """The clock of the machine, for a command that must work before there is a database."""
    return datetime.now(UTC)  # noqa: TID251 - the one place that reads a clock


def _host() -> datetime:
    """SQLite lives in this process: its clock is the host's, which keeps microseconds."""
    if connection.vendor != "postgresql":
        return of_this_computer()
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
    return moment.astimezone(UTC)


def _offset() -> timedelta:
    if not settings.MOVABLE_CLOCK:
        return timedelta(0)
    row = ClockOffset.objects.filter(pk=1).values_list("offset", flat=True).first()
    return row or timedelta(0)


def now() -> datetime:
    """The platform's time, aware, UTC. Ask once, at the border, and pass it on."""
    return _host() + _offset()


def move_to(moment: datetime) -> None:
    """Set the platform's time; demo, training and test only, and only forward."""
    if not settings.MOVABLE_CLOCK:
        raise Misdeclared("production has no movable clock")
    ClockOffset.objects.update_or_create(pk=1, defaults={"offset": moment - _host()})
