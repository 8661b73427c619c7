"""How a template asks for what an article knows of its own blocks."""

from __future__ import annotations

from typing import Any

from django import template

from cms.reading import anchor

register = template.Library()


@register.filter
def anchor_of(block: Any) -> str:
    """The fragment of a block."""
    return anchor(block)
