"""Who must do what with a lot until when: everything that follows from its present state."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings

from bidding import evaluating
from bidding.facts import current_contract
from bidding.models import Process, State
from marketplace.flow.access import Role
from marketplace.flow.duties import Owed
from marketplace.law.limits import limit
from marketplace.law.statutes import E_TENDERING, TBL, TBL_REGULATION
from marketplace.law.workdays import day_of

CLOCK = frozenset({"clock"})


def duties_of(process: Process, now: datetime) -> Iterable[Owed]:
    """Duties of the clock, the owner and its agency, bidders, members and the centre."""
    yield from _of_the_clock(process)
    yield from _of_bidders(process)
    yield from _of_the_committee(process)
    yield from _of_the_owner(process, now)


def _clock(process: Process, code: str, action: str, says: str, law: object, due: datetime | None) -> Owed:
    return Owed(
        code,
        action,
        Role.CLOCK,
        CLOCK,
        f"{says}：{process.tender.title}",
        law,
        due_at=due,
        url=process.hall_url,
    )


def _of_the_clock(process: Process) -> Iterable[Owed]:
    grace = timedelta(seconds=settings.REQUEST_TIMEOUT)
    match process.state:
        case State.RECEIVING:
            yield _clock(process, "CLOSE", "process.close", "截止投标", TBL[28], process.deadline_at + grace)
        case State.CLOSED if (process.bids_closed or 0) < 3:
            yield _clock(
                process, "FAIL", "process.fail", "宣布招标失败", TBL_REGULATION[44], process.closed_at
            )
        case State.CLOSED if process.tender.auto_open:
            yield _clock(process, "OPEN", "process.start_opening", "开标", TBL[34], process.closed_at)
        case State.RELEASING:
            waiting = process.bids.filter(own_lock=True, released_at=None).exists()
            started = process.release_from or process.deadline_at
            until = started + timedelta(seconds=process.window_s) if waiting else started
            yield _clock(process, "RELEASE", "process.end_release", "结束解密", E_TENDERING[30], until)
        case State.ANNOUNCED if process.bids.opened().count() < 3:
            yield _clock(
                process,
                "FAIL",
                "process.fail_opened",
                "宣布招标失败",
                TBL_REGULATION[44],
                process.announced_at,
            )
        case State.PUBLICITY:
            yield _clock(
                process,
                "E-T13",
                "process.end_publicity",
                "公示期满",
                TBL_REGULATION[54],
                process.publicity_until,
            )


def _of_bidders(process: Process) -> Iterable[Owed]:
    if process.state == State.RELEASING:
        waiting = process.bids.filter(own_lock=True, released_at=None).values_list(
            "organization_id", flat=True
        )
        owners = frozenset(f"org:{pk}" for pk in waiting)
        if owners and process.release_from:
            until = process.release_from + timedelta(seconds=process.window_s)
            says = f"解密投标文件：{process.tender.title}"
            yield Owed(
                "RELEASE-OWN",
                "bid.release",
                Role.TENDERER,
                owners,
                says,
                E_TENDERING[30],
                until,
                process.hall_url,
            )
    if (
        process.state == State.NOTIFIED
        and (drafted := current_contract(process))
        and drafted.supplier_signed_at is None
    ):
        yield _signing(process, "CONTRACT-SUPPLIER", "contract.sign_supplier", Role.WINNER, "签署合同")


def _of_the_committee(process: Process) -> Iterable[Owed]:
    url = f"/eval/{process.number}/"
    members = (
        evaluating.serving(process)
        if process.state in (State.EVALUATING, State.SCORING, State.SIGNING)
        else []
    )
    for member in members:
        owner = frozenset({f"user:{member.user_id}"})
        if member.checked_in_at is None:
            yield Owed(
                "CHECK-IN",
                "evaluation.check_in",
                Role.EVALUATOR,
                owner,
                "签到并声明是否应当回避",
                TBL[37],
                url=url,
            )
        elif process.state == State.SCORING and member.submitted_at is None:
            yield Owed(
                "SCORE",
                "evaluation.submit_scores",
                Role.EVALUATOR,
                owner,
                "打分并提交",
                TBL_REGULATION[49],
                url=url,
            )
        elif process.state == State.SIGNING and member.signed_at is None:
            yield Owed(
                "SIGN", "evaluation.sign", Role.EVALUATOR, owner, "签署评标报告", TBL_REGULATION[53], url=url
            )
        elif process.state == State.EVALUATING and member.reviews.count() < process.bids.opened().count():
            yield Owed(
                "REVIEW", "evaluation.review", Role.EVALUATOR, owner, "初步评审", TBL_REGULATION[51], url=url
            )
    leader = Process.leader(members)
    if leader and process.state in (State.EVALUATING, State.SCORING, State.SIGNING):
        action = {
            State.EVALUATING: ("process.conclude_preliminary", "完成初步评审"),
            State.SCORING: ("process.conclude_scoring", "汇总评分"),
            State.SIGNING: ("process.deliver_report", "提交评标报告"),
        }[State(process.state)]
        yield Owed(
            "LEAD",
            action[0],
            Role.LEADER,
            frozenset({f"user:{leader.user_id}"}),
            action[1],
            TBL_REGULATION[53],
            url=url,
        )


def _owner(process: Process) -> frozenset[str]:
    return process.tender.parties()[Role.BUYER]


def _runner(process: Process, action: str, now: datetime) -> frozenset[str]:
    """The agency as far as it is entrusted with the action, else the owner (招标投标法 15)."""
    return process.tender.runner(action, now)


def _signing(process: Process, code: str, action: str, role: Role, says: str) -> Owed:
    notified = process.notified_at or process.deadline_at
    period = limit("E-T16", on=day_of(notified))
    parties = process.parties()
    owners = parties.get(role, frozenset())
    return Owed(
        code,
        action,
        role,
        owners,
        f"{says}：{process.tender.title}",
        period.law,
        period.due_at(notified),
        f"/my/contracts/{process.number}/",
    )


def _of_the_owner(process: Process, now: datetime) -> Iterable[Owed]:
    title, url = process.tender.title, f"/my/lots/{process.number}/"
    match process.state:
        case State.CLOSED if (process.bids_closed or 0) >= 3 and not process.tender.auto_open:
            yield Owed(
                "OPEN",
                "process.start_opening",
                Role.PROCURING_ENTITY,
                _runner(process, "process.start_opening", now),
                f"主持开标：{title}",
                TBL[34],
                process.deadline_at,
                process.hall_url,
            )
        case State.ANNOUNCED if process.bids.opened().count() >= 3:
            yield Owed(
                "SIGN-RECORD",
                "process.sign_record",
                Role.PROCURING_ENTITY,
                _runner(process, "process.sign_record", now),
                f"签署开标记录：{title}",
                E_TENDERING[32],
                url=process.hall_url,
            )
        case State.OPENED:
            yield Owed(
                "DRAW",
                "process.order_draw",
                Role.PROCURING_ENTITY,
                _runner(process, "process.order_draw", now),
                f"组建评标委员会：{title}",
                TBL[37],
                url=url,
            )
        case State.EVALUATED:
            report = process.report_at or process.deadline_at
            period = limit("E-T12", on=day_of(report))
            yield Owed(
                "E-T12",
                "process.post_candidates",
                Role.BUYER,
                _owner(process),
                f"公示中标候选人：{title}",
                period.law,
                period.due_at(report),
                url,
                pausable=True,
            )
        case State.AWARDING:
            yield Owed(
                "AWARD",
                "process.award",
                Role.BUYER,
                _owner(process),
                f"确定中标人：{title}",
                TBL_REGULATION[55],
                url=url,
            )
        case State.AWARDED:
            yield Owed(
                "NOTIFY",
                "process.notify",
                Role.BUYER,
                _owner(process),
                f"发出中标通知书：{title}",
                TBL[45],
                url=url,
            )
        case State.NOTIFIED:
            yield from _contract_duties(process)
        case State.FAILED:
            if not process.tender.successors.exists():
                yield Owed(
                    "RETENDER",
                    "tender.retender",
                    Role.PROCURING_ENTITY,
                    _runner(process, "tender.retender", now),
                    f"重新招标：{title}",
                    TBL[28],
                    url=url,
                )
        case State.CONTRACTED:
            yield from _after_contract(process, now)
    if (
        process.awarded_at
        and process.reported_at is None
        and process.state in (State.AWARDED, State.NOTIFIED, State.CONTRACTED)
    ):
        period = limit("E-T15", on=day_of(process.awarded_at))
        yield Owed(
            "E-T15",
            "process.report",
            Role.PROCURING_ENTITY,
            _runner(process, "process.report", now),
            f"提交招标投标情况书面报告：{title}",
            period.law,
            period.due_at(process.awarded_at),
            url,
        )


def _contract_duties(process: Process) -> Iterable[Owed]:
    drafted = current_contract(process)
    if drafted is None:
        yield _signing(process, "CONTRACT", "contract.draft", Role.BUYER, "起草合同")
    elif drafted.buyer_signed_at is None:
        yield _signing(process, "CONTRACT-BUYER", "contract.sign_buyer", Role.BUYER, "签署合同")
    elif drafted.supplier_signed_at is not None:
        yield _signing(
            process, "CONTRACT-CONCLUDE", "process.conclude_contract", Role.BUYER, "订立并公开合同"
        )


def _after_contract(process: Process, now: datetime) -> Iterable[Owed]:
    contracted = process.contracted_at or process.deadline_at
    if process.tender.bond_fen and process.bonds_refunded_at is None:
        period = limit("E-T17", on=day_of(contracted))
        yield Owed(
            "E-T17",
            "process.refund_bonds",
            Role.PROCURING_ENTITY,
            _runner(process, "process.refund_bonds", now),
            f"退还投标保证金及利息：{process.tender.title}",
            period.law,
            period.due_at(contracted),
            f"/my/lots/{process.number}/",
        )
    kept = limit("ARCHIVE", on=day_of(contracted))
    yield Owed(
        "ARCHIVE",
        "process.archive",
        Role.CENTRE,
        frozenset({"role:centre"}),
        f"归档：{process.tender.title}",
        kept.law,
        kept.due_at(contracted),
        f"/desk/archive/{process.number}/",
    )
