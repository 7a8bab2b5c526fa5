"""A real server for tests that speak HTTP to it as scripts do, with people of the standing cast."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI

from app.core.db import Database
from tests.bench.servers import free_port, running, start_vigie
from tests.cast import Cast
from tests.mini import write_mini


@dataclass(frozen=True)
class Live:
    """A server at `address`, on the database in `folder`; `cast` are people of it, with tokens."""

    address: str
    folder: Path
    cast: Cast

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'vigie.db'}"


@contextmanager
def serving(folder: Path, migrated_file: Path, **settings: str) -> Iterator[Live]:
    """A server whose catalogue is the small exercise, with further `settings` (VIGIE_…)."""
    database, port = folder / "vigie.db", free_port()
    shutil.copy(migrated_file, database)
    write_mini(folder / "exercises")
    with (
        running(start_vigie(database, port, folder / "exercises", **settings)),
        closing(Database(f"sqlite:///{database}")) as db,
    ):
        yield Live(f"http://127.0.0.1:{port}", folder, Cast(FastAPI(), db))
