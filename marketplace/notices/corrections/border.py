"""What no public answer may carry: the last look at every page, feed, table and file before it leaves.

Notices, the search index and documents made from them are veiled where they are read (veil.py). The
same words may stand in other rows of the project, in a bid's form or a question; so each answer in
which a redaction's scope occurs is looked through once more, whoever made it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from marketplace.notices.corrections.models import Correction
from marketplace.notices.corrections.veil import MARK, spellings

# Where people work under their own name and see the original when their role lets them.
WORKPLACES = ("/my/", "/desk/", "/eval/", "/oversight/", "/manage/", "/accounts/", "/static/", "/dev/")
TEXT = (
    "text/",
    "application/json",
    "application/xml",
    "application/atom+xml",
    "application/rss+xml",
    "image/svg+xml",
)
FILES = "/files/"
SHORTEST_DIGEST = 8
# A bidder's own place shows the project's words as the public sees them.
SEEN_BY_ALL = ("/my/bids/",)


class VeilMiddleware:
    """Takes hidden words out of public answers, and answers for hidden files."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(WORKPLACES) and not request.path.startswith(SEEN_BY_ALL):
            return self.get_response(request)
        hidden = list(Correction.objects.veiling())
        if (gone := _hidden_file(request.path, hidden)) is not None:
            return render(request, "corrections/hidden_file.html", {"row": gone}, status=410)
        if hidden:
            _ask_for_the_whole(request)
        response = self.get_response(request)
        return _veiled(request.path, response, hidden) if hidden else response


def _hidden_file(path: str, rows: Iterable[Correction]) -> Correction | None:
    """The redaction of the file that an address ends in: addresses are made of the file's hash."""
    if FILES not in path:
        return None
    digest = path.rstrip("/").rsplit("/", 1)[-1].partition(".")[0]
    if len(digest) < SHORTEST_DIGEST:
        return None
    return next((row for row in rows if any(sha.startswith(digest) for sha in row.hidden_files())), None)


def _ask_for_the_whole(request: HttpRequest) -> None:
    """A copy that a browser kept from before must not be declared fresh."""
    for name in ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE"):
        request.META.pop(name, None)


def _veiled(path: str, response: HttpResponse, rows: list[Correction]) -> HttpResponse:
    if FILES in path or not response.get("Content-Type", "").startswith(TEXT):
        return response  # a file goes whole under its hash, or not at all
    if response.streaming:
        return _veiled_stream(path, response, rows)
    near = [row for row in rows if row.scope in path or row.scope.encode() in response.content]
    if near:
        response.content = _without(response.content, near)
        _tell_no_cache(response)
    return response


def _tell_no_cache(response: HttpResponse) -> None:
    for name in ("ETag", "Last-Modified", "Content-Length"):
        if response.has_header(name):
            del response[name]
    response["Cache-Control"] = "no-store"


def _without(content: bytes, rows: Iterable[Correction]) -> bytes:
    for row in rows:
        for words in row.passages():
            for form in spellings(words):
                content = content.replace(form.encode(), MARK.encode())
    return content


def _without_where_named(path: str, content: bytes, rows: Iterable[Correction]) -> bytes:
    return _without(content, [row for row in rows if row.scope in path or row.scope.encode() in content])


def _veiled_stream(path: str, response: HttpResponse, rows: list[Correction]) -> HttpResponse:
    """A table that is sent piece by piece is put together once, since words may lie across two pieces."""
    stream = response.streaming_content  # type: ignore[attr-defined]
    if getattr(response, "is_async", False):

        async def whole() -> object:
            pieces = [bytes(piece) async for piece in stream]
            yield _without_where_named(path, b"".join(pieces), rows)

        response.streaming_content = whole()  # type: ignore[attr-defined]
    else:
        response.streaming_content = iter(  # type: ignore[attr-defined]
            [_without_where_named(path, b"".join(bytes(piece) for piece in stream), rows)]
        )
    _tell_no_cache(response)
    return response
