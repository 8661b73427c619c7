"""One lot in Chromium from a pasted notice to the signed contract, with the demo's people and the clock bar."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bidding.demo.people import PASSWORD
from bidding.demo.play import SAMPLE
from tests.journeys.people import Person

pytestmark = pytest.mark.browser
PRICES = {"bidder1": "4,700,000.00", "bidder2": "4650000", "bidder3": "4,600,000", "bidder4": "4,550,000"}


def submit_bid(person: Person, lot: str, price: str, *, own: bool) -> str:
    """Fill, choose the lock, seal in the browser, prove who one is, get the receipt; returns the code."""
    page = person.page
    person.go(f"/my/bids/{lot}/")
    page.get_by_label("投标总价").fill(price)
    person.fill(manager="张建国（示例）", manager_certificate="晋1402025000000")
    for number, row in enumerate(page.locator("form[data-sealed] input[type=file]").all()[:6]):
        data = f"{person.username} 的第 {number} 份文件".encode()
        row.set_input_files({"name": f"文件{number}.txt", "mimeType": "text/plain", "buffer": data})
    page.get_by_label("我自己到场解密" if own else "到点自动解密").check(force=True)
    code = ""
    if own:
        code = page.locator("[data-code-text]:not(:empty)").inner_text()
        group = int(page.locator("[data-code-group]").inner_text())
        page.fill("[data-code-retype]", code.split("-")[group - 1])
    for promise in page.locator("[data-promise]").all():
        promise.check(force=True)
    page.locator("[data-send]:not([aria-disabled=true])").click()
    page.fill("dialog[open] input[type=password]", PASSWORD)
    page.press("dialog[open] input[type=password]", "Enter")
    page.wait_for_url("**/receipts/**")
    person.reads("已递交")
    return code


@pytest.fixture
def cast(chromium: Browser, site: str):  # type: ignore[no-untyped-def]
    """People by user name, signed in when first called."""
    known: dict[str, Person] = {}

    def person(username: str) -> Person:
        if username not in known:
            known[username] = Person(chromium, site, username)
        return known[username]

    yield person
    assert {name: who.errors for name, who in known.items() if who.errors} == {}


def prepare(cast) -> str:  # type: ignore[no-untyped-def]
    """Paste, complete, review, publish by two persons; returns the tender's number."""
    owner = cast("wangmin")
    owner.go("/my/tenders/new/")
    owner.fill(notice=SAMPLE.read_text(encoding="utf-8"))
    owner.page.select_option("[name=procuring_entity]", index=1)
    owner.press("建立项目")
    owner.shot("tasks")
    number = owner.page.url.rstrip("/").rsplit("/", 1)[1]
    owner.go(f"/my/tenders/{number}/scoring/")
    owner.press("保存")
    owner.go(f"/my/tenders/{number}/documents/")
    owner.page.set_input_files(
        "[name=file]",
        {"name": "招标文件.txt", "mimeType": "text/plain", "buffer": "招标文件（示例）".encode()},
    )
    owner.press("上传文件")
    owner.go(f"/my/tenders/{number}/fairness/")
    owner.press("提交公平竞争审查")
    reviewer = cast("gaojie")
    reviewer.go(f"/my/tenders/{number}/fairness/")
    reviewer.pick("deadline_on")
    for item in range(1, 13):
        reviewer.pick(f"item_F{item}", "no")
    reviewer.pick("conclusion", "conforms")
    reviewer.shot("fairness")
    reviewer.press("作出审查结论")
    owner.until(f"/my/tenders/{number}/publish/", "提交，由复核人确认")
    owner.press("提交，由复核人确认")
    second = cast("zhaozhiqiang")
    second.go("/my/")
    second.press("复核确认")
    second.press("确认，立即生效")
    return number


def evaluate(cast, lot: str) -> None:  # type: ignore[no-untyped-def]
    """Five experts check in, elect, review, score, sign."""
    members = [f"expert{n:02d}" for n in range(1, 21)]
    seated = []
    for username in members:
        person = cast(username)
        person.go("/eval/")
        if lot in person.page.content():
            seated.append(person)
    assert len(seated) == 5
    for person in seated:
        person.go(f"/eval/{lot}/check-in/")
        person.page.locator("main form input[type=checkbox], main form input[type=radio]").first.check(
            force=True
        )
        person.press("签到并声明")
    for person in seated:
        person.go(f"/eval/{lot}/leader/")
        person.page.locator("main form input[type=radio]").first.check(force=True)
        person.press("推举")
    for person in seated:
        for order in range(1, 5):
            person.go(f"/eval/{lot}/review/{order}/")
            person.page.locator("main form input[type=radio]").first.check(force=True)
            person.press("保存评审意见")
    leader = next(who for who in seated if "完成初步评审" in _text(who, f"/eval/{lot}/"))
    leader.go(f"/eval/{lot}/preliminary/")
    leader.press("完成初步评审")
    for person in seated:
        score(person, lot)
    leader.until(f"/eval/{lot}/joint/", "汇总")
    leader.press("汇总评分")
    leader.shot("joint")
    for person in seated:
        person.go(f"/eval/{lot}/report/")
        person.press("签署")
    leader.go(f"/eval/{lot}/deliver/")
    leader.press("提交评标报告")


