"""What tests share: custodian programs of their own, and a made-up county whose lots walk the steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from marketplace.law.workdays import SHANGHAI

MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Every test keeps its files to itself."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.BLOB_ROOT = tmp_path / "blobs"


@pytest.fixture
def custodians(db: None, tmp_path: Path) -> Iterator[object]:
    """Both custodian programs, registered, with folders of this test."""
    from bidding.demo import custodians as programs

    local = programs.Local(programs.set_up(tmp_path / "custodians", MONDAY))
    yield local
    local.close()


@pytest.fixture
def journey(custodians: object) -> Callable[..., object]:
    """journey(start=…) gives a Journey among made-up people; the clock is the argument."""
    from bidding.demo import people
    from bidding.demo.journey import Journey

    people.create(MONDAY)
    return lambda start=MONDAY: Journey(start, custodians)  # type: ignore[arg-type]
