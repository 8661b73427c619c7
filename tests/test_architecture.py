"""What no import contract can say: seen to fail on planted violations."""

from __future__ import annotations

import ast
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("marketplace", "tenders", "bidding", "cms", "search")
ALLOWED_TOP = {
    "marketplace", "tenders", "bidding", "intermediaries", "search", "cms", "tests", "oversight", "mall",
    "docs", "deploy", "locale", "benchmarks", "var", "manage.py", "requirements.txt", "requirements-dev.txt",
    "pyproject.toml", "run", "README.md", "CONTRIBUTING.md", "CHANGELOG.md",
}  # fmt: skip


def sources() -> list[Path]:
    return [p for app in APPS for p in (ROOT / app).rglob("*.py") if "migrations" not in p.parts]


def violations(tree: ast.AST, path: Path) -> list[str]:
    """State set behind the door, fixtures loaded, signals, bare excepts."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            names = {keyword.arg for keyword in node.keywords}
            if node.func.attr == "update" and "state" in names:
                found.append(f"{path}:{node.lineno} updates a state behind the door")
            if node.func.attr == "loaddata":
                found.append(f"{path}:{node.lineno} loads fixtures")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "setattr":
            second = node.args[1] if len(node.args) > 1 else None
            if isinstance(second, ast.Constant) and second.value == "state":
                found.append(f"{path}:{node.lineno} sets a state behind the door")
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            found.append(f"{path}:{node.lineno} has a bare except")
    return found


def test_no_state_is_set_behind_the_door() -> None:
    found = [line for path in sources() for line in violations(ast.parse(path.read_text("utf-8")), path)]
    assert found == []


@pytest.mark.parametrize(
    "planted",
    [
        "Process.objects.filter(pk=1).update(state='closed')",
        "setattr(process, 'state', 'closed')",
        "try:\n    pass\nexcept:\n    pass",
        "call_command.loaddata('x')",
    ],
)
def test_the_check_sees_a_planted_violation(planted: str) -> None:
    assert violations(ast.parse(planted), Path("planted.py"))


def test_every_package_is_under_the_import_contracts() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    roots = set(config["tool"]["importlinter"]["root_packages"])
    packages = {p.parent.name for p in ROOT.glob("*/__init__.py")} - {"tests"}
    assert packages - {"benchmarks", "deploy"} == roots


def test_nothing_unknown_stands_at_the_top() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    top = {line.split("/")[0] for line in tracked.splitlines()}
    assert {name for name in top if not name.startswith(".")} <= ALLOWED_TOP


PLANTED = {
    "tenders/rules/planted.py": "import django\n",
    "bidding/rules/planted.py": "from bidding import models\n",
    "tenders/planted.py": "from bidding import models\n",
    "marketplace/law/planted.py": "from marketplace.flow import clock\n",
    "marketplace/record/planted.py": "from marketplace.accounts import models\n",
    "bidding/planted.py": "from marketplace.record import audit\n",
}


@pytest.mark.parametrize("place", PLANTED)
def test_the_import_contracts_see_a_planted_import(place: str, tmp_path: Path) -> None:
    """In a copy of the tree, so that a test run in parallel never meets the planted file."""
    copy = tmp_path / "tree"
    copy.mkdir()
    for app in (*APPS, "pyproject.toml"):
        source = ROOT / app
        target = copy / app
        if source.is_file():
            target.write_bytes(source.read_bytes())
            continue
        for path in source.rglob("*.py"):
            into = target / path.relative_to(source)
            into.parent.mkdir(parents=True, exist_ok=True)
            into.write_bytes(path.read_bytes())
    (copy / place).write_text(PLANTED[place], "utf-8")
    tool = Path(sys.executable).parent / "lint-imports"
    result = subprocess.run([str(tool), "--no-cache"], cwd=copy, capture_output=True, text=True, check=False)
    assert result.returncode == 1, result.stdout[-800:]
    assert "planted" in result.stdout
