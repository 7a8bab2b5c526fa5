"""A real server for tests that speak HTTP to it as scripts do, with people of the standing cast."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from app.core.db import Database
from tests.bench.servers import free_port, running, start_vigie
from tests.cast import Cast
from tests.databases import Databases
from tests.mini import write_mini


@dataclass(frozen=True)
class Live:
    """A server at `address`, on the `database` of that address; `cast` are people of it, with tokens."""

    address: str
    folder: Path
    database: str
    cast: Cast


@contextmanager
def serving(folder: Path, databases: Databases, **settings: str) -> Iterator[Live]:
    """A server whose catalogue is the small exercise, with further `settings` (VIGIE_…)."""
    database, port = databases.fresh(folder), free_port()
    write_mini(folder / "exercises")
    with (
        running(start_vigie(database, port, folder / "exercises", **settings)),
        closing(Database(database)) as db,
    ):
        yield Live(f"http://127.0.0.1:{port}", folder, database, Cast(FastAPI(), db))
    databases.drop(database)
