"""The demo's stock: lots in every stage on one made-up day, all brought there by their steps (design §3.1)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bidding import actions
from bidding.demo import custodians, fairness, people
from bidding.demo.journey import Journey, Offer
from bidding.demo.play import SAMPLE
from marketplace.flow import clock
from marketplace.flow.errors import Refused
from marketplace.law.workdays import SHANGHAI
from tenders import actions as tender_actions
from tenders.actions import LotDraft
from tenders.fair_review import acts
from tenders.from_notice import from_notice
from tenders.models import Tender
from tenders.prefill import load_notice, read_notice

# A Tuesday shortly before an opening; the platform's time starts here whatever the host says.
DEMO_NOW = datetime(2026, 11, 24, 9, 10, tzinfo=SHANGHAI)
HEATING, WATER = "静乐县城市供热服务中心（示例）", "静乐县水利工程建设中心（示例）"


@dataclass(frozen=True, slots=True)
class Work:
    """One made-up works project."""

    title: str
    scope: str
    ceiling_fen: int
    days: int
    place: str
    start: datetime


def _day(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 9, 0, tzinfo=SHANGHAI)


def _offers(ceiling_fen: int, *basis: int, locked: tuple[int, ...] = ()) -> list[Offer]:
    return [
        Offer(
            f"bidder{n}", ceiling_fen * share // 10000, own_lock=n in locked, manager=f"项目负责人{n}（示例）"
        )
        for n, share in enumerate(basis, 1)
    ]


def _publish(j: Journey, username: str) -> None:
    j.tender.publish(j.act(username))


class Stock:
    """Fills a fresh database; each method leaves one lot in one stage."""

    def __init__(self, local: custodians.Local) -> None:
        self.local = local

    def begin(self, work: Work, *, publish: bool = True) -> Journey:
        """A tender of the work, published unless only its draft is wanted."""
        j = Journey(work.start, self.local)
        particulars = {
            "scope": work.scope,
            "scale": work.scope,
            "qualification": "具备与本项目相适应的施工总承包三级及以上资质、有效的安全生产许可证；项目负责人具备相应专业二级及以上注册建造师资格。",
            "consortium": "不接受联合体投标",
            "owner_address": "静乐县鹅城镇（示例）",
            "owner_contact": "王敏",
            "owner_phone": "0350-XXXXXXX",
            "agency_contact": "李军",
            "agency_phone": "0350-XXXXXXX",
        }
        project = {
            "name": work.title.removesuffix("施工"),
            "approval_number": "静发改审批〔2026〕示例号",
            "approval_authority": "静乐县发展和改革局（示例）",
            "funds": "县级财政资金，已落实",
            "place": work.place,
        }
        lot = LotDraft("施工标段", work.scope, work.ceiling_fen, work.days, "合格")
        bond = min(work.ceiling_fen // 100, 80_000_000)
        j.draft(title=work.title, lots=[lot], particulars=particulars, project=project, bond_fen=bond)
        j.attach()
        j.attach("工程量清单.txt", f"{work.title} 工程量清单（示例）\n", "billOfQuantity")
        if publish:
            j.review()
            j.publish()
        return j

    def bid(self, j: Journey, offers: list[Offer]) -> None:
        """Everybody hands in on the day before the deadline."""
        j.until((j.tender.deadline_at or j.now) - timedelta(days=1))
        for offer in offers:
            j.submit(offer)

    def opened(self, j: Journey, offers: list[Offer]) -> None:
        self.bid(j, offers)
        j.close()
        j.release(*offers)
        j.sign_record()

    def evaluated(self, j: Journey, offers: list[Offer]) -> None:
        self.opened(j, offers)
        j.seat()
        j.evaluate()

    # ── the stages ──────────────────────────────────────────────────────────

    def archived(self) -> None:
        work = Work(
            "神峪沟小流域护岸工程施工",
            "浆砌石护岸 2.1 公里及配套排水。",
            312_500_000,
            150,
            "静乐县神峪沟乡",
            _day(8, 3),
        )
        j = self.begin(work)
        self.evaluated(j, _offers(work.ceiling_fen, 9650, 9520, 9410, 9290))
        j.post()
        j.end_publicity()
        j.award()
        j.contract()
        j.finish()

    def notified(self) -> None:
        work = Work(
            "县城生活垃圾转运站提升改造施工",
            "转运站土建、设备基础及除臭系统安装。",
            268_000_000,
            90,
            "静乐县城区",
            _day(10, 19),
        )
        j = self.begin(work)
        self.evaluated(j, _offers(work.ceiling_fen, 9700, 9480, 9350, 9560, 9420))
        j.post()
        j.end_publicity()
        j.award()
        self.half_signed(j)

    def half_signed(self, j: Journey) -> None:
        """Drafted and signed by the owner: the winner's turn."""
        j.later(days=2)
        process = j.process()
        bid = process.awards.get(cancelled_at=None).bid
        actions.draft_contract(
            process, j.act("lijun"), amount_fen=bid.evaluated_fen, duration_days=bid.duration_days or 1,
            quality=bid.quality, manager=bid.manager, terms="按招标文件合同条款执行",
        )  # fmt: skip
        actions.sign_as_buyer(process, j.act("zhaozhiqiang"))

    def contracted(self) -> None:
        work = Work(
            "辛村乡灌溉渠道衬砌工程施工",
            "U 形渠衬砌 6.8 公里及分水闸 12 座。",
            254_800_000,
            80,
            "静乐县辛村乡",
            _day(9, 21),
        )
        j = self.begin(work)
        self.evaluated(j, _offers(work.ceiling_fen, 9610, 9490, 9370))
        j.post()
        j.end_publicity()
        j.award()
        j.contract()

    def late(self) -> None:
        work = Work(
            "杜家村镇卫生院业务用房维修施工",
            "屋面防水、外墙保温、室内给排水和电气维修。",
            186_400_000,
            75,
            "静乐县杜家村镇",
            _day(10, 26),
        )
        j = self.begin(work)
        self.evaluated(j, _offers(work.ceiling_fen, 9600, 9500, 9450))

    def failed(self) -> None:
        work = Work(
            "娑婆乡村级道路修复施工",
            "水泥混凝土路面修复 4.6 公里。",
            143_800_000,
            60,
            "静乐县娑婆乡",
            _day(10, 28),
        )
        j = self.begin(work)
        self.bid(j, _offers(work.ceiling_fen, 9650, 9520))
        j.close()

    def in_publicity(self) -> None:
        work = Work(
            "鹅城镇污水支管接入工程施工",
            "污水支管 5.2 公里及检查井。",
            395_600_000,
            120,
            "静乐县鹅城镇",
            _day(10, 30),
        )
        j = self.begin(work)
        self.evaluated(j, _offers(work.ceiling_fen, 9620, 9540, 9380, 9270))
        j.post()

    def suspended(self) -> None:
        work = Work(
            "县第二幼儿园运动场地改造施工",
            "塑胶场地、围栏及排水。",
            98_700_000,
            45,
            "静乐县城区",
            _day(10, 30),
        )
        j = self.begin(work)
        self.evaluated(j, _offers(work.ceiling_fen, 9680, 9590, 9470, 9360))
        j.post()
        j.object("bidder3", "对第一中标候选人类似业绩的认定有异议，请核对其投标文件。")

    def evaluating(self) -> None:
        work = Work(
            "汾河川国家湿地公园步道维修施工",
            "木栈道更换 1.8 公里及护栏。",
            212_300_000,
            60,
            "静乐县汾河沿线",
            _day(11, 2),
        )
        j = self.begin(work)
        self.opened(j, _offers(work.ceiling_fen, 9660, 9530, 9420, 9310, locked=(2,)))
        j.seat()

    def opening_today(self) -> None:
        work = Work(
            "县城集中供热二级网改造工程施工",
            "二级管网更换 6.4 公里、楼栋入口装置 58 处。",
            578_900_000,
            110,
            "静乐县城区",
            _day(11, 3),
        )
        j = self.begin(work)
        self.bid(j, _offers(work.ceiling_fen, 9640, 9510, 9430, 9300, 9470, locked=(2, 4)))

    def receiving(self) -> None:
        work = Work(
            "段家寨乡安全饮水巩固提升工程施工",
            "水源井维修、管网更换 8.7 公里、消毒设备安装。",
            234_500_000,
            100,
            "静乐县段家寨乡",
            _day(11, 16),
        )
        j = self.begin(work)
        j.later(days=2)
        tender_actions.ask(j.tender, j.act("bidder2"), text="水源井维修是否包含电气部分？")

    def ready(self) -> None:
        work = Work(
            "丰润镇日间照料中心改造施工",
            "室内改造、无障碍设施及消防。",
            76_500_000,
            60,
            "静乐县丰润镇",
            _day(11, 23),
        )
        j = self.begin(work, publish=False)
        j.review()

    def in_review(self) -> None:
        work = Work(
            "赤泥洼乡淤地坝除险加固施工",
            "坝体加固、溢洪道衬砌。",
            164_200_000,
            90,
            "静乐县赤泥洼乡",
            _day(11, 23),
        )
        j = self.begin(work, publish=False)
        j.tender.submit_review(j.act("lijun"))
        self.refusals(j)

    def refusals(self, j: Journey) -> None:
        """Something refused with its reason for everybody to find."""
        attempts: list[Callable[[], None]] = [
            lambda: j.tender.publish(j.act("lijun")),
            lambda: j.tender.publish(j.act("centre1")),
            lambda: j.tender.return_draft(j.act("zhaozhiqiang"), reason=" "),
            lambda: j.tender.pass_review(
                j.act("gaojie"), answers={}, conclusion="conforms", deadline_at=j.now, documents_until=j.now
            ),
            lambda: j.tender.terminate(j.act("wangmin"), reason="尚未发布"),
            *(partial(_publish, j, name) for name in ("jiandu", *(f"bidder{n}" for n in range(1, 7)))),
        ]
        for attempt in attempts:
            with suppress(Refused):
                attempt()

    def being_checked(self) -> None:
        """The author in the middle of the fair-competition check."""
        work = Work(
            "县第二中学运动场及室外管网改造工程施工", "塑胶运动场、看台及室外给排水、供热管网。", 612_000_000, 120,
            "静乐县城区", _day(11, 23),
        )  # fmt: skip
        fairness.being_checked(self.begin(work, publish=False))

    def kept_by_two(self) -> None:
        """Published with a clause that two persons kept: the authority has its card, a bidder has objected to the review."""
        work = Work(
            "王村镇中心小学教学楼抗震加固施工", "框架柱加固、基础加固及屋面改造。", 318_500_000, 90, "静乐县王村镇", _day(11, 17)
        )  # fmt: skip
        j = self.begin(work, publish=False)
        fairness.all_answered(j)
        j.review()
        j.publish()
        j.later(days=1)
        acts.dispute(
            j.tender, j.act("bidder3"), kind="missed", text="7.2.3 投标人的预拌混凝土搅拌站至工地车程不得超过 60 分钟",
            section="技术参数", rule="FC-LOC-07", reason="外地企业与本地搅拌站不是一家，只能被否决，不应保留。",
        )  # fmt: skip

    def drafted(self) -> None:
        """From the pasted sample; what the text does not say is still empty."""
        title, text = load_notice(str(SAMPLE))
        given = from_notice(read_notice(text, title), title)
        j = Journey(DEMO_NOW - timedelta(hours=1), self.local)
        lot = LotDraft(
            given.lot_name, given.scope, given.ceiling_fen or 1, given.duration_days or 1, given.quality
        )
        particulars = given.particulars | {"owner_phone": ""}
        j.draft(
            title=given.title,
            lots=[lot],
            particulars=particulars,
            project=given.project,
            bond_fen=given.bond_fen or 0,
            unfound=list(given.missing),
        )


STAGES: tuple[str, ...] = (
    "archived", "contracted", "notified", "late", "failed", "in_publicity", "suspended", "evaluating", "opening_today",
    "receiving", "kept_by_two", "ready", "in_review", "being_checked", "drafted",
)  # fmt: skip


def fill(folder: Path, say: Callable[[str], None] = print, stages: tuple[str, ...] = STAGES) -> None:
    """People, custodians and every stage; then the platform's clock is set to the demo day."""
    if Tender.objects.exists():
        return
    begin = _day(8, 3)
    people.create(begin)
    local = custodians.Local(custodians.set_up(folder, begin))
    try:
        stock = Stock(local)
        for stage in stages:
            say(f"  {stage}")
            getattr(stock, stage)()
    finally:
        local.close()
    clock.move_to(DEMO_NOW)
