"""Processes of a cluster: each with a log file, started, killed and stopped by its own number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from tests.bench.servers import ROOT

_PATIENCE_S: Final = 30.0


class Service:
    """One command of ours, run again under the same name after its death when `start` is called again."""

    def __init__(self, name: str, arguments: list[str], environment: Mapping[str, str], logs: Path) -> None:
        self.name, self.log = name, logs / f"{name}.log"
        self._command = [sys.executable, "-m", *arguments]
        self._environment = {**_clean(), **environment}
        self._process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def pid(self) -> int:
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own command
                self._command, cwd=ROOT, env=self._environment, stdout=log, stderr=log, start_new_session=True
            )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        os.kill(self.pid, signal.SIGKILL)
        self._wait()

    def stop(self) -> None:
        """Ask it to end; kill it where it does not. What it started ends with it."""
        if not self.is_running():
            return
        os.kill(self.pid, signal.SIGTERM)
        try:
            self._wait()
        except subprocess.TimeoutExpired:
            os.killpg(self.pid, signal.SIGKILL)
            self._wait()

    def children(self) -> list[int]:
        """The numbers of the processes that it started and that serve."""
        found = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii").split()
        return [int(pid) for pid in found if "spawn_main" in _command_of(int(pid))]

    def words(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def _wait(self) -> None:
        assert self._process is not None
        self._process.wait(_PATIENCE_S)


def _command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""


def _clean() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
