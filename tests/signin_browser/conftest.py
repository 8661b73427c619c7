"""The journeys' site, under a name: a browser makes no passkey for a bare network address."""

from __future__ import annotations

import pytest

from tests.journeys.conftest import chromium, site, site_folder

__all__ = ["chromium", "named", "site", "site_folder"]


@pytest.fixture
def named(site: str) -> str:
    """http://localhost:PORT."""
    return site.replace("127.0.0.1", "localhost")
