"""kill -9 of the server during a storm of saves: every acknowledged annotation is there afterwards."""

from __future__ import annotations

import argparse
import random
import tempfile
import threading
import time
from pathlib import Path
from uuid import uuid4

import httpx2

from tests.bench.servers import Server, free_port, signed_in, start_vigie
from tests.mini import mark, write_mini

CLIENTS = 4
KILLS = 100


def storm_until_dead(server: Server, cookies: httpx2.Cookies, attempt: str) -> set[str]:
    """Save marks from several clients, kill the server in the middle, and return the acknowledged ids."""
    acknowledged: set[str] = set()

    def save() -> None:
        with httpx2.Client(base_url=f"http://127.0.0.1:{server.port}", cookies=cookies) as client:
            for _ in range(60):
                id_ = str(uuid4())
                address = f"/api/v1/attempts/{attempt}/annotations/{id_}"
                try:
                    answer = client.put(address, json=mark("75 €", comment=id_))
                except httpx2.TransportError:
                    return
                if answer.status_code == 201:
                    acknowledged.add(id_)

    threads = [threading.Thread(target=save) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    enough = random.randint(5, 60)  # noqa: S311 - a moment, not a secret
    while len(acknowledged) < enough and any(thread.is_alive() for thread in threads):
        time.sleep(0.001)
    server.kill()
    for thread in threads:
        thread.join()
    return acknowledged


def crash_often(folder: Path, kills: int) -> tuple[int, int]:
    """(acknowledged, lost) marks over `kills` deaths of the server."""
    write_mini(folder / "exercises")
    database, port = folder / "vigie.db", free_port()
    acknowledged = lost = 0
    server = start_vigie(database, port, folder / "exercises")
    with signed_in(server) as client:  # one sign-in outlives all the servers
        for _ in range(kills):
            attempt = client.post("/api/v1/exercises/mini/attempts").json()["id"]
            promised = storm_until_dead(server, client.cookies, attempt)
            server = start_vigie(database, port, folder / "exercises")
            kept = {a["id"] for a in client.get(f"/api/v1/attempts/{attempt}").json()["annotations"]}
            client.post(f"/api/v1/attempts/{attempt}/submit").raise_for_status()
            acknowledged += len(promised)
            lost += len(promised - kept)
    server.kill()
    return acknowledged, lost


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=KILLS)
    kills = parser.parse_args().kills
    with tempfile.TemporaryDirectory() as folder:
        acknowledged, lost = crash_often(Path(folder), kills)
    print(f"kill -9 during saves, {kills} times: {acknowledged} acknowledged annotations, {lost} lost")
    if lost:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
