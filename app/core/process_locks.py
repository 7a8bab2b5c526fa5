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
from app.core.db_postgresql import database_away, is_lost

_TRY_KEY: Final = sa.text("SELECT pg_try_advisory_lock(hashtextextended(:key, 0))")
_GATE: Final = sa.text("SELECT pg_advisory_lock(:family, 0)")
_OPEN_GATE: Final = sa.text("SELECT pg_advisory_unlock(:family, 0)")
_HOLD: Final = sa.text("SELECT pg_advisory_lock_shared(:family, :amount)")
_GIVE_BACK: Final = sa.text("SELECT pg_advisory_unlock_shared(:family, :amount)")
_HELD_BY_OTHERS: Final = sa.text(
    "SELECT coalesce(sum(objid::bigint), 0) FROM pg_locks WHERE locktype = 'advisory' AND classid = :family"
    " AND objid <> 0 AND objsubid = 2 AND granted AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
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
    def _connection(self) -> Iterator[sa.Connection]:
        """Raises the problem `database-away` where it is lost, as units of work do."""
        try:
            with self._engine.connect() as connection:
                yield connection
        except sa.exc.DBAPIError as error:
            if is_lost(error):
                raise database_away() from error
            raise

    @contextmanager
    def alone(self, key: str) -> Iterator[bool]:
        """True while no other process or thread is in here with this key; False, at once, where one is."""
        with self._connection() as connection:
            yield bool(connection.scalar(_TRY_KEY, {"key": key}))

    @contextmanager
    def one_of(self, family: int, places: int, wait: Callable[[float], None]) -> Iterator[None]:
        """Held by at most `places` at a time over all processes. `wait` is called with seconds to sleep while
        there is none free; what it raises ends the waiting."""
        with self._connection() as connection:
            while not _takes_one(connection, family, places):
                wait(_POLL_SECONDS * random.uniform(0.5, 1.0))  # noqa: S311 - spreads, keeps no secret
            yield

    @contextmanager
    def amount(self, family: int) -> Iterator[Amount]:
        """What one of those in here holds of what all processes share; nothing to begin with."""
        with self._connection() as connection:
            yield Amount(connection, family)


class Amount:
    """A number above 0 that is held as the number of a lock: the server itself adds up what all hold."""

    def __init__(self, connection: sa.Connection, family: int) -> None:
        self._connection, self._family = connection, family
        self.held = 0

    def add(self, more: int, fits: Callable[[int], bool]) -> bool:
        """Hold `more`, if `fits` says so of the sum that all would then hold; nobody else adds meanwhile."""
        self._connection.execute(_GATE, {"family": self._family})
        try:
            total = self.held + more
            others = int(self._connection.scalar(_HELD_BY_OTHERS, {"family": self._family}) or 0)
            if not fits(others + total):
                return False
            self._hold(total)
            return True
        finally:
            self._connection.execute(_OPEN_GATE, {"family": self._family})

    def _hold(self, total: int) -> None:
        self._connection.execute(_HOLD, {"family": self._family, "amount": total})
        if self.held:
            self._connection.execute(_GIVE_BACK, {"family": self._family, "amount": self.held})
        self.held = total


def _takes_one(connection: sa.Connection, family: int, places: int) -> bool:
    """Begins anywhere, so that those who try together seldom try the same place."""
    first = random.randrange(places)  # noqa: S311 - spreads, keeps no secret
    tries = ((first + step) % places for step in range(places))
    return any(connection.scalar(_TRY_PLACE, {"family": family, "place": place}) for place in tries)
