"""`./run play`: a notice's text becomes a tender and goes to its archive, one line a step."""

from __future__ import annotations

import time as wall
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from bidding import actions
from bidding.demo import custodians, people
from bidding.demo.journey import Journey, Offer
from bidding.models import State
from marketplace.accounts.models import Organization
from marketplace.flow.errors import Refused
from marketplace.law.errors import MarketplaceError
from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI
from marketplace.trust import blobs
from tenders import actions as tender_actions
from tenders.actions import LotDraft
from tenders.from_notice import FromNotice, from_notice
from tenders.particulars import BY_CODE
from tenders.prefill import load_notice, read_notice
from tenders.schedule import moved_deadline

SAMPLE = Path(__file__).with_name("sample_notice.txt")
START = datetime(2026, 11, 2, 9, 0, tzinfo=SHANGHAI)
TYPED = "（由招标人补填）"
# Prices of the five bidders as shares of the ceiling, in basis points.
SHARES = (9650, 9520, 9410, 9290, 9480)


class Printer:
    """One line a step: number, platform time, what, article, URL."""

    def __init__(self, *, slow: bool) -> None:
        self.slow, self.count = slow, 0

    def __call__(self, step: str, at: datetime, law: str, url: str) -> None:
        self.count += 1
        local = at.astimezone(SHANGHAI)
        print(f"{self.count:3d}  {local:%Y-%m-%d %H:%M}  {step}  {law}  {url}", flush=True)
        if self.slow:
            wall.sleep(1)


def play(spec: str | None, *, slow: bool, folder: Path) -> int:
    """Returns 0 when the lot is archived, 1 with a sentence when something failed."""
    try:
        title, text = load_notice(spec or str(SAMPLE))
        given = from_notice(read_notice(text, title), title)
        if given.essential_missing:
            print(f"这份公告缺少{'、'.join(given.essential_missing)}，无法建立招标项目；请补齐后再试")
            return 1
        _run(given, Printer(slow=slow), folder)
    except MarketplaceError as error:
        print(f"失败：{error}")
        return 1
    return 0


def _run(given: FromNotice, say: Printer, folder: Path) -> None:
    people.create(START)
    local = custodians.Local(custodians.set_up(folder / "custodians", START))
    j = Journey(START, local, say)
    try:
        _prepare(j, given)
        offers = _bids(j, given)
        _open(j, offers)
        _award(j)
        state = j.process().state
        if state != State.ARCHIVED:
            raise Refused("PLAY", f"没有走到归档，停在“{j.process().state_says()}”")
        print(
            f"完成：{j.number}，中标人 {j.process().awards.get(cancelled_at=None).bid.organization.name}",
            flush=True,
        )
    finally:
        local.close()


def _prepare(j: Journey, given: FromNotice) -> None:
    filled = {
        code: value or (TYPED if BY_CODE[code].required else "") for code, value in given.particulars.items()
    }
    if given.missing:
        print(f"     预填未找到：{'、'.join(given.missing)}；由招标人补填", flush=True)
    lot = LotDraft(
        given.lot_name or given.title, given.scope or given.particulars["scale"], given.ceiling_fen or 0,
        given.duration_days or 0, given.quality or "合格",
    )  # fmt: skip
    project = {name: value or TYPED for name, value in given.project.items()}
    j.draft(
        title=given.title,
        lots=[lot],
        particulars=filled,
        project=project,
        bond_fen=given.bond_fen or 0,
        unfound=list(given.missing),
    )
    j.attach(text=f"{given.title}\n招标文件\n{given.particulars['qualification']}\n")
    j.review()
    j.publish()


def _bids(j: Journey, given: FromNotice) -> list[Offer]:
    """Registration, question and answer, a clarification that moves the deadline, five bids and their mishaps."""
    receipt = j.register("bidder1")
    j.told(f"登记获取招标文件（回执 {receipt}）", "本平台规则")
    j.later(days=2)
    question = tender_actions.ask(j.tender, j.act("bidder2"), text="管材壁厚以图纸还是清单为准？")
    j.later(hours=5)
    tender_actions.answer(j.tender, j.act("lijun"), receipt=question, answer="以图纸为准，清单随澄清修正。")
    j.told("答复提问，答复对所有人公开", "《中华人民共和国招标投标法实施条例》第二十一条")
    deadline = j.process().deadline_at
    j.until(deadline - timedelta(days=12))
    moved = moved_deadline(deadline, j.now + timedelta(minutes=10)).deadline
    j.two_persons(
        j.tender,
        "clarify",
        "wangmin",
        "zhaozhiqiang",
        text="修正工程量清单第 3 项管材规格。",
        affects_bids=True,
        new_deadline=moved,
    )
    j.told(
        "发布澄清，不足 15 日，截止时间顺延",
        "《中华人民共和国招标投标法实施条例》第二十一条",
        f"/notices/{j.number}-E05-1/",
    )
    j.settle()
    ceiling = given.ceiling_fen or 0
    offers = [
        Offer(f"bidder{n}", ceiling * share // 10000, own_lock=n in (2, 4), manager=f"项目负责人{n}（示例）")
        for n, share in enumerate(SHARES, 1)
    ]
    j.until(moved - timedelta(days=1))
    for offer in offers:
        j.told(f"递交投标文件（回执 {j.submit(offer)}）", "《电子招标投标办法》第二十七条")
    _wrong_file(j)
    j.withdraw("bidder5")
    j.told("一家撤回投标文件", "《中华人民共和国招标投标法》第二十九条")
    return offers[:4]


def _wrong_file(j: Journey) -> None:
    """A file that is no package is refused by its rule, and the refusal is kept."""
    j.step_up("bidder6")
    unit = Organization.objects.get(memberships__user__username="bidder6")
    name, _, _ = blobs.put([b"not a package"])
    with blobs.open_blob(name) as file:
        package = actions.measure(name, file, j.now)
    try:
        actions.submit_bid(j.process(), j.act("bidder6"), organization=unit, package=package)
    except Refused as refused:
        j.told(f"递错文件被拒收：{refused.says}", refused.law)


def _too_late(j: Journey, offer: Offer) -> None:
    """A bid that comes after the deadline."""
    j.later(seconds=40)
    try:
        j.submit(replace(offer, username="bidder6"))
    except Refused as refused:
        j.told(f"一家逾期递交被拒收：{refused.says}", refused.law)


def _open(j: Journey, offers: list[Offer]) -> None:
    j.close()
    _too_late(j, offers[0])
    j.release(*offers)
    prices = "；".join(
        f"{bid.organization.name} {Money(bid.price_fen or 0).yuan()} 元"
        for bid in j.process().bids.select_related("organization")
    )
    print(f"     {prices}", flush=True)
    j.sign_record()
    j.seat()
    j.evaluate()


def _award(j: Journey) -> None:
    j.post()
    number = j.object("bidder3", "对类似业绩的认定有异议")
    j.answer(number, "经核对投标文件第 12 页，认定无误，异议不成立。")
    j.end_publicity()
    j.award()
    j.contract()
    j.finish()
