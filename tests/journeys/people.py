"""How a person of a journey uses the site: signs in, fills, presses, reads."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from bidding.demo.people import PASSWORD

SHOTS = Path(__file__).resolve().parents[2] / "var" / "shots"


class Person:
    """One signed-in person with a browser of their own. Any console or page error fails the journey."""

    def __init__(self, browser: Browser, site: str, username: str, *, width: int = 1280) -> None:
        self.site, self.username, self.errors = site, username, list[str]()
        context = browser.new_context(viewport={"width": width, "height": 900}, locale="zh-CN")
        self.page: Page = context.new_page()
        self.page.set_default_timeout(20_000)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.go("/accounts/login/")
        self.fill(login=username, password=PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url("**/my/")

    def go(self, path: str) -> None:
        answer = self.page.goto(self.site + path)
        assert answer is not None
        assert answer.status < 400, f"{self.username} {path}: {answer.status}"

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.fill(f"[name={name}]", value)

    def pick(self, name: str, value: str | None = None) -> None:
        """A radio button, by value or the first one."""
        where = f"[name={name}]" if value is None else f'[name={name}][value="{value}"]'
        self.page.locator(where).first.check(force=True)

    def press(self, name: str) -> None:
        """The button (or link) people read, then wait for the answer."""
        button = self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name))
        button.first.click()
        self.page.wait_for_load_state()

    def reads(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.locator("main")).to_contain_text(text)

    def main_text(self) -> str:
        return self.page.locator("main").inner_text()

    def until(self, path: str, text: str, tries: int = 60) -> None:
        """Look again until the page says so: custodians and the clock work beside us."""
        for _ in range(tries):
            self.go(path)
            if text in self.main_text():
                return
            self.page.wait_for_timeout(500)
        raise AssertionError(f"{path} never said {text}: {self.main_text()[:400]}")

    def shot(self, name: str) -> None:
        """A picture to look at, kept under var/shots."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(
            path=str(SHOTS / f"{name}-{self.page.viewport_size['width']}.png"), full_page=True
        )  # type: ignore[index]
