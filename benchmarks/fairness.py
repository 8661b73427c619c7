"""How often is the fair-competition review right on labelled clauses, and how fast is it?

Metrics as in the project's annotation policy: clause (any hit against any label), false flags (block or warn on a lawful
line), rule (micro over line × rule pairs, ids in `acceptable` dropped), exact sets; bootstrap intervals of 95 %.
The comparison is the published floor of naive keyword engines on the same corpus.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from tenders.fairness import Severity, review
from tenders.fairness.rulebook import RULES

LAW_ON = date(2026, 4, 1)
FLOOR = {
    "B0 trigger words": {
        "clause_p": 0.767,
        "clause_r": 0.824,
        "clause_f1": 0.794,
        "false_flags": 0.370,
        "rule_f1": 0.743,
    },
    "B1 with gates and a one-line guard": {
        "clause_p": 0.839,
        "clause_r": 0.882,
        "clause_f1": 0.860,
        "false_flags": 0.250,
        "rule_f1": 0.831,
    },
}


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled line and what the review found."""

    labels: frozenset[str]
    found: dict[str, str]
    text: str

    @property
    def extra(self) -> set[str]:
        return set(self.found) - self.labels


def shared() -> Path:
    """Where shared reference data lies."""
    return Path(os.environ.get("SHARED_DIR", Path(__file__).resolve().parents[1].parent / "shared"))


def read(path: Path) -> list[dict[str, Any]]:
    """Lines of a corpus."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def judge(lines: Iterable[dict[str, Any]]) -> list[Row]:
    """Review each line; ids that the corpus calls acceptable are dropped before counting."""
    rows = []
    for line in lines:
        findings = review(line["text"], line["context"], law_on=LAW_ON).findings
        found = {
            finding.rule: finding.severity.value
            for finding in findings
            if finding.rule not in line.get("acceptable", ())
        }
        rows.append(Row(frozenset(line["labels"]), found, line["text"]))
    return rows


def _ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def measure(rows: list[Row]) -> dict[str, float]:
    """All metrics of one set of rows."""
    hit = sum(bool(row.found and row.labels) for row in rows)
    clause_p = _ratio(hit, sum(bool(row.found) for row in rows))
    clause_r = _ratio(hit, sum(bool(row.labels) for row in rows))
    lawful = [row for row in rows if not row.labels]
    flagged = sum(any(severity != Severity.MANUAL for severity in row.found.values()) for row in lawful)
    pairs = sum(len(row.labels & row.found.keys()) for row in rows)
    rule_p = _ratio(pairs, sum(len(row.found) for row in rows))
    rule_r = _ratio(pairs, sum(len(row.labels) for row in rows))
    return {
        "lines": len(rows),
        "clause_p": clause_p,
        "clause_r": clause_r,
        "clause_f1": _f1(clause_p, clause_r),
        "false_flags": _ratio(flagged, len(lawful)) if lawful else 0.0,
        "rule_p": rule_p,
        "rule_r": rule_r,
        "rule_f1": _f1(rule_p, rule_r),
        "exact": _ratio(sum(row.labels == row.found.keys() for row in rows), len(rows)),
    }


def intervals(rows: list[Row], rounds: int = 500) -> dict[str, tuple[float, float]]:
    """Bootstrap intervals with a fixed seed."""
    chance = random.Random(7)
    drawn = [measure(chance.choices(rows, k=len(rows))) for _ in range(rounds)]
    return {
        key: (sorted(d[key] for d in drawn)[rounds // 40], sorted(d[key] for d in drawn)[-rounds // 40])
        for key in drawn[0]
        if key != "lines"
    }


def only(rows: list[Row], keep: Callable[[str], bool]) -> list[Row]:
    """The rows seen through some rules alone."""
    return [
        Row(frozenset(filter(keep, row.labels)), {k: v for k, v in row.found.items() if keep(k)}, row.text)
        for row in rows
    ]


def _is_of_group(group: str, code: str) -> bool:
    return code.split("-")[1] == group


def _is_of_severity(severity: Severity, code: str) -> bool:
    return RULES[code][0].severity is severity


def by_group(rows: list[Row]) -> dict[str, dict[str, float]]:
    """Rule metrics per family and per severity of the catalogue."""
    groups = sorted({code.split("-")[1] for code in RULES})
    parts = {group: only(rows, partial(_is_of_group, group)) for group in groups}
    for severity in Severity:
        parts[severity.value] = only(rows, partial(_is_of_severity, severity))
    return {
        name: {key: measure(part)[key] for key in ("rule_p", "rule_r", "rule_f1")}
        for name, part in parts.items()
    }


def half(line: dict[str, Any]) -> str:
    """Which half of the development corpus a line belongs to: by a hash of its words, decided before tuning."""
    return "tune" if hashlib.sha256(line["text"].encode()).digest()[0] % 2 == 0 else "hold-out"


def speed(lines: list[dict[str, Any]], pages: int = 200) -> dict[str, float]:
    """A text of many pages made of the corpus's lawful and unlawful lines, 1,000 characters a page."""
    joined = "\n".join(line["text"] for line in lines)
    text = (joined + "\n") * (pages * 1000 // len(joined) + 1)
    taken = []
    for size in (pages * 500, pages * 1000):
        started = time.perf_counter()
        review(text[:size], {"law": "政府采购法", "region": "青澜省/澜江市/云岭县"}, law_on=LAW_ON)
        taken.append(time.perf_counter() - started)
    return {"pages": pages, "seconds": taken[1], "seconds_half": taken[0]}


def _show(name: str, values: dict[str, float], spread: dict[str, tuple[float, float]] | None = None) -> None:
    print(
        f"{name:<36}"
        + "  ".join(
            f"{k} {v:.3f}" + (f" [{spread[k][0]:.3f}, {spread[k][1]:.3f}]" if spread and k in spread else "")
            for k, v in values.items()
        )
    )


def _errors(rows: list[Row]) -> None:
    for row in rows:
        if row.labels != row.found.keys():
            print(f"  missed {sorted(row.labels - row.found.keys())} extra {sorted(row.extra)}: {row.text}")


def main(argv: list[str]) -> int:
    """Print the tables; with --json one object last."""
    parser = argparse.ArgumentParser(prog="bench fairness")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", choices=("tune", "hold-out", "all"), help="print the lines that differ")
    parser.add_argument(
        "--corpus", type=Path, action="append", help="labelled lines; default: the development corpus"
    )
    options = parser.parse_args(argv)
    paths = options.corpus or [shared() / "domain" / "fair_competition_dev.jsonl"]
    lines = [line for path in paths for line in read(path)]
    rows = judge(lines)
    halves = {
        name: [row for row, line in zip(rows, lines, strict=True) if half(line) == name]
        for name in ("tune", "hold-out")
    }
    result: dict[str, Any] = {
        "all": measure(rows),
        "intervals": intervals(rows),
        "groups": by_group(rows),
        "speed": speed(lines),
    }
    for name, floor in FLOOR.items():
        _show(name, floor)
    _show("ours, all lines", result["all"], result["intervals"])
    for name, part in halves.items():
        result[name] = measure(part)
        _show(f"ours, {name}", result[name])
    for name, values in result["groups"].items():
        _show(f"  {name}", values)
    _show("speed", result["speed"])
    if options.errors:
        _errors(rows if options.errors == "all" else halves[options.errors])
    if options.json:
        print(json.dumps(result, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    import sys

    sys.exit(main(sys.argv[1:]))
