"""The set of processes of docker-compose.yml, for real: several share a port, one that dies is replaced."""

from __future__ import annotations

import os
import re
import signal
import time
from collections.abc import Iterator

import httpx2
import pytest

from tests.cluster.cluster import Cluster, Shape


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster(Shape(workers=1, seconds=0.1, log_level="info")) as running:
        yield running


def answering(cluster: Cluster, wanted: int) -> set[str]:
    """The processes that answer, each asked over connections of their own until `wanted` have."""
    found: set[str] = set()
    late = time.monotonic() + 60
    while len(found) < wanted and time.monotonic() < late:
        try:
            text = httpx2.get(f"{cluster.address}/metrics", timeout=10).text
        except httpx2.TransportError:
            continue
        found |= set(re.findall(r'^vigie_requests_total\{.*process="(\d+)"', text, re.MULTILINE))
    return found


def test_two_processes_share_the_port_and_one_that_dies_is_replaced(cluster: Cluster) -> None:
    first = {str(pid) for pid in cluster.web.children()}
    for _ in range(50):
        httpx2.get(f"{cluster.address}/health/live")
    assert answering(cluster, 2) == first
    victim = min(first)
    os.kill(int(victim), signal.SIGKILL)
    late = time.monotonic() + 60
    while len({str(pid) for pid in cluster.web.children()} - first) < 1 and time.monotonic() < late:
        time.sleep(0.2)
    after = {str(pid) for pid in cluster.web.children()}
    assert len(after) == 2
    assert victim not in after
    cluster.wait_until_ready()
    for _ in range(50):
        httpx2.get(f"{cluster.address}/health/live").raise_for_status()


def test_the_first_administrator_is_invited_once(cluster: Cluster) -> None:
    assert cluster.web.words().count("open this link once") == 1
    assert httpx2.get(cluster.first_link()).status_code == httpx2.codes.OK


def test_a_restart_of_the_database_is_survived(cluster: Cluster) -> None:
    cluster.postgres.restart()
    cluster.wait_until_ready()
    assert cluster.web.is_running()
    assert all(worker.is_running() for worker in cluster.workers)


def test_what_ends_ends_whole() -> None:
    with Cluster(Shape(workers=1, seconds=0.1)) as running:
        folder, pids = (
            running.folder,
            [*running.web.children(), *(s.pid for s in (running.web, running.model))],
        )
        pids += [worker.pid for worker in running.workers]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert not folder.exists()
