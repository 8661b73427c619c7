"""How the paraphrase files of these tests are read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
_SECTIONS = {"Q": "资格要求", "S": "评分标准", "T": "技术参数", "C": "商务条款", "O": "其他"}


def paraphrases(name: str) -> Iterator[dict[str, Any]]:
    """Lines `section|law|labels|text|fields|acceptable` as rows of the development corpus."""
    for line in (HERE / name).read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        section, law, labels, text, fields, acceptable = ([*line.split("|"), "", ""])[:6]
        context = {
            "section": _SECTIONS[section],
            "law": law,
            "region": "河东省/白石市/青川县",
            "method": "公开招标",
            "category": "服务",
        }
        yield {
            "text": text,
            "labels": [f"FC-{code}" for code in labels.split(",") if code],
            "context": context | (json.loads(fields) if fields else {}),
            "acceptable": [f"FC-{code}" for code in acceptable.split(",") if code],
        }
