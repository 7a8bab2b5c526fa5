"""Every migration undone and done again on a database with rows in every table."""

from __future__ import annotations

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect

from app.core.db import Database
from app.core.migrate import alembic_config, downgrade, is_current, migrate
from tests.core.test_schema import ROWS_OF_0002, column, empty, execute
from tests.ops.filling import ROWS, fill

__all__ = ["empty"]


def _revisions(connection: Connection) -> list[str]:
    """Newest first."""
    return [
        script.revision for script in ScriptDirectory.from_config(alembic_config(connection)).walk_revisions()
    ]


@pytest.fixture
def full(empty: Database) -> Database:
    """A database of this release with rows in every table."""
    migrate(empty)
    fill(empty)
    execute(
        empty, ("UPDATE exercise_version SET number = 9 WHERE number IS NULL",)
    )  # attempts are of no draft
    return empty


def test_each_is_undone_and_done_again(full: Database) -> None:
    with full.engine.connect() as connection:
        revisions = _revisions(connection)
    for older in revisions[1:]:
        downgrade(full, older)
        assert column(full, "SELECT version_num FROM alembic_version") == [older]
        assert column(full, "SELECT count(*) FROM person") == [ROWS]
    migrate(full)
    assert is_current(full)
    assert column(full, "SELECT count(*) FROM person") == [ROWS]
    with full.engine.begin() as connection:
        command.check(alembic_config(connection))


def test_down_to_nothing_with_rows(full: Database) -> None:
    downgrade(full, "base")
    assert set(inspect(full.engine).get_table_names()) == {"alembic_version"}


OF_0006 = (
    "INSERT INTO cohort VALUES ('#c1', 'Groupe', '#p1', NULL, 'Europe/Paris', 1, NULL, '2026-01-01')",
    "INSERT INTO assignment VALUES ('#g1', '#c1', 'mini', '2026-01-01', NULL, NULL, 'certifying',"
    " 'after-due', 1, 1, '#p1', '2026-01-01', NULL)",
    "INSERT INTO submission VALUES ('#s2', 'v1', '{}', '2026-01-01')",
)
ASSIGNED = (
    "INSERT INTO attempt (id, person_id, exercise_id, version_hash, trial, started_at, touched_at,"
    " submission_id, assignment_id, certifying) VALUES ('#{id}', '#p1', 'mini', 'v1', false,"
    " '2026-01-01', '2026-01-01', {submission}, '#g1', true)"
)


def test_0006_undone_keeps_what_was_handed_in_and_the_free_attempt(empty: Database) -> None:
    migrate(empty, "0002")
    execute(empty, ROWS_OF_0002)
    migrate(empty, "0006")
    handed_in = ASSIGNED.format(id="a2", submission="'#s2'")
    open_one = ASSIGNED.format(id="a3", submission="NULL")
    execute(empty, (*OF_0006, handed_in, open_one))
    downgrade(empty, "0005")
    assert column(empty, "SELECT id FROM attempt ORDER BY id") == ["#a1", "#a2"]
    assert column(empty, "SELECT id FROM annotation") == ["#m1"]
    migrate(empty)
    assert column(empty, "SELECT certifying FROM attempt") == [0, 0]
