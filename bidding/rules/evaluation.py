"""Is the committee lawful, and is its work complete enough for the next step?"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from marketplace.law.rules import rule
from marketplace.law.statutes import EVALUATION, PLATFORM, TBL, TBL_REGULATION


@dataclass(frozen=True, slots=True)
class Committee:
    """A committee and how far its work is."""

    size: int = 5
    experts: int = 5
    checked_in: int = 5
    has_leader: bool = True
    reviews_missing: int = 0
    valid: int = 3
    scores_missing: int = 0
    submitted: int = 5
    signed: int = 5
    ties: int = 0
    draws_frozen: bool = True
    numbers_in: bool = True


@rule(
    "COMMITTEE-ODD-5",
    law=TBL[37],
    says="评标委员会成员人数为五人以上单数，其中技术、经济等方面的专家不得少于成员总数的三分之二",
    holds=[Committee(), Committee(size=5, experts=4), Committee(size=7, experts=5)],
    breaks=[Committee(size=4, experts=4), Committee(size=6, experts=6), Committee(size=5, experts=3)],
)
def committee_is_lawful(facts: Committee) -> bool:
    return facts.size >= 5 and facts.size % 2 == 1 and facts.experts * 3 >= facts.size * 2


@rule(
    "DRAW-COMMITTED",
    law=PLATFORM["DRAW"],
    says="各保管方的承诺尚未到齐，名单不能冻结",
    holds=[Committee()],
    breaks=[Committee(draws_frozen=False)],
)
def all_numbers_are_committed(facts: Committee) -> bool:
    return facts.draws_frozen


@rule(
    "DRAW-REVEALED",
    law=PLATFORM["DRAW"],
    says="各保管方的随机数尚未到齐",
    holds=[Committee()],
    breaks=[Committee(numbers_in=False)],
)
def all_numbers_are_revealed(facts: Committee) -> bool:
    return facts.numbers_in


@rule(
    "ALL-CHECKED-IN",
    law=EVALUATION[13],
    says="全体成员签到并声明无应当回避的情形后，方可开始评审",
    holds=[Committee()],
    breaks=[Committee(checked_in=4)],
)
def everybody_checked_in(facts: Committee) -> bool:
    return facts.checked_in == facts.size


@rule(
    "LEADER-ELECTED",
    law=EVALUATION[9],
    says="评标委员会应当先推举负责人",
    holds=[Committee()],
    breaks=[Committee(has_leader=False)],
)
def committee_has_a_leader(facts: Committee) -> bool:
    return facts.has_leader


@rule(
    "REVIEWS-COMPLETE",
    law=TBL_REGULATION[49],
    says="每位成员应当对每份投标文件作出初步评审意见",
    holds=[Committee()],
    breaks=[Committee(reviews_missing=1)],
)
def every_bid_is_reviewed_by_all(facts: Committee) -> bool:
    return facts.reviews_missing == 0


@rule(
    "VALID-BIDS-REMAIN",
    law=TBL[42],
    says="所有投标都被否决的，应当重新招标",
    holds=[Committee(), Committee(valid=1)],
    breaks=[Committee(valid=0)],
)
def some_bid_is_valid(facts: Committee) -> bool:
    return facts.valid > 0


@rule(
    "COMPETITION-LACKING",
    law=EVALUATION[27],
    says="有效投标不少于三个的，不得以缺乏竞争为由否决全部投标",
    holds=[Committee(valid=2), Committee(valid=0)],
    breaks=[Committee()],
)
def competition_may_be_lacking(facts: Committee) -> bool:
    return facts.valid < 3


@rule(
    "SCORES-COMPLETE",
    law=TBL_REGULATION[49],
    says="每位成员应当对每份有效投标的每项因素打分并提交",
    holds=[Committee()],
    breaks=[Committee(scores_missing=1), Committee(submitted=4)],
)
def everybody_scored(facts: Committee) -> bool:
    return facts.scores_missing == 0 and facts.submitted == facts.size


@rule(
    "REPORT-SIGNED",
    law=TBL_REGULATION[53],
    says="评标报告应当由全体成员签字；有不同意见的书面说明",
    holds=[Committee()],
    breaks=[Committee(signed=4)],
)
def everybody_signed(facts: Committee) -> bool:
    return facts.signed == facts.size


@dataclass(frozen=True, slots=True)
class Mark:
    """One score about to be entered."""

    value: Decimal = Decimal(8)
    maximum: Decimal = Decimal(10)
    level_low: Decimal = Decimal(6)
    level_high: Decimal = Decimal(8)
    extreme: bool = False
    reason: str = ""
    submitted: bool = False


@rule(
    "SCORE-IN-RANGE",
    law=TBL_REGULATION[49],
    says="打分应当在该因素的分值范围内",
    holds=[Mark(), Mark(value=Decimal(0)), Mark(value=Decimal(10))],
    breaks=[Mark(value=Decimal("10.01")), Mark(value=Decimal("-0.01"))],
)
def score_is_in_range(facts: Mark) -> bool:
    return 0 <= facts.value <= facts.maximum


@rule(
    "SCORE-NOT-SUBMITTED",
    law=TBL_REGULATION[49],
    says="评分已经提交，不能再改",
    holds=[Mark()],
    breaks=[Mark(submitted=True)],
)
def scores_are_still_open(facts: Mark) -> bool:
    return not facts.submitted


@rule(
    "REJECTION-HAS-REASON",
    law=TBL_REGULATION[51],
    says="否决投标应当选定法定情形并写明依据和理由",
    holds=[Mark(reason="R03：未提供安全生产许可证")],
    breaks=[Mark(reason="")],
)
def rejection_says_why(facts: Mark) -> bool:
    return bool(facts.reason.strip())
