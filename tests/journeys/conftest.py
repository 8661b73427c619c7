"""A whole site for journeys: granian, the clock and both custodian programs on a database of their own."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from playwright.sync_api import Browser, Playwright

ROOT = Path(__file__).resolve().parents[2]


def _program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("demo_program", ROOT / "deploy" / "demo.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the site keeps database, files and logs."""
    return tmp_path_factory.mktemp("site")


@pytest.fixture(scope="session")
def site(site_folder: Path) -> Iterator[str]:
    """The demo with its people and no stock, as `./run demo` starts it."""
    demo = _program()
    var, port = site_folder, _free_port()
    env = demo.environment(var, port)
    env.pop("SITE_URL", None)
    env["SITE_URL"] = f"http://127.0.0.1:{port}"
    for command in (
        ["migrate", "-v0"],
        ["plant_site"],
        ["fill_demo", "--people-only"],
        ["collectstatic", "--noinput", "-v0"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True, capture_output=True
        )
    supervisor = demo.Supervisor(env)
    demo.start_all(supervisor, port, var)
    try:
        assert demo.answers(f"http://127.0.0.1:{port}", 60), (var / "web.log").read_text()[-2000:]
        yield f"http://127.0.0.1:{port}"
    finally:
        supervisor.end()


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    """Debian's Chromium."""
    browser = playwright.chromium.launch(
        executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        args=["--no-sandbox", "--disable-gpu"],
    )
    yield browser
    browser.close()