def score(person: Person, lot: str) -> None:
    """Every cell of one sheet saves itself when it is left; then the sheet is submitted."""
    page = person.page
    for order in range(1, 5):
        for criterion in ("plan", "team", "record"):
            person.go(f"/eval/{lot}/scores/?cell={order}-{criterion}")
            with page.expect_response(f"**/scores/{order}/{criterion}/") as saved:
                if criterion == "plan":
                    page.fill("[name=value]", "20")
                    page.press("[name=value]", "Tab")
                else:
                    page.locator("[name=band]").first.check(force=True)
            assert saved.value.status == 303
    person.go(f"/eval/{lot}/submit/")
    person.press("提交评分")


def nothing_is_readable(folder: Path) -> None:
    """Before the deadline no file of the site says a price: database, its log, packages, uploads, logs."""
    marks = [mark.encode() for mark in ("4,650,000", "4650000.00", "肆佰陆拾伍万", "4,550,000", "4550000.00")]
    for path in folder.rglob("*"):
        if path.is_file() and "static" not in path.parts:
            data = path.read_bytes()
            assert not [mark for mark in marks if mark in data], path


def opening(cast, lot: str, folder: Path) -> None:  # type: ignore[no-untyped-def]
    """Four sealed bids, the deadline by the clock bar, an own code, prices together, the record signed."""
    codes = {
        name: submit_bid(cast(name), lot, price, own=name == "bidder2") for name, price in PRICES.items()
    }
    cast("bidder1").shot("receipt")
    nothing_is_readable(folder)
    agency = cast("lijun")
    agency.go(f"/hall/{lot}/")
    agency.reads("截止前不显示投标人")
    move_clock_until(agency, f"/hall/{lot}/", "管涔山")
    locked = cast("bidder2")
    locked.go(f"/hall/{lot}/")
    assert "4,550,000" not in locked.main_text()
    locked.page.get_by_label("解密码", exact=True).fill(codes["bidder2"])
    locked.press("解密我的投标")
    agency.until(f"/hall/{lot}/", "4,550,000.00")
    agency.shot("hall")
    agency.press("签署开标记录")


def move_clock_until(person: Person, path: str, text: str) -> None:
    """「拨到下一时限」 as often as it takes."""
    for _ in range(40):
        if text in _text(person, path):
            return
        person.press("拨到下一时限")
    raise AssertionError(f"{path} never said {text}")


def two_persons(cast, path: str, choose: str = "") -> None:  # type: ignore[no-untyped-def]
    """One submits, the other confirms from the inbox."""
    owner, second = cast("wangmin"), cast("zhaozhiqiang")
    owner.go(path)
    if choose:
        owner.pick("rank", choose)
    owner.press("，由复核人确认")
    second.go("/my/")
    second.press("复核确认")
    second.press("确认，立即生效")


def contract(cast, lot: str) -> None:  # type: ignore[no-untyped-def]
    """Drafted, signed by both sides, concluded."""
    owner = cast("wangmin")
    owner.go(f"/my/contracts/{lot}/")
    owner.press("保存合同草稿")
    owner.go(f"/my/contracts/{lot}/")
    owner.press("招标人签署")
    winner = next(cast(name) for name in PRICES if "签署合同" in _text(cast(name), "/my/"))
    winner.go(f"/my/contracts/{lot}/")
    winner.press("中标人签署")
    owner.go(f"/my/contracts/{lot}/")
    owner.press("订立并公开合同")


def test_from_a_pasted_notice_to_a_signed_contract(cast, site_folder: Path) -> None:  # type: ignore[no-untyped-def]
    number = prepare(cast)
    lot = f"{number}-01"
    public, agency, owner = cast("bidder6"), cast("lijun"), cast("wangmin")
    public.until(f"/tenders/{number}/", "距投标截止")
    public.shot("project")
    opening(cast, lot, site_folder)
    agency.go(f"/my/lots/{lot}/committee/")
    agency.fill(seats_1="3", seats_2="2")
    agency.press("组建评标委员会")
    agency.until(f"/my/lots/{lot}/", "评审中（初步评审）")
    evaluate(cast, lot)
    two_persons(cast, f"/my/lots/{lot}/post/")
    public.until(f"/tenders/{number}/", "公示期内")
    public.shot("publicity")
    move_clock_until(owner, f"/my/lots/{lot}/", "待定标")
    two_persons(cast, f"/my/lots/{lot}/award/", choose="1")
    owner.go(f"/my/lots/{lot}/notify/")
    owner.press("发出中标通知书")
    contract(cast, lot)
    public.go(f"/notices/{number}-E15-1/")
    public.reads("合同金额")
    public.shot("contract")


def _text(person: Person, path: str) -> str:
    person.go(path)
    return person.main_text()
