"""Saving an annotation through the running server beside the bare endpoint, in turns, in one run."""

from __future__ import annotations

import asyncio
import json
import tempfile
from pathlib import Path
from uuid import uuid4

from httpx2 import Client

from app.practice.annotations import MAX_ANNOTATIONS
from tests.bench.load import Call, Load, storm
from tests.bench.servers import free_port, running, signed_in, start_bare, start_vigie
from tests.mini import mark, write_mini

TURNS = 8
CALLS = MAX_ANNOTATIONS
GOAL_THROUGHPUT, GOAL_P95 = 0.6, 2.0


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        write_mini(here / "exercises")
        # A person's limit is not what is measured; its batches are of the same size under any such limit.
        limit = {"VIGIE_LIMIT_API": "10000000"}
        vigie = start_vigie(here / "vigie.db", free_port(), here / "exercises", **limit)
        bare = start_bare(here / "bare.db", free_port())
        with running(vigie), running(bare), signed_in(vigie) as client:
            cookie = "; ".join(f"{k}={v}" for k, v in client.cookies.items())
            for clients in (1, 16):
                ours, theirs = Load(), Load()
                for _ in range(TURNS):
                    attempt = _fresh_attempt(client)
                    ours += asyncio.run(storm(vigie.port, _our_calls(attempt, cookie), clients))
                    theirs += asyncio.run(storm(bare.port, _bare_calls(), clients))
                _print(clients, ours, theirs)


def _fresh_attempt(client: Client) -> str:
    """A new open attempt: an attempt holds a bounded number of marks, so each turn has its own."""
    opened = client.post("/api/v1/exercises/mini/attempts").json()
    if opened["annotations"]:
        client.post(f"/api/v1/attempts/{opened['id']}/submit").raise_for_status()
        opened = client.post("/api/v1/exercises/mini/attempts").json()
    return str(opened["id"])


def _our_calls(attempt: str, cookie: str) -> list[Call]:
    evidence = {"source": "devis", "quote": "65 € le mètre carré"}
    body = json.dumps(mark("75 € le mètre", comment="Le devis dit 65 €.", evidence=evidence)).encode()
    return [Call.put(f"/api/v1/attempts/{attempt}/annotations/{uuid4()}", body, cookie) for _ in range(CALLS)]


def _bare_calls() -> list[Call]:
    row = {"exact": "75 € le mètre", "type": "outdated", "severity": "major", "comment": "Le devis dit 65 €."}
    body = json.dumps(row).encode()
    return [Call.put(f"/annotations/{uuid4()}", body) for _ in range(CALLS)]


def _print(clients: int, ours: Load, theirs: Load) -> None:
    print(f"Saving an annotation, {clients} client(s), {TURNS} turns of {CALLS}:")
    for name, load in (("vigie", ours), ("bare", theirs)):
        p50, p95 = load.percentile(50), load.percentile(95)
        print(
            f"  {name:6}{load.throughput:8.0f}/s  p50 {p50:6.2f} ms  p95 {p95:6.2f} ms  errors {load.errors}"
        )
    throughput = ours.throughput / theirs.throughput
    p95 = ours.percentile(95) / theirs.percentile(95)
    met = throughput >= GOAL_THROUGHPUT and p95 <= GOAL_P95 and not ours.errors
    print(f"  ratio  throughput {throughput:.2f} (goal {GOAL_THROUGHPUT}), p95 {p95:.2f} (goal {GOAL_P95})"
          f" {'met' if met else 'NOT MET'}")  # fmt: skip


if __name__ == "__main__":
    main()
