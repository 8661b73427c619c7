"""How the review is run from a terminal: files to findings, or JSON lines to JSON lines."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from tenders.fairness import Context, Finding, Severity, Unreadable, read_document, review

# The command has no clock of its own; without --law-on it reviews by the newest rules it knows.
NEWEST_LAW = date(2026, 4, 1)
WORDS = {Severity.BLOCK: "必须修改", Severity.WARN: "建议修改", Severity.MANUAL: "请说明"}


def main(argv: list[str]) -> int:
    """Exit 0: read and reviewed; 1: something must be changed; 2: a file could not be read."""
    options = _options(argv)
    if options.jsonl:
        return _json_lines(sys.stdin, sys.stdout, options.law_on)
    context = Context.of(
        {"law": options.law, "method": options.method, "category": options.category, "region": options.region}
    )
    return max([_file(Path(name), context, options.law_on) for name in options.files], default=2)


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="review", description="公平竞争审查：逐条指出可能限制竞争的表述")
    parser.add_argument("files", nargs="*", metavar="FILE", help="DOCX、PDF、HTML、XLSX 或文本文件")
    parser.add_argument(
        "--jsonl", action="store_true", help="标准输入每行一条 {text, context}，标准输出每行一条 {findings}"
    )
    parser.add_argument("--law", default="", help="政府采购法 或 招标投标法")
    parser.add_argument("--method", default="", help="采购方式，例如 公开招标")
    parser.add_argument("--category", default="", help="工程、货物 或 服务")
    parser.add_argument("--region", default="", help="采购人所在地，例如 山西省/忻州市/静乐县")
    parser.add_argument(
        "--law-on", type=date.fromisoformat, default=NEWEST_LAW, help="按哪一天有效的规定审查"
    )
    options = parser.parse_args(argv)
    if not options.files and not options.jsonl:
        parser.error("请给出文件，或者使用 --jsonl")
    return options


def as_json(finding: Finding) -> dict[str, Any]:
    """One finding as others read it."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "law": finding.law,
        "says": finding.says,
        "rewrite": finding.rewrite,
    }


def _json_lines(lines: Iterable[str], out: TextIO, law_on: date) -> int:
    for line in lines:
        if line.strip():
            asked = json.loads(line)
            result = review(asked["text"], asked.get("context") or {}, law_on=law_on)
            out.write(
                json.dumps(
                    {"findings": [as_json(finding) for finding in result.findings]}, ensure_ascii=False
                )
                + "\n"
            )
    return 0


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
        f"\n{number}. {WORDS[finding.severity]}（{finding.rule}）{where}　“{text[finding.start : finding.end]}”"
    )
    print(f"   {finding.says}——{finding.reason}\n   依据：{finding.law}\n   建议改为：{finding.rewrite}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
