"""A code read in the outbox, an authenticator app, a passkey, and a colleague who lets one back in: at 390 px."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bidding.demo.people import PASSWORD
from tests.accounts.authenticator import figures

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE, PHONE, NARROW = 1280, 390, 320


@contextmanager
def telephone(browser: Browser, *, scripts: bool = True) -> Iterator[Page]:
    """A browser of its own, 390 px wide; what it complains about fails the journey."""
    context = browser.new_context(
        viewport={"width": PHONE, "height": 844}, is_mobile=True, has_touch=True, locale="zh-CN",
        java_script_enabled=scripts,
    )  # fmt: skip
    page, complaints = context.new_page(), list[str]()
    page.set_default_timeout(15_000)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def has_no_barrier(page: Page) -> None:
    """axe finds nothing, and nothing scrolls sideways at any width."""
    for width in (WIDE, NARROW, PHONE):
        page.set_viewport_size({"width": width, "height": 844})
        broken = Axe().run(page, options=RULES).response["violations"]
        assert [f"{width} {one['id']} {one['nodes'][0]['html'][:120]}" for one in broken] == []
        assert page.evaluate(OVERFLOW) <= 0, f"{page.url} scrolls sideways at {width}"


def phone_of(page: Page, site: str, name: str) -> str:
    """A demo person's telephone, as the page of codes lists it."""
    page.goto(f"{site}/accounts/login/code/")
    return page.locator(f"button:has(b:text-is('{name}')) small").inner_text()


def code_for(page: Page, site: str) -> str:
    """The newest code of the outbox, read in a second tab."""
    tab = page.context.new_page()
    tab.goto(f"{site}/dev/outbox/")
    found = re.search(r"验证码 (\d{6})", tab.locator("main").inner_text())
    tab.close()
    assert found
    return found[1]


def by_password(page: Page, site: str, username: str, password: str = PASSWORD) -> None:
    page.goto(f"{site}/accounts/login/")
    page.fill("#id_login", username)
    page.fill("#id_password", password)
    page.get_by_role("button", name="登录", exact=True).click()
    page.wait_for_load_state()


def prove(page: Page, site: str, then: str) -> None:
    """The step-up, by password, on the way to a page of the account."""
    page.goto(f"{site}{then}")
    expect(page.locator("h1")).to_have_text("再次验证身份")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="验证并继续").click()
    page.wait_for_url(f"**{then}")


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_a_code_of_the_outbox_signs_in(chromium: Browser, named: str, scripts: bool) -> None:
    with telephone(chromium, scripts=scripts) as page:
        number = phone_of(page, named, "王敏" if scripts else "高洁")
        page.goto(f"{named}/accounts/login/?next=/my/tenders/")
        page.get_by_role("link", name="短信验证码登录").click()
        page.fill("#id_phone", number)
        page.get_by_role("button", name="获取验证码").click()
        expect(page.locator("h1")).to_have_text("输入短信验证码")
        page.fill("#id_code", code_for(page, named))
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/my/tenders/")


def test_an_authenticator_app(chromium: Browser, named: str) -> None:
    with telephone(chromium) as page:
        by_password(page, named, "lijun")
        prove(page, named, "/my/account/totp/")
        has_no_barrier(page)
        secret = page.locator("#totp-secret").inner_text()
        expect(page.locator("svg.qr")).to_be_visible()
        page.fill("#id_code", figures(secret, steps=-1))
        page.get_by_role("button", name="设置动态口令").click()
        expect(page.locator("ol.codes li")).to_have_count(10)
        has_no_barrier(page)
    with telephone(chromium) as page:
        by_password(page, named, "lijun")
        expect(page.locator("h1")).to_have_text("第二步验证")
        has_no_barrier(page)
        page.fill("#id_code", figures(secret))
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/my/")
        page.goto(f"{named}/my/account/")
        expect(page.locator("main")).to_contain_text("登录密码、动态口令")
        has_no_barrier(page)


def test_a_passkey(chromium: Browser, named: str) -> None:
    with telephone(chromium) as page:
        device = page.context.new_cdp_session(page)
        device.send("WebAuthn.enable")
        device.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2", "transport": "internal", "hasUserVerification": True,
                    "isUserVerified": True, "automaticPresenceSimulation": True,
                }
            },
        )  # fmt: skip
        by_password(page, named, "bidder1")
        prove(page, named, "/my/account/passkey/")
        has_no_barrier(page)
        page.get_by_role("button", name="添加通行密钥").click()
        page.wait_for_url("**/my/account/spare-codes/")
        page.goto(f"{named}/accounts/logout/")
        page.locator("main").get_by_role("button", name="退出登录").click()
        by_password(page, named, "bidder1")
        expect(page.locator("h1")).to_have_text("第二步验证")
        has_no_barrier(page)
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/my/")
        page.goto(f"{named}/my/step-up/?way=passkey&next=/my/account/")
        page.get_by_role("button", name="验证并继续").click()
        page.wait_for_url("**/my/account/")


def test_who_left_the_key_at_home_takes_another_way(chromium: Browser, named: str) -> None:
    """After the journey before: bidder1 has a passkey, this browser has none."""
    with telephone(chromium) as page:
        by_password(page, named, "bidder1")
        page.get_by_role("link", name="短信验证码").click()
        page.get_by_role("button", name="获取验证码").click()
        page.fill("#id_code", code_for(page, named))
        page.get_by_role("button", name="登录", exact=True).click()
        page.wait_for_url("**/my/")


def test_a_colleague_lets_one_back_in(chromium: Browser, named: str) -> None:
    with telephone(chromium) as page:
        page.goto(f"{named}/accounts/login/")
        page.get_by_role("link", name="登录不了？").click()
        has_no_barrier(page)
        page.fill("#id_login", "wangmin")
        page.get_by_label("手机收不到短信，或者换了号码").check()
        page.get_by_role("button", name="申请恢复").click()
        number = page.locator("h1 .mono").inner_text()
        has_no_barrier(page)
        code = _confirmed(chromium, named, number)
        page.get_by_role("link", name="输入恢复码").click()
        has_no_barrier(page)
        page.fill("#id_login", "wangmin")
        page.fill("#id_code", code)
        page.fill("#id_new_password", "quite-a-new-one")
        page.fill("#id_again", "quite-a-new-one")
        page.get_by_role("button", name="设新密码并登录").click()
        page.wait_for_url("**/my/account/")
        expect(page.locator("main")).to_contain_text("恢复码")


def _confirmed(browser: Browser, site: str, number: str) -> str:
    """赵志强, who administers the unit, confirms in his inbox and reads the code out."""
    with telephone(browser) as page:
        by_password(page, site, "zhaozhiqiang")
        duty = page.locator(f"main a[href='/my/recoveries/{number}/']").first
        for _ in range(20):
            if duty.is_visible():
                break
            page.wait_for_timeout(500)
            page.reload()
        duty.click()
        has_no_barrier(page)
        page.fill("#id_note", "当面确认，就在隔壁办公室")
        page.get_by_role("button", name="确认是本人").click()
        code = page.locator("h1 .mono").inner_text()
        has_no_barrier(page)
        page.reload()
        return code


@pytest.mark.parametrize("address", ["/accounts/login/", "/accounts/login/code/", "/accounts/logout/"])
def test_pages_of_signing_in_have_no_barrier(chromium: Browser, named: str, address: str) -> None:
    with telephone(chromium) as page:
        page.goto(named + address)
        has_no_barrier(page)
