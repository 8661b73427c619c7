"""How the review is run from a terminal: files to findings, or JSON lines to JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from tenders.fairness import Context, Finding, Unreadable, read_document, review
from tenders.fairness.marking import LEVELS


def add_arguments(parser: argparse.ArgumentParser, *, today: date) -> None:
    """What may be asked on the command line."""
    parser.add_argument("files", nargs="*", metavar="FILE", help="DOCX、PDF、HTML、XLSX 或文本文件")
    parser.add_argument(
        "--jsonl", action="store_true", help="标准输入每行一条 {text, context}，标准输出每行一条 {findings}"
    )
    parser.add_argument("--law", default="", help="政府采购法 或 招标投标法")
    parser.add_argument("--method", default="", help="采购方式，例如 公开招标")
    parser.add_argument("--category", default="", help="工程、货物 或 服务")
    parser.add_argument("--region", default="", help="采购人所在地，例如 山西省/忻州市/静乐县")
    parser.add_argument(
        "--law-on", type=date.fromisoformat, default=today, help="按哪一天有效的规定审查，默认今天"
    )


def run(options: argparse.Namespace) -> int:
    """Exit 0: read and reviewed; 1: something must be changed; 2: something could not be read."""
    if options.jsonl:
        return json_lines(sys.stdin, sys.stdout, options.law_on)
    if not options.files:
        sys.stderr.write("请给出文件，或者使用 --jsonl\n")
        return 2
    context = Context.of(
        {"law": options.law, "method": options.method, "category": options.category, "region": options.region}
    )
    return max(_file(Path(name), context, options.law_on) for name in options.files)


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding as others read it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "law": finding.law,
        "says": finding.says,
        "reason": finding.reason,
        "rewrite": finding.rewrite,
    }


def json_lines(lines: Iterable[str], out: TextIO, law_on: date) -> int:
    """One answer for each line, in the same order; a line that is none of ours is answered with what is wrong."""
    worst = 0
    for number, line in enumerate(lines, 1):
        if line.strip():
            answer = _answer(line, law_on)
            if "error" in answer:
                worst = 2
                sys.stderr.write(f"第{number}行：{answer['error']}\n")
            out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return worst


def _answer(line: str, law_on: date) -> dict[str, Any]:
    try:
        asked = json.loads(line)
        result = review(asked["text"], asked.get("context") or {}, law_on=law_on)
    except Unreadable as refused:
        return {"findings": [], "error": refused.says}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {"findings": [], "error": "不是 {text, context} 形式的 JSON"}
    return {"findings": [as_json(finding) for finding in result.findings]}


def _file(path: Path, context: Context, law_on: date) -> int:
    try:
        document = read_document(path.read_bytes())
        result = review(document, context, law_on=law_on)
    except (Unreadable, OSError) as refused:
        print(f"{path.name}：{refused if isinstance(refused, Unreadable) else '文件打不开'}")
        return 2
    print(f"{path.name}：发现 {len(result.findings)} 处，规则集 {result.rule_set}（{law_on:%Y-%m-%d}）")
    for number, finding in enumerate(result.findings, 1):
        _show(number, finding, result.text)
    return 1 if result.blocks else 0


def _show(number: int, finding: Finding, text: str) -> None:
    where = f"第{finding.page}页" if finding.page else f"第{finding.paragraph}段"
    print(
        f"\n{number}. {LEVELS[finding.severity].word}（{finding.rule}）{where}　“{text[finding.start : finding.end]}”"
    )
    print(f"   {finding.says}——{finding.reason}\n   依据：{finding.law}\n   建议改为：{finding.rewrite}")
