"""The migrations and the tables say the same, in both directions."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from alembic import command
from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from app.accounts.audit import record
from app.core.db import Database
from app.core.migrate import alembic_config, downgrade, is_current, migrate
from app.tables import metadata
from tests.databases import ON_POSTGRESQL, Databases, only_on_sqlite


def test_the_migrations_build_what_the_tables_declare(db: Database) -> None:
    with db.engine.begin() as connection:
        command.check(alembic_config(connection))
    ours = {name for name in inspect(db.engine).get_table_names() if not name.startswith("procrastinate_")}
    assert ours == set(metadata.tables) | {"alembic_version"}
    assert is_current(db)


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Iterator[Database]:
    """A database without any table."""
    url = databases.empty(tmp_path)
    with closing(Database(url)) as db:
        yield db
    databases.drop(url)


def test_downgrade_to_nothing_and_up_again(empty: Database) -> None:
    migrate(empty)
    downgrade(empty, "base")
    assert set(inspect(empty.engine).get_table_names()) == {"alembic_version"}
    assert not is_current(empty)
    migrate(empty)
    assert is_current(empty)


def test_two_processes_that_migrate_at_once_take_turns(empty: Database) -> None:
    url = empty.engine.url.render_as_string(hide_password=False)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    command_line = [sys.executable, "-m", "app.cli", "migrate"]
    running = [
        subprocess.Popen(command_line, env={**clean, "VIGIE_DATABASE_URL": url}, stdout=subprocess.DEVNULL)  # noqa: S603 - our own command
        for _ in range(2)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0]
    assert is_current(empty)


ROWS_OF_0002 = (
    "INSERT INTO person VALUES ('#p1', 'solo', '2026-01-01')",
    "INSERT INTO sign_in VALUES ('h1', '#p1', '2026-01-01', '2099-01-01')",
    "INSERT INTO sign_in VALUES ('h2', '#p1', '2026-01-01', '2099-01-01')",
    "INSERT INTO exercise_version VALUES ('v1', 'mini', 1, '{}', '2026-01-01')",
    "INSERT INTO exercise VALUES ('mini', 'v1', false)",
    "INSERT INTO attempt VALUES ('#a1', '#p1', 'mini', 'v1', '2026-01-01', '2026-01-01', NULL, NULL, NULL)",
    "INSERT INTO annotation VALUES ('#a1', '#m1', '{}', 1, '2026-01-01')",
)
ROWS_OF_0003 = (
    "INSERT INTO sign_in (token_hash, id, person_id, scope, label, created_at, expires_at)"
    " VALUES ('t1', '#t1', '#p1', 'read', 'x', '2026-01-01', '2099-01-01')",
    "INSERT INTO exercise_version VALUES ('v2', 'mini', NULL, '{}', '2026-01-01')",
    "INSERT INTO exercise (id, version_hash, withdrawn, origin) VALUES ('new', NULL, false, 'api')",
    "INSERT INTO submission VALUES ('#s2', 'v2', '{}', '2026-01-01')",
    "INSERT INTO attempt"
    " (id, person_id, exercise_id, version_hash, trial, started_at, touched_at, submission_id)"
    " VALUES ('#a2', '#p1', 'mini', 'v2', true, '2026-01-01', '2026-01-01', '#s2')",
    "INSERT INTO annotation VALUES ('#a2', '#m2', '{}', 1, '2026-01-01')",
)


_ID = re.compile(r"'#(\w+)'")


def _id(name: str) -> str:
    """An id that can be read, as both databases take it."""
    return name.encode().hex().rjust(32, "0")


def _name(value: object) -> object:
    """The name that an id was made of; any other value as it is."""
    text = value.hex if isinstance(value, UUID) else str(value)
    if len(text) != 32 or not text.startswith("0" * 16):
        return value
    return "#" + bytes.fromhex(text).lstrip(b"\0").decode()


def execute(db: Database, statements: tuple[str, ...]) -> None:
    """`'#a1'` in a statement is an id."""
    with db.engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(_ID.sub(lambda found: f"'{_id(found[1])}'", statement))


def column(db: Database, query: str) -> list[object]:
    with db.engine.connect() as connection:
        return [_name(row[0]) for row in connection.exec_driver_sql(query)]


@pytest.fixture
def filled(empty: Database) -> Database:
    """A database of release 0002 with work in it."""
    migrate(empty, "0002")
    execute(empty, ROWS_OF_0002)
    return empty


def test_0003_keeps_the_work_and_makes_the_solo_person_an_admin(filled: Database) -> None:
    migrate(filled)
    assert column(filled, "SELECT role FROM person") == ["admin"]
    assert column(filled, "SELECT origin FROM exercise") == ["files"]
    assert column(filled, "SELECT id FROM annotation") == ["#m1"]
    assert column(filled, "SELECT trial FROM attempt") == [0]
    assert len(set(column(filled, "SELECT id FROM sign_in"))) == 2
    if not ON_POSTGRESQL:
        assert column(filled, "PRAGMA foreign_keys") == [1]


def test_0003_undone_keeps_what_0002_knows(filled: Database) -> None:
    migrate(filled, "0003")
    execute(filled, ROWS_OF_0003)
    downgrade(filled, "0002")
    assert column(filled, "SELECT token_hash FROM sign_in ORDER BY 1") == ["h1", "h2"]
    assert column(filled, "SELECT id FROM annotation") == ["#m1"]
    assert column(filled, "SELECT hash FROM exercise_version") == ["v1"]
    assert column(filled, "SELECT id FROM exercise") == ["mini"]
    assert column(filled, "SELECT count(*) FROM submission") == [0]
    migrate(filled)
    assert column(filled, "SELECT id FROM attempt") == ["#a1"]


@only_on_sqlite("PostgreSQL checks references at each statement, in migrations as well")
def test_a_migration_that_leaves_a_reference_hanging_keeps_nothing(filled: Database) -> None:
    with filled.engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys=OFF")
        driver.execute("INSERT INTO annotation VALUES ('gone', 'm9', '{}', 1, '2026-01-01')")
        driver.execute("PRAGMA foreign_keys=ON")
    with pytest.raises(RuntimeError, match="references hanging"):
        migrate(filled)
    assert column(filled, "SELECT version_num FROM alembic_version") == ["0002"]


@pytest.mark.parametrize("deed", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_the_audit_log(db: Database, deed: str) -> None:
    db.write(lambda session: record(session, None, "person.invite", "invitation", "i1", role="trainer"))
    with pytest.raises(IntegrityError, match="append-only"):
        execute(db, (deed,))
    assert column(db, "SELECT action FROM audit_entry") == ["person.invite"]
    assert column(db, "SELECT details FROM audit_entry") == ['{"role": "trainer"}']
