"""The command of a terminal: Chinese for people, JSON lines for programs, before there is a database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def _run(*words: str, at: Path, sent: str = "") -> subprocess.CompletedProcess[str]:
    """As on a fresh clone: an empty folder for files, no migration."""
    environment = {**os.environ, "DJANGO_ENV": "demo", "VAR_DIR": str(at), "PYTHONIOENCODING": "utf-8"}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(
        [sys.executable, "manage.py", "review", *words],
        cwd=ROOT, env=environment, input=sent, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_a_file_is_reviewed_on_a_fresh_clone(tmp_path: Path) -> None:
    file = tmp_path / "招标文件.txt"
    file.write_text("三、资格要求\n外地企业不得参加投标。", "utf-8")
    done = _run(str(file), "--law", "招标投标法", at=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "必须修改（FC-LOC-01）第2段" in done.stdout
    assert not (tmp_path / "site.sqlite3").exists()


def test_a_file_that_is_not_there_and_no_file_at_all_end_with_2(tmp_path: Path) -> None:
    done = _run("没有.docx", at=tmp_path)
    assert (done.returncode, done.stdout) == (2, "没有.docx：文件打不开\n")
    done = _run(at=tmp_path)
    assert done.returncode == 2
    assert "请给出文件" in done.stderr


def test_json_lines_keep_their_order_and_stand_alone_on_the_output(tmp_path: Path) -> None:
    lines = [
        json.dumps(
            {"text": "外地企业不得参加投标。", "context": {"section": "资格要求", "law": "招标投标法"}}
        ),
        json.dumps({"text": "欢迎投标。", "context": {}}),
        "{broken",
        json.dumps({"text": "非本县企业不得投标。"}),
    ]
    done = _run("--jsonl", "--law-on", "2026-04-01", at=tmp_path, sent="\n".join(lines) + "\n")
    first, second, third, fourth = map(json.loads, done.stdout.splitlines())
    assert [row["rule"] for row in first["findings"]] == ["FC-LOC-01"]
    assert first["findings"][0].keys() == {
        "rule",
        "severity",
        "start",
        "end",
        "law",
        "says",
        "reason",
        "rewrite",
    }
    assert second == {"findings": []}
    assert third["findings"] == []
    assert "JSON" in third["error"]
    assert [row["rule"] for row in fourth["findings"]] == ["FC-LOC-01"]
    assert done.returncode == 2
    assert done.stderr.startswith("第3行：")
