"""Where the marks of a server-made chart stand: dots, boxes, shares, groups (bars stand in templatetags.charts).

Everything is user units of the viewBox; a mark says its tone, the template gives the colour, and every tone
is also told by a word beside it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from marketplace.templatetags.charts import round_top

WIDTH, LABEL, RIGHT = 760, 150, 60
ROW, TOP = 44, 26
TONES = ("full", "half", "hatch", "pale")


@dataclass(frozen=True, slots=True)
class Rect:
    x: int
    y: int
    width: int
    height: int
    tone: str = "full"


@dataclass(frozen=True, slots=True)
class Line:
    x1: int
    y1: int
    x2: int
    y2: int
    tone: str = "full"


@dataclass(frozen=True, slots=True)
class Dot:
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Text:
    x: int
    y: int
    words: str
    anchor: str = "start"


@dataclass(slots=True)
class Drawing:
    """The marks of one chart."""

    height: int
    rects: list[Rect] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    width: int = WIDTH


def _begin(rows: int, top: Decimal, unit: str) -> Drawing:
    """Room for rows of marks over an axis from zero to `top`."""
    made = Drawing(TOP + rows * ROW + 30)
    base = TOP + rows * ROW
    for part in (Decimal(0), Decimal("0.5"), Decimal(1)):
        x = _x(top * part, top)
        made.lines.append(Line(x, TOP - 10, x, base, "grid"))
        made.texts.append(
            Text(x, base + 18, f"{(top * part).normalize():f}{unit}" if part else f"0{unit}", "middle")
        )
    return made


def _x(value: Decimal, top: Decimal) -> int:
    return LABEL + int((WIDTH - LABEL - RIGHT) * value / top)


def _axis(values: Sequence[Decimal]) -> Decimal:
    return round_top(max([*values, Decimal(0)]))


def median(values: Sequence[Decimal]) -> Decimal:
    """The middle value, or half way between the two in the middle."""
    return quantile(values, Decimal("0.5"))


def quantile(values: Sequence[Decimal], part: Decimal) -> Decimal:
    """Linear between the neighbours, as spreadsheets do."""
    rows = sorted(values)
    place = part * (len(rows) - 1)
    low = int(place)
    high = min(low + 1, len(rows) - 1)
    return rows[low] + (rows[high] - rows[low]) * (place - low)


def dots(groups: Sequence[tuple[str, Sequence[Decimal]]], unit: str) -> Drawing:
    """One row a group, one dot a value, a line at the median with its number."""
    top = _axis([value for _, values in groups for value in values])
    made = _begin(len(groups), top, unit)
    for n, (label, values) in enumerate(groups):
        y = TOP + n * ROW + ROW // 2
        made.texts.append(Text(0, y + 4, label))
        made.dots += [Dot(_x(max(value, Decimal(0)), top), y) for value in values]
        middle = _x(max(median(values), Decimal(0)), top)
        made.lines.append(Line(middle, y - 14, middle, y + 14))
        made.texts.append(Text(middle, y - 17, f"中位 {median(values):.1f}{unit}", "middle"))
    return made


def boxes(groups: Sequence[tuple[str, Sequence[Decimal]]], unit: str) -> Drawing:
    """One row a group: from the least to the most a line, the middle half a box, the median a bar."""
    top = _axis([value for _, values in groups for value in values])
    made = _begin(len(groups), top, unit)
    for n, (label, values) in enumerate(groups):
        y = TOP + n * ROW + ROW // 2
        low, high = _x(min(values), top), _x(max(values), top)
        first, third = (_x(quantile(values, Decimal(part)), top) for part in ("0.25", "0.75"))
        made.texts.append(Text(0, y + 4, label))
        made.lines.append(Line(low, y, high, y))
        made.rects.append(Rect(first, y - 9, max(2, third - first), 18, "pale"))
        middle = _x(median(values), top)
        made.lines.append(Line(middle, y - 9, middle, y + 9))
        made.texts.append(Text(middle, y - 13, f"中位 {median(values):.0f}{unit}", "middle"))
    return made


def shares(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]]) -> Drawing:
    """One bar of 100 % a row; each part carries its name and share where there is room."""
    made = Drawing(TOP + len(rows) * ROW)
    room = WIDTH - LABEL
    for n, (label, parts) in enumerate(rows):
        y, total, x = TOP + n * ROW, sum(count for _, count in parts), LABEL
        made.texts.append(Text(0, y + 16, label))
        passed = 0
        for place, (name, count) in enumerate(parts):
            passed += count
            end = LABEL + room * passed // total
            made.rects.append(Rect(x, y, end - x, 22, TONES[place % len(TONES)]))
            words = f"{name} {Decimal(count) * 100 / total:.0f}%"
            if end - x > 13 * len(words) * 3 // 4:
                made.texts.append(Text((x + end) // 2, y - 6, words, "middle"))
            x = end
    return made


def groups(rows: Sequence[tuple[str, Sequence[tuple[str, int]]]], unit: str) -> Drawing:
    """A group of thin bars a row, each with its word and number at its end."""
    top = _axis([Decimal(count) for _, parts in rows for _, count in parts])
    made = Drawing(TOP)
    y = TOP
    for label, parts in rows:
        made.texts.append(Text(0, y + 11, label))
        for place, (name, count) in enumerate(parts):
            width = _x(Decimal(count), top) - LABEL
            made.rects.append(Rect(LABEL, y, max(1, width), 14, TONES[place % len(TONES)]))
            made.texts.append(Text(LABEL + width + 6, y + 11, f"{name} {count}{unit}"))
            y += 18
        y += 12
    made.height = y
    return made
