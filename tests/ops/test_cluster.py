"""The set of processes of docker-compose.yml, for real: several share a port, one that dies is replaced."""

from __future__ import annotations

import os
import re
import signal
import time

import httpx2
import pytest

from tests.bench.servers import free_port
from tests.cluster.cluster import Cluster, Shape
from tests.cluster.processes import Service

_PATIENCE_S = 60


def test_the_processes_share_a_port_survive_deaths_and_end_together() -> None:
    """One test, since one cluster is enough work for the machine."""
    with Cluster(Shape(workers=1, seconds=0.1, log_level="info")) as cluster:
        the_first_administrator_is_invited_once(cluster)
        a_second_server_leaves_the_link_of_the_first_alone(cluster)
        two_processes_answer_and_one_that_dies_is_replaced(cluster)
        a_restart_of_the_database_is_survived(cluster)
        services = [cluster.web, cluster.model, *cluster.workers]
        pids = [*cluster.web.children(), *(service.pid for service in services)]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
    assert not cluster.folder.exists()


def the_first_administrator_is_invited_once(cluster: Cluster) -> None:
    assert cluster.web.words().count("open this link once") == 1
    assert httpx2.get(cluster.first_link()).status_code == httpx2.codes.OK


def a_second_server_leaves_the_link_of_the_first_alone(cluster: Cluster) -> None:
    port = free_port()
    environment = {**cluster.environment, "VIGIE_PORT": str(port)}
    second = Service("second", ["app.cli", "serve"], environment, cluster.folder)
    try:
        late = time.monotonic() + _PATIENCE_S
        found = re.compile(rf"http://127\.0\.0\.1:{port}(/\S+)")
        while (printed := found.search(second.words())) is None and time.monotonic() < late:
            time.sleep(0.2)
        assert printed is not None, second.words()
        for link in (cluster.first_link(), cluster.address + printed[1]):
            assert httpx2.get(link).status_code == httpx2.codes.OK
    finally:
        second.stop()


def two_processes_answer_and_one_that_dies_is_replaced(cluster: Cluster) -> None:
    first = {str(pid) for pid in cluster.web.children()}
    assert answering(cluster) == first
    victim = min(first)
    os.kill(int(victim), signal.SIGKILL)
    late = time.monotonic() + _PATIENCE_S
    while len({str(pid) for pid in cluster.web.children()} - first) < 1 and time.monotonic() < late:
        time.sleep(0.2)
    after = {str(pid) for pid in cluster.web.children()}
    assert len(after) == 2
    assert victim not in after
    cluster.wait_until_ready()
    for _ in range(20):
        httpx2.get(f"{cluster.address}/health/live").raise_for_status()


def answering(cluster: Cluster) -> set[str]:
    """The two processes, each asked over connections of their own until both have answered."""
    found: set[str] = set()
    late = time.monotonic() + _PATIENCE_S
    while len(found) < 2 and time.monotonic() < late:
        text = httpx2.get(f"{cluster.address}/metrics", timeout=10).text
        found |= set(re.findall(r'^vigie_requests_total\{.*process="(\d+)"', text, re.MULTILINE))
    return found


def a_restart_of_the_database_is_survived(cluster: Cluster) -> None:
    cluster.postgres.restart()
    cluster.wait_until_ready()
    assert cluster.web.is_running()
    assert all(worker.is_running() for worker in cluster.workers)
