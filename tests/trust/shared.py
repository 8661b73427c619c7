"""Where the conformance vectors lie; a test that needs them skips with a sentence when they are absent."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

SHARED = Path(os.environ.get("SHARED_DIR", Path(__file__).parents[2].parent / "shared"))


def path_of(name: str) -> Path:
    path = SHARED / "vectors" / name
    if not path.exists():
        pytest.skip(f"no vectors at {path}: set SHARED_DIR to run this test")
    return path


def vectors(name: str) -> Any:
    return json.loads(path_of(name).read_text())
