"""A small server of the rendered pages under the strict policy, and a Chromium to look at them."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string
from playwright.sync_api import Browser, Page

from tests.ui.pages import PAGES

ROOT = Path(__file__).parents[2]
STATIC = {"bidding/": ROOT / "bidding/static", "": ROOT / "marketplace/static"}
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
Answer = tuple[int, str, bytes, dict[str, str]]


def pages() -> dict[str, str]:
    """Every page template rendered once, from its sample context alone."""
    return {f"/{name}/": render_to_string(template, context) for name, (template, context) in PAGES.items()}


class Site:
    """Answers what a test tells it to, beside the pages, the static files and /time."""

    def __init__(self, now: datetime) -> None:
        self.now, self.pages, self.calls = now, pages(), list[tuple[str, str, bytes]]()
        self.routes: dict[str, Callable[[str, str, bytes], Answer]] = {}

    def answer(self, method: str, path: str, body: bytes) -> Answer:
        for prefix, route in self.routes.items():
            if path.startswith(prefix):
                self.calls.append((method, path, body))
                return route(method, path, body)
        if path == "/time":
            return 200, "application/json", json.dumps({"now": self.now.isoformat()}).encode(), {}
        if path.startswith("/static/"):
            name = path.removeprefix("/static/")
            file = next(root / name for prefix, root in STATIC.items() if name.startswith(prefix))
            return 200, TYPES[file.suffix], file.read_bytes(), {}
        if path in self.pages:
            return 200, "text/html; charset=utf-8", self.pages[path].encode(), {}
        return 404, "text/plain", b"", {}


@contextmanager
def served(site: Site) -> Iterator[str]:
    """The site on a free port; stops with the block."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, kind, data, more = site.answer(self.command, self.path.partition("?")[0], body)
            self.send_response(status)
            for name, value in {"Content-Type": kind, "Content-Security-Policy": POLICY, **more}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = _do  # noqa: N815 - the names http.server calls

        def log_message(self, format: str, *args: Any) -> None:
            """Tests are quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: Any, client_address: Any) -> None:
            """A tab that closes in mid-answer is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@contextmanager
def tab(
    browser: Browser, address: str, *, width: int = 1280, elder: str = ""
) -> Iterator[tuple[Page, list[str]]]:
    """A fresh tab and everything it complains about."""
    phone = width < 700
    context = browser.new_context(viewport={"width": width, "height": 900}, is_mobile=phone, has_touch=phone)
    if elder:
        context.add_cookies([{"name": "elder", "value": elder, "url": address}])
    page, complaints = context.new_page(), list[str]()
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    try:
        yield page, complaints
    finally:
        context.close()
