"""SQLite: statements take tens of microseconds, so they run on the event loop, where no thread switch slows
them (DESIGN.md section 7 has the figures, `make bench` measures them). One process writes at a time: an
in-process lock and `BEGIN IMMEDIATE` keep writers in turn, `busy_timeout` covers other processes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlmodel import Session

T = TypeVar("T")
BUSY_TIMEOUT_MS = 10_000
PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=NORMAL",  # an acknowledged commit survives the death of the process
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "foreign_keys=ON",
    "cache_size=-20000",
    "temp_store=MEMORY",
)


class SqliteStore:
    """A file; every writer has its turn, whichever way it comes."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._writer = self.engine.execution_options(vigie_begin="BEGIN IMMEDIATE")
        self._lock = threading.Lock()

    def write(self, work: Callable[[Session], T]) -> T:
        with self._lock, Session(self._writer, expire_on_commit=False) as session, session.begin():
            return work(session)

    def write_beside(self, work: Callable[[Session], T]) -> T:
        return self.write(work)

    def write_core(self, work: Callable[[Connection], T]) -> T:
        with self._lock, self._writer.begin() as connection:
            return work(connection)

    def read(self, work: Callable[[Session], T]) -> T:
        with Session(self.engine, expire_on_commit=False) as session:
            return work(session)

    async def off_loop(self, call: Callable[[], T]) -> T:
        """On the event loop all the same: see above."""
        return call()

    def close(self) -> None:
        self.engine.dispose()


def _engine(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"check_same_thread": False}, pool_size=4, hide_parameters=True)
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare_connection(dbapi: Any, _record: object) -> None:
    dbapi.isolation_level = None  # the driver must not begin transactions of its own
    for pragma in PRAGMAS:
        dbapi.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """On the driver's own connection: SQLAlchemy's way would cost more than the statement itself."""
    driver: Any = connection.connection.driver_connection
    driver.execute(connection.get_execution_options().get("vigie_begin", "BEGIN"))
