"""The migrations and the tables say the same, in both directions."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from sqlalchemy import inspect

from app.core.db import Database
from app.core.migrate import alembic_config, is_current, migrate
from app.tables import metadata


def test_the_migrations_build_what_the_tables_declare(db: Database) -> None:
    with db.engine.begin() as connection:
        command.check(alembic_config(connection))
    assert set(inspect(db.engine).get_table_names()) == set(metadata.tables) | {"alembic_version"}
    assert is_current(db)


def test_downgrade_to_nothing_and_up_again(tmp_path: Path) -> None:
    db = Database(f"sqlite:///{tmp_path}/x.db")
    migrate(db)
    with db.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}
    assert not is_current(db)
    migrate(db)
    assert is_current(db)
    db.close()
