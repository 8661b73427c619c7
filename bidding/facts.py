"""Which plain facts a process shows to the rules."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from bidding.models import Contract, Member, Process, Score
from bidding.rules.award import Agreement, Decision
from bidding.rules.evaluation import Committee
from bidding.rules.opening import Opening
from marketplace.flow.access import CLOCK
from marketplace.flow.acts import Act
from marketplace.law.limits import limit
from marketplace.law.workdays import day_of
from marketplace.trust import custody
from marketplace.trust.models import CustodyTask
from tenders.models import Objection


def opening(process: Process, act: Act) -> Opening:
    """The lot around its deadline. Bids are counted under the closing lock only."""
    started = process.release_from or act.now
    return Opening(
        act.now,
        deadline=process.deadline_at,
        grace=timedelta(seconds=settings.REQUEST_TIMEOUT),
        bids=process.bids_closed or 0,
        window_until=started + timedelta(seconds=process.window_s),
        own_locks_waiting=process.bids.filter(own_lock=True, released_at=None).count(),
        keys=len(custody.answers("open", process.card_body.get("scope", ""))),
        keys_needed=int(process.card_body.get("k", 2)),
        decrypted=process.bids.opened().count(),
        open_objections=open_objections(process, Objection.Kind.OPENING),
        auto_open=process.tender.auto_open,
        by_clock=act.by is CLOCK,
    )


def open_objections(process: Process, kind: str) -> int:
    """Objections of a kind to this lot that wait for an answer."""
    return process.lot.objections.of_kind(kind).open().count()


def committee(process: Process, act: Act) -> Committee:
    """The committee and how far its work is."""
    members = [m for m in process.members.all() if m.is_serving]
    valid = list(process.bids.valid().values_list("pk", flat=True))
    opened = process.bids.opened().count()
    reviews = sum(m.reviews.count() for m in members)
    draws = list(process.draws.all())
    return Committee(
        size=len(members),
        experts=sum(m.expert_id is not None for m in members),
        checked_in=sum(m.checked_in_at is not None for m in members),
        has_leader=Process.leader(members) is not None,
        reviews_missing=max(0, opened * len(members) - reviews),
        valid=valid_after_review(process, members)
        if process.state == Process.State.EVALUATING
        else len(valid),
        scores_missing=scores_missing(process, members, valid),
        submitted=sum(m.submitted_at is not None for m in members),
        signed=sum(m.signed_at is not None for m in members),
        draws_frozen=all(_all_in("draw-commit", process, draw.suffix) for draw in draws),
        numbers_in=all(draw.frozen_at and _all_in("draw-reveal", process, draw.suffix) for draw in draws),
    )


def _all_in(kind: str, process: Process, suffix: str) -> bool:
    scope = f"{process.number}{suffix}"
    asked = CustodyTask.objects.filter(type=kind, scope=scope)
    return asked.exists() and not asked.filter(answered_at=None).exists()


def majority_rejects(process: Process, members: list[Member]) -> dict[int, list[str]]:
    """Bid id → reasons, for bids that more than half of the members reject (12-条 majority)."""
    found: dict[int, list[str]] = {}
    for bid in process.bids.opened():
        against = [r for r in bid.reviews.filter(member__in=members) if not r.passed]
        if len(against) * 2 > len(members):
            found[bid.pk] = [f"{r.code} {r.reason}".strip() for r in against]
    return found


def valid_after_review(process: Process, members: list[Member]) -> int:
    """How many bids would be left if the preliminary review ended now."""
    return process.bids.opened().count() - len(majority_rejects(process, members))


def scored_criteria(process: Process) -> list[dict[str, str]]:
    """The criteria members score themselves; the price is computed."""
    if process.tender.evaluation.get("method") != "comprehensive":
        return []
    return [row for row in process.tender.evaluation.get("criteria", []) if row["kind"] != "price"]


def scores_missing(process: Process, members: list[Member], valid: list[int]) -> int:
    """Cells of the score sheets that are still empty."""
    wanted = len(members) * len(valid) * len(scored_criteria(process))
    given = (
        Score.objects.filter(member__in=members, bid__in=valid)
        .values("member", "bid", "criterion")
        .distinct()
        .count()
    )
    return max(0, wanted - given)


def first_standing_rank(process: Process) -> int:
    """The first candidate who is not out for a recorded reason."""
    out = set(process.awards.exclude(cancelled_at=None).values_list("rank", flat=True))
    ranks = sorted(
        rank
        for rank in process.bids.ranked().values_list("rank", flat=True)
        if rank is not None and rank <= 3
    )
    return next((rank for rank in ranks if rank not in out), 0)


def founded_objections(process: Process) -> int:
    """Founded objections to the result that is posted now: the committee has to judge again (条例 54, 81)."""
    if process.publicity_from is None:
        return 0
    founded = process.lot.objections.of_kind(Objection.Kind.RESULT).filter(founded=True)
    return founded.filter(answered_at__gte=process.publicity_from).count()


def decision(process: Process, act: Act, *, rank: int = 0) -> Decision:
    """The lot between report and award."""
    first = first_standing_rank(process)
    return Decision(
        now=act.now,
        publicity_until=process.publicity_until or act.now,
        candidates=process.bids.ranked().count(),
        open_objections=open_objections(process, Objection.Kind.RESULT),
        founded_objections=founded_objections(process),
        chosen_rank=rank or first,
        first_standing_rank=first,
    )


def current_contract(process: Process) -> Contract | None:
    """The contract of the award in force."""
    return process.contracts.filter(award__cancelled_at=None).first()


def agreement(process: Process, act: Act) -> Agreement:
    """The contract beside bid and documents."""
    drafted = current_contract(process)
    notified = process.notified_at or act.now
    due = limit("E-T16", on=day_of(notified)).due_at(notified)
    if drafted is None:
        return Agreement(buyer_signed=False, supplier_signed=False, now=act.now, due=due)
    return Agreement(
        differences=len(drafted.differences),
        amount_fen=drafted.amount_fen,
        performance_bond_fen=drafted.performance_bond_fen,
        buyer_signed=drafted.buyer_signed_at is not None,
        supplier_signed=drafted.supplier_signed_at is not None,
        now=act.now,
        due=due,
    )
