"""Which lock an act takes, parent before child (design D30)."""

from __future__ import annotations

from django.db import connection, models

from marketplace.flow.errors import Misdeclared

_SPACE = 7001


def fresh(row: models.Model, *, exclusive: bool = False) -> models.Model:
    """The row read again under its lock. `exclusive` first waits for every submitter in flight."""
    if exclusive:
        _advisory("pg_advisory_xact_lock", row.pk)
    manager = type(row)._base_manager
    return (
        manager.select_for_update(no_key=True, of=("self",)).get(pk=row.pk)
        if _locks_rows()
        else manager.get(pk=row.pk)
    )


def take(row: models.Model, how: str) -> None:
    """Lock a thing for an act and read its columns again."""
    if how == "none":
        return
    if how == "shared":
        _advisory("pg_advisory_xact_lock_shared", row.pk)
        row.refresh_from_db()
        return
    if how != "row":
        raise Misdeclared(f"no lock {how}")
    if _locks_rows():
        type(row)._base_manager.select_for_update(no_key=True, of=("self",)).filter(pk=row.pk).first()
    row.refresh_from_db()


def _locks_rows() -> bool:
    return connection.features.has_select_for_update


def _advisory(function: str, key: int) -> None:
    """SQLite writers are one at a time by themselves."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '20s'")
        cursor.execute(f"SELECT {function}(%s, %s)", [_SPACE, key])
