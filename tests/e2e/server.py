"""A real `vigie serve` on a database of its own, that can be stopped and started again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Cookie

VIGIE = Path(sys.executable).with_name("vigie")
LINK = re.compile(r"(http://127\.0\.0\.1:(\d+))/(?:sign-in\?token=|invitations/)\S+")
PATIENCE_S = 60


class Server:
    """`address` stays the same over restarts; `link` signs in once (where people have accounts, it makes the
    first), and `cookies` are what it gave."""

    def __init__(self, folder: Path, **more: str) -> None:
        """Keeps its database and its log in `folder`, which holds the catalogue in `exercises`; `more` are
        further variables of its environment."""
        self._log = folder / "server.log"
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")},
            "VIGIE_DATABASE_URL": f"sqlite:///{folder / 'vigie.db'}",
            "VIGIE_EXERCISES": str(folder / "exercises"),
            "VIGIE_PORT": "0",
            **more,
        }
        self._process: subprocess.Popen[bytes] | None = None
        self.address = ""
        self.cookies: list[Cookie] | None = None
        self.link = ""
        self.start()

    def start(self) -> None:
        """Returns once the server accepts connections."""
        with self._log.open("wb") as log:
            command = [str(VIGIE), "serve"]
            self._process = subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)  # noqa: S603 - ours
        found = self._wait_for_link(self._process)
        self.link, self.address = found.group(0), found.group(1)
        self._environment["VIGIE_PORT"] = found.group(2)

    def _wait_for_link(self, process: subprocess.Popen[bytes]) -> re.Match[str]:
        late = time.monotonic() + PATIENCE_S
        while process.poll() is None and time.monotonic() < late:
            found = LINK.search(self._log.read_text(encoding="utf-8"))
            if found:
                return found
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("the server did not start:\n" + self._log.read_text(encoding="utf-8"))

    def stop(self) -> None:
        """End the process, and wait until it has."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None
