"""How a file leaves the platform: in pieces, resumable, never whole in memory.

Django's `FileResponse` reads the whole file under ASGI. Here an async generator reads 256 KiB at a
time in a thread; `Range` resumes a broken download; the ETag is the file's own SHA-256.
"""

from __future__ import annotations

import asyncio
import mimetypes
import re
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 256 * 1024
_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


class Readable(Protocol):
    """An open file, Django's or Python's."""

    def seek(self, offset: int, /) -> object: ...

    def read(self, size: int, /) -> bytes: ...

    def close(self) -> object: ...


@dataclass(frozen=True, slots=True)
class Download:
    """A stored file as it is offered: how to open it, its name, length and hex(SHA-256)."""

    open: Callable[[], Readable]
    name: str
    size: int
    sha256: str

    @property
    def etag(self) -> str:
        return f'"{self.sha256}"'

    @property
    def media_type(self) -> str:
        return mimetypes.guess_type(self.name)[0] or "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Span:
    """The bytes from `first` to `last`, both included."""

    first: int
    last: int

    @property
    def length(self) -> int:
        return self.last - self.first + 1


def span_of(header: str, size: int) -> Span | None:
    """The one range a header asks for; None when it asks for none or in a form we answer whole.

    Raises ValueError when the range lies outside the file (416).
    """
    asked = _RANGE.fullmatch(header.strip())
    if asked is None or asked.groups() == ("", ""):
        return None
    first, last = asked.groups()
    if first == "":
        start, end = max(0, size - int(last)), size - 1
    else:
        start, end = int(first), min(int(last), size - 1) if last else size - 1
    if start >= size or end < start:
        raise ValueError(header)
    return Span(start, end)


async def _pieces(download: Download, span: Span) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(download.open)
    try:
        await asyncio.to_thread(file.seek, span.first)
        left = span.length
        while left > 0 and (piece := await asyncio.to_thread(file.read, min(PIECE, left))):
            left -= len(piece)
            yield piece
    finally:
        await asyncio.to_thread(file.close)


def _wanted(request: HttpRequest, download: Download) -> Span | None:
    """The range to send; a changed file (If-Range) is sent whole again."""
    if request.headers.get("If-Range", download.etag) != download.etag:
        return None
    return span_of(request.headers.get("Range", ""), download.size)


def send(request: HttpRequest, download: Download, *, inline: bool = False) -> HttpResponseBase:
    """The answer to a request for a file: 200, 206, 304 or 416; an attachment unless a page shows it."""
    if download.etag in request.headers.get("If-None-Match", "").replace(",", " ").split():
        return HttpResponse(status=304, headers={"ETag": download.etag})
    try:
        span = _wanted(request, download)
    except ValueError:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{download.size}"})
    whole = span or Span(0, download.size - 1)
    headers = {
        "ETag": download.etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache",
        "Content-Length": str(whole.length),
        "Content-Disposition": content_disposition_header(not inline, download.name) or "attachment",
    }
    if span:
        headers["Content-Range"] = f"bytes {span.first}-{span.last}/{download.size}"
    if request.method == "HEAD":
        return HttpResponse(content_type=download.media_type, headers=headers)
    return StreamingHttpResponse(
        _pieces(download, whole),
        status=206 if span else 200,
        content_type=download.media_type,
        headers=headers,
    )
