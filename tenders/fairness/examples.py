"""How the examples of the rules are written down: section by function, regime and fields by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenders.fairness.context import Context, Section
from tenders.fairness.rulebook import Example

REGION = "青澜省/澜江市/云岭县"


def _in(section: Section) -> Callable[..., tuple[Example, ...]]:
    def examples(*texts: str, **fields: Any) -> tuple[Example, ...]:
        given = {
            "section": section.value,
            "law": "GP",
            "region": REGION,
            "method": "公开招标",
            "category": "服务",
            **fields,
        }
        return tuple(Example(text, Context.of(given)) for text in texts)

    return examples


qualification = _in(Section.QUALIFICATION)
scoring = _in(Section.SCORING)
technical = _in(Section.TECHNICAL)
commercial = _in(Section.COMMERCIAL)
other = _in(Section.OTHER)
