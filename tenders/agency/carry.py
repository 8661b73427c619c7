"""What of an earlier tender's text goes into a new one: words, never dates, prices, people or project numbers.

Each piece that is taken out leaves a bracket to be filled in, so that no sentence silently changes its sense.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
# In the order they are looked for; a year before 第…号 is part of a decree's name and stays.
TAKEN: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("电话", re.compile(r"(?<![\dX])(?:1[3-9]\d{9}|0\d{2,3}[-－ ]?(?:\d{7,8}|X{4,}))(?![\dX])")),
    (
        "日期",
        re.compile(
            r"\d{4}\s*年\s*(?:\d{1,2}\s*月\s*(?:\d{1,2}\s*日)?|(?!第|度))(?:\s*\d{1,2}\s*[:：时]\s*\d{0,2}\s*分?)?"
            r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?:\s+\d{1,2}:\d{2})?|(?<!\d)\d{1,2}\s*月\s*\d{1,2}\s*日"
        ),
    ),
    (
        "金额",
        re.compile(
            rf"(?:人民币)?\d[\d,，]*(?:\.\d+)?\s*(?:亿元|万元|元)(?:整)?|(?:人民币)?[{_CAPITALS}]{{2,}}[元圆](?:整|[{_CAPITALS}角分]+)?"
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Carried:
    """The text as it goes into the new draft, and how many of what was taken out of it."""

    text: str
    removed: tuple[tuple[str, int], ...]

    @property
    def in_words(self) -> str:
        """2 处日期、1 处金额; nothing when nothing was taken out."""
        return "、".join(f"{count} 处{kind}" for kind, count in self.removed)


def carried(text: str, *, people: Collection[str] = (), numbers: Collection[str] = ()) -> Carried:
    """The text without what belongs to the earlier project; its people and numbers are known by name."""
    found: Counter[str] = Counter()
    for kind, words in (("编号", numbers), ("人员", people)):
        for word in sorted(filter(None, words), key=len, reverse=True):
            found[kind] += text.count(word)
            text = text.replace(word, _gap(kind))
    for kind, pattern in TAKEN:
        text, count = pattern.subn(_gap(kind), text)
        found[kind] += count
    return Carried(text, tuple((kind, count) for kind, count in found.items() if count))


def _gap(kind: str) -> str:
    return f"〔请填写{kind}〕"
