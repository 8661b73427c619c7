"""Which labels stand in the lines of a notice, and where the value of each begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tenders.prefill.outline import Line, Section
from tenders.prefill.vocabulary import KINDS, Kind, known_word

_LABEL = re.compile(r"(?P<name>[一-龥/、]{2,16})为?(?P<remark>(?:\([^()\n]{0,40}\)){0,2})(?P<mark>为?[:|])")
_WHOLE_LINE = re.compile(r"(?P<name>[一-龥]{2,12})(?P<remark>)(?P<mark>)")
_WITHOUT_COLON = frozenset({Kind.SCALE, Kind.SCOPE, Kind.LOCATION, Kind.DURATION, Kind.QUALITY})
_LONG_KINDS = frozenset({Kind.SCALE, Kind.SCOPE})
_LONGEST_VALUE = 3000
_NEXT_TOPIC = re.compile(r"[。；\n](?:本次|本项目|本工程)?(?:招标|投标)?(?:控制价|最高限价|最高投标限价)")


@dataclass(frozen=True, slots=True)
class Clause:
    """A label and its value; `label` is the whole label, `remark` what it says in brackets."""

    kind: Kind
    label: str
    remark: str
    line: int
    start: int  # of the label
    value_start: int
    value_end: int
    section: Section


def labelled_clauses(plain: str, lines: tuple[Line, ...]) -> Iterator[Clause]:
    """Every label of the vocabulary with the stretch of text behind it, in order."""
    labels = [found for number, line in enumerate(lines) for found in _labels(plain, line, number)]
    for index, (kind, match, number, name_start) in enumerate(labels):
        following = labels[index + 1] if index + 1 < len(labels) else None
        limit = following[3] if following else len(plain)
        end = _end(plain, lines, number, kind, match.end(), limit)
        label = match["name"]
        yield Clause(
            kind, label, match["remark"], number, name_start, match.end(), end, lines[number].section
        )


def _labels(plain: str, line: Line, number: int) -> Iterator[tuple[Kind, re.Match[str], int, int]]:
    """Each label of the line; a bar counts as a colon where it is the only one of the line."""
    bars = plain.count("|", line.start, line.end)
    whole = _WHOLE_LINE.fullmatch(plain, line.start, line.end)
    if whole and not line.is_heading and KINDS.get(whole["name"]) in _WITHOUT_COLON:
        yield KINDS[whole["name"]], whole, number, line.start
    for match in _LABEL.finditer(plain, line.start, line.end):
        if match["mark"].endswith("|") and bars != 1:
            continue
        word = known_word(match["name"].rstrip("为是"))
        start = _label_start(plain, line, match, word) if word else line.start
        if word and (KINDS[word] is not Kind.BOUNDARY or _opens_a_sentence(plain, line, start)):
            yield KINDS[word], match, number, start


def _label_start(plain: str, line: Line, match: re.Match[str], word: str) -> int:
    """Where the label begins: 项目最高投标限价 as a whole at the head of a sentence, 电话 alone in 张三电话."""
    start = match.start("name")
    if _opens_a_sentence(plain, line, start):
        return start
    return match.end("name") - len(match["name"]) + match["name"].rindex(word)


def _opens_a_sentence(plain: str, line: Line, start: int) -> bool:
    return start == line.start or plain[start - 1] in "。；;，,|)"


def _depth_of_list(lines: tuple[Line, ...], number: int) -> int:
    """The depth of a list 1. 2. 3. that begins under 2.1 项目概况: although its numbers look like chapters."""
    following = lines[number + 1] if number + 1 < len(lines) else None
    if following is None or following.is_heading or not 0 < following.depth < lines[number].depth:
        return 0
    return following.depth


def _end(plain: str, lines: tuple[Line, ...], number: int, kind: Kind, start: int, limit: int) -> int:
    """Where a value ends: at the next label, the end of its line, or, for long ones, the next number as deep."""
    own = lines[number]
    end = own.end
    if kind in _LONG_KINDS or start >= own.end:
        listed = _depth_of_list(lines, number) if start >= own.end else 0
        for line in lines[number + 1 : number + 60]:
            deep = own.depth or 3
            if line.is_heading or line.start >= limit or (0 < line.depth <= deep and line.depth != listed):
                break
            if plain.count("|", line.start, line.end) > 1:
                break
            if kind not in _LONG_KINDS and end > own.end and not plain.startswith("(", line.start):
                break
            end = line.end
    stop = _NEXT_TOPIC.search(plain, start, min(end, limit)) if kind in _LONG_KINDS else None
    return min(stop.start() + 1 if stop else end, limit, start + _LONGEST_VALUE)
