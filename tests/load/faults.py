"""What goes wrong in the middle of a load, on purpose."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from typing import Final

from tests.cluster.cluster import Cluster

MODEL_AWAY_S: Final = 60.0


def kill_worker(cluster: Cluster) -> str:
    """kill -9, and nobody starts it again: the others take over what it was doing."""
    worker = cluster.workers[0]
    worker.kill()
    return f"kill -9 of {worker.name} (not started again)"


def kill_web(cluster: Cluster) -> str:
    """kill -9 of one of the processes that serve the port; the one that started them replaces it."""
    victim = cluster.web.children()[0]
    os.kill(victim, signal.SIGKILL)
    return f"kill -9 of web process {victim}"


def restart_postgres(cluster: Cluster) -> str:
    began = time.monotonic()
    cluster.postgres.restart()
    return f"PostgreSQL restarted in {time.monotonic() - began:.1f} s"


def take_model_away(cluster: Cluster) -> str:
    cluster.model.kill()
    time.sleep(MODEL_AWAY_S)
    cluster.model.start()
    return f"the model was away for {MODEL_AWAY_S:.0f} s"


FAULTS: Final[dict[str, Callable[[Cluster], str]]] = {
    "worker": kill_worker,
    "web": kill_web,
    "postgres": restart_postgres,
    "model": take_model_away,
}
IN_GRADING: Final = frozenset({"worker", "model"})
"""Those that come when grades are under way, and not when work is being saved."""
