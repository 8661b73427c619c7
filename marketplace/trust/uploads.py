"""How a sealed package arrives in pieces: segments of 1 MiB under a random name, each of which may be sent again.

No table knows of it, the name tells nothing, and whose it is stands here only as a keyed hash: before the
deadline no file links a bidder to a lot (招标投标法 22). What lies here is ciphertext that counts only once its
last step has been taken. A package that never gets that far is not a bid (《电子招标投标办法》第二十七条).
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from marketplace.flow.errors import Refused
from marketplace.law.statutes import E_TENDERING
from marketplace.trust import blobs
from marketplace.trust.merkle import SEGMENT

KEPT = timedelta(days=2)
RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Upload:
    """What was announced: by whom for which lot (as a keyed hash), how long, since when (ISO)."""

    token: str
    holder: str
    length: int
    begun: str

    @property
    def folder(self) -> Path:
        return _root() / self.token

    @property
    def segments(self) -> int:
        return -(-self.length // SEGMENT)

    def size_of(self, n: int) -> int:
        return min(SEGMENT, self.length - n * SEGMENT)

    def have(self) -> list[int]:
        """The segments that lie here whole."""
        return [
            n
            for n in range(self.segments)
            if (part := self.folder / str(n)).exists() and part.stat().st_size == self.size_of(n)
        ]


def _root() -> Path:
    return Path(settings.BLOB_ROOT) / "arriving"


def _holder(owner: str, scope: str) -> str:
    """HMAC-SHA-256 of bidder ("org:12") and lot: recognised when they come again, readable to nobody."""
    return hmac.new(settings.SECRET_KEY.encode(), f"upload\n{owner}\n{scope}".encode(), "sha256").hexdigest()


def check_length(length: int) -> None:
    """Refuse what is too large before a byte of it is stored."""
    if not 0 < length <= settings.MAX_PACKAGE_BYTES:
        largest = settings.MAX_PACKAGE_BYTES // (1024 * 1024)
        raise Refused(
            "PACKAGE-SIZE", f"加密投标文件应当不超过 {largest} MB，请压缩图片后重新加密", E_TENDERING[26]
        )


def begin(*, owner: str, scope: str, length: int, now: datetime) -> Upload:
    """Room for one package; an earlier one of the same bidder and lot that never arrived is dropped."""
    check_length(length)
    holder = _holder(owner, scope)
    _sweep(holder, now)
    upload = Upload(secrets.token_hex(32), holder, length, now.isoformat())
    upload.folder.mkdir(parents=True)
    (upload.folder / "about.json").write_text(json.dumps(asdict(upload)))
    return upload


def _sweep(holder: str, now: datetime) -> None:
    for folder in _root().glob("*"):
        upload = _read(folder.name)
        stale = upload is None or now - datetime.fromisoformat(upload.begun) > KEPT
        if stale or (upload is not None and upload.holder == holder):
            shutil.rmtree(folder, ignore_errors=True)


def _read(token: str) -> Upload | None:
    path = _root() / token / "about.json"
    if len(token) != 64 or not token.isalnum() or not path.exists():
        return None
    return Upload(**json.loads(path.read_text()))


def find(token: str, *, owner: str, scope: str) -> Upload | None:
    """The upload of this bidder to this lot; anybody else's does not exist for them."""
    upload = _read(token)
    return upload if upload and hmac.compare_digest(upload.holder, _holder(owner, scope)) else None


def put(upload: Upload, n: int, data: bytes, digest: str) -> None:
    """Store segment `n`; sent twice it is the same file."""
    if not 0 <= n < upload.segments or len(data) != upload.size_of(n):
        raise Refused("SEGMENT-SIZE", "分段的序号或者长度不对，请刷新页面重新递交", E_TENDERING[27])
    if hashlib.sha256(data).hexdigest() != digest:
        raise Refused("SEGMENT-HASH", "分段在传输中损坏，请重新传输这一段", E_TENDERING[27])
    part = upload.folder / f"{n}.{secrets.token_hex(4)}"
    part.write_bytes(data)
    os.replace(part, upload.folder / str(n))


def join(upload: Upload) -> str:
    """The whole package as a blob; the segments stay until the bid has been taken."""
    missing = upload.segments - len(upload.have())
    if missing:
        raise _incomplete(f"还有 {missing} 段没有收到")
    try:
        return blobs.put(_pieces(upload))[0]
    except FileNotFoundError as gone:
        raise _incomplete("这次传输已经结束") from gone


def _incomplete(what: str) -> Refused:
    return Refused("UPLOAD-INCOMPLETE", f"{what}，没有收齐的不算递交，请接着传", E_TENDERING[27])


def _pieces(upload: Upload) -> Iterator[bytes]:
    for n in range(upload.segments):
        yield (upload.folder / str(n)).read_bytes()


def close(upload: Upload, receipt: str) -> None:
    """The bid has been taken: no copy of it stays, only its receipt number for who asks again."""
    (upload.folder / RECEIPT).write_text(receipt)
    for n in range(upload.segments):
        (upload.folder / str(n)).unlink(missing_ok=True)


def receipt_of(upload: Upload) -> str:
    """The receipt of an upload that has been taken, else ""."""
    path = upload.folder / RECEIPT
    return path.read_text() if path.exists() else ""
