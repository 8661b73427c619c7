"""What a rule sees of a clause: tagged words, its line, section, heading, the tender's fields."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property

from tenders.fairness.context import Context, Regime, Section
from tenders.fairness.guards import Span, shields
from tenders.fairness.lexicon import rx

_POINTS = rx(r"{PTS}|评分|打分|加分|扣分")
_AFTER_AWARD = rx(
    r"(?:中标|成交|中选|合同签订|签订合同|签约|合同生效|入围)(?:公示|公告|通知书)?(?:发出|下达)?(?:之日)?(?:起)?(?:之?后|\d+(?:个工作)?[日天])|"
    r"(?<!覆盖)(?<!少于)(?<!截至)(?:履约|服务|施工|供货|质保|合同|运营)(?:期间|过程中|阶段|期内|期(?!限|满))|{WINNER}(?:应当?|须|需|必须|负责|保证|在|于|提供|接到|按|要|将|派|承诺|安排|自)|如中标|一旦中标|若中标|中标则|交货时|供货时|验收时|到货时|进场(?:时|前|后)"
)
_STRONG = rx(
    r"{INVALID}|方可(?:参加|参与|投标|报名)|资格(?:审查|要求|条件)|{BIDDER}(?:\S{0,6})(?:须|应|必须|需|要求|限)|仅限|只(?:接受|允许)"
)


@dataclass
class Line:
    """The line or item a clause belongs to; shields are found once, when first asked for."""

    text: str
    heading: str
    _shields: list[Span] | None = None

    @property
    def shielded(self) -> list[Span]:
        if self._shields is None:
            self._shields = shields(self.text, self.heading)
        return self._shields


@dataclass
class Clause:
    """A clause under review. `text` has places tagged; `plain` is the same stretch untagged."""

    text: str
    plain: str
    offset: int
    line: Line
    section: Section | None
    tender: Context
    document: str = field(repr=False, default="")
    conditions: frozenset[str] = frozenset()
    answers: dict[re.Pattern[str], bool] = field(default_factory=dict, repr=False)

    @cached_property
    def scores(self) -> bool:
        """Whether points hang on the clause: its section says so, or it names points."""
        return self.section is Section.SCORING or bool(_POINTS.search(self.text))

    @cached_property
    def qualifies(self) -> bool:
        """Whether taking part hangs on the clause."""
        return self.section is Section.QUALIFICATION or bool(_STRONG.search(self.text))

    @cached_property
    def binds(self) -> bool:
        """Condition or score: the two ways in which a clause can shut somebody out."""
        return self.scores or self.qualifies

    @cached_property
    def after_award(self) -> bool:
        """An obligation of the winner, not a condition for bidding."""
        return bool(_AFTER_AWARD.search(self.text)) and not _POINTS.search(self.text)

    @property
    def gp(self) -> bool:
        return self.tender.law is not Regime.TB

    @property
    def tb(self) -> bool:
        return self.tender.law is Regime.TB

    def has(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.text))

    def knows(self, pattern: re.Pattern[str]) -> bool:
        """`has`, remembered: many frames ask for the same consequence."""
        if pattern not in self.answers:
            self.answers[pattern] = bool(pattern.search(self.text))
        return self.answers[pattern]

    def line_has(self, pattern: re.Pattern[str]) -> bool:
        return bool(pattern.search(self.line.text))

    def is_shielded(self, start: int, end: int) -> bool:
        """Whether the trigger stands where the line forbids, quotes, waives or corrects."""
        return any(
            left < end + self.offset and start + self.offset < right for left, right in self.line.shielded
        )
