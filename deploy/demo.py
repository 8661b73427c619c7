"""The demo in one terminal: a filled SQLite database, web, clock and two custodians; Ctrl-C stops all."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
ACCOUNTS = (
    ("wangmin", "招标人 经办 王敏"), ("zhaozhiqiang", "招标人 负责人 赵志强（复核）"), ("gaojie", "招标人 公平竞争审查人 高洁"),
    ("lijun", "代理机构 李军"), ("bidder1 … bidder6", "投标人"), ("expert01 … expert20", "评标专家"),
    ("centre1 … centre5", "交易中心五人"), ("jiandu", "行政监督部门 孙立新"), ("editor, reviewer, publisher", "网站编辑、审核、发布"),
)  # fmt: skip


def free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def environment(var: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "DJANGO_ENV": "demo",
        "VAR_DIR": str(var),
        "SITE_URL": os.environ.get("SITE_URL", f"http://127.0.0.1:{port}"),
        "DATABASE_URL": f"sqlite:///{var / 'site.sqlite3'}",
        "PYTHONUNBUFFERED": "1",
    }


def manage(env: dict[str, str], *command: str) -> None:
    subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=env, check=True)  # noqa: S603 - our own program


class Supervisor:
    """Starts the programs, says who died, stops all together."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.running: dict[str, subprocess.Popen[bytes]] = {}
        self.stop = threading.Event()

    def start(self, name: str, *command: str) -> None:
        log = Path(self.env["VAR_DIR"]) / f"{name}.log"
        with log.open("ab") as out:
            self.running[name] = subprocess.Popen(  # noqa: S603 - our own programs
                command, cwd=ROOT, env=self.env, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
            )

    def watch(self) -> int:
        """Wait for Ctrl-C or for a program that ends by itself."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: self.stop.set())
        while not self.stop.wait(0.5):
            for name, process in self.running.items():
                if process.poll() is not None:
                    print(
                        f"{name} 已退出（{process.returncode}），日志在 {self.env['VAR_DIR']}/{name}.log",
                        flush=True,
                    )
                    return 1
        return 0

    def end(self) -> None:
        for process in self.running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.running.values():
            try:
                process.wait(timeout=6)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)


def answers(url: str, seconds: float) -> bool:
    """Whether the site answers within this time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=2) as response:  # noqa: S310 - our own address
                return bool(response.status == 200)
        except OSError:
            time.sleep(0.2)
    return False


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./run demo")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--fresh", action="store_true", help="从空库重新开始")
    given = parser.parse_args(argv)
    if not free(given.port):
        print(f"端口 {given.port} 已被占用；请换一个：./run demo --port {given.port + 1}")
        return 1
    var = Path(os.environ["VAR_DIR"]) / "demo"
    if given.fresh:
        shutil.rmtree(var, ignore_errors=True)
    var.mkdir(parents=True, exist_ok=True)
    env = environment(var, given.port)
    print("准备数据库 …", flush=True)
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "plant_site")
    manage(env, "fill_demo")
    manage(env, "collectstatic", "--noinput", "--verbosity", "0")
    return serve(env, given.port, var)


def start_all(supervisor: Supervisor, port: int, var: Path) -> None:
    """Web, clock and both custodians."""
    supervisor.start(
        "web", str(BIN / "granian"), "--interface", "asginl", "--host", "127.0.0.1", "--port", str(port),
        "--workers", "1", "--workers-kill-timeout", "2", "--no-access-log", "marketplace.asgi:application",
    )  # fmt: skip
    supervisor.start("clock", sys.executable, "manage.py", "clock")
    program = str(ROOT / "deploy" / "custodian" / "custodian.py")
    for name in ("regulator", "centre"):
        folder = var / "custodians" / name
        if json_url(folder / "config.json", f"http://127.0.0.1:{port}"):
            supervisor.start(f"custodian-{name}", sys.executable, program, "run", "--dir", str(folder))


def serve(env: dict[str, str], port: int, var: Path) -> int:
    supervisor = Supervisor(env)
    url = f"http://127.0.0.1:{port}"
    try:
        start_all(supervisor, port, var)
        if not answers(url, 60):
            print(f"网站没有启动，日志在 {var}/web.log")
            return 1
        welcome(url)
        return supervisor.watch()
    finally:
        supervisor.end()


def json_url(config: Path, url: str) -> bool:
    """Point the custodian at this demo's address (the port may differ from last time)."""
    if not config.exists():
        return False
    body = json.loads(config.read_text(encoding="utf-8")) | {"url": url}
    config.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return True


def welcome(url: str) -> None:
    print(f"\n  静乐县公共资源交易与中介服务平台（演示）  {url}/\n", flush=True)
    print("  账号（密码都是 jingle-demo-2026；登录页也列出）：")
    for name, who in ACCOUNTS:
        print(f"    {name:<22} {who}")
    print(
        f"\n  拨动平台时间：页面顶部“拨到下一时限”；短信发件箱：{url}/dev/outbox/\n  Ctrl-C 停止\n",
        flush=True,
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
