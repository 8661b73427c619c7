"""Imports notices of other places as samples: ./run manage import_notices FILE… (design D28).

They are flagged, masked and never listed, searched or counted among ours. A second run adds nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from time import perf_counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from marketplace.flow import clock
from marketplace.notices.samples.loading import Tally, load


class Command(BaseCommand):
    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help=".jsonl 或 .csv，可以是 .gz")
        parser.add_argument("--limit", type=int, help="每个文件最多读多少行")
        parser.add_argument("--source", default="", metavar="NAME", help="来源名称；不写的，用记录里的平台名")
        parser.add_argument("--refused", type=Path, metavar="FILE", help="没有导入的行写到哪里（JSON Lines）")

    def handle(self, *args: Any, files: list[Path], limit: int | None, source: str, **options: Any) -> None:
        if missing := [str(path) for path in files if not path.is_file()]:
            raise CommandError(f"没有这些文件：{'、'.join(missing)}")
        report: Path = options["refused"] or settings.VAR_DIR / "import_notices_refused.jsonl"
        tally, start = Tally(), perf_counter()
        with report.open("w", encoding="utf-8") as out:
            for path in files:
                for refusals in load(path, clock.now(), source=source, limit=limit, tally=tally):
                    out.writelines(json.dumps(row.as_json(), ensure_ascii=False) + "\n" for row in refusals)
                    self._progress(path, tally, perf_counter() - start)
        self._summary(tally, perf_counter() - start, report)

    def _progress(self, path: Path, tally: Tally, seconds: float) -> None:
        says = f"{path.name}：已读 {tally.read} 行，新增 {tally.added}，{tally.read / max(seconds, 0.001):.0f} 行/秒"
        self.stderr.write(f"\r{says}", ending="")

    def _summary(self, tally: Tally, seconds: float, report: Path) -> None:
        self.stderr.write("")
        refused = sum(tally.refused.values())
        self.stdout.write(
            f"读 {tally.read} 行：新增 {tally.added}，新版本 {tally.versions}，已有 {tally.known}，未导入 {refused}；"
            f"{seconds:.1f} 秒，{tally.read / max(seconds, 0.001):.0f} 行/秒"
        )
        for code, count in tally.refused.most_common():
            self.stdout.write(f"  未导入 {code}：{count}")
        for name, count in tally.masked.most_common():
            self.stdout.write(f"  再次遮盖 {name}：{count} 处栏目")
        for name, count in sorted(tally.types.items()):
            self.stdout.write(f"  {name}：{count}")
        if refused:
            self.stdout.write(f"逐行理由见 {report}")
