"""Rows for every table, made from what the tables say of themselves: a new table needs nothing here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

import sqlalchemy as sa

from app.core.db import Database
from app.ops.archive import kind_of
from app.tables import metadata

ROWS: Final = 3
WORDS: Final = 'L’été à 12 €, « œuf » 𝄞\n\t\\u0000 "n°{}"'
_SPACE: Final = UUID(int=7)
_MOMENT: Final = datetime(2026, 3, 29, 0, 59, 59, 123456, tzinfo=UTC)
Rows = dict[str, list[dict[str, Any]]]


def fill(db: Database) -> Rows:
    """ROWS rows in every table, each referring to those of its number in the others; gives them."""
    rows: Rows = {}
    for table in metadata.sorted_tables:
        rows[table.name] = [_row(table, number, rows) for number in range(1, ROWS + 1)]
    db.write(lambda session: [session.execute(sa.insert(t), rows[t.name]) for t in metadata.sorted_tables])
    return rows


def contents(db: Database) -> Rows:
    """All rows of all tables, in the order of their keys."""

    def read(table: sa.Table, connection: sa.Connection) -> list[dict[str, Any]]:
        query = sa.select(table).order_by(*table.primary_key.columns)
        return [dict(row) for row in connection.execute(query).mappings()]

    return db.read(lambda session: {t.name: read(t, session.connection()) for t in metadata.sorted_tables})


def _row(table: sa.Table, number: int, rows: Rows) -> dict[str, Any]:
    allowed = _allowed(table)
    return {column.name: _value(column, number, rows, allowed) for column in table.columns}


def _allowed(table: sa.Table) -> Mapping[str, list[str]]:
    """The words that the checks of a table let a column have."""
    checks = [str(one.sqltext) for one in table.constraints if isinstance(one, sa.CheckConstraint)]
    found = (re.search(r"(\w+) IN \((.*)\)", check) for check in checks)
    return {one[1]: re.findall(r"'([^']*)'", one[2]) for one in found if one}


def _value(column: sa.Column[Any], number: int, rows: Rows, allowed: Mapping[str, list[str]]) -> Any:
    for key in column.foreign_keys:
        if key.column.table is not column.table:
            return rows[key.column.table.name][number - 1][key.column.name]
    if column.name in allowed:
        return allowed[column.name][number % len(allowed[column.name])]
    if column.nullable and number == ROWS:
        return None
    return _plain(column, number)


def _plain(column: sa.Column[Any], number: int) -> Any:
    kind = kind_of(column)
    made: dict[type, Any] = {
        UUID: uuid5(_SPACE, f"{column}{number}"),
        datetime: _MOMENT + timedelta(days=number),
        bool: number % 2 == 0,
        int: number + 40,
        float: number / 3,
    }
    if kind in made:
        return made[kind]
    most: int | None = getattr(column.type, "length", None)
    return f"{number}{column.name}"[:most] if most else WORDS.format(number)
