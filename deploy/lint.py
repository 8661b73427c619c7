"""All checks of form: style, types, imports, templates, migrations, documents."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
CODE = ["marketplace", "tenders", "bidding", "cms", "search", "tests", "deploy", "benchmarks", "manage.py"]


def commands() -> list[tuple[str, list[str]]]:
    """Name and command of each check."""
    here = [name for name in CODE if (ROOT / name).exists()]
    typed = [name for name in here if name != "tests"]
    return [
        ("ruff check", [str(BIN / "ruff"), "check", *here]),
        ("ruff format", [str(BIN / "ruff"), "format", "--check", *here]),
        ("mypy --strict", [str(BIN / "mypy"), *typed]),
        ("import-linter", [str(BIN / "lint-imports"), "--no-cache"]),
        (
            "djlint",
            [str(BIN / "djlint"), "--lint", "--quiet", "marketplace", "tenders", "bidding", "cms", "search"],
        ),
        ("migrations complete", [sys.executable, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("system check", [sys.executable, "manage.py", "check", "--fail-level", "WARNING"]),
        ("documents fresh", [sys.executable, "manage.py", "write_docs", "--check"]),
    ]


def main() -> int:
    env = os.environ | {
        "DJANGO_ENV": "test",
        "VAR_DIR": os.environ.get("VAR_DIR", str(ROOT / "var")) + "/test",
    }
    failed = []
    for name, command in commands():
        result = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)  # noqa: S603 - our own tools
        print(f"{'ok  ' if result.returncode == 0 else 'FAIL'} {name}", flush=True)
        if result.returncode:
            failed.append(name)
            print(result.stdout[-6000:], result.stderr[-3000:], sep="\n", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
