"""Bringing a database to the schema of this release, through the migrations in `migrations/`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from app.core.db import Database

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


def migrate(db: Database, revision: str = "head") -> None:
    """Upgrade to `revision` in one transaction."""
    with db.engine.begin() as connection:
        command.upgrade(alembic_config(connection), revision)


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
