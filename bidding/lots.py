"""What chapter 2 does when chapter 1 prepares, publishes, moves or ends a tender (tenders.lots_port)."""

from __future__ import annotations

from datetime import datetime

from bidding.models import Process
from bidding.procedures.works_open import WorksOpenTender
from marketplace.flow import tick
from marketplace.flow.acts import Act, remember
from marketplace.flow.errors import Misdeclared, Refused
from marketplace.law.statutes import PLATFORM
from marketplace.trust import custody
from marketplace.trust.keycard import KeyCard, padding_floor
from marketplace.trust.models import CustodyTask
from tenders.lots_port import install
from tenders.models import Tender

LEVEL = "M"


def _open_lots(tender: Tender) -> list[WorksOpenTender]:
    return [row for row in tender.processes.order_by("lot__no") if isinstance(row, WorksOpenTender)]


class Lots:
    """The procedures of a tender's lots."""

    def prepare(self, tender: Tender, act: Act) -> None:
        custodians = custody.in_service(act.now)
        if not custodians or tender.deadline_at is None:
            raise Refused(
                "NO-CUSTODIANS", "还没有登记开标密钥的保管方，请先由交易中心登记", PLATFORM["LEVELS"]
            )
        for lot in tender.lots.all():
            self._prepare_lot(tender, act, lot, custodians)

    def _prepare_lot(
        self, tender: Tender, act: Act, lot: object, custodians: list[custody.Custodian]
    ) -> None:
        number = lot.number  # type: ignore[attr-defined]
        card = KeyCard(
            scope=f"{number}#{CustodyTask.objects.filter(type='entry', scope__startswith=f'{number}#').values('scope').distinct().count() + 1}",
            tender=tender.number, lot=number, level=LEVEL, k=len(custodians), n=len(custodians),
            deadline=tender.deadline_at, window_s=tender.window_minutes * 60,  # type: ignore[arg-type]
            own_lock="choose", min_plen=padding_floor(LEVEL),
        )  # fmt: skip
        process = WorksOpenTender(
            lot=lot, tender=tender, number=number, procedure=WorksOpenTender.PROCEDURE,
            deadline_at=tender.deadline_at, level=LEVEL, window_s=card.window_s, card_body=card.draft(),
        )  # fmt: skip
        process.save()
        for custodian in custodians:
            custody.ask(custodian, "entry", card.scope, {"card": card.draft()}, act.now)
        act.notes.setdefault("cards", []).append(card.scope)

    def discard(self, tender: Tender, act: Act) -> None:
        tender.processes.filter(state=Process.State.PREPARED).delete()

    def ready(self, tender: Tender) -> bool:
        rows = tender.processes.all()
        return bool(rows) and all(row.keycard_hash for row in rows)

    def keys(self, tender: Tender) -> str:
        units = "、".join(
            entry["name"] for entry in (tender.processes.first() or Process()).keycard["members"]
        )  # type: ignore[index]
        cards = "；".join(
            f"{row.number} 密钥卡校验值 {row.keycard_hash}" for row in tender.processes.order_by("number")
        )
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


install(Lots())
