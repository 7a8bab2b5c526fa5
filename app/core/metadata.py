"""The base of all tables: constraints get names, so that migrations can find them again."""

from __future__ import annotations

from enum import StrEnum

from sqlmodel import SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Table(SQLModel):
    """Base class of every table model."""


def one_of(column: str, members: type[StrEnum]) -> str:
    """The CHECK that keeps a column to the members of an enumeration, which is stored as text."""
    return f"{column} IN ({', '.join(repr(member.value) for member in members)})"
