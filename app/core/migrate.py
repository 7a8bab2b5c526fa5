"""Bringing a database to the schema of this release, through the migrations in `migrations/`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.core.db import Database
from app.core.db_locks import MIGRATION, hold_number

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def migrate(db: Database, revision: str = "head") -> None:
    """Upgrade to `revision` in one transaction. Where several processes do, one after the other."""
    with _alone(db) as connection:
        command.upgrade(alembic_config(connection), revision)


def downgrade(db: Database, revision: str) -> None:
    """Go back to `revision` in one transaction; what only a later release knows is lost."""
    with _alone(db) as connection:
        command.downgrade(alembic_config(connection), revision)


def _alone(db: Database) -> AbstractContextManager[Connection]:
    return _without_foreign_keys(db) if db.engine.dialect.name == "sqlite" else _holding_the_schema(db)


@contextmanager
def _without_foreign_keys(db: Database) -> Iterator[Connection]:
    """A transaction in which SQLite may copy a table and drop the old one without emptying what refers to it.
    It is a writer's from its beginning, so that another process waits. Raises RuntimeError, and keeps
    nothing, where a reference would be left hanging."""
    with db.engine.connect().execution_options(vigie_begin="BEGIN IMMEDIATE") as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                hanging = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                if hanging:
                    raise RuntimeError(f"the migration leaves references hanging: {hanging[:3]}")
        finally:
            driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _holding_the_schema(db: Database) -> Iterator[Connection]:
    """A transaction of PostgreSQL, whose changes of tables are undone like any other; it waits for another
    process that migrates, however long that takes."""
    with db.engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")
        connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
        hold_number(connection, MIGRATION)
        yield connection


def is_current(db: Database) -> bool:
    """Whether the database has exactly the schema that this release wants."""
    with db.engine.connect() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
    return present == ScriptDirectory(str(MIGRATIONS)).get_current_head()


def alembic_config(connection: Connection | None = None) -> Config:
    """Alembic's configuration without a file: the folder, and a connection to work on."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    if connection is not None:
        config.attributes["connection"] = connection
    return config
