"""Reading a page as a person does: its forms with what stands in them, and its sentences."""

from __future__ import annotations

from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from marketplace.law.workdays import SHANGHAI


class _Forms(HTMLParser):
    """Every form of a page: where it goes and the values it would send."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[str, dict[str, str]]] = []
        self.area: tuple[str, list[str]] | None = None
        self.select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = dict(attrs)
        name, value = got.get("name") or "", got.get("value") or ""
        if tag == "form":
            self.forms.append((got.get("action") or "", {}))
        if not self.forms:
            return
        values = self.forms[-1][1]
        if tag == "input" and name:
            choice = got.get("type") in ("radio", "checkbox")
            if not choice or "checked" in got:
                values[name] = value if not choice else value or "on"
        elif tag == "textarea":
            self.area = (name, [])
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and ("selected" in got or self.select not in values):
            values[self.select] = value

    def handle_data(self, data: str) -> None:
        if self.area:
            self.area[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area and self.forms:
            self.forms[-1][1][self.area[0]] = "".join(self.area[1]).removeprefix("\n")
            self.area = None
        elif tag == "select":
            self.select = ""


def form_at(client: Client, url: str, *, goes_to: str = "", having: str = "") -> dict[str, str]:
    """The values of the page's form that goes to an address, or has a field."""
    return filled(client.get(url).content.decode(), goes_to=goes_to, having=having)


def filled(html: str, *, goes_to: str = "", having: str = "") -> dict[str, str]:
    """The same for a page at hand."""
    reader = _Forms()
    reader.feed(html[html.index("<main") :])
    for action, values in reader.forms:
        if action.endswith(goes_to) and (not having or having in values):
            return values
    raise AssertionError(f"no form to {goes_to!r} with {having!r} among {[a for a, _ in reader.forms]}")


def send(client: Client, where: str, values: dict[str, Any], /, **more: Any) -> Any:
    """Post what the form holds, with what the person changed."""
    return client.post(where, {**values, **more})


def typed(moment: datetime) -> str:
    """A moment as the browser's own picker sends it, in Shanghai."""
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%dT%H:%M}"
