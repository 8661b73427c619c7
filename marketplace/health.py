"""Is the process alive, and is everything it needs at hand?"""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

from marketplace.flow import clock


def alive(request: HttpRequest) -> JsonResponse:
    """/healthz: the process answers."""
    return JsonResponse({"ok": True})


def ready(request: HttpRequest) -> JsonResponse:
    """/readyz: database reachable, migrations applied, clock readable."""
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    clock.now()
    return JsonResponse({"ok": not waiting, "migrations": len(waiting)}, status=503 if waiting else 200)
