"""The database and the one transaction boundary: application code never commits.

One `Database` for SQLite and for PostgreSQL; what differs stands in `db_sqlite` and `db_postgresql`, and in
`db_locks` what a unit of work says of others that run beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Engine, make_url
from sqlmodel import Session

from app.core.db_postgresql import PostgresStore
from app.core.db_sqlite import SqliteStore

T = TypeVar("T")


class Store(Protocol):
    """What a kind of database has to offer; `Database` says what each is for."""

    engine: Engine

    def write(self, work: Callable[[Session], T]) -> T: ...

    def write_beside(self, work: Callable[[Session], T]) -> T: ...

    def write_core(self, work: Callable[[Connection], T]) -> T: ...

    def read(self, work: Callable[[Session], T]) -> T: ...

    async def off_loop(self, call: Callable[[], T]) -> T: ...

    def close(self) -> None: ...


class Database:
    """One database. `read` and `write` run a unit of work in one transaction.

    They wait for the database. On the event loop use `reading`, `writing` and their like, which do not hold
    it up. A unit of work may be run again where the database could not do it: it has no effect outside of
    its session. Any of them raises a 503 problem `database-away` where the database does not answer."""

    def __init__(self, url: str) -> None:
        """`url`: sqlite:///… or postgresql://…. Raises OSError where the folder of a file cannot be made."""
        self._store: Store = SqliteStore(url) if _is_sqlite(url) else PostgresStore(url)
        self.engine = self._store.engine

    def write(self, work: Callable[[Session], T]) -> T:
        """Run `work` and commit before returning; whatever it raises rolls everything back. Such units take
        turns, over all processes, so that what one has read still holds when it writes."""
        return self._store.write(work)

    def write_beside(self, work: Callable[[Session], T]) -> T:
        """The same without waiting for a turn, for what people do all the time: `work` says by
        `db_locks.hold`, or by locking a row, what must not change under it."""
        return self._store.write_beside(work)

    def write_core(self, work: Callable[[Connection], T]) -> T:
        """`write_beside` on a bare connection: half the cost around a statement or two (`make bench`)."""
        return self._store.write_core(work)

    def read(self, work: Callable[[Session], T]) -> T:
        """Run `work` on one snapshot; nothing it does is kept."""
        return self._store.read(work)

    async def reading(self, work: Callable[[Session], T]) -> T:
        return await self._store.off_loop(partial(self._store.read, work))

    async def writing(self, work: Callable[[Session], T]) -> T:
        return await self._store.off_loop(partial(self._store.write, work))

    async def writing_beside(self, work: Callable[[Session], T]) -> T:
        return await self._store.off_loop(partial(self._store.write_beside, work))

    async def writing_core(self, work: Callable[[Connection], T]) -> T:
        return await self._store.off_loop(partial(self._store.write_core, work))

    async def off_loop(self, call: Callable[[], T]) -> T:
        """For code that asks the database by itself, in several transactions."""
        return await self._store.off_loop(call)

    def close(self) -> None:
        self._store.close()


def _is_sqlite(url: str) -> bool:
    return make_url(url).get_backend_name() == "sqlite"
