"""The migration of the last word on a database with work in it."""

from __future__ import annotations

from app.core.db import Database
from app.core.migrate import downgrade, migrate
from tests.core.test_schema import ROWS_OF_0002, column, empty, execute

__all__ = ["empty"]
ROWS = (
    *ROWS_OF_0002,
    "INSERT INTO submission VALUES ('#s1', 'v1', '{}', '2026-01-01')",
)
SPLIT = '{"checks":[{"id":"a","split":true}]}'
QUOTED = '{"checks":[{"quote":"\\"split\\":true"}]}'


def test_0007_finds_what_is_split_and_keeps_it_when_undone(empty: Database) -> None:
    db = empty
    migrate(db, "0002")
    execute(db, ROWS)
    for number, document in enumerate((SPLIT, QUOTED), start=1):
        values = f"('#r{number}', '#s1', {number}, '{document}', '2', false, '2026-01-01', NULL)"
        columns = "(id, submission_id, number, document, scorer_version, provisional, created_at, provenance)"
        execute(db, (f"INSERT INTO assessment {columns} VALUES {values}",))  # noqa: S608 - our own values
    migrate(db)
    assert column(db, "SELECT split FROM assessment ORDER BY number") == [1, 0]
    decision = (
        "INSERT INTO decision VALUES"
        " ('#d1', '#s1', 2, 'check', 'invents-nothing', 'passed', 'x', '#p1', NULL, true, '2026-01-01')"
    )
    execute(db, (decision,))
    downgrade(db, "0006")
    assert column(db, "SELECT id FROM assessment ORDER BY number") == ["#r1", "#r2"]
    migrate(db)
    assert column(db, "SELECT count(*) FROM decision") == [0]
