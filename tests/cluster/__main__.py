"""`make cluster`: the whole set of processes, until Ctrl-C."""

from __future__ import annotations

import argparse
import signal
from contextlib import suppress

from tests.cluster.cluster import Cluster, Shape


def main() -> None:
    shape = _shape()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    print("Starting PostgreSQL, a model, the workers and the web …", flush=True)
    with suppress(KeyboardInterrupt), Cluster(shape) as cluster:
        print(_description(cluster), flush=True)
        while True:
            signal.pause()


def _shape() -> Shape:
    parser = argparse.ArgumentParser(prog="make cluster", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--webs", type=int, default=2)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=2.0, help="what the model takes for an answer")
    given = parser.parse_args()
    return Shape(given.webs, given.workers, seconds=given.seconds, port=given.port, log_level="info")


def _description(cluster: Cluster) -> str:
    lines = [
        ("web", f"{cluster.address} ({cluster.shape.webs} processes)"),
        ("first administrator", cluster.first_link()),
        ("metrics", f"{cluster.address}/metrics"),
        ("model", f"http://127.0.0.1:{cluster.model_port}/v1 ({cluster.shape.seconds:g} s an answer)"),
        ("database", cluster.database),
        ("psql", f"{cluster.postgres.programs}/psql '{cluster.database}'"),
        ("logs", f"{cluster.folder}/*.log"),
    ]
    processes = [cluster.web, cluster.model, *cluster.workers]
    lines += [(f"pid of {service.name}", str(service.pid)) for service in processes]
    width = max(len(name) for name, _ in lines)
    return "\n".join(f"  {name:{width}}  {text}" for name, text in lines) + "\nCtrl-C stops all of it."


if __name__ == "__main__":
    main()
