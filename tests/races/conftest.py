"""Races need a server with row locks: ./run test-all starts one and names it in DATABASE_URL."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture(autouse=True)
def _postgres_only(request: pytest.FixtureRequest) -> None:
    """Skip with a sentence elsewhere; test-all fails if these were skipped."""
    if request.node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL: ./run test-all")
