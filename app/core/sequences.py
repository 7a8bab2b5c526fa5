"""Numbers that the database gives by itself."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa


def set_sequences(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """After rows were written with their numbers: go on behind the last. SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in tables:
        column = table.autoincrement_column
        if column is not None and _sequence(connection, table, column):
            last = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
            sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(sa.select(sa.func.setval(sequence, last, sa.false())))


def _sequence(connection: sa.Connection, table: sa.Table, column: sa.Column[int]) -> str | None:
    return connection.scalar(sa.select(sa.func.pg_get_serial_sequence(table.name, column.name)))
