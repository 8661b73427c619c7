"""Where sealed packages and other unserved files lie: random names, so that a listing tells nothing."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


def path_of(name: str) -> Path:
    """The file of a blob name (64 hex digits)."""
    if len(name) != 64 or not set(name) <= set("0123456789abcdef"):
        raise FileNotFoundError(name)
    return Path(settings.BLOB_ROOT) / name[:2] / name


def put(pieces: Iterable[bytes]) -> tuple[str, int, str]:
    """Store pieces durably; returns (name, size in bytes, hex SHA-256). A broken stream leaves nothing behind."""
    name = secrets.token_hex(32)
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    size, digest = 0, hashlib.sha256()
    try:
        with path.open("xb") as out:
            for piece in pieces:
                out.write(piece)
                digest.update(piece)
                size += len(piece)
            out.flush()
            os.fsync(out.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return name, size, digest.hexdigest()


def open_blob(name: str) -> BinaryIO:
    """The blob for reading."""
    return path_of(name).open("rb")


def delete(name: str) -> None:
    """Remove a blob; one that is gone already is fine."""
    if name:
        path_of(name).unlink(missing_ok=True)
