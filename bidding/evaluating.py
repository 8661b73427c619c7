"""What the committee's work yields: rejections by majority, averaged scores, ranking, report."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Any

import rfc8785

from bidding import facts
from bidding.method import method_of
from bidding.models import Bid, Member, Process, Score
from bidding.rules.award import (
    Decision,
    an_objection_to_the_result_is_founded,
    tie_is_decided_with_a_reason,
)
from bidding.scoring.marks import ScoreSheet
from bidding.scoring.methods import Evaluation, Offer, evaluate
from bidding.scoring.steps import NotScorable
from marketplace.flow.acts import Act
from marketplace.flow.errors import Refused, require
from marketplace.law.money import Money
from marketplace.law.statutes import EVALUATION, TBL_REGULATION


def serving(process: Process) -> list[Member]:
    """Members who have not been recused, in the order of their seats."""
    return [m for m in process.members.select_related("user") if m.is_serving]


def apply_rejections(process: Process) -> int:
    """Reject every bid the majority rejects, with the reasons they gave; returns how many stay valid."""
    for bid_id, reasons in facts.majority_rejects(process, serving(process)).items():
        Bid.objects.filter(pk=bid_id).update(
            rejected_code=reasons[0].split(" ", 1)[0], rejected_reason="；".join(reasons)
        )
    return process.bids.valid().count()


def reject(process: Process, act: Act, competition: str) -> None:
    """End the preliminary review; under three valid bids the committee records why it goes on (12-27)."""
    valid = apply_rejections(process)
    if valid < 3 and not competition.strip():
        raise Refused(
            "COMPETITION-REASON", "有效投标不足三个：请写明仍具有竞争性、继续评审的理由，或者否决所有投标",
            EVALUATION[27], field="competition",
        )  # fmt: skip
    process.result = {"competition": competition, "valid": valid}
    act.notes |= {"valid": valid, "competition": competition}


def _sheet(member: Member, bids: list[Bid]) -> ScoreSheet:
    """The latest version of every score the member gave."""
    rows = Score.objects.filter(member=member, bid__in=bids).order_by("version")
    names = {bid.pk: label(bid) for bid in bids}
    return ScoreSheet(member.user.name, {(names[row.bid_id], row.criterion): row.value for row in rows})


def label(bid: Bid) -> str:
    """How a bid is called inside a computation."""
    return bid.organization.name


def compute(process: Process, decided: list[list[str]]) -> Evaluation:
    """The document's method over the valid bids and the submitted sheets."""
    bids = list(process.bids.valid().select_related("organization"))
    method = method_of(process.tender.evaluation)
    sheets = [_sheet(m, bids) for m in serving(process)]
    offers = [Offer(label(bid), Money(bid.evaluated_fen)) for bid in bids]
    try:
        return evaluate(method, offers, sheets, cap=process.lot.ceiling, decided=decided)
    except NotScorable as error:
        raise Refused("NOT-SCORABLE", str(error), TBL_REGULATION[49]) from error


def rank(process: Process, act: Act, tie_order: list[int], tie_reason: str) -> None:
    """Store totals, ranks and every step of the computation."""
    names = {bid.pk: label(bid) for bid in process.bids.valid().select_related("organization")}
    decided = [[names[pk] for pk in tie_order if pk in names]] if tie_order else []
    result = compute(process, decided)
    require(
        tie_is_decided_with_a_reason,
        Decision(tied=bool(result.ranking.undecided) or bool(decided), reason=tie_reason),
    )
    if result.ranking.undecided:
        raise Refused(
            "TIE-UNDECIDED",
            f"{'、'.join(result.ranking.undecided[0])}并列，请按招标文件决定先后",
            TBL_REGULATION[53],
        )
    by_name = {name: pk for pk, name in names.items()}
    for place in result.ranking.places:
        total = result.totals.get(place.entry.bid)
        Bid.objects.filter(pk=by_name[place.entry.bid]).update(rank=place.rank, total=total)
    process.result = process.result | _as_json(result) | {"tie_reason": tie_reason}
    act.notes["ranking"] = [by_name[name] for name in result.ranking.bids]


def _as_json(result: Evaluation) -> dict[str, Any]:
    """The computation as it is shown and kept."""
    return {
        "ranking": [{"rank": place.rank, "bid": place.entry.bid} for place in result.ranking.places],
        "totals": {name: str(total) for name, total in result.totals.items()},
        "price_points": {name: str(points) for name, points in result.price.points.items()}
        if result.price
        else {},
        "base": str(result.price.base) if result.price else "",
        "steps": [
            {
                "of": step.of,
                "says": step.says,
                "inputs": [list(pair) for pair in step.inputs],
                "value": step.value,
            }
            for step in result.steps
        ],
    }


def report(process: Process) -> dict[str, Any]:
    """The evaluation report (12-42): committee, opening, rejections, method, scores, ranking, dissent."""
    bids = list(process.bids.select_related("organization"))
    return {
        "lot": process.number,
        "committee": [
            {"name": m.user.name, "unit": m.expert.unit if m.expert else "招标人代表", "dissent": m.dissent}
            for m in serving(process)
        ],
        "bids": [
            {"bidder": bid.organization.name, "price": str(bid.price or ""), "outcome": bid.get_outcome_display(), "failure": bid.failure}
            for bid in bids
        ],
        "rejected": [
            {"bidder": bid.organization.name, "code": bid.rejected_code, "reason": bid.rejected_reason}
            for bid in bids if bid.rejected_code
        ],
        "method": process.tender.evaluation,
        "result": process.result,
    }  # fmt: skip


def report_hash(process: Process) -> str:
    """hex(SHA-256) of the report; what each member signs."""
    return hashlib.sha256(rfc8785.dumps(_numbers_as_text(report(process)))).hexdigest()


def _numbers_as_text(value: Any) -> Any:
    """Canonical JSON without fractions: decimals as text."""
    if isinstance(value, dict):
        return {key: _numbers_as_text(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_numbers_as_text(item) for item in value]
    return str(value) if isinstance(value, (float, Decimal)) else value


def reopen(process: Process, act: Act, reason: str) -> None:
    """A founded objection: scores and reviews are open again; what was given stays on record."""
    if not reason.strip():
        raise Refused("REASON-NEEDED", "请写明需要复核的内容", TBL_REGULATION[81], field="reason")
    require(an_objection_to_the_result_is_founded, facts.decision(process, act))
    serving_ids = [m.pk for m in serving(process)]
    Member.objects.filter(pk__in=serving_ids).update(submitted_at=None, signed_at=None, dissent="")
    process.bids.update(rank=None, total=None, rejected_code="", rejected_reason="")
    process.publicity_from = process.publicity_until = process.report_at = None
    act.notes["reason"] = reason
