"""Who may be posted, awarded, notified, and may the contract be signed as it stands?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from marketplace.law.rules import rule
from marketplace.law.statutes import TBL, TBL_REGULATION

NINE = datetime(2026, 12, 7, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Decision:
    """The state of a lot between report and contract."""

    now: datetime = NINE
    publicity_until: datetime = NINE
    candidates: int = 3
    open_objections: int = 0
    founded_objections: int = 0
    chosen_rank: int = 1
    first_standing_rank: int = 1
    reason: str = ""
    tied: bool = False


@rule(
    "PUBLICITY-OVER",
    law=TBL_REGULATION[54],
    says="中标候选人公示期不得少于 3 日，公示期满前不得定标",
    holds=[Decision()],
    breaks=[Decision(now=NINE - timedelta(microseconds=1))],
)
def publicity_is_over(facts: Decision) -> bool:
    return facts.now >= facts.publicity_until


@rule(
    "RESULT-OBJECTIONS-ANSWERED",
    law=TBL_REGULATION[54],
    says="对评标结果的异议作出答复前，应当暂停招标投标活动",
    holds=[Decision()],
    breaks=[Decision(open_objections=1)],
)
def result_objections_are_answered(facts: Decision) -> bool:
    return facts.open_objections == 0


@rule(
    "RESULT-OBJECTION-FOUNDED",
    law=TBL_REGULATION[54],
    says="对评标结果的异议经答复成立的，方可交原评标委员会复核",
    holds=[Decision(founded_objections=1)],
    breaks=[Decision()],
)
def an_objection_to_the_result_is_founded(facts: Decision) -> bool:
    return facts.founded_objections > 0


@rule(
    "RESULT-CORRECTED",
    law=TBL_REGULATION[54],
    says="对评标结果的异议成立的，应当先由评标委员会复核并重新公示，不得直接定标",
    holds=[Decision()],
    breaks=[Decision(founded_objections=1)],
)
def founded_objections_are_corrected(facts: Decision) -> bool:
    return facts.founded_objections == 0


@rule(
    "AWARD-RANK-1",
    law=TBL_REGULATION[55],
    says="国有资金占控股或者主导地位的依法必须招标项目，应当确定排名第一的中标候选人为中标人",
    holds=[Decision(), Decision(chosen_rank=2, first_standing_rank=2)],
    breaks=[Decision(chosen_rank=2)],
)
def first_standing_candidate_wins(facts: Decision) -> bool:
    return facts.chosen_rank == facts.first_standing_rank


@rule(
    "HAS-CANDIDATES",
    law=TBL_REGULATION[53],
    says="评标报告没有推荐中标候选人，应当重新招标",
    holds=[Decision()],
    breaks=[Decision(candidates=0)],
)
def there_are_candidates(facts: Decision) -> bool:
    return facts.candidates > 0


@rule(
    "TIE-DECIDED",
    law=TBL_REGULATION[53],
    says="排名并列的，由招标人按招标文件确定次序并写明理由",
    holds=[Decision(), Decision(tied=True, reason="信用评价等级较高")],
    breaks=[Decision(tied=True)],
)
def tie_is_decided_with_a_reason(facts: Decision) -> bool:
    return not facts.tied or bool(facts.reason.strip())


@dataclass(frozen=True, slots=True)
class Agreement:
    """A contract beside bid and documents."""

    differences: int = 0
    amount_fen: int = 100_000_000
    performance_bond_fen: int = 10_000_000
    buyer_signed: bool = True
    supplier_signed: bool = True
    now: datetime = NINE
    due: datetime = NINE + timedelta(days=30)


@rule(
    "CONTRACT-SAME-SUBSTANCE",
    law=TBL[46],
    says="合同的标的、价款、质量、履行期限等主要条款应当与招标文件和中标人的投标文件一致",
    holds=[Agreement()],
    breaks=[Agreement(differences=1)],
)
def contract_says_what_the_bid_says(facts: Agreement) -> bool:
    return facts.differences == 0


@rule(
    "PERFORMANCE-BOND-10",
    law=TBL_REGULATION[58],
    says="履约保证金不得超过中标合同金额的 10%",
    holds=[Agreement()],
    breaks=[Agreement(performance_bond_fen=10_000_001)],
)
def performance_bond_is_at_most_a_tenth(facts: Agreement) -> bool:
    return facts.performance_bond_fen * 10 <= facts.amount_fen


@rule(
    "CONTRACT-BOTH-SIGNED",
    law=TBL[46],
    says="合同经双方签署后成立",
    holds=[Agreement()],
    breaks=[Agreement(supplier_signed=False), Agreement(buyer_signed=False)],
)
def both_sides_signed(facts: Agreement) -> bool:
    return facts.buyer_signed and facts.supplier_signed
