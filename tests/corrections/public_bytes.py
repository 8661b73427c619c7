"""Everything an anonymous reader can fetch about a project: the links of each page are followed, feeds and data too."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from urllib.parse import quote, urljoin, urlsplit

from django.test import Client

LINK = re.compile(r"""(?:href|src|hx-get|action)="([^"#]+)|<loc>([^<]+)</loc>|<link[^>]+href="([^"]+)""")
CLOSED = (
    "/accounts/",
    "/my/",
    "/desk/",
    "/manage/",
    "/static/",
    "/i18n/",
    "/join",
    "/dev/",
    "/styleguide",
    "/media/",
)
MOST = 160
MARKED = re.compile(rb"</?mark>")  # what the search puts around a word it found


def seeds(number: str, words: str) -> list[str]:
    """Where a reader begins: lists, feeds, search for the very words, the project and its notices as page and data."""
    notice = f"/notices/{number}-E03-1"
    return [
        f"/tenders/{number}/", f"{notice}/", f"{notice}.json", f"/search/?q={quote(words)}", f"/search/?q={number}",
        f"/search/?q={quote('热力')}", "/notices/", "/tenders/", "/notices/atom.xml", "/sitemap.xml", "/", "/hall/",
        f"/tenders/{number}/calendar.ics", f"/tenders/{number}/files/", f"/verify/?number={number}-E03-1&digits=00000000",
        f"/api/v1/notices?tender={number}", f"/api/v1/tenders/{number}", f"/notices/export.csv?tender={number}",
    ]  # fmt: skip


def _links(text: str, base: str) -> Iterable[str]:
    for groups in LINK.findall(text):
        found = html.unescape(next(group for group in groups if group))
        parts = urlsplit(urljoin(base, found))
        if parts.path.startswith("/") and not parts.path.startswith(CLOSED):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def fetched(client: Client, url: str) -> tuple[int, bytes]:
    answer = client.get(url, follow=False)
    body = b"".join(_sync(answer)) if answer.streaming else answer.content
    return answer.status_code, body + str(dict(answer.headers)).encode()


def _sync(answer: object) -> list[bytes]:
    stream = answer.streaming_content  # type: ignore[attr-defined]
    if not hasattr(stream, "__aiter__"):
        return [bytes(piece) for piece in stream]
    import asyncio

    async def collect() -> list[bytes]:
        return [bytes(piece) async for piece in stream]

    return asyncio.run(collect())


def everything(client: Client, number: str, words: str) -> dict[str, bytes]:
    """Address → bytes of every answer that could be reached."""
    waiting, seen = list(seeds(number, words)), dict[str, bytes]()
    while waiting and len(seen) < MOST:
        url = waiting.pop(0)
        if url in seen:
            continue
        status, body = fetched(client, url)
        seen[url] = body if status < 500 else b""
        assert status < 500, url
        if status == 200 and number in f"{url} {body.decode(errors='replace')}":
            waiting += [one for one in _links(body.decode(errors="replace"), url) if one not in seen]
    return seen


def holding(pages: dict[str, bytes], words: str) -> list[str]:
    """The addresses in which the words stand, written in any way: plain, quoted, as JSON, as HTML."""
    forms = {words, quote(words), html.escape(words), words.encode("unicode_escape").decode()}
    told = {url: MARKED.sub(b"", body) for url, body in pages.items() if quote(words) not in url}
    return sorted(url for url, body in told.items() if any(form.encode() in body for form in forms))
