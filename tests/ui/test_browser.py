"""What a person meets in Chromium: no barrier found by axe, no sideways scrolling, nothing the policy refuses."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.template.loader import render_to_string
from playwright.sync_api import Browser, FilePayload, Page, expect, sync_playwright

from marketplace.law.money import Money
from marketplace.styleguide import NOW
from marketplace.templatetags import ui
from marketplace.trust.canonical import b64u
from marketplace.trust.codes import bidder_secret
from marketplace.trust.header import read
from marketplace.trust.sealed import open_package
from marketplace.trust.suites import INT1
from tests.trust.builders import BIDDER, CODE, a_card, a_package, idkeys, keys
from tests.ui.browser import Answer, Site, served, tab
from tests.ui.pages import BID, BIDDER_HALL, PAGES, SCORING

pytestmark = pytest.mark.browser
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
VIEWS = [(1280, ""), (390, ""), (320, ""), (1280, "1"), (390, "1"), (320, "1"), (390, "2")]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary')].filter(e => {
  const box = e.getBoundingClientRect();
  return box.width > 0 && box.height < 24 && !['inline', 'none'].includes(getComputedStyle(e).display) && !e.closest('.vh');
}).map(e => e.outerHTML.slice(0, 120))"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield started
        started.close()


@pytest.fixture
def site() -> Site:
    return Site(NOW)


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    with served(site) as where:
        yield where


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_no_barrier_at_any_width(chromium: Browser, address: str, name: str) -> None:
    found = []
    for width, elder in VIEWS:
        with tab(chromium, address, width=width, elder=elder) as (page, complaints):
            page.goto(f"{address}/{name}/")
            page.wait_for_load_state("load")
            broken = Axe().run(page, options=RULES).response["violations"]
            found += [f"{width}{elder} {one['id']}: {one['nodes'][0]['html'][:160]}" for one in broken]
            found += [
                f"{width}{elder} scrolls sideways by {wide}" for wide in [page.evaluate(OVERFLOW)] if wide > 0
            ]
            found += [f"{width}{elder} small target {element}" for element in page.evaluate(SMALL)]
            found += [f"{width}{elder} {words}" for words in complaints if "404" not in words]
    assert found == []


def test_capitals_while_typing_are_those_of_the_law(chromium: Browser, address: str) -> None:
    sums = [
        "0",
        "0.05",
        "1.10",
        "10",
        "107000.50",
        "100000001",
        "4863200",
        "10000010000.01",
        "6007.14",
        "1600000000",
    ]
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/404/")
        script = "async texts => { const m = await import('/static/js/capitals.js'); return texts.map(t => m.capitals(m.fen(t))); }"
        shown = page.evaluate(script, sums)
    assert shown == [Money.parse(text).capitals() for text in sums]


def test_the_countdown_says_the_same_as_the_server(chromium: Browser, address: str) -> None:
    spans = [
        timedelta(days=7, hours=22, minutes=42),
        timedelta(hours=5),
        timedelta(minutes=59, seconds=9),
        timedelta(0),
    ]
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/project/")
        script = "async all => { const m = await import('/static/js/clock.js'); return all.map(ms => [m.left(ms), m.digits(ms).map(d => d[1] + d[2]).join('')]); }"
        shown = page.evaluate(script, [span.total_seconds() * 1000 for span in spans])
    expected = [
        [
            ui.until(NOW + span, NOW),
            "".join(number + unit for _, number, unit in ui.countdown(NOW + span, NOW)),
        ]
        for span in spans
    ]
    assert shown == expected


def test_elder_mode_is_remembered(chromium: Browser, address: str) -> None:
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/project/")
        page.get_by_role("button", name="长辈模式").click()
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "20px"
        page.get_by_role("button", name="特大字").click()
        page.goto(f"{address}/home/")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "30px"


def test_a_draft_is_saved_when_a_field_is_left(chromium: Browser, site: Site, address: str) -> None:
    site.routes["/styleguide/autosave/"] = lambda *_: (204, "text/plain", b"", {})
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/styleguide/")
        page.locator("#id_a-organisation").fill("（示例）丙市政工程有限公司")
        page.locator("#id_a-uscc").focus()
        expect(page.locator("#sg-form-a [data-saved]")).to_have_text(re.compile(r"^已保存 \d\d:\d\d$"))
    (method, _, body), *_ = site.calls
    assert method == "POST"
    assert "（示例）丙市政工程有限公司".encode() in body


def test_the_hall_changes_by_itself_and_can_be_paused(chromium: Browser, site: Site, address: str) -> None:
    fragment = render_to_string(
        "bidding/_hall_table.html", PAGES["hall-host"][1] | {"newest": {"id": "8", "words": "异议已答复"}}
    )
    site.routes["/hall/x/live/"] = lambda *_: (200, "text/html", fragment.encode(), {"ETag": '"8"'})
    site.routes["/hall/x/side/"] = lambda *_: (304, "text/html", b"", {})
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/hall-host/")
        expect(page.locator("#live [data-newest='8']")).to_be_attached(timeout=8000)
        expect(page.get_by_role("status").filter(has_text="异议已答复")).to_be_attached()
        page.get_by_role("button", name="暂停更新").click()
        expect(page.get_by_text("已暂停更新，时钟照常走")).to_be_visible()


class Desk:
    """A stand-in for the upload addresses: keeps the segments, gives a receipt when all are there."""

    def __init__(self, *, refuse: dict[str, str] | None = None) -> None:
        self.segments: dict[int, bytes] = {}
        self.begun: dict[str, Any] = {}
        self.failures, self.refuse = 1, refuse

    def __call__(self, method: str, path: str, body: bytes) -> Answer:
        if path == "/my/bids/x/uploads/":
            self.begun = json.loads(body)
            return self._json(201, {"upload": "/my/bids/x/uploads/7/", "have": []})
        if method == "PUT":
            if self.failures:
                self.failures -= 1
                return self._json(503, {})
            self.segments[int(path.rstrip("/").rsplit("/", 1)[1])] = body
            return 204, "text/plain", b"", {}
        if self.refuse:
            return self._json(422, self.refuse)
        return self._json(201, {"receipt": "/receipt/"})

    @staticmethod
    def _json(status: int, body: dict[str, Any]) -> Answer:
        return status, "application/json", json.dumps(body).encode(), {}

    @property
    def package(self) -> bytes:
        return b"".join(self.segments[number] for number in sorted(self.segments))


def prepare(page: Page, address: str, site: Site, **told: object) -> Any:
    """The bid page with a real card, filled as far as the button."""
    card = a_card()
    identities = {m: [b64u(key) for key in known] for m, known in idkeys(card).items()}
    seal = {
        "card": card.as_json(),
        "keycard": card.hash,
        "identities": identities,
        "bidder": BIDDER,
        "seq": 1,
        "prev": None,
    }
    site.pages["/bid/"] = render_to_string("bidding/bid.html", BID | {"seal": seal | told})
    page.goto(f"{address}/bid/")
    page.get_by_label("投标总价").fill("4,598,760")
    page.get_by_label("工期").fill("118")
    letter = b"%PDF-1.7\n1 0 obj << /Author (Zhang) >>"
    page.locator("#file-letter").set_input_files(
        [FilePayload(name="投标函.pdf", mimeType="application/pdf", buffer=letter)]
    )
    page.locator("#file-bill").set_input_files(
        [FilePayload(name="清单.xlsx", mimeType="application/zip", buffer=b"PK" * 900_000)]
    )
    for promise in page.locator("[data-promise]").all():
        promise.check()
    return card


def test_a_bid_is_sealed_in_the_browser_and_only_ciphertext_leaves(
    chromium: Browser, site: Site, address: str
) -> None:
    desk = site.routes["/my/bids/x/uploads/"] = Desk()
    with tab(chromium, address) as (page, _):
        card = prepare(page, address, site)
        expect(page.get_by_text("肆佰伍拾玖万捌仟柒佰陆拾元整").first).to_be_visible()
        expect(page.get_by_text("文件属性里有人名")).to_be_visible()
        expect(page.locator("[data-why]")).to_contain_text("“解密方式”还没有选")
        expect(page.locator("#t1 li").filter(has_text="投标文件").locator(".s")).to_have_text("已完成")
        page.get_by_label("到点自动解密").check()
        page.get_by_role("button", name="加密并递交").click()
        page.wait_for_url(f"{address}/receipt/", timeout=30_000)
    assert desk.begun["ct_len"] == len(desk.package)
    assert all(b"4598760" not in body and "投标函".encode() not in body for _, _, body in site.calls)
    header = read(io.BytesIO(desk.package))
    contents = open_package(io.BytesIO(desk.package), io.BytesIO(), keys=keys(card))
    opened, out = contents.form, {file.name for file in contents.files}
    assert header.core.bidder == BIDDER
    assert (opened["price"], opened["price_capitals"], opened["duration_days"]) == (
        "4598760.00",
        "肆佰伍拾玖万捌仟柒佰陆拾元整",
        "118",
    )
    assert out == {"投标函.pdf", "清单.xlsx"}


def test_an_own_code_is_proved_before_sealing(chromium: Browser, site: Site, address: str) -> None:
    site.routes["/my/bids/x/uploads/"] = Desk()
    with tab(chromium, address) as (page, _):
        prepare(page, address, site)
        page.get_by_label("我自己到场解密").check()
        code = page.locator("[data-code-text]")
        expect(code).to_have_text(re.compile(r"^[0-9A-Z]{4}(-[0-9A-Z]{4}){5}$"))
        expect(page.locator("[data-why]")).to_contain_text("解密码还没有核对")
        assert page.locator("[data-code-qr] path").get_attribute("d")
        group = int(page.locator("[data-code-group]").inner_text()) - 1
        page.locator("[data-code-retype]").fill(code.inner_text().split("-")[group].lower())
        expect(page.locator("[data-code-proof]")).to_have_text("相符")
        page.get_by_role("button", name="加密并递交").click()
        page.wait_for_url(f"{address}/receipt/", timeout=30_000)


def test_a_refusal_is_shown_with_its_article_and_the_ciphertext_stays(
    chromium: Browser, site: Site, address: str
) -> None:
    says = {"code": "BID-IN-TIME", "says": "投标截止时间已到", "law": "《招标投标法》第二十八条"}
    site.routes["/my/bids/x/uploads/"] = Desk(refuse=says)
    with tab(chromium, address) as (page, _):
        prepare(page, address, site)
        page.get_by_label("到点自动解密").check()
        page.get_by_role("button", name="加密并递交").click()
        expect(page.locator("[data-refused]")).to_contain_text("投标截止时间已到", timeout=30_000)
        expect(page.locator("[data-refused]")).to_contain_text("《招标投标法》第二十八条（BID-IN-TIME）")
        expect(page.locator("[data-status]")).to_have_text("未递交")
        page.reload()
        expect(page.get_by_text("上次加密好的投标文件还在这台电脑上")).to_be_visible()
        expect(page.get_by_label("投标总价")).to_have_value("4,598,760")


def test_the_own_code_is_checked_here_and_not_sent(chromium: Browser, site: Site, address: str) -> None:
    sealed = a_package(a_card(), code=CODE)[1]
    release = {**BIDDER_HALL["release"], "header": json.loads(sealed.header.encode())}
    site.pages["/hall/"] = render_to_string("bidding/hall.html", BIDDER_HALL | {"release": release})
    site.routes["/hall/x/"] = lambda *_: (204, "text/plain", b"", {})
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/hall/")
        page.get_by_label("解密码", exact=True).fill("9ZQ4-TYV7-K2HJ-X5M8-WD3N-0000")
        page.get_by_role("button", name="解密我的投标").click()
        expect(page.locator("[data-code-error]")).to_contain_text("输入有误：校验字符不符")
        page.get_by_label("解密码", exact=True).fill("9ZQ4-TYV7-K2HJ-X5M8-WD3N-ZN0R")
        with page.expect_request("**/hall/x/release/") as asked:
            page.get_by_role("button", name="解密我的投标").click()
    sent = asked.value.post_data or ""
    assert f"secret={bidder_secret(INT1, CODE, sealed.header.core.ctx).hex()}" in sent
    assert "9ZQ4" not in sent


def test_a_card_that_is_not_the_printed_one_seals_nothing(
    chromium: Browser, site: Site, address: str
) -> None:
    desk = site.routes["/my/bids/x/uploads/"] = Desk()
    with tab(chromium, address) as (page, _):
        forged = replace(a_card(), window_s=1801).as_json()
        prepare(page, address, site, card=forged)
        page.get_by_label("到点自动解密").check()
        page.get_by_role("button", name="加密并递交").click()
        expect(page.locator("[data-refused]")).to_contain_text("签名不成立", timeout=30_000)
    assert desk.begun == {}


def sheet(chosen: str, **editing: object) -> str:
    """The scoring page with one cell chosen; each cell has an address of its own."""
    sheets = []
    for one in SCORING["sheets"]:
        criteria = []
        for criterion in one["criteria"]:
            cells = [
                cell | {"url": f"/eval/{cell['key']}/", "chosen": cell["key"] == chosen}
                if "key" in cell
                else cell
                for cell in criterion["cells"]
            ]
            criteria.append(criterion | {"cells": cells})
        sheets.append(one | {"criteria": criteria})
    return render_to_string(
        "bidding/scoring.html", SCORING | {"sheets": sheets, "editing": SCORING["editing"] | editing}
    )


def test_an_expert_scores_by_keyboard_and_each_cell_saves_itself(
    chromium: Browser, site: Site, address: str
) -> None:
    site.pages["/eval/"] = sheet("1-P4", url="/save/")
    site.pages["/eval/1-M2/"] = sheet("1-M2", title="M2 · 施工方案与技术措施", value="", url="/save/")
    site.routes["/save/"] = lambda *_: (200, "text/html", sheet("1-M2", url="/save/").encode(), {})
    with tab(chromium, address) as (page, _):
        page.goto(f"{address}/eval/")
        page.locator("[data-cell='1-P4']").focus()
        page.keyboard.press("n")
        expect(page.get_by_text("M2 · 施工方案与技术措施")).to_be_visible()
        expect(page.locator("[data-cell='1-M2']")).to_be_focused()
        page.keyboard.press("2")
        expect(page.locator("[data-saved]")).to_have_text(re.compile(r"^已保存 \d\d:\d\d:\d\d$"))
        page.get_by_role("button", name="40 : 60").click()
        expect(page.locator("[data-board]")).to_have_class("board2 doc")
    (method, path, body), *_ = site.calls
    assert (method, path) == ("POST", "/save/")
    assert b'name="band"\r\n\r\n2' in body
