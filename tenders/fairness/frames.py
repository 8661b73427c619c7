"""Which clauses mean a restriction though they are worded as no rule expects: by what is restricted and what hangs on it, in any order.

A rule's own patterns are exact and see word order, numbers and exceptions. A frame is the second look when they found nothing: the restricted
attribute (where the firm sits, what it once earned, whose paper it holds) and the consequence (points, a must, a refusal) need only
stand in the same clause. Guards and the section decide as for every other hit.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from tenders.fairness.clause import Clause
from tenders.fairness.context import Section
from tenders.fairness.frame_table import TABLE
from tenders.fairness.lexicon import rx
from tenders.fairness.rulebook import Hit

# A clause that lets everybody in is no restriction, whatever it names.
_OPEN = rx(
    r"(?<!但)不(?:作|做)?(?:任何)?(?:限(?!于)|要求|限制|限定)(?![^。；，]{0,4}(?:不得|不能))|不看|不论|不分|不问|不管(?!理)|无论|都(?:可以?|行|认|算|收|能|欢迎|一样)|均(?:可|认可|予认可|予接受)|皆可|一个样|一视同仁|一样(?:对待|得分|计分|，|。|$)"
    r"|同等(?:对待|得分|计分|认可)|无需|不用|不必|不要求|不影响|不作为|不计入|不算分|不打分|不评分|不计分|不扣分|欢迎(?!度)|自愿|仅供参考|即可|就行|就可以|任选|自行选择|任一|任意|随便|不强制|不指定|不收取?(?:任何)?(?:费用|质保|质量保证金|投标保证金)|可以?不"
)


# What only tells of a notice names projects and buyers, and asks nothing of anybody.
_TELLS = rx(r"发布(?:招标|采购)公告|候选人公示|(?:中标|成交)公告|项目的潜在(?:供应商|投标人)")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is restricted (its place is the finding's), what must stand beside it, what speaks against it."""

    where: str
    asks: re.Pattern[str]
    beside: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

    def stands(self, c: Clause) -> bool:
        return (
            _applies(self.where, c)
            and c.has(self.asks)
            and all(c.knows(pattern) for pattern in self.beside)
            and not (self.unless and c.has(self.unless))
            and not c.knows(_TELLS)
            and ("o" in self.where or not c.knows(_OPEN))
        )


def _applies(where: str, c: Clause) -> bool:
    """q: taking part hangs on it; s: points; b: either; n: not scoring; t: specifications; a: anywhere; g: procurement law only.

    w: also what the winner must do later; o: also where something else in the clause is left open.
    """
    if "g" in where and not c.gp:
        return False
    if "w" not in where and c.after_award:
        return False
    if "a" in where:
        return True
    tests = {
        "q": c.qualifies and c.section is not Section.SCORING,
        "s": c.scores,
        "b": c.binds,
        "n": c.section is not Section.SCORING,
        "t": c.section in {Section.TECHNICAL, None} or (c.section is Section.OTHER),
    }
    return any(tests[letter] for letter in where if letter in tests)


FRAMES: dict[str, list[Frame]] = defaultdict(list)
CUES: dict[str, set[str]] = defaultdict(set)
for _code, _where, _cues, _asks, _beside, _unless in TABLE:
    FRAMES[f"FC-{_code}"].append(
        Frame(_where, rx(_asks), tuple(rx(words) for words in _beside), rx(_unless) if _unless else None)
    )
    CUES[f"FC-{_code}"] |= set(_cues.split())


def frame_hits(code: str, c: Clause) -> Iterator[Hit]:
    """The place of the restricted attribute in the first frame that stands, outside every shield."""
    for frame in FRAMES.get(code, ()):
        if not frame.stands(c):
            continue
        for found in frame.asks.finditer(c.text):
            if found.end() > found.start() and not c.is_shielded(*found.span()):
                yield Hit(*found.span())
                return
