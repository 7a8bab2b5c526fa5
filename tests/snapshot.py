"""A database as it was, to compare with and go back to between the requests of a test that sends hundreds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, Protocol

from sqlalchemy import Connection, inspect

from app.core.db import Database
from tests.databases import ON_POSTGRESQL

_PASSING: Final = frozenset({"rate_limit"})
_LAST_USE: Final = "last_used_at"
_KEPT: Final = "kept"


class Snapshot(Protocol):
    """The database as it was when this was made."""

    def restore(self) -> None:
        """Put it back, in milliseconds."""

    def changes(self) -> list[str]:
        """The tables whose rows are others now, apart from counters and the times of last use."""

    def close(self) -> None:
        """Forget it."""


def snapshot_of(db: Database) -> Snapshot:
    return _InSchema(db) if ON_POSTGRESQL else _InMemory(db)


class _InMemory:
    """Of SQLite."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept = sqlite3.connect(":memory:")
        with _driver(db) as connection:
            connection.backup(self._kept)
        self._content = _content(self._kept)

    def restore(self) -> None:
        with _driver(self._db) as connection:
            self._kept.backup(connection)

    def changes(self) -> list[str]:
        with _driver(self._db) as connection:
            content = _content(connection)
        return [table for table, rows in content.items() if rows != self._content[table]]

    def close(self) -> None:
        self._kept.close()


@contextmanager
def _driver(db: Database) -> Iterator[sqlite3.Connection]:
    with db.engine.connect() as connection:
        connection.rollback()
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        yield driver


def _content(connection: sqlite3.Connection) -> dict[str, list[Any]]:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    kept = [name for (name,) in names if name not in _PASSING]
    return {name: connection.execute(_rows_of(connection, name)).fetchall() for name in kept}


def _rows_of(connection: sqlite3.Connection, table: str) -> str:
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    stable = ", ".join(column for column in columns if column != _LAST_USE)
    return f"SELECT {stable} FROM {table} ORDER BY rowid"  # noqa: S608 - names of our own tables


class _InSchema:
    """Of PostgreSQL: copies of the tables in a schema beside them, so that no row travels to be compared."""

    def __init__(self, db: Database) -> None:
        self._db = db
        with self._at_once() as connection:
            self._tables = inspect(connection).get_table_names()
            connection.exec_driver_sql(f"CREATE SCHEMA {_KEPT}")
            for table in self._tables:
                connection.exec_driver_sql(f'CREATE TABLE {_KEPT}."{table}" AS TABLE public."{table}"')

    def restore(self) -> None:
        with self._at_once() as connection:
            others = self._others(connection, self._tables)
            # Neither foreign keys nor triggers may act on rows that only go back to where they were.
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            for table in others:
                connection.exec_driver_sql(f'DELETE FROM public."{table}"')  # noqa: S608 - as below
                connection.exec_driver_sql(
                    f'INSERT INTO public."{table}" OVERRIDING SYSTEM VALUE TABLE {_KEPT}."{table}"'
                )

    def changes(self) -> list[str]:
        with self._at_once() as connection:
            return self._others(
                connection, [table for table in self._tables if table not in _PASSING], _LAST_USE
            )

    def close(self) -> None:
        with self._at_once() as connection:
            connection.exec_driver_sql(f"DROP SCHEMA {_KEPT} CASCADE")

    @contextmanager
    def _at_once(self) -> Iterator[Connection]:
        with self._db.engine.begin() as connection:
            yield connection

    def _others(self, connection: Connection, tables: list[str], apart_from: str = "") -> list[str]:
        differing = " UNION ALL ".join(_differs(table, apart_from) for table in tables)
        return sorted(connection.exec_driver_sql(differing).scalars())


def _differs(table: str, apart_from: str) -> str:
    """SQL that gives the table's name where its rows are others than the kept ones."""
    now, kept = (
        f"SELECT to_jsonb(r) - '{apart_from}' FROM {schema}.\"{table}\" r"  # noqa: S608 - names of our own tables
        for schema in ("public", _KEPT)
    )
    gone, new = f"({kept} EXCEPT ALL {now})", f"({now} EXCEPT ALL {kept})"
    return f"SELECT '{table}' WHERE EXISTS ({gone} UNION ALL {new})"
