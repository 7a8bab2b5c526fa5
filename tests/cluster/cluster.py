"""The processes of docker-compose.yml without Docker: PostgreSQL, a migration, web processes on one port,
workers, and a scripted model."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import httpx2

from tests.bench.servers import ROOT, free_port
from tests.cluster.postgres import Postgres
from tests.cluster.processes import Service

VIGIE: Final = "app.cli"
_READY_S: Final = 90.0


@dataclass(frozen=True, slots=True)
class Shape:
    """How many of each. `concurrency`: submissions that one worker has graded at a time, and `calls` of the
    model under way over all workers; `seconds`: what the model takes for an answer."""

    webs: int = 2
    workers: int = 2
    concurrency: int = 4
    calls: int = 8
    seconds: float = 2.0
    port: int = 0
    log_level: str = "warning"


class Cluster:
    """Runs from `with` to its end, in a folder of its own that goes with it."""

    def __init__(self, shape: Shape, **more: str) -> None:
        """`more`: further variables of the web processes and the workers."""
        self.shape = shape
        self.port = shape.port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._more = more
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def _start(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="vigie-cluster-"))
        self._stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.postgres = Postgres(self.folder / "postgres")
        self._stack.callback(self.postgres.stop)
        self.database = self.postgres.url("vigie")
        self.model_port = free_port()
        self.model = self._service(
            "model", ["tests.cluster.model", str(self.model_port), str(self.shape.seconds)]
        )
        self._migrate()
        self.workers = [self._worker(number) for number in range(1, self.shape.workers + 1)]
        self.web = self._service("web", [VIGIE, "serve", "--processes", str(self.shape.webs)])
        self.wait_until_ready()

    @property
    def environment(self) -> dict[str, str]:
        """The variables of the web processes and the workers."""
        return {
            "VIGIE_DATABASE_URL": self.database,
            "VIGIE_MODE": "server",
            "VIGIE_PORT": str(self.port),
            "VIGIE_LOG_LEVEL": self.shape.log_level,
            "VIGIE_LLM_BASE_URL": f"http://127.0.0.1:{self.model_port}/v1",
            "VIGIE_LLM_MODEL": "scripted",
            "VIGIE_LLM_CONCURRENCY": str(self.shape.calls),
            **self._more,
        }

    def _migrate(self) -> None:
        command = [str(ROOT / ".venv/bin/vigie"), "migrate"]
        done = subprocess.run(  # noqa: S603 - our own command
            command, cwd=ROOT, env=self.environment, check=False, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"the migration failed:\n{done.stderr[-3000:]}")

    def _worker(self, number: int) -> Service:
        at_a_time = str(self.shape.concurrency)
        return self._service(f"worker-{number}", [VIGIE, "worker", "--concurrency", at_a_time])

    def _service(self, name: str, arguments: list[str]) -> Service:
        service = Service(name, arguments, self.environment, self.folder)
        self._stack.callback(service.stop)
        return service

    def wait_until_ready(self) -> None:
        """Until every web process answers. Raises RuntimeError, with the log, where they do not."""
        late = time.monotonic() + _READY_S
        while time.monotonic() < late and self.web.is_running():
            if self._is_ready():
                return
            time.sleep(0.2)
        raise RuntimeError(f"the web did not start:\n{self.web.words()}")

    def _is_ready(self) -> bool:
        try:
            ready = httpx2.get(f"{self.address}/health/ready", timeout=5).status_code == httpx2.codes.OK
        except httpx2.TransportError:
            return False
        return ready and (self.shape.webs == 1 or len(self.web.children()) == self.shape.webs)

    def first_link(self) -> str:
        """Where the first administrator makes an account, as the start printed it."""
        return next(word for word in self.web.words().split() if word.startswith(self.address))
