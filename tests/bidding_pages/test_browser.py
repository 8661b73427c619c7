"""A bid in a real Chromium: sealed there, taken here, released there, opened here."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from bidding.demo.people import PASSWORD
from bidding.models import Bid, State, Submission
from marketplace.trust import blobs
from tests.bidding_pages.conftest import Desk
from tests.factories import OFFERS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
FILES = {
    "letter": ("投标函.pdf", b"%PDF-1.7 letter"),
    "plan": ("施工组织设计.pdf", b"%PDF-1.7 plan" * 90_000),
}


@pytest.fixture
def chromium(monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on this machine")
    # the sync driver runs an event loop in this thread, beside which the ORM is used on purpose
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_context(locale="zh-CN")
        browser.close()


def sign_in(page: Page, site: str, username: str, path: str) -> None:
    page.goto(f"{site}/accounts/login/?next={path}")
    page.locator("#id_login").fill(username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("#id_password").press("Enter")
    page.wait_for_url(f"{site}{path}")


def fill(page: Page) -> str:
    """Everything as far as the button; returns the own code."""
    page.get_by_label("投标总价").fill("4,598,760.5")
    page.get_by_label("项目负责人").fill("甲经理")
    for key, (name, content) in FILES.items():
        page.locator(f"#file-{key}").set_input_files(
            [FilePayload(name=name, mimeType="application/pdf", buffer=content)]
        )
    page.get_by_label("我自己到场解密").check()
    code = page.locator("[data-code-text]")
    expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){5}$"))
    group = int(page.locator("[data-code-group]").inner_text()) - 1
    page.locator("[data-code-retype]").fill(code.inner_text().split("-")[group])
    for promise in page.locator("[data-promise]").all():
        promise.check()
    return code.inner_text()


def test_a_bid_goes_from_the_browser_to_the_announced_price(
    chromium: BrowserContext, live_server: LiveServer, desk: Desk
) -> None:
    page, site = chromium.new_page(), live_server.url
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    sign_in(page, site, "bidder2", f"/my/bids/{desk.number}/")
    code = fill(page)
    page.get_by_role("button", name="加密并递交").click()
    page.get_by_label("登录密码").fill("wrong")
    page.get_by_role("button", name="验证并继续").click()
    expect(page.locator("#step-up-error")).to_have_text("密码不对，请重新输入")
    page.get_by_label("登录密码").fill(PASSWORD)
    page.get_by_role("button", name="验证并继续").click()
    page.wait_for_url(re.compile(r"/receipts/[0-9A-Z]{10}/$"), timeout=30_000)
    expect(page.get_by_role("heading", name="投标文件递交回执")).to_be_visible()

    row = Submission.objects.get()
    with blobs.open_blob(row.blob) as file:
        sealed = file.read()
    assert len(sealed) == row.ct_len
    assert b"4598760" not in sealed
    assert "投标函".encode() not in sealed

    for offer in OFFERS[::2]:
        desk.journey.submit(offer)
    desk.journey.close()
    desk.show()
    page.goto(f"{site}/hall/{desk.number}/")
    page.get_by_label("解密码").fill("0000-0000-0000-0000-0000-0000")
    page.get_by_role("button", name="解密我的投标").click()
    expect(page.locator("#code-error")).to_contain_text("输入有误")
    page.get_by_label("解密码").fill(code.lower())
    page.get_by_role("button", name="解密我的投标").click()
    expect(page.locator("tr.mine")).to_contain_text("已放行")
    desk.journey.settle()
    bid = Bid.objects.get(submission=row)
    assert desk.journey.process().state == State.ANNOUNCED
    assert (bid.price_fen, bid.manager, bid.form["price_capitals"]) == (
        459_876_050,
        "甲经理",
        "肆佰伍拾玖万捌仟柒佰陆拾元伍角整",
    )
    assert {file.name for file in bid.files.all()} == {name for name, _ in FILES.values()}
    expect(page.locator("tr.mine")).to_contain_text("4,598,760.50", timeout=10_000)
    assert not [line for line in problems if "422" not in line]
