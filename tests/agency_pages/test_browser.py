"""The agency's workbench in Chromium: no barrier at any width, and the owner's approval on a telephone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from bidding import actions as bidding
from bidding.demo.journey import Journey
from marketplace.accounts.actions import step_up
from marketplace.accounts.models import User
from marketplace.flow import clock
from marketplace.flow.models import Pending
from marketplace.notices.models import Notice
from tenders.agency import approving
from tenders.agency.models import AgencyFee, Engagement, Handover
from tests.agency.conftest import Browser as SignIn
from tests.factories import a_draft, a_process

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
WIDE, PHONE, NARROW = 1280, 390, 320


@contextmanager
def telephone(chromium: Browser, site: LiveServer, session: SignIn, who: str) -> Iterator[Page]:
    """A browser 390 px wide in which that person is signed in; what it complains about fails the test."""
    context = chromium.new_context(viewport={"width": PHONE, "height": 844}, locale="zh-CN")
    kept = session(who).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": kept, "url": site.url}])
    page, complaints = context.new_page(), list[str]()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert complaints == []


def barriers(page: Page) -> list[str]:
    """What axe finds, and what scrolls sideways, at every width."""
    found = []
    for width in (WIDE, NARROW, PHONE):
        page.set_viewport_size({"width": width, "height": 844})
        broken = Axe().run(page, options=RULES).response["violations"]
        found += [f"{page.url} {width} {one['id']} {one['nodes'][0]['html'][:120]}" for one in broken]
        if page.evaluate(OVERFLOW) > 0:
            found.append(f"{page.url} scrolls sideways at {width}")
    return found


@pytest.fixture
def asked(agreed: Engagement, walk: Journey) -> Pending:
    """What the agency handed over waits for the owner, who has just proved who they are."""
    a_draft(walk)
    walk.review()
    approving.ask_to_publish(walk.tender, walk.act("lijun"))
    step_up(User.objects.get(username="zhaozhiqiang"), walk.act("zhaozhiqiang"), proved_by="password")
    clock.move_to(walk.now)
    return Pending.objects.get(decided_at=None)


@pytest.fixture
def contracted(agreed: Engagement, walk: Journey) -> str:
    """A lot whose contract stands and whose papers are complete."""
    number = str(a_process(walk, at="contracted").number)
    walk.later(days=1)
    bidding.report_to_authority(walk.process(), walk.act("lijun"), summary="书面报告（示例）")
    bidding.refund_bonds(walk.process(), walk.act("lijun"))
    clock.move_to(walk.now)
    return number


def test_the_owner_approves_on_a_telephone(
    asked: Pending, chromium: Browser, live_server: LiveServer, signed_in: SignIn
) -> None:
    with telephone(chromium, live_server, signed_in, "zhaozhiqiang") as page:
        page.goto(f"{live_server.url}/my/approve/{asked.act_id}/")
        assert barriers(page) == []
        page.get_by_role("button", name="同意发布").click()
        notice = page.locator("main a[href^='/notices/']").first
        expect(notice).to_be_visible()
        assert notice.get_attribute("href") == Notice.objects.get(type="E03").get_absolute_url()
        assert barriers(page) == []


def test_the_fee_and_the_papers_go_out_from_their_pages(
    contracted: str, chromium: Browser, live_server: LiveServer, signed_in: SignIn
) -> None:
    with telephone(chromium, live_server, signed_in, "lijun") as page:
        page.goto(f"{live_server.url}/my/agency/fees/new/{contracted}/")
        found = barriers(page)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_url("**/my/fees/DF-*/")
        assert page.url.endswith(AgencyFee.objects.get().get_absolute_url())
        found += barriers(page)
        page.goto(f"{live_server.url}/my/agency/archive/{contracted}/")
        found += barriers(page)
        page.get_by_role("button", name="移交档案").click()
        page.wait_for_url("**/my/handovers/YJ-*/")
        assert page.url.endswith(Handover.objects.get().get_absolute_url())
        assert found + barriers(page) == []


def test_no_page_of_the_workbench_has_a_barrier(
    contracted: str, agreed: Engagement, walk: Journey, chromium: Browser, live_server: LiveServer, signed_in: SignIn,
) -> None:  # fmt: skip
    notice = Notice.objects.get(type="E03").number
    pages = (
        "", f"openings/{walk.number}/", "copy/", "media/", f"media/{notice}/", "fees/", "archive/",
        "engagements/", "engagements/new/", f"engagements/{agreed.number}/",
    )  # fmt: skip
    found = []
    with telephone(chromium, live_server, signed_in, "lijun") as page:
        for path in pages:
            answered = page.goto(f"{live_server.url}/my/agency/{path}")
            assert answered is not None
            assert answered.status == 200, path
            found += barriers(page)
    assert found == []
