"""How a page becomes a PDF: typst with a Chinese font of the system, or the reason why there is none."""

from __future__ import annotations

import json
from datetime import datetime
from functools import cache
from typing import Any

import typst
from django.conf import settings

FONTS = (
    "Noto Serif CJK SC",
    "Noto Sans CJK SC",
    "Source Han Serif SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
NO_FONT = "服务器没有安装中文字体，暂时不能生成 PDF；网页和打印件同样有效。"


@cache
def font() -> str:
    """The first Chinese font of the system, "" when there is none."""
    present = set(typst.Fonts().families())
    return next((name for name in FONTS if name in present), "")


def pdf(template: str, name: str, given: dict[str, Any], *, made: datetime) -> bytes:
    """Typeset marketplace/typst/<template> with `given` under `name`; the same input gives the same bytes."""
    path = settings.BASE_DIR / "marketplace" / "typst" / template
    inputs = {name: json.dumps(given, ensure_ascii=False), "font": font()}
    found: bytes = typst.compile(str(path), sys_inputs=inputs, timestamp=int(made.timestamp()), format="pdf")
    return found
