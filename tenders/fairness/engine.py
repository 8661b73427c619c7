"""Which clauses of a text hit which rules? Candidates by word, then the rule, then what outranks what."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import islice

from tenders.fairness import rules as catalogue  # noqa: F401 - importing it declares the rules
from tenders.fairness.clause import Clause, Line
from tenders.fairness.context import Context, Section
from tenders.fairness.entities import tag
from tenders.fairness.findings import Finding
from tenders.fairness.frames import CUES, frame_hits
from tenders.fairness.normalise import Normal, normalise
from tenders.fairness.rulebook import Hit, Rule, Severity, rules_in_force
from tenders.fairness.rules.evaluation import papers
from tenders.fairness.segment import Segment, segments

# A rule that a more exact one replaces on the same clause: what is left → what takes its place.
_OUTRANKED: dict[str, tuple[str, ...]] = {
    "FC-SCORE-09": ("FC-LOC-05", "FC-QUAL-08", "FC-QUAL-07"),
    "FC-QUAL-09": ("FC-QUAL-07",),
    "FC-TECH-03": ("FC-OWN-04",),
    "FC-SME-03": ("FC-PROC-13",),
    "FC-LOC-05": ("FC-SCORE-10",),
    "FC-LOC-01": (
        "FC-LOC-02",
        "FC-LOC-06",
        "FC-LOC-10",
        "FC-LOC-09",
        "FC-QUAL-10",
        "FC-SCORE-10",
        "FC-BOND-04",
    ),
    "FC-LOC-02": ("FC-LOC-10", "FC-BOND-04", "FC-TECH-04", "FC-CON-02"),
    "FC-LOC-08": ("FC-QUAL-08", "FC-LOC-10", "FC-CON-02", "FC-TECH-04"),
    "FC-CON-01": ("FC-PAY-02", "FC-PAY-04"),
    "FC-PROC-07": ("FC-LOC-09",),
    "FC-SCALE-06": ("FC-QUAL-04",),
    "FC-SCALE-08": ("FC-SCORE-10",),
    "FC-BOND-05": ("FC-PROC-09",),
    "FC-QUAL-08": ("FC-QUAL-12",),
    "FC-SCORE-02": ("FC-SCALE-06", "FC-TECH-07", "FC-SCORE-14", "FC-LOC-05", "FC-SCORE-10", "FC-SCORE-11"),
    "FC-TECH-10": ("FC-SCALE-06",),
    "FC-TECH-01": (
        "FC-TECH-02",
        "FC-TECH-10",
        "FC-TECH-05",
        "FC-LOC-10",
        "FC-TECH-03",
        "FC-SCALE-06",
        "FC-LOC-08",
        "FC-PROC-12",
    ),
    "FC-CON-02": ("FC-BOND-04", "FC-PROC-12", "FC-TECH-04"),
    "FC-OWN-03": ("FC-OWN-04",),
    "FC-BOND-02": ("FC-BOND-01",),
    "FC-SCORE-13": ("FC-SCALE-05", "FC-LOC-02"),
    "FC-PROC-16": ("FC-SME-04", "FC-SME-05", "FC-SME-06"),
    "FC-QUAL-12": ("FC-SCORE-14",),
    "FC-TECH-07": ("FC-PROC-14",),
}
# Rules that say little by themselves: what outranks them is looked for by its frames too.
_BROAD = frozenset(
    {"FC-SCORE-02", "FC-SCORE-03", "FC-LOC-01", "FC-LOC-02", "FC-TECH-01", "FC-TECH-03", "FC-SCORE-13"}
)
_OF_POINTS = frozenset({"FC-SCORE-02", "FC-SCORE-03"})


def find(source: str, tender: Context, law_on: date) -> Iterator[Finding]:
    """All findings of a text, in order of their places."""
    normal = normalise(source)
    tagged = tag(normal.text, tender.region)
    parts = list(segments(normal.text))
    rows = rules_in_force(law_on)
    lines: dict[int, Line] = {}
    conditions = _conditions(normal.text, parts, tender)
    for index, candidates in sorted(_candidates(tagged, parts, rows).items()):
        clause = _clause(parts[index], normal, tagged, lines, tender, conditions)
        yield from _judge(clause, parts[index], candidates, normal, tender)


def _candidates(tagged: str, parts: list[Segment], rows: list[Rule]) -> dict[int, list[Rule]]:
    """Which rules look at which clause: those with a cue word in it. One search per word over the whole text."""
    by_cue: dict[str, list[Rule]] = defaultdict(list)
    for row in rows:
        for cue in {*row.cues, *CUES.get(row.code, ())}:
            by_cue[cue].append(row)
    starts = [part.start for part in parts]
    found: dict[int, dict[str, Rule]] = defaultdict(dict)
    for cue, wanting in by_cue.items():
        at = tagged.find(cue)
        while at >= 0:
            index = bisect_right(starts, at) - 1
            if index >= 0 and at < parts[index].end:
                found[index].update((row.code, row) for row in wanting)
                at = tagged.find(cue, max(parts[index].end, at + 1))
            else:
                at = tagged.find(cue, at + 1)
    return {index: list(rows_of.values()) for index, rows_of in found.items()}


def _conditions(text: str, parts: list[Segment], tender: Context) -> frozenset[str]:
    """Certificates that the qualification section asks for; empty when the whole text is one section."""
    if tender.section is not None:
        return frozenset()
    return frozenset(
        name
        for part in parts
        if part.section is Section.QUALIFICATION
        for name in papers(text[part.start : part.end])
    )


def _clause(
    part: Segment,
    normal: Normal,
    tagged: str,
    lines: dict[int, Line],
    tender: Context,
    conditions: frozenset[str],
) -> Clause:
    line = lines.get(part.line_start)
    if line is None:
        lines.clear()
        line = lines[part.line_start] = Line(
            tagged[part.line_start : min(part.line_end, part.line_start + 4000)], part.heading
        )
    section = tender.section or part.section
    return Clause(
        tagged[part.start : part.end], normal.text[part.start : part.end], part.start - part.line_start, line, section, tender,
        document=normal.text, conditions=conditions,
    )  # fmt: skip


def _judge(
    clause: Clause, part: Segment, candidates: list[Rule], normal: Normal, tender: Context
) -> Iterator[Finding]:
    lawful = [row for row in candidates if tender.law is None or tender.law in row.law]
    hits = {row.code: (row, hit) for row in lawful for hit in islice(row.find(clause), 1)}
    framed: dict[str, tuple[Rule, Hit]] = {}
    closer = {code for hit in hits if hit in _BROAD for code in _OUTRANKED.get(hit, ())}
    for row in lawful:
        beside = not hits or (hits.keys() <= _OF_POINTS and not row.code.startswith("FC-TECH"))
        if row.code not in hits and (beside or row.code in closer):
            framed.update((row.code, (row, hit)) for hit in islice(frame_hits(row.code, clause), 1))
    hits |= framed
    for code, better in _OUTRANKED.items():
        if code in hits and any(other in hits for other in better):
            del hits[code]
    for code in sorted(hits):
        row, hit = hits[code]
        yield _finding(row, hit, part, normal, tender)


def _finding(row: Rule, hit: Hit, part: Segment, normal: Normal, tender: Context) -> Finding:
    severity = hit.severity or row.severity
    if tender.law is None and len(row.law) == 1:
        severity = Severity.MANUAL
    start = normal.origin(part.start + hit.start)
    end = normal.origin(part.start + max(hit.end, hit.start + 1) - 1) + 1
    return Finding(
        rule=row.code,
        severity=severity,
        start=start,
        end=max(end, start + 1),
        law=row.cite(tender.law),
        says=row.says,
        reason=row.reason + hit.detail,
        rewrite=hit.rewrite or row.rewrite,
    )
