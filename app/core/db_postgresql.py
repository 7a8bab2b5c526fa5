"""PostgreSQL 15+ through psycopg, in a few threads beside the event loop.

Isolation is READ COMMITTED: each statement sees what is committed, and locks say what must hold on (see
`db_locks`). Reads are REPEATABLE READ and read-only: one snapshot.

Why four threads: saving a mark as `bench_saving` does, in turns in one run on a busy machine of 4 cores (16
clients on one attempt; SQLite 529/s, p99 60 ms beside it):

    on the event loop 134/s, p99 350 ms · 1 thread 106/s, 317 ms · 2 threads 118/s, 245 ms ·
    4 threads 135/s, 238 ms · 8 threads 128/s, 376 ms

They cost nothing against the event loop, and a lock or a server that is slow holds nobody else up.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, TypeVar

from sqlalchemy import Connection, Engine, create_engine, make_url
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlmodel import Session

from app.core.db_locks import TURN, hold_number
from app.core.errors import Problem

T = TypeVar("T")
THREADS: Final = 4
SPARE: Final = 6
"""Connections beyond those of the threads: for the grader, and for what starts and ends a process."""
PATIENCE_S: Final = 10.0
"""How long a unit of work is tried again. A restart of PostgreSQL takes a second or two."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.01, 0.5
OPTIONS: Final = "-c lock_timeout=30s -c statement_timeout=60s -c idle_in_transaction_session_timeout=120s"
UNDONE: Final = frozenset({"40001", "40P01"})
"""Serialization failure and deadlock: PostgreSQL has rolled back, even where the commit was under way."""
AWAY: Final = frozenset({"57P01", "57P02", "57P03", "53300"})
"""It shuts down, has crashed, is starting, or has no connection left."""


@dataclass(slots=True)
class _Progress:
    """Whether the commit was sent: from then on only the database knows whether it was done."""

    committing: bool = False


class PostgresStore:
    """A server. Its engine opens connections when they are needed, and again when they were lost."""

    def __init__(self, url: str) -> None:
        self.engine = _engine(url)
        self._reader = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._threads = _threads()

    def write(self, work: Callable[[Session], T]) -> T:
        def in_turn(session: Session) -> T:
            hold_number(session.connection(), TURN)
            return work(session)

        return self.write_beside(in_turn)

    def write_beside(self, work: Callable[[Session], T]) -> T:
        def unit(progress: _Progress) -> T:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                done = work(session)
                session.flush()
                progress.committing = True
                return done

        return _insist(unit)

    def write_core(self, work: Callable[[Connection], T]) -> T:
        def unit(progress: _Progress) -> T:
            with self.engine.begin() as connection:
                done = work(connection)
                progress.committing = True
                return done

        return _insist(unit)

    def read(self, work: Callable[[Session], T]) -> T:
        def unit(_progress: _Progress) -> T:
            with Session(self._reader, expire_on_commit=False) as session:
                return work(session)

        return _insist(unit)

    async def off_loop(self, call: Callable[[], T]) -> T:
        """In a thread, with what the context of the request holds (its id, for the log). Where the request
        is given up, what has begun still ends."""
        run = copy_context().run
        return await asyncio.get_running_loop().run_in_executor(self._threads, run, call)

    def close(self) -> None:
        """Wait for what is under way. Like its engine, the store may be used again."""
        self._threads.shutdown()
        self._threads = _threads()
        self.engine.dispose()


def _engine(url: str) -> Engine:
    return create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        connect_args={"options": OPTIONS, "connect_timeout": 5, "application_name": "vigie"},
        pool_size=THREADS,
        max_overflow=SPARE,
        hide_parameters=True,  # of an error's message, which may reach a log
    )


def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(THREADS, "database")


def _insist(unit: Callable[[_Progress], T]) -> T:
    """Run `unit`, and again where PostgreSQL undid it or was lost before the commit was sent: then nothing of
    it is there. A connection that breaks is lost with all others of the pool, so that a restart is noticed
    once and not by each of them. Raises the 503 problem where PostgreSQL stays away, or went away during a
    commit."""
    late, pause = time.monotonic() + PATIENCE_S, FIRST_PAUSE_S
    while True:
        progress = _Progress()
        try:
            return unit(progress)
        except DBAPIError as error:
            undone, lost = _state(error) in UNDONE, is_lost(error)
            may_repeat = (undone or (lost and not progress.committing)) and time.monotonic() < late
            if lost and not may_repeat:
                raise database_away() from error
            if not may_repeat:
                raise
        time.sleep(pause * random.uniform(0.5, 1.0))  # noqa: S311 - spreads, keeps no secret
        pause = min(2 * pause, LONGEST_PAUSE_S)


def is_lost(error: DBAPIError) -> bool:
    """Whether there is no connection (any more): what it said then has no state, or one of these."""
    if error.connection_invalidated:
        return True
    state = _state(error)
    if state:
        return state in AWAY or state.startswith("08")
    return isinstance(error, OperationalError | InterfaceError)


def _state(error: DBAPIError) -> str:
    return getattr(error.orig, "sqlstate", None) or ""


def database_away() -> Problem:
    detail = "The database does not answer. What you sent may not be kept: send it again in a moment."
    return Problem(HTTPStatus.SERVICE_UNAVAILABLE, "database-away", detail, headers={"Retry-After": "5"})
