"""A lot's life by its steps: shared by play, by the demo's stock and by the tests' builders.

Nothing here sets a state; every line is what a person, a custodian or the clock does, at a moment
that is given.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings

from bidding import actions, archiving, evaluating, facts
from bidding.demo.custodians import Local
from bidding.models import Bid, Process, State
from bidding.procedures.works_open import WorksOpenTender
from marketplace.accounts.actions import step_up
from marketplace.accounts.actors import actor_of
from marketplace.accounts.models import Organization, User
from marketplace.flow import pending as second_person
from marketplace.flow import tick
from marketplace.flow.acts import Act
from marketplace.flow.models import Pending
from marketplace.flow.workflow import Subject, steps_of
from marketplace.law.money import Money
from marketplace.law.workdays import SHANGHAI, day_of, is_workday
from marketplace.trust import blobs
from marketplace.trust.bundle import Source
from marketplace.trust.codes import check_characters, generate
from marketplace.trust.keycard import KeyCard
from marketplace.trust.sealed import seal
from tenders import actions as tender_actions
from tenders.actions import LotDraft, Upload
from tenders.checklist import ITEMS
from tenders.models import Document, Objection, Tender
from tenders.schedule import Plan, strip
from tenders.workflow import ObjectionWorkflow, TenderWorkflow

HALF_PAST_NINE = time(9, 30)
EVALUATION: dict[str, Any] = {
    "method": "comprehensive",
    "criteria": [
        {"code": "price", "name": "投标报价", "kind": "price", "weight": "60", "levels": []},
        {"code": "plan", "name": "施工组织设计", "kind": "subjective", "weight": "25", "levels": []},
        {
            "code": "team", "name": "项目管理机构", "kind": "objective", "weight": "10",
            "levels": [{"says": "高级职称", "points": "10"}, {"says": "中级职称", "points": "6"}],
        },
        {
            "code": "record", "name": "类似业绩", "kind": "objective", "weight": "5",
            "levels": [{"says": "2 项及以上", "points": "5"}, {"says": "1 项", "points": "3"}],
        },
    ],
    "price": {"formula": "benchmark", "down": "0.01", "above": "1.0", "below": "0.5"},
    "drop_extremes": False,
}  # fmt: skip
Say = Callable[[str, datetime, str, str], None]


@dataclass(frozen=True, slots=True)
class Offer:
    """What one bidder of a journey does: price in 分, lock, and what goes wrong."""

    username: str
    price_fen: int
    own_lock: bool = False
    manager: str = "项目负责人"
    duration_days: int = 0
    quality: str = "合格"
    comes_to_release: bool = True


@dataclass
class Journey:
    """One tender on its way. `now` moves only forward; `say(step, at, law, url)` hears each step."""

    now: datetime
    custodians: Local
    say: Say = lambda *_: None
    number: str = ""
    codes: dict[str, str] = field(default_factory=dict)

    # ── who and when ────────────────────────────────────────────────────────

    def act(self, username: str, *, at: datetime | None = None) -> Act:
        """An act of a person now, with their first organisation."""
        return Act(
            actor_of(User.objects.get(username=username)), at or self.now, uuid4(), address="127.0.0.1"
        )

    def later(self, **delta: float) -> None:
        """Some time passes."""
        self.now += timedelta(**delta)

    def until(self, moment: datetime) -> None:
        """The clock moves on to a moment, never back."""
        self.now = max(self.now, moment)

    def settle(self) -> None:
        """The clock and the custodians do what is due until nothing moves any more."""
        for _ in range(12):
            taken = tick.run_until_quiet(self.now)
            for line in taken:
                self._heard(line)
            if not self.custodians.answer(self.now) and not taken:
                return

    def _heard(self, line: str) -> None:
        number, action = line.split(" ", 1)
        if number.startswith(self.number):
            step = next((s for s in _all_steps() if s.action == action), None)
            self.say(
                step.says if step else action,
                self.now,
                str(step.law) if step else "",
                f"/tenders/{self.number}/",
            )

    @property
    def tender(self) -> TenderWorkflow:
        row = Tender.objects.with_parties().get(number=self.number)
        assert isinstance(row, TenderWorkflow)  # noqa: S101 - from_db gives the workflow
        return row

    def process(self, no: int = 1) -> WorksOpenTender:
        """A lot of the tender, read again."""
        row = Process.objects.with_tender().get(number=f"{self.number}-{no:02d}")
        assert isinstance(row, WorksOpenTender)  # noqa: S101 - this is a works tender
        return row

    def told(self, step: str, law: object = "", url: str = "") -> None:
        self.say(step, self.now, str(law), url or f"/tenders/{self.number}/")

    def two_persons(self, row: Subject, method: str, first: str, second: str, **inputs: Any) -> None:
        """A class A step: one asks, another confirms ten minutes later."""
        getattr(row, method)(self.act(first), **inputs)
        self.later(minutes=10)
        waiting = Pending.objects.filter(thing=row.number, decided_at=None).latest("pk")
        second_person.confirm(waiting, self.act(second))

    # ── from the draft to the notice ────────────────────────────────────────

    def draft(
        self,
        *,
        title: str,
        lots: list[LotDraft],
        particulars: dict[str, str],
        project: dict[str, str],
        buyer: str = "静乐县城市供热服务中心（示例）",
        bond_fen: int = 0,
        evaluation: dict[str, Any] | None = None,
        unfound: list[str] | None = None,
    ) -> str:
        """The owner's agency enters the tender."""
        owner = Organization.objects.get(name=buyer)
        self.number = tender_actions.create_tender(
            owner, self.act("wangmin"), project=project, title=title, lots=lots, particulars=particulars,
            evaluation=evaluation or EVALUATION, review_body=Organization.objects.get(kind="authority"),
            procuring_entity=Organization.objects.get(kind="agency"), bond_fen=bond_fen, unfound=unfound,
        )  # fmt: skip
        self.told("建立招标项目，预填资料", "《中华人民共和国招标投标法》第九条")
        return self.number

    def attach(
        self, name: str = "招标文件.txt", text: str = "", kind: str = Document.Kind.TENDER_DOCUMENT
    ) -> None:
        """A document of the tender."""
        content = (text or f"{self.tender.title}\n招标文件（示例）\n").encode()
        tender_actions.attach(self.tender, self.act("lijun"), kind=kind, file=Upload(name, content))

    def review(self) -> None:
        """Another person concludes the fair-competition review; keys are asked for."""
        self.tender.submit_review(self.act("lijun"))
        self.told("提交公平竞争审查", "《招标投标领域公平竞争审查规则》第二十条")
        self.later(hours=4)
        deadline = strip(Plan(self.now + timedelta(days=1)), hour=HALF_PAST_NINE).earliest
        assert deadline is not None  # noqa: S101 - 45 days hold a lawful one
        documents_until = min(deadline, deadline - timedelta(days=1))
        self.tender.pass_review(
            self.act("gaojie"), answers={item.code: "no" for item in ITEMS}, conclusion="conforms",
            deadline_at=deadline, documents_until=documents_until,
        )  # fmt: skip
        self.told("公平竞争审查结论：符合", "《招标投标领域公平竞争审查规则》第二十条")
        self.settle()

    def publish(self) -> None:
        """Drafted by one, published by another (class A)."""
        self.later(hours=2)
        self.two_persons(self.tender, "publish", "wangmin", "zhaozhiqiang")
        self.told(
            "发布招标公告和招标文件", "《中华人民共和国招标投标法》第十六条", f"/notices/{self.number}-E03-1/"
        )

    # ── bids ────────────────────────────────────────────────────────────────

    def register(self, username: str) -> str:
        unit = Organization.objects.get(memberships__user__username=username)
        return tender_actions.register(self.tender, self.act(username), organization=unit)

    def step_up(self, username: str, *, at: datetime | None = None) -> None:
        """The person proves again who they are."""
        step_up(User.objects.get(username=username), self.act(username, at=at), proved_by="password")

    def package(self, offer: Offer, *, at: datetime | None = None) -> actions.Package:
        """Seal a bid as the browser does, and store what arrives."""
        process = self.process()
        unit = Organization.objects.get(memberships__user__username=offer.username)
        seq, prev = actions.expected_next(process, unit)
        code = generate()[:20] if offer.own_lock else None
        if code:
            self.codes[offer.username] = code
        price = Money(offer.price_fen)
        form = {
            "price": price.decimal.__format__(".2f"), "price_capitals": price.capitals(),
            "duration_days": str(offer.duration_days or process.lot.duration_days), "quality": offer.quality,
            "manager": offer.manager, "manager_certificate": "晋1402025000000",
        }  # fmt: skip
        plan = f"{unit.name} 施工组织设计（示例）\n".encode()
        out = io.BytesIO()
        seal(
            KeyCard.parse(process.keycard), out, bidder=unit.uscc, form=form,
            files=[Source("施工组织设计.txt", io.BytesIO(plan))], seq=seq, prev=prev, code=code,
        )  # fmt: skip
        name, _, _ = blobs.put([out.getvalue()])
        return actions.measure(name, io.BytesIO(out.getvalue()), at or self.now)

    def submit(self, offer: Offer, *, at: datetime | None = None) -> str:
        """Seal and hand in; returns the receipt number."""
        self.step_up(offer.username, at=at)
        package = self.package(offer, at=at)
        unit = Organization.objects.get(memberships__user__username=offer.username)
        return actions.submit_bid(
            self.process(), self.act(offer.username, at=at), organization=unit, package=package
        )

    def withdraw(self, username: str) -> str:
        self.step_up(username)
        unit = Organization.objects.get(memberships__user__username=username)
        return actions.withdraw_bid(self.process(), self.act(username), organization=unit)

    # ── opening ─────────────────────────────────────────────────────────────

    def close(self) -> None:
        """The deadline passes; the clock closes and, with three bids, opens."""
        self.until(self.tender.deadline_at or self.now)
        self.later(seconds=settings.REQUEST_TIMEOUT)
        self.settle()

    def release(self, *offers: Offer) -> None:
        """Bidders with an own lock type their codes."""
        for offer in offers:
            if offer.own_lock and offer.comes_to_release:
                self.later(minutes=1)
                unit = Organization.objects.get(memberships__user__username=offer.username)
                bid = self.process().bids.get(organization=unit)
                code = self.codes[offer.username]
                secret = actions.secret_from_code(bid, code + check_characters(code))
                actions.release_bid(
                    self.process(), self.act(offer.username), organization=unit, secret=secret
                )
                self.told(
                    f"{unit.name} 解密投标文件", "《电子招标投标办法》第三十条", self.process().hall_url
                )
        if (
            self.process().state == State.RELEASING
            and self.process().bids.filter(own_lock=True, released_at=None).exists()
        ):
            self.later(seconds=self.process().window_s)
        self.settle()

    def sign_record(self) -> None:
        self.later(minutes=5)
        self.process().sign_record(self.act("lijun"))
        self.told("签署并公布开标记录", "《电子招标投标办法》第三十二条", f"/notices/{self.number}-E09-1/")

    # ── evaluation ──────────────────────────────────────────────────────────

    def seat(self) -> None:
        """Five experts drawn: three for the works, two for the costs."""
        self.later(minutes=10)
        self.process().order_draw(self.act("lijun"), seats={"市政公用工程": 3, "工程造价": 2})
        self.told(
            "发起评标专家随机抽取", "《中华人民共和国招标投标法》第三十七条", f"/draws/{self.number}-01/"
        )
        self.settle()

    def members(self) -> list[str]:
        return [m.user.username for m in evaluating.serving(self.process())]

    def check_in(self) -> None:
        """Everybody checks in; the first member is elected."""
        self.later(minutes=30)
        for username in self.members():
            actions.check_in(self.process(), self.act(username), declares_no_conflict=True)
        leader = evaluating.serving(self.process())[0]
        for username in self.members():
            actions.vote_leader(self.process(), self.act(username), member=leader.pk)
        self.told("评标委员会签到、推举主任", "《中华人民共和国招标投标法》第三十七条")

    def leader(self) -> str:
        found = Process.leader(evaluating.serving(self.process()))
        return found.user.username if found else self.members()[0]

    def preliminary(self, reject: dict[int, tuple[str, str]] | None = None, competition: str = "") -> None:
        """Each member judges each bid; `reject` = bid order → (code, reason)."""
        self.later(minutes=30)
        against = reject or {}
        for username in self.members():
            for bid in self.process().bids.opened():
                code, reason = against.get(bid.order, ("", ""))
                actions.review_bid(
                    self.process(), self.act(username), bid=bid.pk, passed=not code, code=code, reason=reason
                )
        self.process().conclude_preliminary(self.act(self.leader()), competition=competition)
        self.told("完成初步评审", "《中华人民共和国招标投标法实施条例》第五十一条")

    def score(self) -> None:
        """Every member fills the sheet; marks depend on seat and bid order only."""
        self.later(minutes=60)
        for seat, username in enumerate(self.members()):
            for bid in self.process().bids.valid():
                self._score_bid(username, seat, bid)
            actions.submit_scores(self.process(), self.act(username))
        self.process().conclude_scoring(self.act(self.leader()))
        self.told("汇总评分，排出名次", "《中华人民共和国招标投标法实施条例》第四十九条")

    def _score_bid(self, username: str, seat: int, bid: Bid) -> None:
        values = {
            "plan": str(18 + (bid.order * 2 + seat) % 6),
            "team": "10" if bid.order % 2 else "6",
            "record": "5",
        }
        for row in facts.scored_criteria(self.process()):
            actions.score(
                self.process(),
                self.act(username),
                bid=bid.pk,
                criterion=row["code"],
                value=values[row["code"]],
            )

    def sign_report(self) -> None:
        for username in self.members():
            actions.sign_report(self.process(), self.act(username))
        self.process().deliver_report(self.act(self.leader()))
        self.told("评标报告签署并提交", "《中华人民共和国招标投标法实施条例》第五十三条")

    def evaluate(self) -> None:
        """Everything between the seating and the signed report."""
        self.check_in()
        self.preliminary()
        self.score()
        self.sign_report()

    # ── award and contract ──────────────────────────────────────────────────

    def post(self) -> None:
        self.until(first_working_morning(self.now + timedelta(days=1)))
        self.two_persons(self.process(), "post_candidates", "wangmin", "zhaozhiqiang")
        self.told(
            "公示中标候选人",
            "《中华人民共和国招标投标法实施条例》第五十四条",
            f"/notices/{self.number}-E10-1/",
        )

    def object(self, username: str, text: str) -> str:
        """A bidder objects to the result."""
        self.later(hours=6)
        unit = Organization.objects.get(memberships__user__username=username)
        number = actions.object_to_result(
            self.process(),
            self.act(username),
            organization=unit,
            request="重新核实评审结果",
            facts_stated=text,
        )
        self.told("对评标结果提出异议，活动暂停", "《中华人民共和国招标投标法实施条例》第五十四条")
        return number

    def answer(self, number: str, text: str, *, founded: bool = False) -> None:
        self.later(hours=20)
        row = Objection.objects.select_related("tender").get(number=number)
        assert isinstance(row, ObjectionWorkflow)  # noqa: S101 - from_db gives the workflow
        row.give_answer(self.act("wangmin"), answer=text, founded=founded)
        self.told("答复异议，恢复进行", "《中华人民共和国招标投标法实施条例》第五十四条")

    def end_publicity(self) -> None:
        self.until(self.process().publicity_until or self.now)
        self.settle()

    def award(self, rank: int = 1) -> None:
        self.later(hours=9)
        self.two_persons(self.process(), "determine", "wangmin", "zhaozhiqiang", rank=rank)
        self.told("确定中标人", "《中华人民共和国招标投标法实施条例》第五十五条")
        self.later(hours=1)
        self.process().notify(self.act("wangmin"))
        self.told(
            "发出中标通知书，公示中标结果",
            "《中华人民共和国招标投标法》第四十五条",
            f"/notices/{self.number}-E12-1/",
        )

    def winner(self) -> str:
        award = self.process().awards.get(cancelled_at=None)
        return str(award.bid.organization.memberships.get().user.username)

    def contract(self) -> None:
        """Drafted from the bid, signed by both sides, concluded and published."""
        self.later(days=3)
        bid = self.process().awards.get(cancelled_at=None).bid
        actions.draft_contract(
            self.process(), self.act("lijun"), amount_fen=bid.evaluated_fen,
            duration_days=bid.duration_days or self.process().lot.duration_days, quality=bid.quality, manager=bid.manager,
            terms="按招标文件合同条款执行", performance_bond_fen=bid.evaluated_fen // 20,
        )  # fmt: skip
        actions.sign_as_buyer(self.process(), self.act("zhaozhiqiang"))
        self.later(hours=3)
        actions.sign_as_supplier(self.process(), self.act(self.winner()))
        self.process().conclude_contract(self.act("zhaozhiqiang"))
        self.told(
            "双方签署合同并公开", "《中华人民共和国招标投标法》第四十六条", f"/notices/{self.number}-E15-1/"
        )

    def finish(self) -> None:
        """Report to the authority, bonds back, archive."""
        self.later(days=1)
        actions.report_to_authority(self.process(), self.act("lijun"), summary="招标投标情况书面报告（示例）")
        self.told("向行政监督部门提交书面报告", "《中华人民共和国招标投标法》第四十七条")
        if self.tender.bond_fen:
            actions.refund_bonds(self.process(), self.act("lijun"))
            self.told("退还投标保证金及利息", "《中华人民共和国招标投标法实施条例》第五十七条")
        self.later(days=2)
        process = self.process()
        process.archive_all(self.act("centre5"), package=archiving.build(process))
        self.told("归档", "《电子招标投标办法》第四十条")


def _all_steps() -> list[Any]:
    return [*steps_of(WorksOpenTender), *steps_of(TenderWorkflow)]


def first_working_morning(moment: datetime) -> datetime:
    """Nine in the morning of the first working day from this day on."""
    day = day_of(moment)
    while not is_workday(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(9), SHANGHAI)
