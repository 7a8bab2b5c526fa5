"""Real servers for the benchmarks: `vigie serve`, and the bare endpoint that it is measured against."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2

ROOT = Path(__file__).parents[2]
START_SECONDS = 30


@dataclass
class Server:
    """A running process that answers at `host:port`; `link` is the sign-in link where it printed one."""

    process: subprocess.Popen[str]
    port: int
    link: str = ""

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        if self.process.stdout:
            self.process.stdout.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start_vigie(database: Path | str, port: int, exercises: Path = ROOT / "exercises", **more: str) -> Server:
    """`vigie serve` on `database` (a file of SQLite, or an address), with `more` variables; returns once it
    has printed its link, which then answers."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("VIGIE_")},
        "VIGIE_DATABASE_URL": database if isinstance(database, str) else f"sqlite:///{database}",
        "VIGIE_PORT": str(port),
        "VIGIE_EXERCISES": str(exercises),
        "VIGIE_LOG_LEVEL": "error",
        **more,
    }
    command = [sys.executable, "-m", "app.cli", "serve"]
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    )
    return Server(process, port, _link(process))


def _link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    for line in process.stdout:
        found = re.search(r"http://\S+/(?:sign-in\?token=|invitations/)\S+", line)
        if found:
            return found.group()
    raise RuntimeError(f"vigie serve ended with {process.wait()} before it printed a link")


def start_bare(database: Path, port: int) -> Server:
    """The bare endpoint of `tests.bench.bare` on the same settings of uvicorn."""
    command = [sys.executable, "-m", "tests.bench.bare", str(database), str(port)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603
    _await_port(port)
    return Server(process, port)


def _await_port(port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise TimeoutError(f"nothing listens on port {port}")


@contextmanager
def running(server: Server) -> Iterator[Server]:
    try:
        yield server
    finally:
        server.kill()


@contextmanager
def signed_in(server: Server) -> Iterator[httpx2.Client]:
    """A browser signed in by the printed link."""
    with httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=30) as client:
        answer = client.get(server.link)
        assert answer.status_code == 303, answer.text
        yield client
