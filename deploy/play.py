"""One lot from a notice's text to its archive, in a scratch database, one printed line a step."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run play", description="从公告文本走到合同归档")
    parser.add_argument("file", nargs="?", help="公告文本：FILE、FILE.docx、FILE.jsonl.gz#编号；不给则用示例")
    parser.add_argument("--slow", action="store_true", help="每步停顿一秒")
    given = parser.parse_args(argv)
    scratch = Path(tempfile.mkdtemp(prefix="play-"))
    os.environ |= {
        "VAR_DIR": str(scratch),
        "DJANGO_SETTINGS_MODULE": "marketplace.settings",
        "DJANGO_ENV": "demo",
    }
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT))
    try:
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        from bidding.demo.play import play

        return play(given.file, slow=given.slow, folder=scratch)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
