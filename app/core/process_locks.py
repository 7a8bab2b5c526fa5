"""Locks that a process holds over many transactions, on PostgreSQL: advisory locks of a connection of their
own, which fall away with it. A process that dies, however it dies, holds nothing any more."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

import sqlalchemy as sa
from sqlalchemy.pool import NullPool

from app.core.db import Database

_TRY_KEY: Final = sa.text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
_TRY_PLACE: Final = sa.text("SELECT pg_try_advisory_lock(:family, :place)")
_POLL_SECONDS: Final = 0.1
_KEPT_ALIVE: Final = "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
"""PostgreSQL notices within half a minute that the machine of who holds a lock is gone."""


class ProcessLocks:
    """Each lock that is held takes a connection. Thread-safe. PostgreSQL only."""

    def __init__(self, db: Database) -> None:
        self._engine = sa.create_engine(
            db.engine.url,
            poolclass=NullPool,
            isolation_level="AUTOCOMMIT",
            connect_args={
                "application_name": "vigie locks",
                "connect_timeout": 5,
                "options": _KEPT_ALIVE,
            },
        )

    @contextmanager
    def alone(self, key: str) -> Iterator[bool]:
        """True while no other process or thread is in here with this key; False, at once, where one is."""
        with self._engine.connect() as connection:
            yield bool(connection.scalar(_TRY_KEY, {"key": key}))

    @contextmanager
    def one_of(self, family: int, places: int, wait: Callable[[float], None]) -> Iterator[None]:
        """Held by at most `places` at a time over all processes. `wait` is called with seconds to sleep while
        there is none free; what it raises ends the waiting."""
        with self._engine.connect() as connection:
            while not _takes_one(connection, family, places):
                wait(_POLL_SECONDS * random.uniform(0.5, 1.0))  # noqa: S311 - spreads, keeps no secret
            yield


def _takes_one(connection: sa.Connection, family: int, places: int) -> bool:
    """Begins anywhere, so that those who try together seldom try the same place."""
    first = random.randrange(places)  # noqa: S311 - spreads, keeps no secret
    tries = ((first + step) % places for step in range(places))
    return any(connection.scalar(_TRY_PLACE, {"family": family, "place": place}) for place in tries)
