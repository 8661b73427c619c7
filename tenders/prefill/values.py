"""How the value behind a label is cut out: one sentence, or everything up to the next topic."""

from __future__ import annotations

import re

from tenders.prefill.clauses import Clause
from tenders.prefill.notice import Notice
from tenders.prefill.outline import Section
from tenders.prefill.text import Found
from tenders.prefill.vocabulary import Kind

_EARLY = frozenset({Section.TOP, Section.CONDITIONS, Section.SCOPE})
_LIES_IN = re.compile(r"(?:本?(?:项目|工程))?(?:建设|实施|服务)?(?:地点)?(?:位于|坐落于)")


def compact(words: str) -> str:
    """A short value as written, without blanks and the stop at its end."""
    return "".join(words.split()).strip("。；;，,、:：")


def quoted(notice: Notice, start: int, end: int) -> Found[str]:
    """The words of a place as a short value."""
    return notice.text.found(compact(notice.text.words(start, end)), start, end)


def long_value(notice: Notice, kind: Kind, preferred: re.Pattern[str]) -> Found[str] | None:
    """A value that may run over lines, as written; a raw table is none, its cells are clauses of their own."""
    usable = [
        clause
        for clause in notice.of(kind)
        if len(notice.value(clause).strip("。/\n")) > 1 and notice.value(clause).count("|") <= 2
    ]
    usable.sort(
        key=lambda clause: (
            clause.section not in _EARLY,
            preferred.search(clause.label) is None,
            -len(notice.value(clause)),
        )
    )
    for clause in usable:
        value = notice.text.words(clause.value_start, clause.value_end).rstrip("，,、")
        return notice.text.found(value, clause.value_start, clause.value_end)
    return None


def short_value(
    notice: Notice, kind: Kind, preferred: re.Pattern[str] | None = None, stops: str = "。；;|"
) -> Found[str] | None:
    """A value of one sentence."""
    clauses = sorted(
        (clause for clause in notice.of(kind) if clause.section not in {Section.OPENING, Section.SUBMISSION}),
        key=lambda clause: preferred is not None and preferred.search(clause.label) is None,
    )
    for clause in clauses:
        found = cut(notice, clause, stops)
        if found:
            return found
    return None


def cut(notice: Notice, clause: Clause, stops: str) -> Found[str] | None:
    """The value up to the first of the stops."""
    plain = notice.text.plain
    start = clause.value_start
    while start < clause.value_end and plain[start] in "\n|":
        start += 1
    if lies := _LIES_IN.match(plain, start, clause.value_end):
        start = lies.end()
    ends = [plain.find(stop, start, clause.value_end) for stop in stops]
    end = min((at for at in ends if at >= 0), default=clause.value_end)
    if plain.startswith("(1)", start):
        end = clause.value_end
    value = compact(notice.text.words(start, end)) if end > start else ""
    return notice.text.found(value, start, end) if value.strip("/_-—无") else None
