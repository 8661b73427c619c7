"""Two custodian programs on this host, for the demo, for play and for tests."""

from __future__ import annotations

import importlib.util
import io
import json
import sys
from contextlib import redirect_stdout
from datetime import datetime
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

from marketplace.flow.errors import Misdeclared
from marketplace.trust.custody_calls import call
from marketplace.trust.models import Custodian
from marketplace.trust.platform_keys import LOG_ORIGIN, public_text

PROGRAM = settings.BASE_DIR / "deploy" / "custodian" / "custodian.py"
UNITS = (
    ("regulator", "县住房和城乡建设局监督主机（示例）", False),
    ("centre", "县公共资源交易中心第二主机（示例）", True),
)


@cache
def program() -> ModuleType:
    """The custodian program itself, the file that units run."""
    spec = importlib.util.spec_from_file_location("custodian_program", PROGRAM)
    if spec is None or spec.loader is None:
        raise Misdeclared("the custodian program is missing")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _init(folder: Path, name: str, unit: str, peers: list[str]) -> dict[str, Any]:
    """`custodian.py init`, or `show` when the folder is there already; returns the public identity."""
    out = io.StringIO()
    if (folder / "root").exists():
        argv = ["show", "--dir", str(folder)]
    else:
        argv = [
            "init", "--dir", str(folder), "--id", name, "--name", unit, "--url", settings.SITE_URL,
            "--platform-key", public_text(), "--kind", "demo", "--origin", LOG_ORIGIN,
            *(part for peer in peers for part in ("--peer", peer)),
        ]  # fmt: skip
    with redirect_stdout(out):
        code = program().main(argv)
    if code:
        raise Misdeclared(f"custodian {name}: exit {code}")
    return dict(json.loads(out.getvalue()))


def set_up(folder: Path, now: datetime) -> list[Path]:
    """Make (or find) both programs' folders and register their public identities."""
    peers: list[str] = []
    folders = []
    for name, unit, operator in UNITS:
        place = folder / name
        identity = _init(place, name, unit, peers if operator else [])
        peers.append(f"{name}={identity['seal']}")
        Custodian.objects.update_or_create(
            pk=name,
            defaults={
                "name": unit, "kind": "demo", "idkey": identity["idkey"], "seal": identity["seal"],
                "is_operator": operator, "since": now,
            },
        )  # fmt: skip
        folders.append(place)
    return folders


class Local:
    """Both programs inside this process: the same code and the same messages, without the network."""

    def __init__(self, folders: list[Path]) -> None:
        self.programs = [program().Custodian(folder) for folder in folders]

    def close(self) -> None:
        for one in self.programs:
            one.close()

    def answer(self, now: datetime) -> int:
        """Let each poll once and answer its tasks; returns how many tasks were seen."""
        return sum(self._one(custodian, now) for custodian in self.programs)

    def _one(self, custodian: Any, now: datetime) -> int:
        custodian.follow({"at": program().moment(now)})
        status, polled = call("poll", custodian.message("poll", version="local"), now)
        if status == 409 and polled.get("code") == "N":
            custodian.store.next_n(int(polled["n"]))
            status, polled = call("poll", custodian.message("poll", version="local"), now)
        if status != 200:
            raise Misdeclared(f"custodian poll: {status} {polled}")
        tasks = custodian.tasks(polled)
        with redirect_stdout(io.StringIO()):
            for task in tasks:
                call("answer", custodian.message("answer", **custodian.said(task)), now)
        return len(tasks)
