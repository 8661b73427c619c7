"""What chapter 2 does when chapter 1 prepares, publishes, moves or ends a tender (tenders.lots_port)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bidding import dossier, trial
from bidding.models import CHIPS, Process
from bidding.procedures.works_open import WorksOpenTender
from marketplace.flow import tick
from marketplace.flow.acts import Act, remember
from marketplace.flow.errors import Misdeclared, Refused
from marketplace.law.money import Money
from marketplace.law.statutes import PLATFORM
from marketplace.trust import custody
from marketplace.trust.keycard import KeyCard, padding_floor
from marketplace.trust.models import Custodian, CustodyTask
from tenders.lots_port import Awarded, Paper, Tried, install
from tenders.models import Lot, Tender

LEVEL = "M"


def _open_lots(tender: Tender) -> list[WorksOpenTender]:
    return [row for row in tender.processes.order_by("lot__no") if isinstance(row, WorksOpenTender)]


def _next_scope(number: str) -> str:
    """A scope is never used twice: process number # serial (trust.md §2.2)."""
    asked = CustodyTask.objects.filter(type="entry", scope__startswith=f"{number}#")
    return f"{number}#{asked.values('scope').distinct().count() + 1}"


def _prepare(lot: Lot, deadline: datetime, custodians: list[Custodian], act: Act) -> None:
    """The process of a lot, and the terms of its key card for every custodian to sign."""
    tender, number, n = lot.tender, lot.number, len(custodians)
    card = KeyCard(
        scope=_next_scope(number), tender=tender.number, lot=number, level=LEVEL, k=n, n=n, deadline=deadline,
        window_s=tender.window_minutes * 60, own_lock="choose", min_plen=padding_floor(LEVEL),
    )  # fmt: skip
    WorksOpenTender(
        lot=lot, tender=tender, number=number, procedure=WorksOpenTender.PROCEDURE, deadline_at=deadline,
        level=LEVEL, window_s=card.window_s, card_body=card.draft(),
    ).save()  # fmt: skip
    for custodian in custodians:
        custody.ask(custodian, "entry", card.scope, {"card": card.draft()}, act.now)
    act.notes.setdefault("cards", []).append(card.scope)


class Lots:
    """The procedures of a tender's lots."""

    def prepare(self, tender: Tender, act: Act) -> None:
        custodians = custody.in_service(act.now)
        if not custodians or tender.deadline_at is None:
            raise Refused(
                "NO-CUSTODIANS", "还没有登记开标密钥的保管方，请先由交易中心登记", PLATFORM["LEVELS"]
            )
        for lot in tender.lots.all():
            _prepare(lot, tender.deadline_at, custodians, act)

    def discard(self, tender: Tender, act: Act) -> None:
        tender.processes.filter(state=Process.State.PREPARED).delete()

    def ready(self, tender: Tender) -> bool:
        rows = tender.processes.all()
        return bool(rows) and all(row.keycard_hash for row in rows)

    def keys(self, tender: Tender) -> str:
        rows = list(tender.processes.order_by("number"))
        units = "、".join(entry["name"] for entry in (rows[0].keycard or {})["members"])
        cards = "；".join(f"{row.number} 密钥卡校验值 {row.keycard_hash}" for row in rows)
        return (
            f"开标密钥由 {units} 各持一份，投标截止后同时放行；投标人可以选择“到点自动解密”或者“我自己到场解密”。"
            f"全部保管方与数据库合谋，才可能提前读到选择“到点自动解密”的投标文件。{cards}"
        )

    def receive(self, tender: Tender, act: Act) -> None:
        for process in _open_lots(tender):
            process.receive(act)

    def move(self, tender: Tender, act: Act, deadline: datetime) -> None:
        for process in _open_lots(tender):
            process.move_deadline(act, deadline=deadline.isoformat())

    def terminate(self, tender: Tender, act: Act) -> None:
        for process in _open_lots(tender):
            if process.state in (Process.State.PREPARED, Process.State.RECEIVING):
                process.terminate(act)

    def suspend(self, tender: Tender, act: Act, *, source: str, says: str, law: object) -> None:
        for process in _open_lots(tender):
            if not isinstance(process, Process):
                raise Misdeclared("a lot without procedure")
            remember(process)
            tick.suspend(process, reason="OBJECTION", says=says, law=law, source=source, now=act.now)

    def lift(self, tender: Tender, act: Act, *, source: str) -> None:
        for process in tender.processes.all():
            tick.lift(process, source=source, now=act.now)

    def stage(self, tender: Tender) -> str:
        rows = sorted(tender.processes.all(), key=lambda row: row.number)
        over = (Process.State.FAILED, Process.State.TERMINATED, Process.State.ARCHIVED)
        going = [row for row in rows if row.state not in over] or rows
        return CHIPS[Process.State(going[0].state)] if going else ""

    def problems(self, evaluation: Mapping[str, Any]) -> tuple[str, ...]:
        return trial.problems(evaluation)

    def trial(
        self, evaluation: Mapping[str, Any], prices: Sequence[Money], ceiling: Money
    ) -> tuple[Tried, ...]:
        return trial.run(evaluation, prices, ceiling)

    def awarded(self, tender: Tender) -> tuple[Awarded, ...]:
        return dossier.awarded(tender)

    def papers(self, tender: Tender, lot: str) -> tuple[Paper, ...]:
        kept = tender.processes.filter(number=lot, contracted_at__isnull=False).first()
        return dossier.papers(kept) if kept else ()

    def contents(self, tender: Tender, lot: str) -> list[dict[str, Any]]:
        return dossier.contents(tender.processes.get(number=lot))


install(Lots())
