"""How a template asks for what an article knows of its own blocks, and what the checks say of it."""

from __future__ import annotations

from typing import Any

from django import template

from cms.checks import Remark
from cms.models import ArticlePage
from cms.reading import anchor

register = template.Library()


@register.filter
def anchor_of(block: Any) -> str:
    """The fragment of a block."""
    return anchor(block)


@register.simple_tag
def remarks_on(page: Any) -> list[Remark]:
    """What the checks say of a page as it was saved; other kinds of page have none."""
    from cms import examining

    return examining.remarks_on(page) if isinstance(page, ArticlePage) and page.pk else []
