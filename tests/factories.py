"""Builders with fixed values; a state is reached by walking the steps, never by setting it."""

from __future__ import annotations

from bidding.demo.journey import Journey, Offer
from bidding.models import State
from bidding.procedures.works_open import WorksOpenTender
from tenders.actions import LotDraft

CEILING = 486_320_000
OFFERS = (
    Offer("bidder1", 470_000_000, manager="甲经理"),
    Offer("bidder2", 465_000_000, own_lock=True, manager="乙经理"),
    Offer("bidder3", 480_000_000, manager="丙经理"),
    Offer("bidder4", 455_000_000, own_lock=True, manager="丁经理"),
)
PARTICULARS = {
    "scope": "一级管网更换 3.2 公里、换热站改造 4 座及配套土建、电气",
    "scale": "一级管网 3.2 公里，换热站 4 座",
    "qualification": "市政公用工程施工总承包三级及以上，有效的安全生产许可证",
    "consortium": "接受 2 家以内联合体",
    "owner_address": "静乐县鹅城镇",
    "owner_contact": "王敏",
    "owner_phone": "0350-XXXXXXX",
}
PROJECT = {
    "name": "城区集中供热管网改造工程",
    "approval_number": "静发改审批〔2026〕12号",
    "approval_authority": "静乐县发展和改革局",
    "funds": "县级财政资金，已落实",
    "place": "静乐县城区",
}
LOT = LotDraft("施工标段", PARTICULARS["scope"], CEILING, 120, "合格")

# What a journey does after publication to be in a state; each line builds on the ones before.
_LEGS = (
    (State.RECEIVING, lambda j: None),
    (State.RELEASING, lambda j: (_bids(j), j.close())),
    (State.ANNOUNCED, lambda j: j.release(*OFFERS)),
    (State.OPENED, lambda j: j.sign_record()),
    (State.EVALUATING, lambda j: j.seat()),
    (State.SCORING, lambda j: (j.check_in(), j.preliminary())),
    (State.SIGNING, lambda j: j.score()),
    (State.EVALUATED, lambda j: j.sign_report()),
    (State.PUBLICITY, lambda j: j.post()),
    (State.AWARDING, lambda j: j.end_publicity()),
    (State.NOTIFIED, lambda j: j.award()),
    (State.CONTRACTED, lambda j: j.contract()),
    (State.ARCHIVED, lambda j: j.finish()),
)


def _bids(journey: Journey) -> None:
    journey.later(days=3)
    for offer in OFFERS:
        journey.submit(offer)


def a_draft(journey: Journey) -> str:
    """A drafted tender with its documents; returns the number."""
    number = journey.draft(
        title="城区集中供热管网改造工程施工",
        lots=[LOT],
        particulars=PARTICULARS,
        project=PROJECT,
        bond_fen=8_000_000,
    )
    journey.attach()
    return number


def a_process(journey: Journey, *, at: str = State.RECEIVING) -> WorksOpenTender:
    """A lot that has walked every step up to the state."""
    a_draft(journey)
    journey.review()
    journey.publish()
    for state, leg in _LEGS:
        leg(journey)
        if state == at:
            return journey.process()
    raise ValueError(at)
